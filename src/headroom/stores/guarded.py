"""A place to keep things, and memory for as long as something is wrong with it.

Keeping never raises. What memory took in meanwhile is moved over once the place can be used again. Trouble is told once, when
it begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from headroom.errors import StorageError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Backend, Retention, StoreBusyError, StoreStatus, StoreTrouble, Summary, trouble_kind
from headroom.stores.forking import LEAVES, ROUNDS, ForkLock, watch
from headroom.stores.in_memory import MemoryBackend, MemoryMetrics
from headroom.stores.moving import move
from headroom.stores.selection import added, newest

__all__ = ["RETRY_S", "Guarded", "GuardedDecisions", "GuardedMetrics", "GuardedOriginals"]

T = TypeVar("T")

RETRY_S = 30.0
"""After which a place is tried again that something was wrong with."""
_RETRY_BUSY_S = 1.0
"""Likewise, where only somebody else held it: rows in memory are lost if the process is killed. Chosen."""
_LAST_TRIES = 20
"""How often it is tried at the end to move what memory holds while others write. Chosen: half a second at least."""
_BUSY_LONG_S = 5.0
"""After which originals that cannot be put for others who hold the file go to memory. Chosen: above any honest transaction."""


class Guarded:
    """The state that the three guarded stores share."""

    fork_rank = LEAVES

    def __init__(
        self,
        backend: Backend,
        *,
        url: Callable[[], str],
        retention: Retention,
        on_trouble: Callable[[StoreTrouble], None],
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.backend = backend
        self.memory = MemoryBackend(retention)
        self.metrics = GuardedMetrics(self)
        self.originals = GuardedOriginals(self)
        self.decisions = GuardedDecisions(self)
        self.puts_refused = 0
        self.elapsed = elapsed
        self._url = url
        self._on_trouble = on_trouble
        self._lock = ForkLock()
        # Two that move the same rows at once would append them twice to a file of lines.
        self._round = ForkLock(ROUNDS)
        self._trouble: StoreTrouble | None = None
        self._retry_at = 0.0
        self._busy_since: float | None = None
        self._set_aside: str | None = None
        watch(self)

    @property
    def is_in_trouble(self) -> bool:
        """Whether memory takes what is to be kept."""
        return self._trouble is not None

    def before_fork(self) -> None:
        """Nothing: what is in memory is there on both sides."""

    def after_fork(self, *, in_child: bool) -> None:
        """Leave rows that wait to the parent, which writes them."""
        if in_child:
            self.memory.metrics = MemoryMetrics()

    def keep(self, retention: Retention) -> None:
        """Keep at least so much, from now on."""
        self.backend.keep(retention)
        self.memory.keep(retention)

    def attempt(self, action: Callable[[Backend], T]) -> T | None:
        """What the place does; None where it cannot, which is noted as trouble.

        No-op: while it is in trouble.
        """
        if self._trouble is not None:
            return None
        try:
            return action(self.backend)
        except StorageError as error:
            self.note(error)
            return None
        finally:
            if self.backend.set_aside != self._set_aside:
                self._tell_set_aside()

    def note(self, error: StorageError) -> None:
        """From now on memory takes what is to be kept."""
        trouble = StoreTrouble(url=self._url(), kind=trouble_kind(error), message=str(error))
        with self._lock:
            self._retry_at = self.elapsed() + (_RETRY_BUSY_S if isinstance(error, StoreBusyError) else RETRY_S)
            is_new = self._trouble is None
            if is_new:
                self._trouble = trouble
        if is_new:
            self._on_trouble(trouble)

    def note_put(self, *, is_kept: bool) -> None:
        """Whether a put found its time; where none did for long, somebody is holding the file for good."""
        with self._lock:
            if is_kept:
                self._busy_since = None
                return
            self.puts_refused += 1
            now = self.elapsed()
            self._busy_since = now if self._busy_since is None else self._busy_since
            is_long = now - self._busy_since >= _BUSY_LONG_S
        if is_long:
            self.note(StoreBusyError("the file has been in use by others for too long"))

    def tend(self, *, is_last: bool = False) -> None:
        """Try the place again if it is time, or the last chance; move over what memory holds; drop what is too much."""
        with self._round:
            for _ in range(_LAST_TRIES if is_last else 1):
                try:
                    self._tend(is_last=is_last)
                    break
                except StorageError as error:
                    # Somebody else is just writing: what is in memory waits for the next round, and nothing is wrong.
                    if self._trouble is not None or not isinstance(error, StoreBusyError):
                        self.note(error)
                        break
            self.memory.tend()
        self._tell_set_aside()

    def check(self) -> StoreStatus:
        """The status after really trying the place. Never raises."""
        with self._lock:
            self._retry_at = self.elapsed()
        if self._trouble is None:
            self.attempt(_checked)
        self.tend()
        return self.status()

    def status(self) -> StoreStatus:
        """How things are, without looking."""
        trouble = self._trouble
        return StoreStatus(
            ok=trouble is None,
            url=self._url(),
            backend=self.backend.name if trouble is None else self.memory.name,
            error=None if trouble is None else f"{trouble.kind}: {trouble.message}",
            set_aside=self._set_aside,
            rows_waiting=len(self.memory.metrics),
            rows_dropped=self.memory.metrics.dropped + getattr(self.backend.metrics, "dropped", 0),
            puts_refused=self.puts_refused,
        )

    def _tend(self, *, is_last: bool) -> None:
        if self._trouble is not None:
            if not is_last and self.elapsed() < self._retry_at:
                return
            self.backend.check()
            with self._lock:
                self._trouble, self._busy_since = None, None
        move(self.memory, self.backend)
        if not is_last:
            self.backend.tend()

    def _tell_set_aside(self) -> None:
        """A damaged file was moved, which is told though nothing else is wrong."""
        place = self.backend.set_aside
        with self._lock:
            is_new, self._set_aside = place != self._set_aside, place
        if is_new:
            message = "the file was damaged; it was moved aside and a new one begun"
            self._on_trouble(StoreTrouble(url=self._url(), kind="corrupt", message=message, set_aside=place))


def _checked(backend: Backend) -> None:
    backend.check()


class GuardedMetrics:
    """Rows, kept wherever they can be."""

    def __init__(self, guarded: Guarded) -> None:
        self._guarded = guarded

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        """Keep rows. Never raises."""

        def keep(backend: Backend) -> bool:
            backend.metrics.write(rows)
            return True

        if not self._guarded.attempt(keep):
            self._guarded.memory.metrics.write(rows)

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of a time, newest first, from wherever they are.

        Raises: StorageError where nothing can be read; ConfigurationError for a negative limit or offset.
        """
        times = (start_time, end_time, model, mode)
        waiting = self._guarded.memory.metrics.read(*times, limit + max(offset, 0), 0)
        if not waiting:
            return self._ask(lambda: self._guarded.backend.metrics.read(*times, limit, offset))
        try:
            kept = self._ask(lambda: self._guarded.backend.metrics.read(*times, limit + max(offset, 0), 0))
        except StorageError:
            kept = []
        return newest([*kept, *waiting], limit, offset)

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        """The totals of a time, from wherever its rows are.

        Raises: StorageError where nothing can be read.
        """
        waiting = self._guarded.memory.metrics.summary(start_time, end_time)
        try:
            return added(self._ask(lambda: self._guarded.backend.metrics.summary(start_time, end_time)), waiting)
        except StorageError:
            if not waiting["total_requests"]:
                raise
            return waiting

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            return question()
        except StorageError as error:
            self._guarded.note(error)
            raise


