"""Tests of the extremes of a group."""

from __future__ import annotations

from headroom.compressors.json_records.columns import Column
from headroom.compressors.tables.extremes import group_extremes
from headroom.relevance import read_query

KINDS = Column("kind", "kind", ['"flood"', '"drought"', '"storm"'] * 10)
DEATHS = Column("deaths", "deaths", [str(at * 7 % 31 + (5_000 if at == 13 else 0)) for at in range(30)])


def test_the_largest_and_smallest_of_what_is_asked_for() -> None:
    """Of the rows with the value that the question names, in the plural or not."""
    found = group_extremes([KINDS, DEATHS], read_query("Which droughts killed the most people?"))
    droughts = [row for row in range(30) if row % 3 == 1]
    values = {row: int(DEATHS.cells[row]) for row in droughts}
    assert found == [max(droughts, key=values.__getitem__), min(droughts, key=values.__getitem__)]


def test_no_superlative_asks_for_none() -> None:
    """Then rows are kept for other reasons."""
    assert group_extremes([KINDS, DEATHS], read_query("What about droughts?")) == []


def test_a_question_about_no_group() -> None:
    """There is nothing to look in."""
    assert group_extremes([KINDS, DEATHS], read_query("Which killed the most?")) == []
