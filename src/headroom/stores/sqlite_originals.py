"""Originals in a SQLite file.

What was put or used within the last half minute is known without asking the file: nothing that recent is ever dropped, whoever
else uses the file, so a request that puts hundreds of known originals again costs a look-up each.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial

from headroom.errors import StorageError
from headroom.stores.contract import Retention, StoreBusyError
from headroom.stores.folders import FileIdentity
from headroom.stores.group import Group
from headroom.stores.queries import SPARED_S, File, as_bytes, as_text, touch_every_s
from headroom.stores.recent import Recent

__all__ = ["SqliteOriginals"]

_KNOWN = 50_000
"""Originals that a process knows to be kept. Chosen: about 10 MB, fifty times what the default keeps."""
_STEP_ROWS = 32
"""Dropped in one transaction. Chosen: some milliseconds even of big texts, within which a put still finds its time."""
_STEPS = 200
"""Transactions at a time; the rest is dropped next time."""
_TOUCH_WITHIN_S = 0.02
"""Chosen, as for a put: the reader need not wait longer only to note that it read."""


_GROUP_BYTES = 1_000_000
"""Written in one transaction of several puts. Measured: 3 ms, so that those who come meanwhile find their time as well."""
_ROW_BYTES = 1_000
"""What a row costs beside its text, as so much text. Measured: 6 µs."""
_BIG_BYTES = 1_000_000
"""Of a text, above which it is looked first whether it is kept. Measured: 3 ms to hand it over in vain."""
_ROWS_AT_ONCE = 64
"""In one statement, below the 999 parameters that older builds of SQLite allow."""
_INSERT = "INSERT INTO originals(tenant, hash, size, created, used, text) VALUES "
_UPSERT = " ON CONFLICT(tenant, hash) DO UPDATE SET used=excluded.used"
_VALUES = "(?,?,?,?,?,?)"
_TOUCH = "UPDATE originals SET used=? WHERE tenant=? AND hash=?"

_LOOKED_FOR = 900
"""Originals looked for in one statement; below the 999 parameters as well."""
_SAFE_SHARE = 0.75
"""Of the time that a use protects an original from going: one used within it stays for as long as a request takes. Chosen."""
_LOOK_S = 0.005
"""For looking whether originals stand in the file, when the time to write them is over. Chosen."""

_Row = tuple[bytes, str, int, float, float, bytes]
"""Tenant, hash, size, when it was made and when used, text."""


class SqliteOriginals:
    """Whole texts by tenant and hash."""

    blocks = True

    def __init__(self, file: File, retention: Retention, clock: Callable[[], float]) -> None:
        self.retention = retention
        self._file = file
        self._clock = clock
        self._known: Recent[None] = Recent(max_entries=_KNOWN)
        self._group: Group[_Row, FileIdentity | None] = Group(partial(_write, file), most_bytes=_GROUP_BYTES)

    def holds(self, tenant: str, originals: Collection[str]) -> bool:
        """Whether all of these are kept and were used just now, as far as is known without looking."""
        return len(self._fresh(tenant, originals, touch_every_s(self.retention.ttl_seconds))) == len(set(originals))

    def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all are kept now; False where that would take longer.

        Raises: StorageError.
        """
        until = time.monotonic() + within_s
        known = self._fresh(tenant, originals, touch_every_s(self.retention.ttl_seconds))
        wanted = {original: text for original, text in originals.items() if original not in known}
        if not wanted:
            return True
        rows = self._rows(tenant, wanted)
        try:
            file = self._group.put(rows, sum(row[2] + _ROW_BYTES for row in rows), until)
        except StoreBusyError:
            # Known ones are kept still, as long as their last noted use protects them for the time that a request takes.
            spared = self._fresh(tenant, wanted, self._safe_s)
            return self._stand_there(tenant, [original for original in wanted if original not in spared])
        self._known.note(tenant, dict.fromkeys(wanted), file=file)
        return True

    def _stand_there(self, tenant: str, originals: Collection[str]) -> bool:
        """Whether all are in the file, last used so lately that they will stay for a while: readers wait for nobody."""
        if not originals:
            return True
        if len(originals) > _LOOKED_FOR:
            return False
        since = self._clock() - self._safe_s
        query = f"SELECT COUNT(*) FROM originals WHERE tenant=? AND used>=? AND hash IN ({','.join('?' * len(originals))})"  # noqa: S608
        values = (as_bytes(tenant), since, *map(_hash, originals))
        try:
            row = self._file.read(
                lambda connection: connection.execute(query, values).fetchone(), is_quick=True, within_s=_LOOK_S
            )
        except StorageError:
            return False
        return bool(row[0] == len(originals))

    @property
    def _safe_s(self) -> float:
        """How long after its last use no lack of room and no age lets an original go, and some time to spare."""
        return min(SPARED_S, self.retention.ttl_seconds) * _SAFE_SHARE

    def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it.

        Raises: StorageError.
        """
        key = (as_bytes(tenant), _hash(original))
        since = self._clock() - self.retention.ttl_seconds
        query = "SELECT text FROM originals WHERE tenant=? AND hash=? AND used>=?"
        row = self._file.read(lambda connection: connection.execute(query, (*key, since)).fetchone(), is_quick=True)
        if row is None:
            return None
        if not self._fresh(tenant, (original,), touch_every_s(self.retention.ttl_seconds)):
            self._touch(tenant, key, original)
        return as_text(row[0])

    def trim(self) -> None:
        """Drop what was not used for too long, and what is too much, longest unused first.

        Raises: StorageError.
        """
        for _ in range(_STEPS):
            doomed = self._file.read(self._doomed, is_quick=True)
            if not doomed:
                return
            self._file.write(lambda connection, doomed=doomed: _drop(connection, doomed))  # type: ignore[misc]

    def _fresh(self, tenant: str, originals: Iterable[str], not_older_s: float) -> dict[str, None]:
        return self._known.found(tenant, originals, file=self._file.identity(), not_older_s=not_older_s)

    def _rows(self, tenant: str, originals: Mapping[str, str]) -> list[_Row]:
        now, owner = self._clock(), as_bytes(tenant)
        texts = ((_hash(original), as_bytes(text)) for original, text in originals.items())
        return [(owner, original, len(text), now, now, text) for original, text in texts]

    def _touch(self, tenant: str, key: tuple[bytes, str], original: str) -> None:
        try:
            touched = self._file.write(
                lambda connection: connection.execute(_TOUCH, (self._clock(), *key)).rowcount, _TOUCH_WITHIN_S
            )
        except StorageError:
            # It was read; that nobody could note so is not worth an error.
            return
        if touched:
            self._known.note(tenant, {original: None}, file=self._file.identity())

    def _doomed(self, connection: sqlite3.Connection) -> list[tuple[int, float]]:
        """Some of the rows that must go, with when they were last used."""
        now = self._clock()
        old = "SELECT rowid, used FROM originals WHERE used<? ORDER BY used LIMIT ?"
        if expired := connection.execute(old, (now - self.retention.ttl_seconds, _STEP_ROWS)).fetchall():
            return expired
        entries, size = connection.execute("SELECT COUNT(*), TOTAL(size) FROM originals").fetchone()
        doomed: list[tuple[int, float]] = []
        oldest = "SELECT rowid, used, size FROM originals WHERE used<? ORDER BY used LIMIT ?"
        for row, used, bytes_ in connection.execute(oldest, (now - SPARED_S, _STEP_ROWS)):
            if entries <= self.retention.max_entries and size <= self.retention.max_bytes:
                break
            doomed.append((row, used))
            entries, size = entries - 1, size - bytes_
        return doomed


def _drop(connection: sqlite3.Connection, doomed: list[tuple[int, float]]) -> None:
    # Unless it was used since it was looked at.
    connection.executemany("DELETE FROM originals WHERE rowid=? AND used=?", doomed)


def _write(file: File, rows: Callable[[], Sequence[_Row]], within_s: float) -> FileIdentity | None:
    return file.write_whole(lambda connection: _keep(connection, rows()), within_s)


def _keep(connection: sqlite3.Connection, rows: Sequence[_Row]) -> None:
    """Insert texts; for those that are there, note the use."""
    big = [row for row in rows if row[2] > _BIG_BYTES]
    small = [row for row in rows if row[2] <= _BIG_BYTES] if big else rows
    is_one = not big and len(small) <= _ROWS_AT_ONCE
    if not is_one:
        connection.execute("BEGIN IMMEDIATE")
    for start in range(0, len(small), _ROWS_AT_ONCE):
        _upsert(connection, small[start : start + _ROWS_AT_ONCE])
    for row in big:
        if not connection.execute(_TOUCH, (row[4], row[0], row[1])).rowcount:
            _upsert(connection, [row])
    if not is_one:
        connection.execute("COMMIT")


def _upsert(connection: sqlite3.Connection, rows: Sequence[_Row]) -> None:
    # Each statement lets other threads in, which may keep this one waiting, so there is one; alone it is a transaction, too.
    # The connection knows a few lengths of it, so it is filled up: the last row again, without its text, which is there then.
    length = 1 << (len(rows) - 1).bit_length()
    filling = ((*rows[-1][:5], b""),) * (length - len(rows))
    connection.execute(_INSERT + ",".join((_VALUES,) * length) + _UPSERT, [value for row in (*rows, *filling) for value in row])


def _hash(original: str) -> str:
    # Anything may be asked for, and what is no text cannot be bound.
    return original.encode("utf-8", "replace").decode()
