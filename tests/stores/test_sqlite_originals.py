"""Originals in a file."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest

from headroom.errors import StorageError
from headroom.stores import sqlite
from headroom.stores.contract import Retention, trouble_kind
from headroom.stores.queries import SPARED_S
from headroom.stores.sqlite import SqliteBackend
from headroom.stores.sqlite_originals import SqliteOriginals
from tests.stores.rows import Clock, locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file shall be."""
    return tmp_path / "x.db"


def store(path: Path, clock: Clock | None = None, **retention: float) -> SqliteOriginals:
    """The originals of a file, as a process of their own would see them."""
    return SqliteBackend(lambda: path, Retention(**retention), clock=clock or Clock()).originals  # type: ignore[arg-type]


def used(path: Path) -> dict[str, float]:
    """When each original was last used, as the file has it."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT hash, used FROM originals"))


@pytest.mark.parametrize("text", ["", "plain", "half \ud83d pair", "nul \0", "x" * 1_000_000])
def test_what_is_put_comes_back(path: Path, text: str) -> None:
    """Character for character, in another process as well."""
    assert store(path).put("tenant", {"h": text}, 1.0)
    assert store(path).get("tenant", "h") == text


@pytest.mark.parametrize("tenant", ["other", "", "tenant\ud800", "TENANT"])
def test_a_hash_of_somebody_else_is_a_miss(path: Path, tenant: str) -> None:
    """Tenants that differ in anything see nothing of each other."""
    assert store(path).put("tenant", {"h": "x"}, 1.0)
    assert store(path).get(tenant, "h") is None
    assert store(path).get("tenant", "g") is None
    assert store(path).get("tenant", "h\ud800") is None


def test_known_ones_cost_no_look(path: Path) -> None:
    """What was put just now is put again though others hold the file, or only noted as used."""
    one = store(path)
    assert not one.holds("t", ["a"])
    assert one.put("t", {"a": "1", "b": "2"}, 1.0)
    assert one.holds("t", ["a", "b"])
    with locked(path):
        assert one.put("t", {"a": "1", "b": "2"}, 0.0)
        assert not one.put("t", {"a": "1", "c": "3"}, 0.02)
    assert one.put("t", {"c": "3"}, 1.0)


def test_known_ones_of_a_lost_file_are_put_again(path: Path) -> None:
    """A file that somebody removed is noticed."""
    one = store(path)
    assert one.put("t", {"a": "1"}, 1.0)
    for found in path.parent.iterdir():
        found.unlink()
    assert not one.holds("t", ["a"])
    assert one.put("t", {"a": "1"}, 1.0)
    assert store(path).get("t", "a") == "1"


def test_putting_again_is_a_use(path: Path) -> None:
    """By another process it is written down, and the text is not written again."""
    clock = Clock()
    assert store(path, clock).put("t", {"a": "1"}, 1.0)
    clock.now += 100
    assert store(path, clock).put("t", {"a": "1"}, 1.0)
    assert used(path) == {"a": clock.now}


def test_reading_is_a_use(path: Path) -> None:
    """What the model asked for lives on."""
    clock = Clock()
    assert store(path, clock).put("t", {"a": "1"}, 1.0)
    clock.now += 100
    assert store(path, clock).get("t", "a") == "1"
    assert used(path) == {"a": clock.now}
    with locked(path):
        clock.now += 100
        assert store(path, clock).get("t", "a") == "1"


def test_what_is_unused_for_long_is_gone(path: Path) -> None:
    """At once for readers, and from the file when it is tidied."""
    clock = Clock()
    one = store(path, clock, ttl_seconds=100)
    assert one.put("t", {f"h{number}": "x" for number in range(100)}, 1.0)
    clock.now += 99
    assert store(path, clock, ttl_seconds=100).put("t", {"h7": "x"}, 1.0)
    clock.now += 2
    assert store(path, clock, ttl_seconds=100).get("t", "h1") is None
    one.trim()
    assert set(used(path)) == {"h7"}


@pytest.mark.parametrize("bounds", [{"max_entries": 10}, {"max_bytes": 1_000}])
def test_too_much_goes_oldest_first(path: Path, bounds: dict[str, float]) -> None:
    """By number and by bytes, across tenants."""
    clock = Clock()
    one = store(path, clock, **bounds)
    for number in range(50):
        assert one.put(f"t{number % 2}", {f"h{number:02}": "x" * 100}, 1.0)
        clock.now += 1
    clock.now += SPARED_S
    one.trim()
    assert sorted(used(path)) == [f"h{number}" for number in range(40, 50)]


def test_the_last_minute_is_spared(path: Path) -> None:
    """A request that refers to an original may be on its way, so bounds wait."""
    clock = Clock()
    one = store(path, clock, max_entries=1)
    assert one.put("t", {"a": "1", "b": "2", "c": "3"}, 1.0)
    clock.now += SPARED_S - 1
    one.trim()
    assert len(used(path)) == 3


def test_threads_share_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of puts from 32 threads are all there, and all can be read meanwhile."""
    monkeypatch.setattr(sqlite.Database.read, "__kwdefaults__", {"is_quick": False, "within_s": 30.0})
    one = store(path, max_entries=100_000)
    start = threading.Barrier(32)

    def work(worker: int) -> bool:
        start.wait()
        done = [
            one.put(f"t{worker % 4}", {f"{worker}-{number}": f"text {worker} {number}", "shared": "s"}, 30.0)
            and one.get(f"t{worker % 4}", f"{worker}-{number}") == f"text {worker} {number}"
            for number in range(40)
        ]
        return all(done)

    with ThreadPoolExecutor(32) as pool:
        assert all(pool.map(work, range(32)))
    assert len(used(path)) == 32 * 40 + 1