class GuardedOriginals:
    """Whole texts, kept wherever they can be."""

    def __init__(self, guarded: Guarded) -> None:
        self._guarded = guarded

    @property
    def blocks(self) -> bool:
        """Whether a call may wait for a disk or another process."""
        return self._guarded.backend.originals.blocks

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        """Whether all of these are kept and were used just now, as far as is known without looking."""
        return not self._guarded.is_in_trouble and self._guarded.backend.originals.holds(tenant, originals)

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all are kept now. Never raises."""
        kept = self._guarded.attempt(lambda backend: backend.originals.put(tenant, originals, within_s))
        if kept is None:
            return self._guarded.memory.originals.put(tenant, originals)
        if kept or within_s > 0:
            # Who gives no time only asks whether it can be done at once.
            self._guarded.note_put(is_kept=kept)
        return kept

    def get(self, tenant: str, original: str) -> str | None:
        """The text, from wherever it is. Never raises."""
        if (text := self._guarded.memory.originals.get(tenant, original)) is not None:
            return text
        try:
            return self._guarded.backend.originals.get(tenant, original)
        except StorageError as error:
            self._guarded.note(error)
            return None


class GuardedDecisions:
    """Decisions, kept wherever they can be."""

    def __init__(self, guarded: Guarded) -> None:
        self._guarded = guarded

    @property
    def blocks(self) -> bool:
        """Whether a call may wait for a disk or another process."""
        return self._guarded.backend.decisions.blocks

    def recall(self, tenant: str, keys: Sequence[str]) -> dict[str, str]:
        """The decisions that there are for these keys, from wherever they are. Never raises."""
        waiting = self._guarded.memory.decisions.recall(tenant, keys)
        missing = [key for key in keys if key not in waiting]
        if not missing:
            return waiting
        try:
            # Also while nothing can be written: a full disk can be read.
            return {**self._guarded.backend.decisions.recall(tenant, missing), **waiting}
        except StoreBusyError:
            return waiting
        except StorageError as error:
            self._guarded.note(error)
            return waiting

    def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions. Never raises."""

        def keep(backend: Backend) -> bool:
            try:
                backend.decisions.remember(tenant, decisions)
            except StoreBusyError:
                # Somebody else is writing just now; memory has them until the next round.
                return False
            return True

        if not self._guarded.attempt(keep):
            self._guarded.memory.decisions.remember(tenant, decisions)
