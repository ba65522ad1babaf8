"""A place to keep things that fails when a test says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from headroom.errors import StorageError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Decisions, MetricsStore, Originals, Retention, StoreTrouble, Summary
from headroom.stores.guarded import Guarded
from headroom.stores.in_memory import MemoryBackend
from tests.stores.rows import Clock

__all__ = ["Fragile", "Listener", "guard"]


class Fragile:
    """Memory that raises `error` for as long as there is one."""

    name = "fragile"

    def __init__(self) -> None:
        self.error: StorageError | None = None
        self.is_slow = False
        self.set_aside: str | None = None
        self.kept = MemoryBackend(Retention())
        self.calls: list[str] = []
        self.metrics: MetricsStore = _Metrics(self)
        self.originals: Originals = _Originals(self)
        self.decisions: Decisions = _Decisions(self)

    def ask(self, call: str) -> MemoryBackend:
        """What holds everything, if it may be asked."""
        self.calls.append(call)
        if self.error is not None:
            raise self.error
        return self.kept

    def check(self) -> None:
        """See whether it may be asked."""
        self.ask("check")

    def keep(self, retention: Retention) -> None:
        """As memory."""
        self.kept.keep(retention)

    def tend(self) -> None:
        """As memory."""
        self.ask("tend").tend()

    def close(self) -> None:
        """Note it."""
        self.calls.append("close")


class _Metrics:
    def __init__(self, place: Fragile) -> None:
        self.place = place

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        self.place.ask("write").metrics.write(rows)

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        return self.place.ask("read").metrics.read(start_time, end_time, model, mode, limit, offset)

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        return self.place.ask("summary").metrics.summary(start_time, end_time)


class _Originals:
    blocks = True

    def __init__(self, place: Fragile) -> None:
        self.place = place

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        return all(self.place.kept.originals.get(tenant, original) is not None for original in originals)

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        return not self.place.is_slow and self.place.ask("put").originals.put(tenant, originals, within_s)

    def get(self, tenant: str, original: str) -> str | None:
        return self.place.ask("get").originals.get(tenant, original)


class _Decisions:
    blocks = True

    def __init__(self, place: Fragile) -> None:
        self.place = place

    def recall(self, tenant: str, keys: Sequence[str]) -> dict[str, str]:
        return self.place.ask("recall").decisions.recall(tenant, keys)

    def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        self.place.ask("remember").decisions.remember(tenant, decisions)


class Listener:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[StoreTrouble] = []

    def __call__(self, trouble: StoreTrouble) -> None:
        """Be told."""
        self.told.append(trouble)

    def hear(self, trouble: StoreTrouble) -> None:
        """The same as a method."""
        self.told.append(trouble)


def guard(place: Fragile, listener: Listener, clock: Clock) -> Guarded:
    """The place with memory behind it."""
    return Guarded(place, url=lambda: "fragile://", retention=Retention(), on_trouble=listener, elapsed=clock)
