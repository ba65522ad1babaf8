"""Rows in a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import msgspec
import pytest

from headroom.errors import ConfigurationError
from headroom.measures.requests import RequestMetrics
from headroom.stores.contract import Retention
from headroom.stores.in_memory import MemoryMetrics
from headroom.stores.sqlite import SqliteBackend
from headroom.stores.sqlite_metrics import SqliteMetrics
from tests.stores.rows import DAY, FULL, row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file shall be."""
    return tmp_path / "x.db"


@pytest.fixture
def metrics(path: Path) -> SqliteMetrics:
    """A store in a new file."""
    return SqliteBackend(lambda: path, Retention()).metrics


def test_nothing_is_lost_on_the_way(metrics: SqliteMetrics) -> None:
    """Every field comes back as it was, defaults and all."""
    plain = row(1)
    metrics.write([FULL, plain])
    metrics.write([])
    assert {one.request_id: one for one in metrics.read()} == {FULL.request_id: FULL, plain.request_id: plain}
    for field in msgspec.structs.fields(FULL):
        assert field.required or getattr(FULL, field.name) != getattr(RequestMetrics(request_id=""), field.name), field.name


def test_times_are_readable_text(metrics: SqliteMetrics, path: Path) -> None:
    """ISO 8601 with a Z and always six digits, so that text sorts as time does."""
    metrics.write([row(1)])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT timestamp FROM requests").fetchone() == ("2026-03-01T12:00:01.000000Z",)


def test_a_row_that_is_written_again_replaces(metrics: SqliteMetrics) -> None:
    """One request is one row, however often its row is moved."""
    metrics.write([row(1), row(1, tokens=40)])
    assert [one.tokens_input_before for one in metrics.read()] == [40]


def test_odd_values_cannot_stop_a_batch(metrics: SqliteMetrics) -> None:
    """What SQLite cannot hold is brought into a form that it can."""
    odd = msgspec.structs.replace(row(1), model="m\ud800", tokens_output=2**70, waste_signals={"\udc00": 1})
    metrics.write([odd, row(2)])
    read = metrics.read()
    assert len(read) == 2
    assert (read[1].model, read[1].tokens_output, read[1].waste_signals) == ("m?", 2**63 - 1, {"?": 1})
    assert metrics.read(model="m\ud800") == [read[1]]


def test_rows_of_others_are_passed_over(metrics: SqliteMetrics, path: Path) -> None:
    """A row that makes no sense hides no other."""
    metrics.write([row(1), row(2), row(3)])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE requests SET bill='{' WHERE id='r000002'")
        connection.execute("UPDATE requests SET stable_prefix_hash=NULL, bill=NULL WHERE id='r000001'")
    assert metrics.read() == [row(3), row(1)]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"limit": 3},
        {"limit": 3, "offset": 4},
        {"limit": 0},
        {"offset": 100},
        {"limit": 2**80},
        {"model": "other"},
        {"mode": "audit", "limit": 2},
        {"start_time": DAY + timedelta(seconds=3), "end_time": DAY + timedelta(seconds=7)},
        {"start_time": (DAY + timedelta(seconds=3)).replace(tzinfo=UTC)},
        {"mode": "'; DROP TABLE requests; --"},
    ],
)
def test_it_reads_as_memory_does(metrics: SqliteMetrics, asked: dict[str, object]) -> None:
    """Both stores agree on which rows, in which order, and on what they come to."""
    rows = [
        row(number, mode="audit" if number % 3 else "optimize", model="other" if number % 4 else "m") for number in range(20)
    ]
    rows += [msgspec.structs.replace(row(5), request_id=name) for name in ("b", "z", "a")] + [FULL]
    memory = MemoryMetrics()
    memory.write(rows)
    metrics.write(rows)
    assert metrics.read(**asked) == memory.read(**asked)  # type: ignore[arg-type]
    times = {key: value for key, value in asked.items() if key.endswith("time")}
    assert metrics.summary(**times) == pytest.approx(memory.summary(**times))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_a_negative_page_is_refused(metrics: SqliteMetrics, name: str) -> None:
    """SQLite would read it as no limit."""
    with pytest.raises(ConfigurationError, match=name):
        metrics.read(**{name: -1})  # type: ignore[arg-type]
