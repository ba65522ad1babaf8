"""Tests of reading a question."""

from __future__ import annotations

from functools import partial

import pytest

from headroom.relevance.query import query_text, question_and_call, read_query
from tests.detection.growth import grows_too_fast


def test_words_without_the_usual_ones() -> None:
    """Lower-cased, each once, in order, without words that every question has."""
    assert read_query("Which of the Workers failed, and why did Workers stall?").words == ("workers", "failed", "stall")


def test_identifiers_are_whole_and_in_pieces() -> None:
    """A path or id counts as itself and as its words."""
    assert read_query("src/api/user-name.py:42.").words == ("src/api/user-name.py:42", "src", "api", "user", "name", "py")


def test_short_numbers_are_no_words() -> None:
    """Two digits stand everywhere; three may name something."""
    assert read_query("give me 7, 42 and 503").words == ("503",)


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('find "Left Shift" now', ("left shift",)),
        ("find `os.path.join`", ("os.path.join",)),
        ("find “curly quotes” please", ("curly quotes",)),
        ("find 'single ones' here", ("single ones",)),
        ("it's Ann's and Bob's", ()),
        ('an "ab" is too short, "abc" is not, "abc" once', ("abc",)),
        ('a quote "that never ends', ()),
    ],
)
def test_phrases_stand_in_quotes(question: str, phrases: tuple[str, ...]) -> None:
    """Of any kind, but not apostrophes."""
    assert read_query(question).phrases == phrases


def test_arguments_of_the_call_are_context() -> None:
    """Words of the call that the question does not have, eight at most."""
    query = read_query(query_text("walrus?", '{"q": "walrus zebra", "limit": 100}'))
    assert (query.words, query.context) == (("walrus",), ("zebra", "limit", "100"))
    assert len(read_query(query_text("", " ".join(f"word{number}" for number in range(50)))).context) == 8


def test_no_call_no_context() -> None:
    """The question alone."""
    assert query_text("walrus?", "") == "walrus?"
    assert read_query("walrus?").context == ()


@pytest.mark.parametrize(
    ("question", "indexes"),
    [
        ("what is Patterns.2?", (("patterns", 2),)),
        ("see items[7] and users.12.name", (("items", 7), ("users", 12))),
        ("version 1.2x and items.1234567", ()),
    ],
)
def test_paths_into_arrays(question: str, indexes: tuple[tuple[str, int], ...]) -> None:
    """A name and an index."""
    assert read_query(question).indexes == indexes


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which is the largest?", True),
        ("any OUTLIERS?", True),
        ("who took most?", True),
        ("the newest one", True),
        ("rerun the latest test request", False),
        ("what is in the west forest", False),
        ("the best-effort queue", True),
        ("list them", False),
    ],
)
def test_questions_for_extremes(question: str, expected: bool) -> None:
    """Superlatives and their kin, but not words that only look like them."""
    assert read_query(question).wants_extremes is expected


def test_scripts_without_spaces_are_read_in_pairs() -> None:
    """Two characters at a time, beside the whole."""
    assert read_query("東京都").words == ("東京都", "東京", "京都")


def test_long_questions_are_cut() -> None:
    """The first words of a document are the question."""
    assert len(read_query(" ".join(f"word{number}" for number in range(500))).words) == 48
    assert "late" not in read_query("x " * 5000 + "late").words


@pytest.mark.parametrize("piece", ["a", "a.", "'a", "1["])
def test_one_endless_word_costs_little(piece: str) -> None:
    """A question that is an encoded file is read as fast as any."""
    assert not grows_too_fast(lambda size: partial(read_query, piece * size), 50_000)


def test_an_endless_word_is_not_looked_for() -> None:
    """No row would have it."""
    assert read_query("a" * 500_000).words == ()


def test_nothing_asked() -> None:
    """An empty question looks for nothing."""
    query = read_query("")
    assert (query.phrases, query.words, query.context, query.indexes, query.wants_extremes) == ((), (), (), (), False)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What does section 37 say?", {"37"}),
        ("Was steht in Art. 45?", {"45"}),
        ("show order #7 and step 31", {"7", "31"}),
        ("что в пункту 17", {"17"}),
        ("第37号の内容", {"第37号"}),
        ("the last 24 hours of 5 jobs", set()),
        ("the top 5 within 30 days, and 12% of it", set()),
    ],
)
def test_short_numbers_count_where_something_is_called_by_them(question: str, numbers: set[str]) -> None:
    """An amount says nothing; the number of a section is its name."""
    assert {word for word in read_query(question).words if any(map(str.isdigit, word)) and len(word) < 5} == numbers


def test_a_question_is_told_from_its_call() -> None:
    """As they were put together; a text without a call is all question."""
    assert question_and_call(query_text("why?", '{"a":1}')) == ("why?", '{"a":1}')
    assert question_and_call("why?") == ("why?", "")
