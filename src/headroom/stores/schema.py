"""The tables of the SQLite file, and how older files become like them.

A file's version is its `user_version`. Version 1 has the layout of files that other releases wrote without stating one, so they
are taken over as they are.
"""

from __future__ import annotations

import sqlite3

from headroom.errors import StorageError

__all__ = ["COLUMNS", "FIELDS", "VERSION", "is_current", "migrate"]

VERSION = 2
"""What this release writes."""
_FIRST_COLUMNS = {
    "request_id": "id TEXT PRIMARY KEY",
    "timestamp": "timestamp TEXT NOT NULL",
    "model": "model TEXT NOT NULL",
    "stream": "stream INTEGER NOT NULL",
    "mode": "mode TEXT NOT NULL",
    "tokens_input_before": "tokens_input_before INTEGER NOT NULL",
    "tokens_input_after": "tokens_input_after INTEGER NOT NULL",
    "tokens_output": "tokens_output INTEGER",
    "block_breakdown": "block_breakdown TEXT NOT NULL",
    "waste_signals": "waste_signals TEXT NOT NULL",
    "stable_prefix_hash": "stable_prefix_hash TEXT",
    "cache_alignment_score": "cache_alignment_score REAL",
    "cached_tokens": "cached_tokens INTEGER",
    "transforms_applied": "transforms_applied TEXT NOT NULL",
    "tool_units_dropped": "tool_units_dropped INTEGER DEFAULT 0",
    "turns_dropped": "turns_dropped INTEGER DEFAULT 0",
    "messages_hash": "messages_hash TEXT",
    "error": "error TEXT",
}
_SECOND_COLUMNS = {
    "cache_optimizer_used": "cache_optimizer_used TEXT",
    "cache_optimizer_strategy": "cache_optimizer_strategy TEXT",
    "cacheable_tokens": "cacheable_tokens INTEGER",
    "breakpoints_inserted": "breakpoints_inserted INTEGER",
    "estimated_cache_hit": "estimated_cache_hit INTEGER",
    "estimated_savings_percent": "estimated_savings_percent REAL",
    "semantic_cache_hit": "semantic_cache_hit INTEGER",
    "exact": "exact INTEGER",
    "bill": "bill TEXT",
    "cost_usd": "cost_usd REAL",
    "saved_usd": "saved_usd REAL",
    "retrieval_rounds": "retrieval_rounds INTEGER",
    "fallback": "fallback TEXT",
    "tenant": "tenant TEXT",
}
FIELDS = (*_FIRST_COLUMNS, *_SECOND_COLUMNS)
"""The fields of `RequestMetrics`, in the order of the columns that they are written to."""
COLUMNS = tuple(text.split(" ")[0] for text in (*_FIRST_COLUMNS.values(), *_SECOND_COLUMNS.values()))
_INDEXES = ("timestamp", "model", "mode")

_FIRST = (
    f"CREATE TABLE IF NOT EXISTS requests ({', '.join(_FIRST_COLUMNS.values())})",
    *(f"CREATE INDEX IF NOT EXISTS idx_{name} ON requests({name})" for name in _INDEXES),
)
# Texts and tenants are bytes: what is not valid Unicode must come back as it went in. What is asked for by age and summed up
# stands in an index, so that nothing reads the texts.
_SECOND = (
    """CREATE TABLE originals (
        tenant BLOB NOT NULL, hash TEXT NOT NULL, size INTEGER NOT NULL, created REAL NOT NULL, used REAL NOT NULL,
        text BLOB NOT NULL, PRIMARY KEY (tenant, hash))""",
    "CREATE INDEX originals_used ON originals(used, size)",
    """CREATE TABLE decisions (
        tenant BLOB NOT NULL, key BLOB NOT NULL, decision BLOB NOT NULL, used REAL NOT NULL,
        PRIMARY KEY (tenant, key)) WITHOUT ROWID""",
    "CREATE INDEX decisions_used ON decisions(used)",
)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the file has the tables of this release.

    Raises: StorageError for a file of a later one; sqlite3.Error.
    """
    version = _version(connection)
    if version > VERSION:
        raise StorageError(
            "the file was written by a later release of Headroom", {"kind": "newer", "version": version, "known": VERSION}
        )
    return version == VERSION


def migrate(connection: sqlite3.Connection) -> None:
    """Give the file the tables of this release, all in one transaction.

    Raises: StorageError for a file of a later one; sqlite3.Error.
    """
    connection.execute("BEGIN IMMEDIATE")
    # Asked again: another process may have done it while this one waited.
    if not is_current(connection):
        if _version(connection) < 1:
            for statement in _FIRST:
                connection.execute(statement)
        there = {str(row[1]) for row in connection.execute("PRAGMA table_info(requests)")}
        for column in _SECOND_COLUMNS.values():
            if column.split(" ")[0] not in there:
                connection.execute(f"ALTER TABLE requests ADD COLUMN {column}")
        for statement in _SECOND:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