def test_threads_are_refused_when_their_time_is_over(path: Path) -> None:
    """While another process holds the file; those with time are kept once it is free, and texts of both are whole."""
    one = store(path)
    assert one.put("t", {"first": "x"}, 1.0)
    with ThreadPoolExecutor(16) as pool:
        with locked(path):
            hasty = [pool.submit(one.put, f"t{number}", {"h": "hasty"}, 0.05) for number in range(8)]
            patient = [pool.submit(one.put, f"p{number}", {"h": f"patient {number}"}, 20.0) for number in range(8)]
            assert [put.result(20) for put in hasty] == [False] * 8
        assert [put.result(20) for put in patient] == [True] * 8
    assert [store(path).get(f"p{number}", "h") for number in range(8)] == [f"patient {number}" for number in range(8)]
    assert not one.holds("t0", ["h"])


@pytest.mark.parametrize("number", [1, 2, 3, 63, 64, 65, 130])
@pytest.mark.parametrize("size", [10, 1_100_000])
def test_any_number_is_put_at_once(path: Path, number: int, size: int) -> None:
    """Whole, each once, and those that are there are only used again, whether texts are short or some are huge."""
    clock = Clock()
    texts = {f"h{place}": f"text {place} " * (size // 10 if place in (1, 70) else 1) for place in range(number)}
    assert store(path, clock).put("t", texts, 5.0)
    clock.now += 100
    one = store(path, clock)
    assert one.put("t", texts | {"new": "n"}, 5.0)
    assert used(path) == dict.fromkeys((*texts, "new"), clock.now)
    assert {original: one.get("t", original) for original in texts} == texts
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM originals WHERE size<>LENGTH(text)").fetchone() == (0,)


def test_a_put_is_whole_or_not_at_all(path: Path) -> None:
    """Also one of more statements than one, where the room ends in the middle."""
    backend = SqliteBackend(lambda: path, Retention())
    assert backend.originals.put("t", {"first": "x"}, 1.0)
    backend.database.write(lambda connection: connection.execute("PRAGMA max_page_count=60").fetchone())
    with pytest.raises(StorageError) as refused:
        backend.originals.put("t", {f"h{number}": "x" * 2_000 for number in range(200)}, 1.0)
    assert trouble_kind(refused.value) == "full"
    assert set(used(path)) == {"first"}
    backend.close()


def test_what_cannot_be_bound_harms_nobody(path: Path) -> None:
    """A hash that is no text is kept under what it becomes."""
    one = store(path)
    assert one.put("t", {"h\ud800": "x"}, 1.0)
    assert one.get("t", "h\ud800") == "x"


def test_what_the_next_trim_may_drop_is_not_promised(path: Path) -> None:
    """Where nobody can note the use: only a use so late that lack of room spares it is as good as a new one."""
    clock = Clock()
    kept = store(path, clock, max_entries=2)
    assert kept.put("t", {"a": "1"}, 1.0)
    clock.now += 1_200
    assert kept.put("t", {"b": "2", "c": "3"}, 1.0)
    with locked(path):
        assert not store(path, clock, max_entries=2).put("t", {"a": "1"}, 0.01)
        assert store(path, clock, max_entries=2).put("t", {"b": "2"}, 0.01)
    kept.trim()
    assert (kept.get("t", "a"), kept.get("t", "b")) == (None, "2")


def test_what_is_known_is_asked_for_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many originals there are: each look at the file's name is a system call."""
    kept = store(path)
    texts = {str(number): "text" for number in range(200)}
    assert kept.put("t", texts, 1.0)
    fresh = Mock(wraps=kept._fresh)  # noqa: SLF001 - how often it looks is what this is about
    monkeypatch.setattr(kept, "_fresh", fresh)
    with locked(path):
        assert not kept.put("t", {**texts, "new": "text"}, 0.0)
    assert fresh.call_count <= 2
