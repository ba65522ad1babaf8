"""Tests of following names from one row to the next."""

from __future__ import annotations

from headroom.compressors.json_records.bridges import best_rows, bridging, linked_rows
from headroom.relevance import Match, Query, read_query, row_text
from tests.compressors.json_records.builders import lines_of

ROWS = lines_of(
    [{"title": f"Filler {number}", "text": "nothing of note"} for number in range(20)]
    + [{"title": "Maria Serrano", "text": "She was First Lady until Fulgencio Batista took power in Havana."}]
    + [{"title": "Fulgencio Batista", "text": "Fulgencio Batista y Zaldívar was president."}]
)


def test_names_of_the_best_row_are_looked_for() -> None:
    """Names of two words or more, but not what the question holds already."""
    names = bridging([ROWS[20]], read_query("Who overthrew Maria Serrano?"))
    assert names.phrases == ("first lady", "fulgencio batista")


def test_rows_that_explain_a_name_are_found() -> None:
    """Those known already are not found again; a common name leads nowhere."""
    low = row_text(ROWS)
    assert linked_rows(low, Query(phrases=("fulgencio batista",)), [20]) == [21]
    assert linked_rows(low, Query(phrases=("nothing of",)), []) == []


def test_best_rows_come_by_score() -> None:
    """The earlier one where scores are equal."""
    matches = {3: Match(1.0, 1, whole=False), 1: Match(1.0, 1, whole=False), 2: Match(5.0, 1, whole=False)}
    assert best_rows(matches) == [2, 1]
