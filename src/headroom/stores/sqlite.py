"""A SQLite file as a place for all three stores."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from headroom.stores.contract import Retention, StoreCorruptError
from headroom.stores.folders import FileIdentity, identity, move_aside
from headroom.stores.forking import ForkLock
from headroom.stores.line import Line, storage_error
from headroom.stores.sqlite_decisions import SqliteDecisions
from headroom.stores.sqlite_metrics import SqliteMetrics
from headroom.stores.sqlite_originals import SqliteOriginals

__all__ = ["Database", "SqliteBackend"]

T = TypeVar("T")

_PATIENCE_S = 2.0
"""How long opening and reading wait for another process. Chosen: nobody's request waits on it, and a fork waits longer."""
_TEND_EVERY_S = 5.0
"""Chosen: looking costs about 0.1 ms."""
_LOG_BYTES = 4_000_000
"""Of the log, from which it is copied into the file. SQLite's own default of 1000 pages."""
_LONG_LOG_BYTES = 16_000_000
"""Of the log, from which writers wait until it begins anew. Chosen."""


class Database:
    """A file with one connection that writes, one for what requests wait for, and one for what may take long.

    A damaged file is moved aside once and a new one begun; one that is damaged again in the same process is left to the caller.
    """

    def __init__(self, path: Callable[[], Path]) -> None:
        self._path = path
        self.set_aside: str | None = None
        """Where the damaged file was moved to."""
        self._moved_for: FileIdentity | None = None
        self._writer = Line(path)
        self._quick = Line(path)
        self._slow = Line(path)
        self._lock = ForkLock()

    def identity(self) -> FileIdentity | None:
        """What tells the file that is there now from another one; None before it is used. Cost: asks the system."""
        place = self._place()
        return None if place is None else identity(place)

    def write(self, change: Callable[[sqlite3.Connection], T], within_s: float = _PATIENCE_S) -> T:
        """What `change` returns, with what it wrote committed.

        Raises: StorageError, with nothing written; StoreBusyError where others hold the file for longer than that.
        """

        def transact() -> T:
            with self._writer.use(within_s) as connection:
                connection.execute("BEGIN IMMEDIATE")
                result = change(connection)
                connection.execute("COMMIT")
                return result

        return self._salvaging(transact)

    def write_whole(self, change: Callable[[sqlite3.Connection], object], within_s: float) -> FileIdentity | None:
        """Which file has what `change` wrote, in one statement or in a transaction that it ends itself.

        Raises: as `write`.
        """

        def transact() -> FileIdentity | None:
            with self._writer.use(within_s) as connection:
                change(connection)
                return self._writer.file

        return self._salvaging(transact)

    def read(self, query: Callable[[sqlite3.Connection], T], *, is_quick: bool = False, within_s: float = _PATIENCE_S) -> T:
        """What `query` returns; a quick one does not wait for one that takes long.

        Raises: StorageError.
        """
        line = self._quick if is_quick else self._slow

        def ask() -> T:
            with line.use(within_s) as connection:
                return query(connection)

        return self._salvaging(ask)

    def fold_log(self) -> None:
        """Copy a long log into the file, in so far as nobody is using it.

        Raises: StorageError.
        """
        if (place := self._place()) is None:
            return
        log = place.with_name(f"{place.name}-wal")
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            self.read(_copy_log)
            if log.stat().st_size > _LONG_LOG_BYTES:
                # Who writes all the time never lets it begin anew. Writers are held up for as long as copying the rest takes,
                # so what came during the first copying is copied before.
                self.read(_copy_log)
                with self._writer.use(_PATIENCE_S) as connection:
                    self._writer.wait(connection, 0)
                    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    def close(self) -> None:
        """Let go of the file; using it again opens it again."""
        for line in (self._quick, self._slow, self._writer):
            line.close()

    def _place(self) -> Path | None:
        """Where the file was found when it was opened last: looking anew may make and check a folder."""
        return self._writer.place or self._quick.place or self._slow.place

    def _salvaging(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except StoreCorruptError:
            if not self._is_replaced():
                raise
        return attempt()

    def _is_replaced(self) -> bool:
        """Whether another file now stands in place of the damaged one."""
        with self._lock:
            path = self._place() or self._path()
            damaged = identity(path)
            if self.set_aside is not None:
                # Another thread has met the same damage and moved it, or the new file is damaged as well.
                return damaged != self._moved_for
            try:
                self.set_aside = str(move_aside(path))
            except OSError as error:
                raise storage_error(error) from error
            self._moved_for = damaged
            return True


def _copy_log(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


class SqliteBackend:
    """Metrics, originals and decisions in one SQLite file."""

    name = "sqlite"

    def __init__(self, path: Callable[[], Path], retention: Retention, *, clock: Callable[[], float] = time.time) -> None:
        self.database = Database(path)
        self.metrics = SqliteMetrics(self.database)
        self.originals = SqliteOriginals(self.database, retention, clock)
        self.decisions = SqliteDecisions(self.database, retention, clock)
        self._tended = 0.0

    @property
    def set_aside(self) -> str | None:
        """Where a damaged file was moved to."""
        return self.database.set_aside

    def check(self) -> None:
        """Open the file for writing and read from it."""
        self.database.write(lambda connection: connection.execute("SELECT COUNT(*) FROM decisions").fetchone())
        self.database.read(lambda connection: connection.execute("SELECT id FROM requests LIMIT 1").fetchall())

    def keep(self, retention: Retention) -> None:
        """Keep at least so much, from now on."""
        self.originals.retention |= retention
        self.decisions.retention |= retention

    def tend(self) -> None:
        """Copy a long log into the file, and every few seconds drop what is too old or too much."""
        self.database.fold_log()
        if time.monotonic() - self._tended < _TEND_EVERY_S:
            return
        self._tended = time.monotonic()
        self.originals.trim()
        self.decisions.trim()

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()
