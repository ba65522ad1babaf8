"""Tests of finding numbers that are far off the others."""

from __future__ import annotations

from headroom.compressors.log_lines.measures import extreme_rows, wants_extremes
from headroom.relevance import read_query
from tests.compressors.log_lines.rows import read_templates


def extremes(rows: list[str], question: str) -> list[int]:
    """Rows with extreme values."""
    shapes, places, templates = read_templates(rows)
    return extreme_rows(shapes, templates, places, read_query(question))


def test_the_largest_is_found_when_asked_for() -> None:
    """The row that answers `longest`."""
    rows = [f"CLOSE host=a fd={at % 3} time={20 + at % 5}.5 bytes=9" for at in range(40)]
    rows[17] = rows[17].replace("time=22.5", "time=29.9")
    assert 17 in extremes(rows, "Which client was held the longest?")


def test_an_outlying_time_is_found_unasked() -> None:
    """Far above the median; ordinary spread is not."""
    rows = [f"query {at * 7 % 40} took {at * 13 % 9 + 3} ms" for at in range(40)]
    assert extremes(rows, "") == []
    rows[21] = "query 3 took 9313 ms"
    assert extremes(rows, "") == [21]


def test_units_are_told_apart() -> None:
    """A second is longer than 900 milliseconds."""
    rows = [f"query {at * 7 % 40} took {at * 13 % 9 + 3}ms" for at in range(40)]
    rows[30] = "query 3 took 4s"
    assert extremes(rows, "") == [30]


def test_an_outlier_among_thousands_is_found() -> None:
    """Every row is read, whichever template it has."""
    rows = [f"INFO GET /a/{at} duration={at * 13 % 9 + 3}ms" for at in range(5_000)]
    rows[3_217] = "INFO GET /a/3 duration=9313ms"
    assert extremes(rows, "") == [3_217]


def test_counters_are_not_extreme() -> None:
    """What only grows is a clock or a counter."""
    assert extremes([f"seq={at} done" for at in range(40)], "which is the largest?") == []


def test_questions_for_extremes_are_known() -> None:
    """Superlatives, and words about duration."""
    assert wants_extremes(read_query("Which request took longest?"))
    assert wants_extremes(read_query("why is it slow"))
    assert not wants_extremes(read_query("what failed?"))
