"""Files that only their owner may read, and where they stand when nobody says."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from headroom.errors import StorageError

__all__ = ["DEFAULT_NAME", "FileIdentity", "default_path", "default_place", "identity", "make_private_file", "move_aside"]

FileIdentity = tuple[int, int]
"""The device, and the number that a file has there."""

DEFAULT_NAME = "headroom.db"
"""What a file is called when nobody says."""
_OWN = 0o700
_PRIVATE = 0o600


def default_place() -> Path:
    """Where a file is when no URL is given, without making anything there."""
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"headroom-{user}" / DEFAULT_NAME


def default_path() -> Path:
    """The same, in a folder that is this user's alone.

    Raises: StorageError where that folder is somebody else's; OSError.
    """
    path = default_place()
    folder = path.parent
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=_OWN)
    # Anyone may make a folder of this name there first, or a link to one, so what it is decides and not that it is.
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
        raise StorageError("the folder for temporary files belongs to somebody else", {"path": str(folder)})
    if stat.S_IMODE(found.st_mode) != _OWN:
        folder.chmod(_OWN)
    return path


def make_private_file(path: Path) -> None:
    """Make the file, and the folders that it needs, for the owner alone.

    No-op: where it is there; its permissions are its owner's business.

    Raises: OSError.
    """
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        # One by one: of several at once, only the last would be the owner's alone.
        folder.mkdir(mode=_OWN, exist_ok=True)
    # Never opens a file that is there: closing it would end every lock that SQLite holds on it in this process.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE))


def identity(path: Path) -> FileIdentity | None:
    """What tells a file from another one that takes its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def move_aside(path: Path) -> Path:
    """Where a damaged file was moved to, with what SQLite keeps beside it: the same name with `.corrupt-1` or a higher number.

    Raises: OSError.
    """
    number = 1
    while (aside := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    path.rename(aside)
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside
