"""Decisions in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence

from headroom.errors import StorageError
from headroom.stores.contract import Retention
from headroom.stores.queries import File, as_bytes, as_text, touch_every_s
from headroom.stores.recent import Recent

__all__ = ["MAX_DECISIONS", "SqliteDecisions"]

MAX_DECISIONS = 100_000
"""Decisions kept. Chosen: some tens of megabytes at most."""
_KNOWN = 20_000
"""Decisions that a process keeps at hand. Chosen: some megabytes."""
_WITHIN_S = 0.02
"""Chosen, as for a put: a request waits for it."""
_RECALL_WITHIN_S = 0.1
"""Chosen: a request waits for it, but a decision that is not repeated costs a cached prefix."""
_ASKED_AT_ONCE = 500
"""Keys in one query, below the 999 parameters that older builds of SQLite allow."""
_STEP_ROWS = 500
"""Dropped in one transaction. Chosen: below a millisecond."""


class SqliteDecisions:
    """What was decided, by tenant and key."""

    blocks = True

    def __init__(self, file: File, retention: Retention, clock: Callable[[], float]) -> None:
        self.retention = retention
        self._file = file
        self._clock = clock
        self._known: Recent[str] = Recent(max_entries=_KNOWN)

    def recall(self, tenant: str, keys: Sequence[str]) -> dict[str, str]:
        """The decisions that there are for these keys, which counts as a use of them.

        Raises: StorageError.
        """
        fresh_s = touch_every_s(self.retention.ttl_seconds)
        known = self._known.found(tenant, keys, file=self._file.identity(), not_older_s=fresh_s)
        unknown = [key for key in dict.fromkeys(keys) if key not in known]
        if not unknown:
            return known
        found = self._file.read(
            lambda connection: self._ask(connection, as_bytes(tenant), unknown), is_quick=True, within_s=_RECALL_WITHIN_S
        )
        if found:
            self._touch(tenant, found)
        return known | found

    def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions.

        Raises: StorageError.
        """
        if not decisions:
            return
        now, owner = self._clock(), as_bytes(tenant)
        rows = [(owner, as_bytes(key), as_bytes(decision), now) for key, decision in decisions.items()]
        change = "INSERT OR REPLACE INTO decisions(tenant, key, decision, used) VALUES (?,?,?,?)"
        self._file.write(lambda connection: connection.executemany(change, rows), _WITHIN_S)
        self._known.note(tenant, decisions, file=self._file.identity())

    def trim(self) -> None:
        """Drop some of what was not used for too long, or is too much.

        Raises: StorageError.
        """
        since = self._clock() - self.retention.ttl_seconds
        counted = "SELECT COUNT(*), MIN(used) FROM decisions"
        count, oldest = self._file.read(lambda connection: connection.execute(counted).fetchone(), is_quick=True)
        if count <= MAX_DECISIONS and (oldest is None or oldest >= since):
            return
        surplus = min(max(count - MAX_DECISIONS, 0), _STEP_ROWS)
        doomed = "SELECT tenant, key FROM decisions WHERE used<? ORDER BY used LIMIT ?"
        self._file.write(
            lambda connection: connection.executemany(
                "DELETE FROM decisions WHERE tenant=? AND key=?",
                connection.execute(doomed, (since, _STEP_ROWS)).fetchall()
                or connection.execute(doomed, (self._clock(), surplus)).fetchall(),
            )
        )

    def _ask(self, connection: sqlite3.Connection, owner: bytes, keys: Sequence[str]) -> dict[str, str]:
        since = self._clock() - self.retention.ttl_seconds
        found: dict[str, str] = {}
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            some = [as_bytes(key) for key in keys[start : start + _ASKED_AT_ONCE]]
            # Only question marks are put into the text.
            query = f"SELECT key, decision FROM decisions WHERE tenant=? AND used>=? AND key IN ({','.join('?' * len(some))})"  # noqa: S608
            rows = connection.execute(query, (owner, since, *some))
            found |= {as_text(key): as_text(decision) for key, decision in rows}
        return found

    def _touch(self, tenant: str, found: Mapping[str, str]) -> None:
        now, owner = self._clock(), as_bytes(tenant)
        rows = [(now, owner, as_bytes(key)) for key in found]
        change = "UPDATE decisions SET used=? WHERE tenant=? AND key=?"
        try:
            self._file.write(lambda connection: connection.executemany(change, rows), _WITHIN_S)
        except StorageError:
            # They were recalled; that nobody could note so is not worth an error.
            return
        self._known.note(tenant, found, file=self._file.identity())
