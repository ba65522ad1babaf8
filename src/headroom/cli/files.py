"""Bytes from and to files and pipes, with one clear line when that fails.

Files are replaced whole or not at all: a reader sees the old content or the new one, never half of it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

if sys.platform != "win32":
    import fcntl

__all__ = [
    "LIMIT_BYTES",
    "STANDARD",
    "CannotDo",
    "exclusive",
    "read_input",
    "readable_size",
    "replace_file",
    "shown",
    "write_output",
]

LIMIT_BYTES = 100_000_000
"""Chosen: some 25 million tokens, over ten times the largest context window."""

STANDARD = "-"
"""Stands for standard input and output where a file is named."""


class CannotDo(click.ClickException):
    """Bad input or a failed write: one line on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Prints `headroom: ` and the message, in one line."""
        del file
        click.echo(f"headroom: {' '.join(self.format_message().split())}", err=True)


def read_input(name: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises: CannotDo when it cannot be read, is empty, or is larger than `LIMIT_BYTES`.
    """
    try:
        if name == STANDARD:
            if sys.stdin is None:
                raise CannotDo("cannot read: standard input is closed")
            body = sys.stdin.buffer.read(LIMIT_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CannotDo(f"cannot read {shown(name)}: {_reason(error)}") from error
    if len(body) > LIMIT_BYTES:
        raise CannotDo(f"{shown(name)} is larger than {readable_size(LIMIT_BYTES)}, the most that is read")
    if not body.strip():
        raise CannotDo(f"{shown(name)} is empty; a JSON conversation was expected")
    return body


def write_output(name: str, body: bytes) -> None:
    """The bytes in a file, or on standard output for `-`; pipes and devices are written straight.

    Raises: CannotDo when they cannot be written.
    """
    try:
        if name == STANDARD:
            if sys.stdout is None:
                raise CannotDo("cannot write: standard output is closed")
            sys.stdout.buffer.write(body)
            sys.stdout.buffer.flush()
        elif Path(name).exists() and not Path(name).is_file():
            Path(name).write_bytes(body)
        else:
            replace_file(Path(name), body, new_mode=0o666)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise CannotDo(f"cannot write {'standard output' if name == STANDARD else shown(name)}: {_reason(error)}") from error


def replace_file(path: Path, body: bytes, *, new_mode: int) -> None:
    """The file holding `body`, replaced in one step; links are followed, and an existing file keeps its mode.

    `new_mode` is for a file that was not there, less the umask. Raises: OSError.
    """
    target = path.resolve()
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mode = new_mode & ~_umask()
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except BaseException:
        # Also on an interrupt: nothing may be left lying beside the caller's file.
        Path(temporary).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """A lock on a directory, for as long as a file in it is read, changed and replaced.

    Several runs may add to one file at a time. No-op on Windows and on file systems without locks.
    """
    if sys.platform == "win32":
        yield
    else:
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def shown(name: str) -> str:
    """A file's name as a person may read it, whatever bytes it holds."""
    return "standard input" if name == STANDARD else click.format_filename(name)


def readable_size(size_bytes: int) -> str:
    """A size as `12.3 MB` or `148 kB`, in thousands and millions of bytes."""
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:,.0f} kB"
    return f"{size_bytes / 1_000_000:,.1f} MB".replace(".0 MB", " MB")


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
