"""One connection to a file."""

from __future__ import annotations

import errno
import sqlite3
import threading
from pathlib import Path

import pytest

from headroom.errors import StorageError
from headroom.stores.contract import StoreBusyError, StoreCorruptError, trouble_kind
from headroom.stores.folders import move_aside
from headroom.stores.line import Line, storage_error
from tests.stores.rows import locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file shall be."""
    return tmp_path / "folder" / "x.db"


def test_nothing_is_opened_before_it_is_used(path: Path) -> None:
    """Then the file is there, in WAL mode and with its tables."""
    line = Line(lambda: path)
    assert not path.parent.exists()
    with line.use(1) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT COUNT(*) FROM requests").fetchone() == (0,)
    line.close()
    line.close()


def test_one_thread_at_a_time(path: Path) -> None:
    """Who comes while another is at it waits no longer than it has time."""
    line = Line(lambda: path)
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with line.use(1):
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=stay)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(StoreBusyError), line.use(0.01):
        pass
    leave.set()
    thread.join()
    with line.use(1):
        pass
    line.close()


def test_a_lock_of_others_is_waited_for_only_so_long(path: Path) -> None:
    """A file in use by others is an error of its own kind, after which the line goes on."""
    line = Line(lambda: path)
    with line.use(1):
        pass
    with locked(path), pytest.raises(StoreBusyError), line.use(0.02) as connection:
        connection.execute("BEGIN IMMEDIATE")
    with line.use(1) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    line.close()


def test_no_transaction_stays_open(path: Path) -> None:
    """Whatever ends a block in the middle, the file is free afterwards."""
    line = Line(lambda: path)

    class Interrupt(BaseException):
        pass

    def begin_and_raise(error: BaseException) -> None:
        with line.use(1) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO decisions VALUES (x'00', x'00', x'00', 1)")
            raise error

    for error in (Interrupt(), sqlite3.OperationalError("x"), StorageError("x")):
        with pytest.raises((Interrupt, StorageError)):
            begin_and_raise(error)
    with locked(path), line.use(1) as connection:
        assert connection.execute("SELECT COUNT(*) FROM decisions").fetchone() == (0,)
    line.close()


def test_a_file_that_could_not_be_prepared_is_prepared_later(path: Path) -> None:
    """A lock of others while the tables are made leaves no connection to a file without them."""
    path.parent.mkdir()
    sqlite3.connect(path).close()
    line = Line(lambda: path)
    with locked(path), pytest.raises(StoreBusyError), line.use(0.02):
        pass
    with line.use(1) as connection:
        assert connection.execute("SELECT COUNT(*) FROM requests").fetchone() == (0,)
    line.close()


def test_a_line_to_a_moved_file_harms_nobody(path: Path) -> None:
    """The log of the file that took its place stays when the old connection is closed."""
    old, new = Line(lambda: path), Line(lambda: path)
    with old.use(1) as connection:
        connection.execute("INSERT INTO decisions VALUES (x'00', x'00', x'00', 1)")
    move_aside(path)
    with new.use(1) as connection:
        connection.execute("INSERT INTO decisions VALUES (x'01', x'00', x'00', 1)")
    old.close()
    assert path.with_name("x.db-wal").stat().st_size > 0
    with old.use(1) as connection:
        assert connection.execute("SELECT tenant FROM decisions").fetchall() == [(b"\x01",)]
    old.close()
    new.close()


def test_another_file_in_its_place_is_opened(path: Path) -> None:
    """A file that was deleted under the connection is made anew."""
    line = Line(lambda: path)
    with line.use(1) as connection:
        connection.execute("INSERT INTO decisions VALUES (x'00', x'00', x'00', 1)")
    for beside in path.parent.iterdir():
        beside.unlink()
    with line.use(1) as connection:
        assert connection.execute("SELECT COUNT(*) FROM decisions").fetchone() == (0,)
    assert path.exists()
    line.close()


def test_what_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    """A path below a file, for one."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="FileExistsError") as refused, Line(lambda: tmp_path / "file" / "x.db").use(1):
        pass
    assert trouble_kind(refused.value) == "unwritable"


def test_garbage_is_damage(path: Path) -> None:
    """What is no database at all is told from what cannot be opened."""
    path.parent.mkdir()
    path.write_bytes(b"garbage " * 1_000)
    with pytest.raises(StoreCorruptError), Line(lambda: path).use(1):
        pass


def test_after_a_fork_unannounced_the_child_touches_nothing(path: Path) -> None:
    """A connection that could not be closed beforehand is left to the parent, and the file with it."""
    line = Line(lambda: path)
    with line.use(1):
        pass
    line.after_fork(in_child=True)
    with pytest.raises(StorageError) as refused, line.use(1):
        pass
    assert trouble_kind(refused.value) == "forked"


def test_a_fork_closes_and_opens_again(path: Path) -> None:
    """Nothing is open while the process forks, and both sides go on."""
    line = Line(lambda: path)
    with line.use(1):
        pass
    assert path.with_name("x.db-wal").exists()
    line.before_fork()
    assert not path.with_name("x.db-wal").exists()
    line.after_fork(in_child=False)
    with line.use(1) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    line.close()


def test_errors_of_the_system_are_translated() -> None:
    """With the system's own words in them."""
    error = storage_error(OSError(errno.ENOSPC, "No space left on device"))
    assert "No space left" in str(error)
    assert trouble_kind(error) == "full"
