"""All three stores in this process's memory, bounded."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import islice

from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Retention, Summary
from headroom.stores.forking import ForkLock
from headroom.stores.queries import SPARED_S
from headroom.stores.selection import Wanted, newest, summarised

__all__ = ["MAX_DECISIONS", "MAX_ROWS", "MemoryBackend", "MemoryDecisions", "MemoryMetrics", "MemoryOriginals"]

MAX_ROWS = 10_000
"""Rows kept; beyond it the oldest go. Chosen: about 20 MB."""
MAX_DECISIONS = 100_000
"""As in a file."""
_OVERDRAFT = 2
"""How many times the room may be taken while everything in it is too recent to go. Chosen."""

_Key = tuple[str, str]


class MemoryMetrics:
    """Rows by `request_id`."""

    def __init__(self) -> None:
        self.dropped = 0
        """Rows for which there was no room."""
        self._rows: OrderedDict[str, RequestMetrics] = OrderedDict()
        self._lock = ForkLock()

    def __len__(self) -> int:
        return len(self._rows)

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        """Keep rows."""
        with self._lock:
            for row in rows:
                self._rows.pop(row.request_id, None)
                self._rows[row.request_id] = row
            while len(self._rows) > MAX_ROWS:
                self._rows.popitem(last=False)
                self.dropped += 1

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of a time, newest first."""
        wanted = Wanted(start_time=start_time, end_time=end_time, model=model, mode=mode)
        return newest(filter(wanted, self._all()), limit, offset)

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        """The totals of a time."""
        return summarised(filter(Wanted(start_time=start_time, end_time=end_time), self._all()))

    def oldest(self, count: int) -> list[RequestMetrics]:
        """Rows that have been here for longest."""
        with self._lock:
            return list(islice(self._rows.values(), count))

    def discard(self, rows: Sequence[RequestMetrics]) -> None:
        """Keep these no longer, unless others have taken their place."""
        with self._lock:
            for row in rows:
                if self._rows.get(row.request_id) is row:
                    del self._rows[row.request_id]

    def _all(self) -> list[RequestMetrics]:
        with self._lock:
            return list(self._rows.values())


class MemoryOriginals:
    """Whole texts by tenant and hash."""

    blocks = False

    def __init__(self, retention: Retention, clock: Callable[[], float] = time.time) -> None:
        self.retention = retention
        self._clock = clock
        self._texts: OrderedDict[_Key, tuple[str, float]] = OrderedDict()
        """With their last use, longest unused first."""
        self._bytes = 0
        self._lock = ForkLock()

    def __len__(self) -> int:
        return len(self._texts)

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        """Always False: keeping them again costs no more than asking."""
        del tenant, originals
        return False

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float = 0.0) -> bool:
        """Whether all are kept now; what is too old or too much is dropped.

        False where texts of the last minute, which nothing drops, already take twice the room.
        """
        del within_s
        now = self._clock()
        with self._lock:
            self._trim(now)
            if self._bytes + sum(map(_size, originals.values())) > _OVERDRAFT * self.retention.max_bytes:
                return False
            for original, text in originals.items():
                self._forget((tenant, original))
                self._texts[tenant, original] = (text, now)
                self._bytes += _size(text)
            self._trim(now)
        return True

    def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it."""
        now = self._clock()
        with self._lock:
            text, used = self._texts.get((tenant, original), ("", 0.0))
            if used < now - self.retention.ttl_seconds:
                return None
            self._texts[tenant, original] = (text, now)
            self._texts.move_to_end((tenant, original))
            return text

    def trim(self) -> None:
        """Drop what is too old or too much."""
        with self._lock:
            self._trim(self._clock())

    def oldest(self, count: int) -> list[tuple[str, str, str]]:
        """Tenants, hashes and texts of those that were not used for longest."""
        with self._lock:
            return [(tenant, original, text) for (tenant, original), (text, _) in islice(self._texts.items(), count)]

    def discard(self, tenant: str, original: str) -> None:
        """Keep this one no longer."""
        with self._lock:
            self._forget((tenant, original))

    def _trim(self, now: float) -> None:
        while self._texts:
            key, (_, used) = next(iter(self._texts.items()))
            is_too_much = len(self._texts) > self.retention.max_entries or self._bytes > self.retention.max_bytes
            is_too_old = used < now - self.retention.ttl_seconds
            if not is_too_old and not (is_too_much and used < now - SPARED_S):
                return
            self._forget(key)

    def _forget(self, key: _Key) -> None:
        if (known := self._texts.pop(key, None)) is not None:
            self._bytes -= _size(known[0])


class MemoryDecisions:
    """What was decided, by tenant and key; longest unused goes first."""

    blocks = False

    def __init__(self) -> None:
        self._decisions: OrderedDict[_Key, str] = OrderedDict()
        self._lock = ForkLock()

    def __len__(self) -> int:
        return len(self._decisions)

    def recall(self, tenant: str, keys: Sequence[str]) -> dict[str, str]:
        """The decisions that there are for these keys."""
        found: dict[str, str] = {}
        with self._lock:
            for key in keys:
                if (decision := self._decisions.get((tenant, key))) is not None:
                    self._decisions.move_to_end((tenant, key))
                    found[key] = decision
        return found

    def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions."""
        with self._lock:
            for key, decision in decisions.items():
                self._decisions[tenant, key] = decision
                self._decisions.move_to_end((tenant, key))
            while len(self._decisions) > MAX_DECISIONS:
                self._decisions.popitem(last=False)

    def oldest(self, count: int) -> list[tuple[str, str, str]]:
        """Tenants, keys and decisions of those that were not used for longest."""
        with self._lock:
            return [(tenant, key, decision) for (tenant, key), decision in islice(self._decisions.items(), count)]

    def discard(self, tenant: str, key: str, decision: str) -> None:
        """Keep this one no longer, unless it was decided otherwise since."""
        with self._lock:
            if self._decisions.get((tenant, key)) == decision:
                del self._decisions[tenant, key]


class MemoryBackend:
    """Metrics, originals and decisions in memory."""

    name = "memory"
    set_aside = None

    def __init__(self, retention: Retention, clock: Callable[[], float] = time.time) -> None:
        self.metrics = MemoryMetrics()
        self.originals = MemoryOriginals(retention, clock)
        self.decisions = MemoryDecisions()

    def check(self) -> None:
        """Nothing can be wrong."""

    def keep(self, retention: Retention) -> None:
        """Keep at least so much, from now on."""
        self.originals.retention |= retention

    def tend(self) -> None:
        """Drop what is too old."""
        self.originals.trim()

    def close(self) -> None:
        """Nothing is held that must be let go of."""


def _size(text: str) -> int:
    """Bytes of a text, roughly: what it takes in a file, without encoding it."""
    return len(text) if text.isascii() else 3 * len(text)
