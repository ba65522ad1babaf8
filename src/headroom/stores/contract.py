"""What a place to keep things is, and what may be wrong with one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from headroom.config import CCRConfig
from headroom.errors import StorageError
from headroom.measures.requests import RequestMetrics

__all__ = [
    "Backend",
    "Decisions",
    "MetricsStore",
    "Originals",
    "Retention",
    "StoreBusyError",
    "StoreCorruptError",
    "StoreStatus",
    "StoreTrouble",
    "Summary",
    "TroubleKind",
    "trouble_kind",
]

Summary = dict[str, int | float]
"""The totals of many requests, by the names that `get_summary` gives."""

TroubleKind = Literal["busy", "corrupt", "full", "newer", "unreadable", "unwritable", "forked"]
"""What is wrong: held by another process for long; damaged; no room; written by a later version; cannot be read; cannot be
opened or written; inherited from a parent process that was using it."""


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """How much is kept, and for how long."""

    max_entries: int = 1_000
    max_bytes: int = 256_000_000
    ttl_seconds: float = 1_800.0
    """After the last use."""

    @classmethod
    def of(cls, config: CCRConfig) -> Retention:
        """What a configuration says."""
        return cls(
            max_entries=config.store_max_entries, max_bytes=config.store_max_bytes, ttl_seconds=float(config.store_ttl_seconds)
        )

    def __or__(self, other: Retention) -> Retention:
        """Keeps all that either of two would keep."""
        return Retention(
            max_entries=max(self.max_entries, other.max_entries),
            max_bytes=max(self.max_bytes, other.max_bytes),
            ttl_seconds=max(self.ttl_seconds, other.ttl_seconds),
        )


class StoreTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why a store does not do what it was asked to; told once, when it begins."""

    url: str
    kind: TroubleKind
    message: str
    set_aside: str | None = None
    """Where a damaged file was moved to. A new one stands in its place, so nothing else is wrong."""


class StoreStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a store is now."""

    ok: bool
    """Whether what was asked for is what is used."""
    url: str
    backend: str
    """What is really used: `sqlite`, `jsonl`, `memory`, or the scheme of an installed package."""
    error: str | None = None
    set_aside: str | None = None
    """Where the last damaged file was moved to."""
    rows_waiting: int = 0
    """Rows held in memory until the file can be written again."""
    rows_dropped: int = 0
    """Rows for which memory had no room either."""
    jobs_failed: int = 0
    """Rows that were never made, because what makes them raised."""
    puts_refused: int = 0
    """Times that originals could not be kept in time, so that a request left uncompressed."""


class StoreBusyError(StorageError):
    """Held by somebody else for longer than there is time."""


class StoreCorruptError(StorageError):
    """Damaged: what is read makes no sense."""


class MetricsStore(Protocol):
    """Where rows about requests are kept."""

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        """Keep rows, all or none; a row with a known `request_id` takes the other's place.

        Raises: StorageError.
        """
        ...

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of a time (both ends belong to it), newest first, those of one moment by falling `request_id`.

        Raises: StorageError; ConfigurationError for a negative limit or offset.
        """
        ...

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        """The totals of a time.

        Raises: StorageError.
        """
        ...


class Originals(Protocol):
    """Where whole texts are kept, by tenant and hash."""

    @property
    def blocks(self) -> bool:
        """Whether a call may wait for a disk or another process."""
        ...

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        """Whether all of these hashes are kept and were used just now, as far as is known without looking. Never waits."""
        ...

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all are kept now; False where that would take longer. For a known hash only its last use changes.

        Raises: StorageError.
        """
        ...

    def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it.

        Raises: StorageError.
        """
        ...


class Decisions(Protocol):
    """Where decisions are kept, by tenant and key."""

    @property
    def blocks(self) -> bool:
        """Whether a call may wait for a disk or another process."""
        ...

    def recall(self, tenant: str, keys: Sequence[str]) -> dict[str, str]:
        """The decisions that there are for these keys, which counts as a use of them.

        Raises: StorageError.
        """
        ...

    def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions.

        Raises: StorageError.
        """
        ...


class Backend(Protocol):
    """The three stores of one place. Making one touches nothing; threads may share it."""

    @property
    def name(self) -> str:
        """What a status calls it."""
        ...

    @property
    def metrics(self) -> MetricsStore:
        """Rows about requests."""
        ...

    @property
    def originals(self) -> Originals:
        """Whole texts."""
        ...

    @property
    def decisions(self) -> Decisions:
        """What was decided about texts."""
        ...

    @property
    def set_aside(self) -> str | None:
        """Where a damaged file was moved to, if there was one."""
        ...

    def check(self) -> None:
        """Open for reading and writing, if it is not.

        Raises: StorageError.
        """
        ...

    def keep(self, retention: Retention) -> None:
        """Keep at least so much, from now on."""
        ...

    def tend(self) -> None:
        """Drop what is too old or too much, in small steps; called now and then, never on a request's way.

        Raises: StorageError.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; again is allowed. Another call opens anew."""
        ...


def trouble_kind(error: StorageError) -> TroubleKind:
    """What kind of trouble an error of a store is."""
    kind = error.details.get("kind")
    if kind in ("full", "newer", "unreadable", "forked"):
        return kind
    if isinstance(error, StoreBusyError):
        return "busy"
    return "corrupt" if isinstance(error, StoreCorruptError) else "unwritable"
