"""Ports that block and never suspend, for a core that `run_sync` drives."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from headroom.stores import Decisions, Originals

__all__ = ["BlockingDecisions", "BlockingOriginals", "BlockingWork", "SystemClock"]

T = TypeVar("T")


class BlockingOriginals:
    """Originals, asked in the caller's own thread."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals

    async def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all of them are kept now."""
        return self._originals.put(tenant, originals, within_s)

    async def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it."""
        return self._originals.get(tenant, original)


class BlockingDecisions:
    """Decisions, asked in the caller's own thread."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    async def recall(self, tenant: str, keys: Sequence[str]) -> Mapping[str, str]:
        """The decisions that there are for these keys."""
        return self._decisions.recall(tenant, keys)

    async def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions by key."""
        self._decisions.remember(tenant, decisions)


class BlockingWork:
    """Work, done in the caller's own thread."""

    async def run(self, function: Callable[[], T], chars: int) -> T:
        """What the function returns."""
        del chars
        return function()


class SystemClock:
    """The time of the system, for both edges: reading it never waits."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def elapsed(self) -> float:
        """Seconds since some moment, never going back."""
        return time.monotonic()
