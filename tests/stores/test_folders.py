"""Private files and the default place."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from headroom.errors import StorageError
from headroom.stores.folders import default_path, default_place, identity, make_private_file, move_aside


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, for this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_default_is_below_the_temporary_folder(temporary: Path) -> None:
    """The folder is made for its user alone, and only when it is needed."""
    assert default_place().is_relative_to(temporary)
    assert not list(temporary.iterdir())
    assert default_path() == default_place()
    assert stat.S_IMODE(default_place().parent.stat().st_mode) == 0o700


def test_an_open_folder_is_closed(temporary: Path) -> None:
    """A folder of ours that others may enter loses that."""
    assert temporary in default_place().parents
    default_place().parent.mkdir(mode=0o777)
    default_place().parent.chmod(0o777)
    default_path()
    assert stat.S_IMODE(default_place().parent.stat().st_mode) == 0o700


def test_a_link_in_its_place_is_refused(temporary: Path) -> None:
    """Whoever put a link there first gets nothing."""
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    default_place().parent.symlink_to(elsewhere)
    with pytest.raises(StorageError, match="somebody else"):
        default_path()


def test_a_folder_of_somebody_else_is_refused(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the right name must have the right owner."""
    assert temporary.is_dir()
    mine = default_place()
    mine.parent.mkdir()
    somebody = os.getuid() + 1
    mine.parent.rename(mine.parent.with_name(f"headroom-{somebody}"))
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    with pytest.raises(StorageError, match="somebody else"):
        default_path()


def test_files_are_for_their_owner(tmp_path: Path) -> None:
    """Missing folders are made, too, and what is there keeps its content and permissions."""
    path = tmp_path / "a" / "b" / "file"
    make_private_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    deep = tmp_path / "one" / "two" / "three" / "file"
    make_private_file(deep)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in deep.parents[:3]] == [0o700] * 3
    path.write_text("x")
    path.chmod(0o640)
    make_private_file(path)
    assert path.read_text() == "x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_that_is_there_is_not_opened(tmp_path: Path) -> None:
    """Closing it again would end the locks that this process holds on it."""
    path = tmp_path / "file"
    make_private_file(path)
    ask = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    with path.open("r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        make_private_file(path)
        outcome = subprocess.run([sys.executable, "-c", ask, str(path)], capture_output=True, text=True, check=False)
    assert "BlockingIOError" in outcome.stderr


def test_a_file_that_takes_the_place_of_another_is_another(tmp_path: Path) -> None:
    """Identity goes by the file and not by its name."""
    one, other = tmp_path / "one", tmp_path / "other"
    assert identity(one) is None
    one.write_text("x")
    other.write_text("x")
    before = identity(one)
    other.rename(one)
    assert identity(one) not in (None, before)


def test_damaged_files_are_numbered(tmp_path: Path) -> None:
    """No earlier one is overwritten, and the log goes with its file."""
    path = tmp_path / "x.db"
    for number in (1, 2):
        path.write_text(str(number))
        (tmp_path / "x.db-wal").write_text("log")
        assert move_aside(path).name == f"x.db.corrupt-{number}"
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        "x.db.corrupt-1",
        "x.db.corrupt-1-wal",
        "x.db.corrupt-2",
        "x.db.corrupt-2-wal",
    ]
