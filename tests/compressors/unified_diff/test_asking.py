"""Tests of what a question names outright."""

from __future__ import annotations

import pytest

from headroom.compressors.unified_diff.asking import lines_naming, low_text, names_in, outright, wanted
from headroom.relevance import read_query

TEXT = "one = 1\nget_item(4)\nleft-pad 1.0\nget_item(5)\nnew_44 new_444\n"
STARTS = [at for at, _ in enumerate(TEXT) if at == 0 or TEXT[at - 1] == "\n"] + [len(TEXT)]


def named(*terms: str, text: str = TEXT) -> dict[int, tuple[int, ...]]:
    """The lines that hold the terms, where each line is a row."""
    starts = [at for at in range(len(text)) if at == 0 or text[at - 1] == "\n"]
    return lines_naming(text, [*starts[1:], len(text)], [*starts, len(text)], terms)


@pytest.mark.parametrize(
    ("question", "points_at", "wants"),
    [
        ("what about new_444?", {"new_444"}, {"new_444"}),
        ("Where is parseHeader called?", {"parseheader"}, {"parseheader", "called"}),
        ('Why "no such host" again?', {"no such host"}, {"no such host", "such", "host"}),
        ("Which version of requests do we get?", set(), {"requests"}),
        ("Review the fix: which files does it touch?", set(), set()),
        ("Is the HTTP code right?", set(), {"http", "right"}),
        ("", set(), set()),
    ],
)
def test_identifiers_and_quotes_point_at_something(question: str, points_at: set[str], wants: set[str]) -> None:
    """Every word of a short question does, a little."""
    query = read_query(question)
    assert set(outright(query)) == points_at
    assert points_at <= set(wanted(query)) <= points_at | wants | {"no"}


def test_words_of_long_questions_do_not() -> None:
    """They tell a story."""
    story = "The forest pixel handler deprecated contamination because numpy warned about the scorer of get_item"
    assert wanted(read_query(story)) == outright(read_query(story)) == ("get_item",)


def test_lines_are_found_by_words() -> None:
    """Whole ones, in each row the first."""
    assert named("get_item", "new_44") == {1: (1,), 3: (3,), 4: (4,)}
    assert named("left-pad", "one") == {0: (0,), 2: (2,)}
    assert named("item(", "eft-pad") == {1: (1,), 3: (3,)}
    assert lines_naming(TEXT, [len(TEXT)], STARTS, ["left-pad", "new_444"]) == {0: (2, 4)}


def test_what_stands_in_many_rows_names_none() -> None:
    """Four are many."""
    assert named("get", text="get\n" * 3) == {0: (0,), 1: (1,), 2: (2,)}
    assert named("get", text="get\n" * 4) == {}


def test_hostile_text_is_looked_at_for_a_while() -> None:
    """A word inside others is not looked for without end."""
    assert named("aa", text="a" * 100_000 + "\naa\n") == {}
    assert not names_in("xaa " * 5_000 + "aa", ["aa"])
    assert names_in("xaa " * 50 + "aa", ["aa"])


def test_small_letters_stand_where_the_capitals_stood() -> None:
    """Also those with a longer small form."""
    assert low_text("\u0130X = Y") == "\u0130x = y"
    assert low_text("ABC") == "abc"
