"""A file as a place for everything."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

import pytest

from headroom.errors import StorageError
from headroom.stores import sqlite
from headroom.stores.contract import Retention, StoreBusyError, StoreCorruptError, trouble_kind
from headroom.stores.sqlite import SqliteBackend
from tests.stores.rows import Clock, locked, open_files, row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file shall be."""
    return tmp_path / "x.db"


@pytest.fixture
def place(path: Path) -> SqliteBackend:
    """A place in that file."""
    return SqliteBackend(lambda: path, Retention(), clock=Clock())


def spoil(path: Path) -> None:
    """Overwrite all but the header of a file."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(size - 100))


def test_making_one_touches_nothing(place: SqliteBackend, path: Path) -> None:
    """The file is there once it is looked at."""
    assert not path.exists()
    place.check()
    assert path.exists()
    assert place.set_aside is None
    place.close()


@pytest.mark.parametrize("content", [b"no database " * 500, b"\0" * 8_192, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_of_something_else_is_set_aside(place: SqliteBackend, path: Path, content: bytes) -> None:
    """What was in it is kept under another name, and a new one begun."""
    path.write_bytes(content)
    place.metrics.write([row(1)])
    assert place.metrics.read() == [row(1)]
    assert place.set_aside == f"{path}.corrupt-1"
    assert Path(place.set_aside).read_bytes() == content
    place.close()


def test_damage_in_the_middle_is_set_aside(place: SqliteBackend, path: Path) -> None:
    """Also where it is met by a reader, after the file could be opened."""
    assert place.originals.put("t", {f"h{number}": "text" * 500 for number in range(50)}, 1.0)
    place.close()
    spoil(path)
    assert place.originals.get("t", "h7") is None
    assert place.set_aside == f"{path}.corrupt-1"
    assert place.originals.put("t", {"h7": "again"}, 1.0)
    assert place.originals.get("t", "h7") == "again"
    place.close()


def test_damage_is_set_aside_once(place: SqliteBackend, path: Path) -> None:
    """A disk that spoils every file is not filled with spoilt files."""
    for _ in range(2):
        place.close()
        path.write_bytes(b"no database " * 500)
        if place.set_aside is None:
            place.check()
    with pytest.raises(StoreCorruptError):
        place.check()
    assert sorted(found.name for found in path.parent.iterdir()) == ["x.db", "x.db.corrupt-1"]


def test_a_later_release_is_left_alone(place: SqliteBackend, path: Path) -> None:
    """Its file is neither written nor moved."""
    place.database.write(lambda connection: connection.execute("PRAGMA user_version=99"))
    place.close()
    before = path.read_bytes()
    with pytest.raises(StorageError) as refused:
        place.metrics.write([row(1)])
    assert trouble_kind(refused.value) == "newer"
    assert path.read_bytes() == before


def test_a_change_is_whole_or_not_at_all(place: SqliteBackend) -> None:
    """What fails half-way leaves nothing."""
    with pytest.raises(StorageError):
        place.database.write(
            lambda connection: connection.execute("INSERT INTO decisions VALUES (x'00',x'00',x'00',1)").execute("NONSENSE")
        )
    assert place.database.read(lambda connection: connection.execute("SELECT COUNT(*) FROM decisions").fetchone()) == (0,)
    place.close()


def test_a_held_file_is_no_damage(place: SqliteBackend, path: Path) -> None:
    """Writing waits as long as it may and says so; reading goes on."""
    place.metrics.write([row(1)])
    with locked(path):
        with pytest.raises(StoreBusyError):
            place.database.write(lambda connection: connection.execute("SELECT 1"), 0.01)
        assert place.metrics.read() == [row(1)]
    place.close()


def test_tending_drops_and_folds(place: SqliteBackend, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too much goes, and a long log is copied into the file; but not at every call."""
    monkeypatch.setattr(sqlite, "_LOG_BYTES", 1)
    monkeypatch.setattr(sqlite, "_TEND_EVERY_S", 30.0)
    place.originals.retention = Retention(ttl_seconds=0)
    assert place.originals.put("t", {"a": "x" * 100_000}, 1.0)
    place.originals.retention = Retention(ttl_seconds=-1)
    place.tend()
    assert place.database.read(lambda connection: connection.execute("SELECT COUNT(*) FROM originals").fetchone()) == (0,)
    assert path.stat().st_size > 100_000
    place.originals.put("t", {"b": "x"}, 1.0)
    place.tend()
    assert place.database.read(lambda connection: connection.execute("SELECT COUNT(*) FROM originals").fetchone()) == (1,)
    place.close()


def test_retention_only_widens(place: SqliteBackend) -> None:
    """Two clients of one file keep what either wants kept."""
    place.keep(Retention(max_entries=5, max_bytes=10**12))
    assert place.originals.retention == place.decisions.retention == Retention(max_bytes=10**12)


def test_closing_leaves_one_file(place: SqliteBackend, path: Path) -> None:
    """No log, no shared memory, no descriptor; and it can be used again."""
    before = open_files()
    place.metrics.write([row(1)])
    place.originals.get("t", "h")
    place.close()
    place.close()
    assert [found.name for found in path.parent.iterdir()] == ["x.db"]
    assert open_files() == before
    assert place.metrics.read() == [row(1)]
    place.close()


def test_where_the_file_is_is_asked_once_per_opening(path: Path) -> None:
    """Looking may make and check a folder, which no request shall pay for."""
    asked: list[Path] = []

    def look() -> Path:
        asked.append(path)
        return path

    place = SqliteBackend(look, Retention(), clock=Clock())
    assert place.database.identity() is None
    assert asked == []
    for number in range(20):
        assert place.originals.put("t", {f"h{number}": "x"}, 1.0)
        assert place.originals.holds("t", [f"h{number}"])
        place.decisions.remember("t", {"k": "v"})
        assert place.decisions.recall("t", ["k", "none"]) == {"k": "v"}
    assert len(asked) == 2  # For each connection that was used.
    for found in path.parent.iterdir():
        found.unlink()
    assert not place.originals.holds("t", ["h1"])
    assert place.originals.put("t", {"h1": "x"}, 1.0)
    assert len(asked) == 3
    place.close()


def test_a_long_log_begins_anew(place: SqliteBackend, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And writers wait for others as before afterwards."""
    monkeypatch.setattr(sqlite, "_LOG_BYTES", 1)
    monkeypatch.setattr(sqlite, "_LONG_LOG_BYTES", 1)
    log = path.with_name("x.db-wal")
    sizes: list[int] = []
    for number in range(3):
        assert place.originals.put("t", {f"{number}": "x" * 100_000}, 1.0)
        sizes.append(log.stat().st_size)
        place.tend()
    assert max(sizes) < 300_000
    with ThreadPoolExecutor(1) as pool:
        with locked(path):
            put = pool.submit(place.originals.put, "t", {"new": "x"}, 20.0)
            with pytest.raises(FutureTimeout):
                put.result(0.1)
        assert put.result(20)
    place.close()
