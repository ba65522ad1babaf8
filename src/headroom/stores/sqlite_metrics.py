"""Rows about requests in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

import msgspec

from headroom.errors import ConfigurationError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Summary
from headroom.stores.queries import File
from headroom.stores.schema import COLUMNS, FIELDS
from headroom.stores.selection import averaged, naive_utc, without_surrogates

__all__ = ["SqliteMetrics"]

_FLAGS = frozenset(("stream", "estimated_cache_hit", "semantic_cache_hit", "exact"))
_STRUCTURED = frozenset(("block_breakdown", "waste_signals", "transforms_applied", "bill"))
_MOST = 2**63 - 1
"""The greatest whole number that SQLite keeps."""
# Names of columns and question marks are all that is put into these texts.
_INSERT = f"INSERT OR REPLACE INTO requests({', '.join(COLUMNS)}) VALUES "  # noqa: S608
_VALUES = f"({','.join('?' * len(COLUMNS))})"
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM requests"  # noqa: S608
# In the order of `selection.COUNTED`.
_TOTALS = """SELECT COUNT(*), TOTAL(tokens_input_before), TOTAL(tokens_input_after), TOTAL(tokens_output), TOTAL(cached_tokens),
    TOTAL(mode='audit'), TOTAL(mode='optimize'), COUNT(error), TOTAL(fallback<>''), COUNT(cost_usd), TOTAL(cost_usd),
    TOTAL(saved_usd), TOTAL(cache_alignment_score) FROM requests"""
_ROWS_AT_ONCE = 16
"""In one statement, below the 999 parameters that older builds of SQLite allow."""
_WHOLE = 10
"""How many of these, from the first, are whole numbers."""


class SqliteMetrics:
    """Rows by `request_id`."""

    def __init__(self, file: File) -> None:
        self._file = file

    def write(self, rows: Sequence[RequestMetrics]) -> None:
        """Keep rows, in one transaction.

        Raises: StorageError.
        """
        if rows:
            values = [tuple(_stored(getattr(row, field)) for field in FIELDS) for row in rows]
            self._file.write(lambda connection: _insert(connection, values))

    def read(
        self,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        model: str | None = None,
        mode: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[RequestMetrics]:
        """The rows of a time, newest first.

        Raises: StorageError; ConfigurationError for a negative limit or offset.
        """
        for name, value in (("limit", limit), ("offset", offset)):
            if value < 0:
                raise ConfigurationError(f"{name} must not be negative", {name: value})
        where, values = _where(start_time, end_time, model, mode)
        query = f"{_SELECT}{where} ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?"
        limits = (min(limit, _MOST), min(offset, _MOST))
        rows = self._file.read(lambda connection: connection.execute(query, (*values, *limits)).fetchall())
        return [metrics for row in rows if (metrics := _metrics(row)) is not None]

    def summary(self, start_time: datetime | None = None, end_time: datetime | None = None) -> Summary:
        """The totals of a time.

        Raises: StorageError.
        """
        where, values = _where(start_time, end_time, None, None)
        totals = self._file.read(lambda connection: connection.execute(_TOTALS + where, values).fetchone())
        return averaged([*(int(total) for total in totals[:_WHOLE]), *totals[_WHOLE:]])


def _insert(connection: sqlite3.Connection, values: Sequence[Sequence[str | int | float | None]]) -> None:
    # Each statement lets other threads in, which may keep this one waiting while it holds the file, so there are few, and of
    # few lengths, so that the connection knows them.
    start = 0
    while left := len(values) - start:
        length = min(_ROWS_AT_ONCE, 1 << (left.bit_length() - 1))
        some = [value for row in values[start : start + length] for value in row]
        connection.execute(_INSERT + ",".join((_VALUES,) * length), some)
        start += length


def _where(start: datetime | None, end: datetime | None, model: str | None, mode: str | None) -> tuple[str, list[str]]:
    asked = (
        ("timestamp>=?", None if start is None else _written(start)),
        ("timestamp<=?", None if end is None else _written(end)),
        ("model=?", model),
        ("mode=?", mode),
    )
    used = [(condition, str(without_surrogates(value))) for condition, value in asked if value is not None]
    return (f" WHERE {' AND '.join(condition for condition, _ in used)}" if used else "", [value for _, value in used])


def _written(moment: datetime) -> str:
    """ISO text of one length, so that it sorts as time does."""
    return f"{naive_utc(moment).isoformat(timespec='microseconds')}Z"


def _stored(value: object) -> str | int | float | None:
    if isinstance(value, datetime):
        return _written(value)
    if isinstance(value, int):
        return max(-_MOST, min(int(value), _MOST))
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, str):
        return str(without_surrogates(value))
    return msgspec.json.encode(without_surrogates(msgspec.to_builtins(value))).decode()


def _metrics(row: Sequence[object]) -> RequestMetrics | None:
    """The row as it was written; None for one that is not of ours."""
    raw = {field: value for field, value in zip(FIELDS, row, strict=True) if value is not None}
    try:
        for field in raw.keys() & _FLAGS:
            raw[field] = bool(raw[field])
        for field in raw.keys() & _STRUCTURED:
            raw[field] = msgspec.json.decode(str(raw[field]))
        metrics = msgspec.convert(raw, RequestMetrics)
    except msgspec.MsgspecError:
        return None
    metrics.timestamp = naive_utc(metrics.timestamp)
    return metrics
