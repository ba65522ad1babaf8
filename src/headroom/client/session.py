"""Counters of one client since it was made, read without any I/O."""

from __future__ import annotations

import threading
from collections import Counter

__all__ = ["SessionCounters"]

_NAMES = (
    *("requests_total", "requests_optimized", "requests_audit", "tokens_saved_total", "cache_hits"),
    *("fallbacks", "failures", "retrieval_rounds", "extension_failures"),
)
"""The first five are documented; the others say what went otherwise than planned."""


class SessionCounters:
    """Counts by name, safe to add to from any thread."""

    def __init__(self) -> None:
        # A stream that is dropped counts from the garbage collector, which may run while this thread holds the lock.
        self._lock = threading.RLock()
        self._counts = dict.fromkeys(_NAMES, 0)
        self._reasons: Counter[str] = Counter()

    def add(self, **counts: int) -> None:
        """Add to counters by their names."""
        with self._lock:
            for name, count in counts.items():
                self._counts[name] += count

    def fell_back(self, reason: str) -> int:
        """How often requests went out otherwise than planned for this reason, this one counted."""
        with self._lock:
            self._counts["fallbacks"] += 1
            self._reasons[reason] += 1
            return self._reasons[reason]

    def counts(self) -> dict[str, int]:
        """Every counter."""
        with self._lock:
            return dict(self._counts)

    def reasons(self) -> dict[str, int]:
        """How often each reason made a request go out otherwise than planned."""
        with self._lock:
            return dict(self._reasons)
