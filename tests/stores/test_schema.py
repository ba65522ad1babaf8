"""Tables, and files of other versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from headroom.errors import StorageError
from headroom.measures.requests import RequestMetrics
from headroom.stores.schema import COLUMNS, FIELDS, VERSION, is_current, migrate


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """An empty database."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        yield made


def columns(connection: sqlite3.Connection) -> list[str]:
    """The columns of the table of requests."""
    return [row[1] for row in connection.execute("PRAGMA table_info(requests)")]


def test_every_field_has_a_column() -> None:
    """Nothing that a row holds is lost, and nothing else is written."""
    assert sorted(FIELDS) == sorted(RequestMetrics.__struct_fields__)
    assert len(set(COLUMNS)) == len(FIELDS)


def test_a_new_file_gets_all_tables(connection: sqlite3.Connection) -> None:
    """With their indexes, and the version says so; again changes nothing."""
    assert not is_current(connection)
    migrate(connection)
    migrate(connection)
    assert is_current(connection)
    assert columns(connection) == list(COLUMNS)
    indexed = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='index' AND sql IS NOT NULL")}
    assert indexed == {"idx_timestamp", "idx_model", "idx_mode", "originals_used", "decisions_used"}


@pytest.mark.parametrize("version", [0, 1])
def test_an_older_file_keeps_its_rows(connection: sqlite3.Connection, version: int) -> None:
    """The first layout, stated or not, gets the columns that it lacks."""
    connection.execute(
        """CREATE TABLE requests (id TEXT PRIMARY KEY, timestamp TEXT NOT NULL, model TEXT NOT NULL, stream INTEGER NOT NULL,
        mode TEXT NOT NULL, tokens_input_before INTEGER NOT NULL, tokens_input_after INTEGER NOT NULL, tokens_output INTEGER,
        block_breakdown TEXT NOT NULL, waste_signals TEXT NOT NULL, stable_prefix_hash TEXT, cache_alignment_score REAL,
        cached_tokens INTEGER, transforms_applied TEXT NOT NULL, tool_units_dropped INTEGER DEFAULT 0,
        turns_dropped INTEGER DEFAULT 0, messages_hash TEXT, error TEXT)"""
    )
    connection.execute(f"PRAGMA user_version={version}")
    connection.execute(
        """INSERT INTO requests(id, timestamp, model, stream, mode, tokens_input_before, tokens_input_after, block_breakdown,
        waste_signals, transforms_applied) VALUES ('old', '2025-01-01T00:00:00Z', 'm', 0, 'audit', 9, 9, '{}', '{}', '[]')"""
    )
    migrate(connection)
    assert is_current(connection)
    assert set(columns(connection)) == set(COLUMNS)
    assert connection.execute("SELECT id, bill FROM requests").fetchall() == [("old", None)]


def test_a_later_file_is_refused(connection: sqlite3.Connection) -> None:
    """What a later release wrote is not touched."""
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(StorageError, match="later release") as refused:
        is_current(connection)
    assert refused.value.details["kind"] == "newer"
