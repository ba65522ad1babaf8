"""Rows made and written off the hot path."""

from __future__ import annotations

import gc
import inspect
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from headroom.measures.requests import RequestMetrics
from headroom.stores.writer import MetricsWriter
from tests.stores.rows import row


class Sink:
    """Takes rows, and notes who gave them."""

    def __init__(self) -> None:
        self.batches: list[list[RequestMetrics]] = []
        self.threads: set[int] = set()
        self.tended = threading.Event()

    def __call__(self, rows: Sequence[RequestMetrics]) -> None:
        """Take them."""
        self.batches.append(list(rows))
        self.threads.add(threading.get_ident())

    def tend(self) -> None:
        """Note that it was called."""
        self.tended.set()

    @property
    def rows(self) -> list[RequestMetrics]:
        """All that it took."""
        return [one for batch in self.batches for one in batch]


def made(number: int) -> Callable[[], RequestMetrics]:
    """A job that makes one row."""
    return partial(row, number)


BEFORE: set[threading.Thread] = set()
"""Threads that tests of other rooms have left running."""


@pytest.fixture(autouse=True)
def _new_threads_alone() -> None:
    # What others have let go of may start a thread in its end.
    gc.collect()
    BEFORE.clear()
    BEFORE.update(threading.enumerate())


def writing_threads() -> list[threading.Thread]:
    """Threads of writers that are alive, and were not before the test."""
    return [thread for thread in threading.enumerate() if thread.name == "headroom-metrics" and thread not in BEFORE]


@pytest.fixture
def sink() -> Sink:
    """Where rows go."""
    return Sink()


def test_no_thread_before_the_first_row(sink: Sink) -> None:
    """Neither making nor closing nor settling one starts anything."""
    writer = MetricsWriter(sink)
    assert writer.settle()
    assert writer.close()
    assert writer.close()
    assert not writing_threads()


def test_rows_are_written_by_themselves(sink: Sink) -> None:
    """Soon, in another thread, and what is to be tended is tended."""
    writer = MetricsWriter(sink, flush_interval_s=0.01, tend=sink.tend)
    writer.submit(made(1))
    assert sink.tended.wait(10)
    assert sink.rows == [row(1)]
    assert sink.threads != {threading.get_ident()}
    writer.close()
    assert not writing_threads()


def test_rows_are_written_twice_a_second_unless_said_otherwise() -> None:
    """As storage.md promises: what a killed process loses goes by it."""
    assert inspect.signature(MetricsWriter).parameters["flush_interval_s"].default == 0.5


def test_settling_writes_what_was_submitted(sink: Sink) -> None:
    """In order, in batches, without waiting for the thread's next round."""
    writer = MetricsWriter(sink, flush_interval_s=60)
    for number in range(1_000):
        writer.submit(made(number))
    assert writer.settle()
    assert sink.rows == [row(number) for number in range(1_000)]
    assert len(sink.batches) <= 50
    writer.close()


def test_settling_waits_no_longer_than_it_may(sink: Sink) -> None:
    """A row that takes long is waited for by who has the time."""
    started, leave = threading.Event(), threading.Event()

    def slow() -> RequestMetrics:
        started.set()
        assert leave.wait(10)
        return row(1)

    writer = MetricsWriter(sink, flush_interval_s=0.001)
    writer.submit(slow)
    assert started.wait(10)
    assert not writer.settle(0.01)
    leave.set()
    assert writer.settle()
    assert sink.rows == [row(1)]
    writer.close()


def test_a_row_that_cannot_be_made_is_counted(sink: Sink) -> None:
    """The others are written, and a job may have nothing to say."""
    writer = MetricsWriter(sink)

    def fails() -> RequestMetrics:
        raise LookupError

    for job in (made(1), fails, lambda: None, made(2)):
        writer.submit(job)
    assert writer.settle()
    assert sink.rows == [row(1), row(2)]
    assert writer.failed == 1
    writer.close()


def test_an_interrupt_loses_no_row_that_was_made() -> None:
    """What was taken out before it is written."""
    sink = Sink()
    writer = MetricsWriter(sink, flush_interval_s=60)

    def interrupted() -> RequestMetrics:
        raise KeyboardInterrupt

    for job in (made(1), interrupted, made(2)):
        writer.submit(job)
    with pytest.raises(KeyboardInterrupt):
        writer.settle()
    assert writer.settle()
    assert sink.rows == [row(1), row(2)]
    writer.close()


