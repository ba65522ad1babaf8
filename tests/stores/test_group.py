"""Rows of several threads, written together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from headroom.errors import StorageError
from headroom.stores.contract import StoreBusyError, StoreCorruptError
from headroom.stores.group import Group

LONG_S = 30.0
SHORT_S = 5.0
"""Ends while a test looks on, but not before it has set up what it looks at."""


class File:
    """Takes groups of rows, each of which can be held up or made to fail."""

    def __init__(self, most_bytes: int = 100) -> None:
        self.group: Group[str, str] = Group(self.write, most_bytes=most_bytes)
        self.groups: list[list[str]] = []
        self.errors: list[BaseException] = []
        self.late_errors: list[BaseException] = []
        """Raised once the rows were handed over."""
        self.entered = threading.Semaphore(0)
        self.gate: threading.Event | None = None
        """Waited for once the rows were handed over."""
        self.door: threading.Event | None = None
        """Waited for before that, as for the file's lock."""

    def write(self, rows: Callable[[], Sequence[str]], within_s: float) -> str:
        """Take the rows."""
        door, gate = self.door, self.gate
        if door is not None:
            self.entered.release()
            if not door.wait(max(within_s, 0.0)):
                raise StoreBusyError("held")
        if self.errors:
            raise self.errors.pop(0)
        taken = list(rows())
        if gate is not None:
            self.entered.release()
            assert gate.wait(LONG_S)
        if self.late_errors:
            raise self.late_errors.pop(0)
        self.groups.append(taken)
        return f"file {len(self.groups)}"

    def put(self, name: str, within_s: float = LONG_S, size_bytes: int = 1) -> str | None:
        """Put one row."""
        return self.group.put([name], size_bytes, time.monotonic() + within_s)

    def wait_for(self, number: int) -> None:
        """Until so many wait for their turn."""
        deadline = time.monotonic() + LONG_S
        while len(vars(self.group)["_waiting"]) != number:
            assert time.monotonic() < deadline
            time.sleep(0.001)


@pytest.fixture
def file() -> File:
    """A file where all is well."""
    return File()


def led(file: File, pool: ThreadPoolExecutor, followers: Sequence[tuple[str, float, int]]) -> list[Future[str | None]]:
    """A leader that is held up in the middle of its writing, and those who came meanwhile, in this order."""
    file.gate = threading.Event()
    puts = [pool.submit(file.put, "leader")]
    assert file.entered.acquire(timeout=LONG_S)
    for number, follower in enumerate(followers):
        puts.append(pool.submit(file.put, *follower))
        file.wait_for(number + 1)
    return puts


def test_one_alone_writes_at_once(file: File) -> None:
    """Each its own rows, one after another, and they learn where."""
    assert [file.put("a"), file.put("b", within_s=0.0)] == ["file 1", "file 2"]
    assert file.groups == [["a"], ["b"]]


def test_who_comes_meanwhile_is_written_together(file: File) -> None:
    """In the order of coming, by one of them, and all learn of it once it is done."""
    with ThreadPoolExecutor(10) as pool:
        puts = led(file, pool, [(f"f{number}", LONG_S, 1) for number in range(8)])
        assert not any(put.done() for put in puts)
        assert file.gate is not None
        file.gate.set()
        assert [put.result(LONG_S) for put in puts] == ["file 1"] + ["file 2"] * 8
    assert file.groups == [["leader"], [f"f{number}" for number in range(8)]]


def test_the_turn_is_waited_for_before_rows_are_taken(file: File) -> None:
    """Who comes while the leader waits for the file goes with it."""
    file.door = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        puts = [pool.submit(file.put, "leader")]
        assert file.entered.acquire(timeout=LONG_S)
        puts += [pool.submit(file.put, name) for name in "ab"]
        file.wait_for(3)
        file.door.set()
        assert [put.result(LONG_S) for put in puts] == ["file 1"] * 3


def test_a_follower_waits_no_longer_than_it_may(file: File) -> None:
    """It is refused while others are still at it, and those behind it lose nothing."""
    with ThreadPoolExecutor(3) as pool:
        puts = led(file, pool, [("hasty", SHORT_S, 1), ("patient", LONG_S, 1)])
        with pytest.raises(StoreBusyError):
            puts[1].result(LONG_S)
        assert file.gate is not None
        file.gate.set()
        assert puts[2].result(LONG_S) == "file 2"
    assert file.groups == [["leader"], ["patient"]]


def test_a_follower_is_refused_in_the_middle_of_its_own_writing(file: File) -> None:
    """No means not known to be kept: it may be, a moment later. Its leaving holds nobody up."""
    with ThreadPoolExecutor(3) as pool:
        puts = led(file, pool, [("next", LONG_S, 1), ("hasty", SHORT_S, 1)])
        first, file.gate = file.gate, threading.Event()
        assert first is not None
        first.set()
        assert file.entered.acquire(timeout=LONG_S)
        with pytest.raises(StoreBusyError):
            puts[2].result(LONG_S)
        file.gate.set()
        assert puts[1].result(LONG_S) == "file 2"
    assert file.groups == [["leader"], ["next", "hasty"]]
    assert file.put("later") == "file 3"


