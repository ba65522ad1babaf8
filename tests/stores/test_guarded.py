"""Memory for as long as something is wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from headroom.errors import ConfigurationError, StorageError
from headroom.stores.contract import Retention, StoreBusyError
from headroom.stores.guarded import RETRY_S, Guarded
from headroom.stores.sqlite import SqliteBackend
from tests.stores.fragile import Fragile, Listener, guard
from tests.stores.rows import Clock, row

FULL_DISK = StorageError("no room", {"kind": "full"})


@pytest.fixture
def place() -> Fragile:
    """A place where all is well so far."""
    return Fragile()


@pytest.fixture
def listener() -> Listener:
    """Who is told of trouble."""
    return Listener()


@pytest.fixture
def clock() -> Clock:
    """When it is."""
    return Clock()


@pytest.fixture
def guarded(place: Fragile, listener: Listener, clock: Clock) -> Guarded:
    """The place with memory behind it."""
    return guard(place, listener, clock)


def test_while_all_is_well_the_place_is_used(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """Memory holds nothing and nobody is told anything."""
    guarded.metrics.write([row(1)])
    assert guarded.originals.put("t", {"h": "x"}, 1.0)
    assert guarded.originals.holds("t", ["h"])
    guarded.decisions.remember("t", {"k": "v"})
    guarded.tend()
    assert guarded.metrics.read() == place.kept.metrics.read() == [row(1)]
    assert guarded.metrics.summary()["total_requests"] == 1
    assert guarded.originals.get("t", "h") == "x"
    assert guarded.decisions.recall("t", ["k"]) == {"k": "v"}
    assert not len(guarded.memory.metrics) + len(guarded.memory.originals) + len(guarded.memory.decisions)
    assert (guarded.status().ok, guarded.status().backend, listener.told) == (True, "fragile", [])
    assert guarded.originals.blocks
    assert guarded.decisions.blocks


def test_trouble_is_told_once_and_seen(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """However many calls meet it, none of them raises."""
    place.error = FULL_DISK
    for number in range(5):
        guarded.metrics.write([row(number)])
        assert guarded.originals.put("t", {f"h{number}": "x"}, 1.0)
        guarded.decisions.remember("t", {f"k{number}": "v"})
        guarded.tend()
    assert [(told.kind, told.url) for told in listener.told] == [("full", "fragile://")]
    status = guarded.status()
    assert (status.ok, status.backend, status.rows_waiting) == (False, "memory", 5)
    assert "no room" in str(status.error)
    assert place.calls.count("write") == 1


def test_what_memory_took_is_had_at_once(guarded: Guarded, place: Fragile) -> None:
    """Reading, getting and recalling go on while nothing can be asked of the place."""
    guarded.metrics.write([row(1)])
    place.error = FULL_DISK
    guarded.metrics.write([row(2)])
    assert guarded.originals.put("t", {"h": "x"}, 1.0)
    guarded.decisions.remember("t", {"k": "v"})
    assert guarded.metrics.read() == [row(2)]
    assert guarded.metrics.summary()["total_requests"] == 1
    assert guarded.originals.get("t", "h") == "x"
    assert guarded.originals.get("t", "none") is None
    assert not guarded.originals.holds("t", ["h"])
    assert guarded.decisions.recall("t", ["k", "none"]) == {"k": "v"}


def test_rows_are_read_from_both(guarded: Guarded, place: Fragile) -> None:
    """A full disk can be read still; pages go across both in order."""
    guarded.metrics.write([row(1), row(3), row(5)])
    place.error = FULL_DISK
    guarded.metrics.write([row(2), row(4)])
    place.error = None
    assert [one.request_id[-1] for one in guarded.metrics.read()] == list("54321")
    assert [one.request_id[-1] for one in guarded.metrics.read(limit=2, offset=1)] == list("43")
    assert guarded.metrics.summary()["total_requests"] == 5
    with pytest.raises(ConfigurationError):
        guarded.metrics.read(offset=-1)


def test_reading_raises_where_nothing_can_be_read(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """Who asks for figures is not given none as if there were none."""
    place.error = FULL_DISK
    with pytest.raises(StorageError, match="no room"):
        guarded.metrics.read()
    with pytest.raises(StorageError, match="no room"):
        guarded.metrics.summary()
    assert len(listener.told) == 1


def test_it_is_tried_again_after_a_while(guarded: Guarded, place: Fragile, listener: Listener, clock: Clock) -> None:
    """Then all that memory held is where it belongs, and a new trouble would be told again."""
    place.error = FULL_DISK
    guarded.metrics.write([row(number) for number in range(1_200)])
    guarded.originals.put("t", {f"h{number}": "x" for number in range(40)}, 1.0)
    guarded.decisions.remember("t", {"k": "v"})
    guarded.decisions.remember("u", {"k": "w"})
    place.error = None
    guarded.tend()
    assert guarded.is_in_trouble
    clock.now += RETRY_S
    guarded.tend()
    assert guarded.status().ok
    assert len(place.kept.metrics) == 1_200
    assert place.kept.originals.get("t", "h39") == "x"
    assert place.kept.decisions.recall("u", ["k"]) == {"k": "w"}
    assert not len(guarded.memory.metrics) + len(guarded.memory.originals) + len(guarded.memory.decisions)
    place.error = FULL_DISK
    guarded.metrics.write([row(1)])
    assert len(listener.told) == 2


def test_the_end_is_a_last_chance(guarded: Guarded, place: Fragile) -> None:
    """Closing does not wait for the time to try again."""
    place.error = FULL_DISK
    guarded.metrics.write([row(1)])
    guarded.tend(is_last=True)
    assert len(guarded.memory.metrics) == 1
    place.error = None
    guarded.tend(is_last=True)
    assert place.kept.metrics.read() == [row(1)]


def test_looking_tries_it_again(guarded: Guarded, place: Fragile) -> None:
    """Who asks how things are gets an answer of now, and no exception."""
    assert guarded.check().ok
    place.error = FULL_DISK
    assert not guarded.check().ok
    assert not guarded.check().ok
    guarded.metrics.write([row(1)])
    place.error = None
    assert guarded.check().ok
    assert place.kept.metrics.read() == [row(1)]


def test_a_put_without_time_is_refused(guarded: Guarded, place: Fragile, listener: Listener, clock: Clock) -> None:
    """It is no trouble yet, unless no put finds its time for long."""
    place.is_slow = True
    assert not guarded.originals.put("t", {"h": "x"}, 0.02)
    clock.now += 3
    place.is_slow = False
    assert guarded.originals.put("t", {"h": "x"}, 0.02)
    place.is_slow = True
    clock.now += 3
    assert not guarded.originals.put("t", {"g": "x"}, 0.02)
    assert (guarded.status().ok, guarded.status().puts_refused) == (True, 2)
    clock.now += 6
    assert not guarded.originals.put("t", {"g": "x"}, 0.02)
    assert [told.kind for told in listener.told] == ["busy"]
    assert guarded.originals.put("t", {"g": "x"}, 0.02)
    assert guarded.originals.get("t", "g") == "x"


def test_decisions_wait_while_others_write(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """They are kept in memory until the next round, and nothing is wrong."""
    place.error = StoreBusyError("held")
    guarded.decisions.remember("t", {"k": "v"})
    guarded.tend()
    guarded.tend(is_last=True)
    assert place.calls.count("remember") > 10
    place.error = None
    assert guarded.decisions.recall("t", ["k"]) == {"k": "v"}
    guarded.tend()
    assert place.kept.decisions.recall("t", ["k"]) == {"k": "v"}
    assert listener.told == []


def test_decisions_are_recalled_from_a_full_disk(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """What was remembered before is repeated while nothing can be written; a file that is held is only passed over."""
    guarded.decisions.remember("t", {"k": "v"})
    place.error = StoreBusyError("held")
    assert guarded.decisions.recall("t", ["k"]) == {}
    assert listener.told == []
    place.error = FULL_DISK
    assert guarded.decisions.recall("t", ["k"]) == {}
    assert len(listener.told) == 1
    place.error = None
    assert guarded.is_in_trouble
    assert guarded.decisions.recall("t", ["k"]) == {"k": "v"}


def test_a_damaged_file_is_told_though_all_is_well(guarded: Guarded, place: Fragile, listener: Listener) -> None:
    """Where it went is in the status, too."""
    place.set_aside = "x.db.corrupt-1"
    guarded.metrics.write([row(1)])
    guarded.metrics.write([row(2)])
    assert [(told.kind, told.set_aside) for told in listener.told] == [("corrupt", "x.db.corrupt-1")]
    assert (guarded.status().ok, guarded.status().set_aside) == (True, "x.db.corrupt-1")


def test_rows_that_memory_had_no_room_for_are_counted(guarded: Guarded, place: Fragile) -> None:
    """The status says how many."""
    place.error = FULL_DISK
    guarded.metrics.write([row(number) for number in range(10_005)])
    assert guarded.status().rows_dropped == 5


def test_a_child_leaves_rows_that_wait_to_its_parent(guarded: Guarded, place: Fragile) -> None:
    """Texts it keeps, for it may be asked for them."""
    place.error = FULL_DISK
    guarded.metrics.write([row(1)])
    guarded.originals.put("t", {"h": "x"}, 1.0)
    guarded.before_fork()
    guarded.after_fork(in_child=False)
    assert guarded.status().rows_waiting == 1
    guarded.after_fork(in_child=True)
    assert guarded.status().rows_waiting == 0
    assert guarded.originals.get("t", "h") == "x"


def test_both_keep_what_they_are_told_to(guarded: Guarded, place: Fragile) -> None:
    """The place and the memory behind it."""
    guarded.keep(Retention(max_entries=5_000))
    assert place.kept.originals.retention.max_entries == guarded.memory.originals.retention.max_entries == 5_000


def test_trouble_of_many_threads_is_told_once(tmp_path: Path, listener: Listener) -> None:
    """Where a file fills up while they write together; each keeps its text, in memory, and has it back in the file later."""
    backend = SqliteBackend(lambda: tmp_path / "x.db", Retention())
    guarded = Guarded(backend, url=lambda: "x", retention=Retention(), on_trouble=listener)
    assert guarded.originals.put("t", {"first": "x"}, 20.0)
    backend.database.write(lambda connection: connection.execute("PRAGMA max_page_count=300").fetchone())
    texts = {f"h{number}": f"{number} " * 20_000 for number in range(64)}
    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(lambda original: guarded.originals.put("t", {original: texts[original]}, 20.0), texts))
    assert all(kept)
    assert [told.kind for told in listener.told] == ["full"]
    assert {original: guarded.originals.get("t", original) for original in texts} == texts
    assert guarded.check().ok
    assert not len(guarded.memory.originals)
    assert {original: backend.originals.get("t", original) for original in texts} == texts
    backend.close()
