"""One connection to a SQLite file, used by one thread at a time.

It is opened when it is first used, opened anew when another file has taken the place of its own, and closed before the process
forks: a child that opens a file of which it inherited a connection shares SQLite's notes on locks that it does not hold, and
loses what it commits once the parent goes.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from headroom.errors import StorageError
from headroom.stores import schema
from headroom.stores.contract import StoreBusyError, StoreCorruptError
from headroom.stores.folders import FileIdentity, identity, make_private_file
from headroom.stores.forking import CONNECTIONS, FORK_WAIT_S, watch

__all__ = ["Line", "storage_error"]

_WAL_RETRY_S = 0.005
"""Between attempts to switch a new file to WAL, for which SQLite itself does not wait. Chosen."""
_CHECKPOINT_PAGES = 32_000
"""Pages in the log after which a commit would copy them over itself: 128 MB. Chosen: far above what `tend` leaves, because
copying makes a request wait for the disk; measured, 32 MB took longer than a put may."""
_KEPT_LOG_BYTES = 4_000_000
"""To which the log is cut when it was copied over. Chosen."""
_NEARLY = 0.9
"""Of the time that there is, how much a connection must be set to wait for to be left as it is. Chosen."""
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))

_inherited: list[sqlite3.Connection] = []
"""Of a parent that could not close them before it forked. Closing them here would undo the parent's locks."""


class Line:
    """A connection that is there when it is needed."""

    fork_rank = CONNECTIONS

    def __init__(self, path: Callable[[], Path]) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self.place: Path | None = None
        """Where the file was that was opened last."""
        self._file: FileIdentity | None = None
        self._waits_ms = 0
        self._rests = False
        self._is_inherited = False
        watch(self)

    def __del__(self) -> None:
        if (connection := getattr(self, "_connection", None)) is not None:
            connection.close()

    @property
    def file(self) -> FileIdentity | None:
        """Which file is open, to be asked by who is using it."""
        return self._file

    @contextlib.contextmanager
    def use(self, within_s: float) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone until the block ends.

        Raises: StorageError for what goes wrong with the file, also inside the block; StoreBusyError where the time is over.
        """
        deadline = time.monotonic() + within_s
        if not self._lock.acquire(timeout=max(within_s, 0.0)):
            raise StoreBusyError("another thread is using the file")
        try:
            yield self._ready(deadline)
        except (sqlite3.Error, OSError) as error:
            failure = storage_error(error)
            self._give_up(is_usable=isinstance(failure, StoreBusyError))
            raise failure from error
        except StorageError:
            self._give_up(is_usable=False)
            raise
        except BaseException:
            # An interrupt in the middle of a transaction must not leave the file locked.
            self._give_up(is_usable=True)
            raise
        finally:
            self._lock.release()

    def wait(self, connection: sqlite3.Connection, most_ms: int) -> None:
        """Have the connection, in use by this thread, wait for other processes no longer than that, and not much shorter."""
        # Every statement lets other threads in, which may take their time before they let this one go on.
        if not most_ms * _NEARLY <= self._waits_ms <= most_ms:
            connection.execute(f"PRAGMA busy_timeout={most_ms}")
            self._waits_ms = most_ms

    def close(self) -> None:
        """Let go of the file; using the line again opens it again."""
        with self._lock:
            self._close()

    def before_fork(self) -> None:
        """Wait for who is using the connection, and close it."""
        self._rests = self._lock.acquire(timeout=FORK_WAIT_S)
        if self._rests:
            self._close()

    def after_fork(self, *, in_child: bool) -> None:
        """Let go; in a child, a connection that could not be closed is never touched again."""
        if self._rests:
            self._rests = False
            self._lock.release()
        elif in_child:
            self._lock = threading.Lock()
            if self._connection is not None:
                _inherited.append(self._connection)
                self._connection, self._is_inherited = None, True

    def _ready(self, deadline: float) -> sqlite3.Connection:
        if self._is_inherited:
            raise StorageError("the process was forked while the file was in use", {"kind": "forked"})
        if self._connection is not None and self.place is not None and identity(self.place) != self._file:
            self._close()
        left_ms = max(0, int((deadline - time.monotonic()) * 1000))
        if self._connection is not None:
            self.wait(self._connection, left_ms)
            return self._connection
        self.place = path = self._path()
        make_private_file(path)
        self._file = identity(path)
        connection = sqlite3.connect(path, timeout=left_ms / 1000, isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, deadline)
        except BaseException:
            connection.close()
            raise
        self._connection, self._waits_ms = connection, left_ms
        return connection

    def _give_up(self, *, is_usable: bool) -> None:
        """Leave no transaction open, and no connection that something is wrong with."""
        if self._connection is None:
            return
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            is_usable = False
        if not is_usable:
            self._close()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()


def _prepare(connection: sqlite3.Connection, deadline: float) -> None:
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if not isinstance(storage_error(error), StoreBusyError) or time.monotonic() >= deadline:
                raise
        time.sleep(_WAL_RETRY_S)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit={_KEPT_LOG_BYTES}")
    if not schema.is_current(connection):
        schema.migrate(connection)


def storage_error(error: sqlite3.Error | OSError) -> StorageError:
    """The error of ours for one of SQLite's or the system's."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    message = f"{type(error).__name__}: {error}"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(message)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreCorruptError(message)
    is_full = code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) in _NO_ROOM
    return StorageError(message, {"kind": "full" if is_full else "unwritable"})