def test_a_leader_without_time_leaves_the_others_theirs(file: File) -> None:
    """Its own time ends while somebody else holds the file; the next one tries on."""
    file.door = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        hasty = pool.submit(file.put, "hasty", SHORT_S)
        assert file.entered.acquire(timeout=LONG_S)
        patient = [pool.submit(file.put, name) for name in "ab"]
        file.wait_for(3)
        with pytest.raises(StoreBusyError):
            hasty.result(LONG_S)
        file.door.set()
        assert [put.result(LONG_S) for put in patient] == ["file 1"] * 2
    assert sorted(file.groups[0]) == ["a", "b"]


def test_rows_of_a_leader_without_time_are_given_back(file: File) -> None:
    """The next one writes them; those who left meanwhile are forgotten."""
    file.late_errors = [StoreBusyError("held"), StoreBusyError("held")]
    with ThreadPoolExecutor(4) as pool:
        puts = led(file, pool, [("a", LONG_S, 1), ("hasty", SHORT_S, 1), ("c", LONG_S, 1)])
        first, file.gate = file.gate, threading.Event()
        assert first is not None
        first.set()
        with pytest.raises(StoreBusyError):
            puts[0].result(LONG_S)
        assert file.entered.acquire(timeout=LONG_S)
        with pytest.raises(StoreBusyError):
            puts[2].result(LONG_S)
        file.gate.set()
        with pytest.raises(StoreBusyError):
            puts[1].result(LONG_S)
        assert puts[3].result(LONG_S) == "file 1"
    assert file.groups == [["c"]]


@pytest.mark.parametrize("error", [StorageError("no room", {"kind": "full"}), StoreCorruptError("damaged")])
def test_what_is_wrong_reaches_all(file: File, error: StorageError) -> None:
    """Those of the group and those who wait, each as an exception of its own; later ones try for themselves."""
    file.late_errors = [error]
    with ThreadPoolExecutor(4) as pool:
        puts = led(file, pool, [("a", LONG_S, 1), ("b", LONG_S, 200), ("c", LONG_S, 1)])
        assert file.gate is not None
        file.gate.set()
        raised = [put.exception(LONG_S) for put in puts]
    assert [(type(one), str(one)) for one in raised] == [(type(error), str(error))] * 4
    assert len({id(one) for one in raised}) == 4
    assert file.groups == []
    file.gate = None
    assert file.put("later") == "file 1"


def test_an_interrupt_of_the_leader_is_its_own(file: File) -> None:
    """The others are written by the next."""

    class Interrupt(BaseException):
        pass

    file.late_errors = [Interrupt()]
    with ThreadPoolExecutor(3) as pool:
        puts = led(file, pool, [("a", LONG_S, 1), ("b", LONG_S, 1)])
        assert file.gate is not None
        file.gate.set()
        with pytest.raises(Interrupt):
            puts[0].result(LONG_S)
        assert [put.result(LONG_S) for put in puts[1:]] == ["file 1"] * 2
    assert file.groups == [["a", "b"]]


def test_a_leader_that_an_interrupt_took_away_is_replaced(file: File) -> None:
    """A thread that comes again leads no more from before, wherever it was interrupted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Group, "_leave", lambda *_: None)
        file.put("a")
    assert vars(file.group)["_leader"] is not None
    assert file.put("b") == "file 2"
    assert vars(file.group)["_leader"] is None


def test_what_is_big_goes_alone_and_last(file: File) -> None:
    """Small ones that wait do not miss their time for it."""
    with ThreadPoolExecutor(5) as pool:
        puts = led(file, pool, [("huge", LONG_S, 500), ("a", LONG_S, 60), ("b", LONG_S, 60), ("c", LONG_S, 40)])
        assert file.gate is not None
        file.gate.set()
        assert all(put.result(LONG_S) for put in puts)
    assert file.groups[:3] == [["leader"], ["a", "c"], ["huge"]]
    assert file.groups[3:] == [["b"]]


def test_what_is_big_and_alone_goes_at_once(file: File) -> None:
    """The bound is for groups."""
    assert file.put("huge", 0.0, 10**9) == "file 1"


def test_many_threads_lose_nothing() -> None:
    """Every row that was reported kept was written, and nobody waits for ever."""
    file = File(most_bytes=20)

    def work(worker: int) -> list[str]:
        kept = []
        for number in range(100):
            name = f"{worker}-{number}"
            try:
                file.put(name, within_s=LONG_S if worker % 4 else 0.0005 * (number % 3), size_bytes=1 + number % 30)
            except StoreBusyError:
                continue
            kept.append(name)
        return kept

    with ThreadPoolExecutor(32) as pool:
        kept = [name for names in pool.map(work, range(32)) for name in names]
    written = [name for group in file.groups for name in group]
    assert len(kept) >= 24 * 100
    assert set(kept) <= set(written)
    assert vars(file.group)["_waiting"] == []
    assert vars(file.group)["_leader"] is None


def test_a_child_forgets_the_threads_of_its_parent(file: File) -> None:
    """It leads itself, for nobody else would; the parent goes on as before."""
    with ThreadPoolExecutor(2) as pool:
        puts = led(file, pool, [("follower", SHORT_S, 1)])
        gate, file.gate = file.gate, None
        file.group.before_fork()
        file.group.after_fork(in_child=False)
        file.wait_for(1)
        file.group.after_fork(in_child=True)
        assert file.put("child") == "file 1"
        assert gate is not None
        gate.set()
        assert puts[0].result(LONG_S) == "file 2"
        with pytest.raises(StoreBusyError):
            puts[1].result(LONG_S)
    assert file.groups == [["child"], ["leader"]]
