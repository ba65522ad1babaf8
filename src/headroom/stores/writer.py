"""Rows made and written off the hot path.

A row costs its maker time (exact counts), so what is submitted is the making of it. One thread does that, from the first
submission on; it holds on to the queue and not to the writer, so a writer that is forgotten ends its thread.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import threading
import time
import weakref
from collections.abc import Callable, Sequence

from headroom.measures.requests import RequestMetrics
from headroom.stores.forking import FORK_WAIT_S, JOBS, watch

__all__ = ["Job", "MetricsWriter"]

Job = Callable[[], RequestMetrics | None]
"""Makes one row; None where there is nothing to write after all."""

_BATCH = 32
"""Rows in one transaction, and made by whoever submits too much. Chosen: few enough that a process killed while it counts has
written most of what was over, enough that a row costs little of a transaction."""
_OVERFLOW_WAIT_S = 1.0
"""How long one who submits too much waits for those who are at it already. Chosen."""
_LAST_WAIT_S = 10.0
"""How long the end of the process waits for rows to be written. Chosen: above the longest wait for another process."""

_ended = threading.Event()
"""The process is at its end: no thread can be started any more, and waiting for one would never end."""

_live: weakref.WeakSet[_Queue] = weakref.WeakSet()


class _Queue:
    """Jobs on their way; what a writer and its thread share.

    The jobs stand in a `SimpleQueue`, because the end of a forgotten writer may be told in the middle of anything, and only
    that one can be put into from there.
    """

    fork_rank = JOBS

    def __init__(self, write: Callable[[Sequence[RequestMetrics]], None], tend: Callable[[], None], interval_s: float) -> None:
        self.write = write
        self.tend = tend
        self.interval_s = interval_s
        self.failed = 0
        self._rests: list[threading.RLock] = []
        """Held for a fork."""
        self._renew()
        watch(self)
        _live.add(self)

    def _renew(self) -> None:
        self.jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self.wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        """Something was submitted since the thread last looked, or it shall end."""
        self.ends: queue.SimpleQueue[None] = queue.SimpleQueue()
        """It shall end."""
        self.turn = threading.RLock()
        """Held by who takes jobs out, until their rows are written."""
        self.making = threading.RLock()
        """Held while a job runs; reentrant, for the garbage collector may submit another one, and find that too many wait."""
        self.next = threading.RLock()
        """Held by a fork that waits for the one above, so that no other job begins before it; reentrant for the same reason."""
        self.starting = threading.RLock()
        """Reentrant, for a job may be submitted by the garbage collector in the middle of it."""
        self.thread: threading.Thread | None = None

    def before_fork(self) -> None:
        """Wait for a job that runs: a lock that it holds, or a module that it loads, would stay so in the child."""
        self._rests = [lock for lock in (self.next, self.making) if lock.acquire(timeout=FORK_WAIT_S)]

    def after_fork(self, *, in_child: bool) -> None:
        """Begin empty in the child, for the parent writes what was submitted to it."""
        if in_child:
            self._renew()
        else:
            for lock in self._rests:
                lock.release()
        self._rests = []

    def drain(self, most: int) -> int:
        """How many jobs were taken out: up to `most`, with their rows written. The turn must be held."""
        taken = 0
        rows: list[RequestMetrics] = []
        try:
            while taken < most:
                try:
                    job = self.jobs.get_nowait()
                except queue.Empty:
                    break
                taken += 1
                try:
                    row = self._made(job)
                except Exception:  # noqa: BLE001 - a job is its submitter's code; whatever it raises is counted
                    self.failed += 1
                    continue
                if row is not None:
                    rows.append(row)
        finally:
            # Also where an interrupt came in between: these were taken out and nobody else has them.
            if rows:
                self.write(rows)
        return taken

    def _made(self, job: Job) -> RequestMetrics | None:
        with self.next:
            # A fork that waits goes first.
            pass
        with self.making:
            return job()

    def settle(self, timeout_s: float) -> bool:
        """Whether all that was submitted before is written now."""
        deadline = time.monotonic() + timeout_s
        if not self.turn.acquire(timeout=max(timeout_s, 0.0)):
            return False
        try:
            left = self.jobs.qsize()
            while left > 0:
                if not (taken := self.drain(min(left, _BATCH))):
                    break
                left -= taken
                if left > 0 and time.monotonic() >= deadline:
                    return False
        finally:
            self.turn.release()
        return True

    def start(self) -> None:
        """Have a thread, if there is none."""
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, name="headroom-metrics", daemon=True)
                # At the very end of the process no thread can be started any more; what is submitted then is settled there.
                with contextlib.suppress(RuntimeError):
                    self.thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Whether all is written and the thread has ended, if there was one."""
        thread = self.thread
        self.end()
        is_settled = self.settle(timeout_s)
        if thread is not None and thread is not threading.current_thread() and thread.is_alive():
            thread.join(timeout_s)
        return is_settled

    def end(self) -> None:
        """Tell the thread to end, without waiting: this may run anywhere."""
        if self.thread is not None:
            self.ends.put(None)
            self.wakes.put(None)

    def run(self) -> None:
        """Write until told to end."""
        # These are of this thread; another one that is started later may have others.
        wakes, ends = self.wakes, self.ends
        goes_on = True
        spent_s = 0.0
        while goes_on:
            wakes.get()
            try:
                # What came while the last ones were written has waited already.
                ends.get(timeout=max(self.interval_s - spent_s, 0.0))
                goes_on = False
                self.thread = None
            except queue.Empty:
                pass
            # After `thread` was cleared, so that whoever submits either is seen here or starts another one. No more than is
            # there now, or `tend` would never be called where rows come without end; who submits meanwhile wakes this again.
            began = time.monotonic()
            left = self.jobs.qsize()
            while left > 0 and (taken := self._drain_in_turn(min(left, _BATCH))):
                left -= taken
            spent_s = time.monotonic() - began
            if goes_on:
                self.tend()

    def _drain_in_turn(self, most: int) -> int:
        with self.turn:
            return self.drain(most)