def test_too_many_are_done_by_who_submits_them(sink: Sink) -> None:
    """Nothing is lost, and what waits stays bounded."""
    writer = MetricsWriter(sink, flush_interval_s=60, max_pending=100)
    for number in range(2_000):
        writer.submit(made(number))
        assert number + 1 - len(sink.rows) <= 100
    assert sink.threads == {threading.get_ident()}
    # The writer's own thread helps with the last ones.
    assert writer.close()
    assert sink.rows == [row(number) for number in range(2_000)]


def test_rows_need_not_wait_until_all_are_made(sink: Sink) -> None:
    """Making a row takes time: what a killed process has made by then is in the file, but for a few."""
    writer = MetricsWriter(sink, flush_interval_s=60)
    in_time: list[bool] = []
    for number in range(200):
        writer.submit(made(number))

    def last() -> RequestMetrics:
        in_time.append(len(sink.rows) >= 150)
        return row(200)

    writer.submit(last)
    assert writer.close()
    assert in_time == [True]
    assert len(sink.rows) == 201


def test_a_job_may_submit_and_settle(sink: Sink) -> None:
    """What is done in a job does not wait for itself."""
    writer = MetricsWriter(sink, flush_interval_s=60, max_pending=1)

    def more() -> RequestMetrics:
        for number in range(10, 20):
            writer.submit(made(number))
        writer.settle()
        return row(1)

    writer.submit(more)
    assert writer.close()
    assert len(sink.rows) == 11


def test_what_is_submitted_without_end_is_tended(sink: Sink) -> None:
    """Where more comes whenever something is written, the file is looked after still."""
    writer = MetricsWriter(sink, flush_interval_s=0.01, tend=sink.tend)
    stop = threading.Event()

    def again() -> RequestMetrics:
        if not stop.is_set():
            writer.submit(again)
        return row(1)

    writer.submit(again)
    assert sink.tended.wait(10)
    stop.set()
    assert writer.close()
    assert len(sink.rows) > 1


def test_threads_share_one(sink: Sink) -> None:
    """10,000 rows from 32 threads, with some settling meanwhile: each is written once."""
    writer = MetricsWriter(sink, flush_interval_s=0.001, max_pending=500)
    start = threading.Barrier(32)

    def work(worker: int) -> bool:
        start.wait()
        for number in range(313):
            writer.submit(made(worker * 1_000 + number))
        return writer.settle()

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(work, range(32)))
    assert writer.close()
    ids = [one.request_id for one in sink.rows]
    assert len(ids) == len(set(ids)) == 32 * 313
    assert not writing_threads()


def test_a_closed_one_can_be_used_again(sink: Sink) -> None:
    """Closing is an end of the thread and not of the writer."""
    writer = MetricsWriter(sink, flush_interval_s=0.01, tend=sink.tend)
    for number in range(5):
        writer.submit(made(number))
        assert writer.close()
        assert not writing_threads()
    sink.tended.clear()
    writer.submit(made(5))
    assert sink.tended.wait(10)
    assert len(sink.rows) == 6
    writer.close()


def test_a_forgotten_one_leaves_no_thread(sink: Sink) -> None:
    """What it still had is written, and the thread ends."""
    writer = MetricsWriter(sink, flush_interval_s=60)
    writer.submit(made(1))
    [thread] = writing_threads()
    gone = weakref.ref(writer)
    del writer
    gc.collect()
    assert gone() is None
    thread.join(10)
    assert not thread.is_alive()
    assert sink.rows == [row(1)]


def test_the_end_of_the_process_writes_the_rest() -> None:
    """Without closing, and though the next round is far away."""
    code = """
from headroom.measures.requests import RequestMetrics
from headroom.stores.writer import MetricsWriter
writer = MetricsWriter(lambda rows: print(len(rows)), flush_interval_s=60)
for number in range(3):
    writer.submit(lambda: RequestMetrics(request_id="x"))
"""
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert (outcome.stdout, outcome.stderr) == ("3\n", "")
