"""Tests of scoring rows against a question."""

from __future__ import annotations

from functools import partial

import pytest

from headroom.relevance.bm25 import Match, rows_matching
from headroom.relevance.query import query_text, read_query
from headroom.relevance.rows import row_text
from tests.detection.growth import grows_too_fast


def matches(rows: list[str], question: str, call: str = "") -> dict[int, Match]:
    """The rows that match a question."""
    return rows_matching(row_text(rows), read_query(query_text(question, call)))


def ranking(rows: list[str], question: str, call: str = "") -> list[int]:
    """The rows that match, best first."""
    found = matches(rows, question, call)
    return sorted(found, key=lambda row: -found[row].score)


FILLER = [f"filler {number}" for number in range(20)]


def test_rarer_words_count_more() -> None:
    """A word of one row against a word of five."""
    rows = ["common a", "common b", "common c", "common d", "common e", "rare f", *FILLER]
    assert ranking(rows, "common rare")[0] == 5


def test_more_of_the_words_count_more() -> None:
    """Two words of the question beat one."""
    assert ranking(["zebra", "walrus", "zebra walrus", *FILLER], "zebra walrus")[0] == 2


def test_short_rows_count_more() -> None:
    """The same word in a longer row says less."""
    assert ranking(["zebra " + "x " * 60, "zebra", *FILLER], "zebra") == [1, 0]


def test_whole_values_count_more() -> None:
    """A JSON value that is the word beats a text that holds it."""
    found = matches(['"a zebra"', '"zebra"', *FILLER], "zebra")
    assert found[1].score > found[0].score
    assert (found[0].whole, found[1].whole) == (False, True)


def test_phrases_count_more_than_their_words() -> None:
    """Words in quotes are meant together."""
    assert ranking(["left of shift it", "the left shift", *FILLER], 'the "left shift"')[0] == 1


def test_context_counts_less() -> None:
    """What was looked for says less than what is asked."""
    assert ranking(["zebra", "walrus", *FILLER], "walrus", '{"q":"zebra"}') == [1, 0]


def test_words_of_more_than_half_of_the_rows_say_nothing() -> None:
    """They are dropped."""
    assert matches(["zebra"] * 6 + ["x"] * 5, "zebra") == {}
    assert len(matches(["zebra"] * 5 + ["x"] * 5, "zebra")) == 5


def test_the_rarest_word_is_told() -> None:
    """In how many rows the rarest word of the row stands."""
    found = matches(["zebra", "zebra", "zebra walrus", *FILLER], "zebra walrus")
    assert [found[row].rarest for row in range(3)] == [3, 3, 1]


@pytest.mark.parametrize(
    ("row", "question", "expected"),
    [
        ("a giraffe", "giraffes", True),
        ("the giraffes", "giraffe", True),
        ("giraffed", "giraffe", False),
        ("ungiraffe", "giraffe", False),
        ("grasses", "grass", False),
        ("gras", "grass", False),
        ("x\\nzebra", "zebra", True),
        ("anzebra", "zebra", False),
        ("id-42-zebra-x", "zebra", True),
        ("error503x", "503", False),
        ("port 503.", "503", True),
        ("1503", "503", False),
        ("それは日本語です", "日本", True),
        ("Das ist MÜLLER", "müller", True),
        ("M\\u00fcller", "müller", True),
        ("\\ud83d\\ude00", '"x😀y" 😀', False),
        ("say a.b(c) now", '"a.b(c)"', True),
        ("", "zebra", False),
    ],
)
def test_words_match_as_words(row: str, question: str, expected: bool) -> None:
    """At their edges, in singular and plural, behind escapes, in other scripts and cases, escaped or not."""
    assert (0 in matches([row, *FILLER], question)) is expected


def test_a_row_is_found_once_however_often_it_has_the_word() -> None:
    """A word counts once a row."""
    rows = ["zebra " * 40, "zebra " + "y " * 97, *FILLER]
    found = matches(rows, "zebra")
    assert found[0].score == pytest.approx(found[1].score, rel=0.2)


@pytest.mark.parametrize(("rows", "question"), [([], "zebra"), (["zebra"], ""), (["zebra"] * 3, "zebra")])
def test_nothing_to_find(rows: list[str], question: str) -> None:
    """No rows, no question, or the same in all rows."""
    assert matches(rows, question) == {}


def test_hostile_rows_cost_little() -> None:
    """Hundreds of thousands of near misses are given up."""
    assert not grows_too_fast(lambda size: partial(matches, ["zebrax" * size, "zebra", *FILLER], "zebra"), 50_000)


def test_a_word_behind_an_escaped_line_break_stands_alone() -> None:
    """The letter of an escape is no part of a word."""
    found = rows_matching(row_text([r'"first\nneedle"', '"xneedle"', '"nothing here"']), read_query("needle"))
    assert list(found) == [0]
