"""What several threads want kept, written together.

Whoever comes first leads: once it has its turn at the file, it writes all that waits by then, and calls the next one to lead.
The others wait for the outcome, each for as long as it has time. One who comes alone writes at once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from headroom.errors import StorageError
from headroom.stores.contract import StoreBusyError
from headroom.stores.forking import LEAVES, ForkLock, watch

__all__ = ["Group"]

R = TypeVar("R")
F = TypeVar("F")


class _Member(Generic[R, F]):
    """One who wants rows kept."""

    __slots__ = ("bell", "error", "has_left", "is_kept", "place", "rows", "size_bytes", "thread", "until")

    def __init__(self, rows: Sequence[R], size_bytes: int, until: float) -> None:
        self.rows = rows
        self.size_bytes = size_bytes
        self.until = until
        self.thread = threading.get_ident()
        self.bell = threading.Lock()
        """Let go of once: when the outcome is there, or when this one is called to lead."""
        self.bell.acquire()
        self.is_kept = False
        self.place: F | None = None
        self.error: StorageError | None = None
        self.has_left = False

    @property
    def waits(self) -> bool:
        """Whether there is no outcome yet."""
        return not self.is_kept and self.error is None

    def left_s(self) -> float:
        """How long it has time."""
        return self.until - time.monotonic()


class Group(Generic[R, F]):
    """Rows on their way to a file. Threads share it.

    `write` is given what hands over the rows, to be asked once it has its turn, and how long it may wait for that; it returns
    where they were committed. Asked again, the same rows are handed over again.
    """

    fork_rank = LEAVES

    def __init__(self, write: Callable[[Callable[[], Sequence[R]], float], F], *, most_bytes: int) -> None:
        self._write = write
        self._most_bytes = most_bytes
        self._lock = ForkLock()
        self._waiting: list[_Member[R, F]] = []
        self._leader: _Member[R, F] | None = None
        watch(self)

    def put(self, rows: Sequence[R], size_bytes: int, until: float) -> F | None:
        """Where the rows are committed now; `until` is by the monotonic clock.

        Raises: StoreBusyError where that takes longer, though they may be committed later; StorageError.
        """
        one: _Member[R, F] = _Member(rows, size_bytes, until)
        try:
            if self._leads(one):
                self._lead(one)
        finally:
            self._leave(one)
        if one.error is not None:
            # Each its own, for threads that raise the same one write to it at once.
            raise type(one.error)(one.error.message, one.error.details) from one.error
        if not one.is_kept:
            raise StoreBusyError("other threads are writing to the file")
        return one.place

    def before_fork(self) -> None:
        """Nothing: the lock of this one, and the file's, are seen to by themselves."""

    def after_fork(self, *, in_child: bool) -> None:
        """Forget the parent's threads in the child."""
        if in_child:
            self._waiting, self._leader = [], None

    def _leads(self, one: _Member[R, F]) -> bool:
        """Whether it is this one's part to write, at once or when it is called; False once there is an outcome, or no time."""
        with self._lock:
            if self._leader is not None and self._leader.thread == one.thread:
                # An interrupt ended it before it could call another one; its thread is here again, so it leads no more.
                self._waiting = [member for member in self._waiting if member is not self._leader]
                self._leader = None
            self._waiting.append(one)
            if self._leader is None:
                self._leader = one
                return True
        return one.bell.acquire(timeout=max(one.left_s(), 0.0)) and self._leader is one

    def _lead(self, one: _Member[R, F]) -> None:
        """Write until what this one brought is written: what is small goes first, but only once."""
        if self._write_some(one, self._take) and one.waits:
            self._write_some(one, lambda: self._take_only(one))

    def _write_some(self, leader: _Member[R, F], take: Callable[[], list[_Member[R, F]]]) -> bool:
        """Whether the leader may go on."""
        taken: list[_Member[R, F]] = []

        def rows() -> Sequence[R]:
            if not taken:
                taken.extend(take())
            return taken[0].rows if len(taken) == 1 else [row for member in taken for row in member.rows]

        try:
            place = self._write(rows, leader.left_s())
        except StoreBusyError:
            # It was this one's time that is over; the next one tries for as long as it has itself.
            self._give_back(taken)
            return False
        except StorageError as error:
            self._tell_error(taken, error)
            return False
        except BaseException:
            self._give_back(taken)
            raise
        self._tell(taken, place)
        return True

    def _take(self) -> list[_Member[R, F]]:
        """The first of those that wait and together are not too much; where each alone is, the first."""
        with self._lock:
            taken: list[_Member[R, F]] = []
            others: list[_Member[R, F]] = []
            size = 0
            for member in self._waiting:
                fits = size + member.size_bytes <= self._most_bytes
                (taken if fits else others).append(member)
                size += member.size_bytes if fits else 0
            if not taken:
                taken, others = others[:1], others[1:]
            self._waiting = others
        return taken

    def _take_only(self, one: _Member[R, F]) -> list[_Member[R, F]]:
        with self._lock:
            self._waiting.remove(one)
        return [one]

    def _give_back(self, taken: list[_Member[R, F]]) -> None:
        with self._lock:
            self._waiting[:0] = [member for member in taken if not member.has_left]

    def _tell(self, taken: list[_Member[R, F]], place: F) -> None:
        with self._lock:
            for member in taken:
                member.place, member.is_kept = place, True
                self._ring(member)

    def _tell_error(self, taken: list[_Member[R, F]], error: StorageError) -> None:
        """What is wrong with the file is wrong for all who wait for it."""
        with self._lock:
            for member in (*taken, *self._waiting):
                member.error = error
                self._ring(member)
            self._waiting.clear()

    def _ring(self, member: _Member[R, F]) -> None:
        # Who leads was called by its bell before, or never waits for it.
        if member is not self._leader:
            member.bell.release()

    def _leave(self, one: _Member[R, F]) -> None:
        """Wait no more, and call another one to lead where this one did."""
        with self._lock:
            one.has_left = True
            if one in self._waiting:
                self._waiting.remove(one)
            if self._leader is one:
                self._leader = self._waiting[0] if self._waiting else None
                if self._leader is not None:
                    self._leader.bell.release()
