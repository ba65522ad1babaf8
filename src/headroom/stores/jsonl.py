"""Rows about requests as JSON lines, with originals and decisions in a SQLite file beside them."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from headroom.errors import StorageError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Retention, Summary
from headroom.stores.folders import make_private_file
from headroom.stores.forking import ForkLock
from headroom.stores.line import storage_error
from headroom.stores.selection import Wanted, naive_utc, newest, summarised, without_surrogates
from headroom.stores.sqlite import SqliteBackend

__all__ = ["JsonLines", "JsonlBackend"]

_ROW = msgspec.json.Decoder(RequestMetrics)


class JsonLines:
    """Rows in a file, one a line. Several processes may append to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = ForkLock()

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        """Append rows, in one piece.

        Raises: StorageError, with nothing appended.
        """
        if not rows:
            return
        lines = b"".join(_line(row) for row in rows)
        try:
            with self._lock:
                make_private_file(self.path)
                self._append(lines)
        except OSError as error:
            raise storage_error(error) from error

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of a time, newest first. Cost: reads the whole file.

        Raises: StorageError; ConfigurationError for a negative limit or offset.
        """
        wanted = Wanted(start_time=start_time, end_time=end_time, model=model, mode=mode)
        with self._told():
            return newest(filter(wanted, self._rows()), limit, offset)

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        """The totals of a time. Cost: reads the whole file.

        Raises: StorageError.
        """
        with self._told():
            return summarised(filter(Wanted(start_time=start_time, end_time=end_time), self._rows()))

    def check(self) -> None:
        """Make the file, if it is not there, and see that it can be written.

        Raises: StorageError.
        """
        try:
            make_private_file(self.path)
            os.close(os.open(self.path, os.O_WRONLY | os.O_APPEND))
        except OSError as error:
            raise storage_error(error) from error

    def _append(self, lines: bytes) -> None:
        file = os.open(self.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            size = os.fstat(file).st_size
            if size:
                # A line that a killed process or a full disk cut short must not swallow the next one.
                os.lseek(file, size - 1, os.SEEK_SET)
                lines = lines if os.read(file, 1) == b"\n" else b"\n" + lines
            written = 0
            try:
                written = os.write(file, lines)
                if written < len(lines):
                    written += os.write(file, lines[written:])
            except OSError:
                # Taken back, unless somebody has appended to it since.
                if written and os.fstat(file).st_size == size + written:
                    os.ftruncate(file, size)
                raise
        finally:
            os.close(file)

    def _rows(self) -> Iterator[RequestMetrics]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
                    row = _ROW.decode(line)
                    row.timestamp = naive_utc(row.timestamp)
                    yield row

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(f"{type(error).__name__}: {error}", {"kind": "unreadable"}) from error


class JsonlBackend:
    """Metrics as JSON lines; originals and decisions in `<name>.originals.db` beside them."""

    name = "jsonl"

    def __init__(self, path: Path, retention: Retention, *, clock: Callable[[], float] = time.time) -> None:
        self._beside = SqliteBackend(lambda: path.with_name(f"{path.name}.originals.db"), retention, clock=clock)
        self._lines = JsonLines(path)
        self.metrics = self._lines
        self.originals = self._beside.originals
        self.decisions = self._beside.decisions

    @property
    def set_aside(self) -> str | None:
        """Where a damaged file of originals was moved to."""
        return self._beside.set_aside

    def check(self) -> None:
        """Open both files."""
        self._lines.check()
        self._beside.check()

    def keep(self, retention: Retention) -> None:
        """Keep at least so much, from now on."""
        self._beside.keep(retention)

    def tend(self) -> None:
        """Drop originals and decisions that are too old or too much. Lines are never dropped."""
        self._beside.tend()

    def close(self) -> None:
        """Let go of the files."""
        self._beside.close()


def _line(row: RequestMetrics) -> bytes:
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(without_surrogates(msgspec.to_builtins(row))) + b"\n"