class MetricsWriter:
    """Writes rows every `flush_interval_s`, or sooner where more than `max_pending` wait.

    `tend` is called after each writing, in the same thread.
    """

    def __init__(
        self,
        write: Callable[[Sequence[RequestMetrics]], None],
        *,
        flush_interval_s: float = 0.5,
        max_pending: int = 10_000,
        tend: Callable[[], None] = lambda: None,
    ) -> None:
        self._max_pending = max_pending
        self._queue = _Queue(write, tend, flush_interval_s)
        end = weakref.finalize(self, self._queue.end)
        # The end of the process has its own way, which waits.
        end.atexit = False

    @property
    def failed(self) -> int:
        """Jobs that raised."""
        return self._queue.failed

    def submit(self, job: Job) -> None:
        """Have a row made and written soon. Never raises.

        Cost: a microsecond; where too many wait, the oldest of them are done here, and none is lost.
        """
        jobs = self._queue.jobs
        jobs.put(job)
        if jobs.qsize() > self._max_pending and self._queue.turn.acquire(timeout=_OVERFLOW_WAIT_S):
            try:
                self._queue.drain(_BATCH)
            finally:
                self._queue.turn.release()
        if _ended.is_set():
            self._queue.settle(_OVERFLOW_WAIT_S)
            return
        thread = self._queue.thread
        if thread is None or not thread.is_alive():
            self._queue.start()
        if self._queue.wakes.empty():
            self._queue.wakes.put(None)

    def settle(self, timeout_s: float = 10.0) -> bool:
        """Whether all that was submitted before is written now; it is done here as far as it is not under way."""
        return self._queue.settle(timeout_s)

    def close(self, timeout_s: float = 10.0) -> bool:
        """Whether all is written. The thread ends; submitting again starts another one."""
        return self._queue.stop(timeout_s)


def _end_of_process() -> None:
    _ended.set()
    for jobs in list(_live):
        jobs.stop(_LAST_WAIT_S)


atexit.register(_end_of_process)
