"""Tests of rows as one lower-cased text."""

from __future__ import annotations

import pytest

from headroom.relevance.rows import row_text


@pytest.mark.parametrize("rows", [["Alpha", "", "BETA"], ["a\nB", "c"], ["İx", "y"], [""]])
def test_every_place_leads_back_to_its_row(rows: list[str]) -> None:
    """Line breaks inside rows and letters that grow in lower case included."""
    text = row_text(rows)
    assert text.text.split("\n") == [row.lower().replace("\n", " ") for row in rows]
    starts = [0, *text.ends[:-1]]
    assert [text.row_at(start) for start in starts] == list(range(len(rows)))
    assert [text.row_at(end - 1) for end in text.ends] == list(range(len(rows)))


def test_lengths_include_the_line_break() -> None:
    """So that they add up to the text and one more."""
    text = row_text(["ab", "", "cde"])
    assert [text.length(row) for row in range(3)] == [3, 1, 4]
    assert sum(map(text.length, range(3))) == len(text.text) + 1
