"""Tests of how a question is widened."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.terms import Terms, ask_for_all, folded, read_terms


def forms(query: str) -> set[str]:
    """All spellings of the numbers of a question."""
    return {form.strip() for _, forms in read_terms(query).spelled for form in forms}


def alone(terms: Terms) -> set[str]:
    """The words of the question."""
    return {word.alone.strip() for word in terms.words}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Max_Line-Length(8)", "max line length 8 "),
        ("one\ntwo", "one\ntwo"),
        ("Größe", "größe"),
        ("源码.py", "源码 py"),
        ("\ud800x", "\ud800x"),
    ],
)
def test_text_is_folded(text: str, expected: str) -> None:
    """To lower-cased words and spaces; lines stay."""
    assert folded(text, ascii_only=False) == expected


def test_folding_to_ascii_keeps_every_place() -> None:
    """Other characters are spaces."""
    assert folded("Größe\ud800", ascii_only=True) == "gr  e "


def test_numbers_are_padded_and_joined() -> None:
    """As names of files have them."""
    assert {"pep 0008", "pep 8", "pep8"} <= forms("What does PEP 8 say?")


def test_versions_are_spelled_as_tuples() -> None:
    """As code compares them."""
    assert "3  12" in forms("deprecated in 3.12")


def test_identifiers_have_pieces() -> None:
    """Of camel case and of underscores, worth less than the whole."""
    worth = {word.alone.strip(): word.weight for word in read_terms("Where is RotatingFileHandler made?").words}
    assert worth["rotating"] < worth["rotatingfilehandler"]
    assert "handler" in worth


def test_stems_are_loose() -> None:
    """Endings go where enough is left."""
    assert "retr" in {word.stem for word in read_terms("How many retries?").words}
    assert "deprecat" in {word.stem for word in read_terms("What is deprecated?").words}


def test_plurals_are_one_word_with_their_singular() -> None:
    """Both stand for the other."""
    (word,) = read_terms("handlers").words
    assert (word.alone, word.many) == (" handler ", " handlers ")


def test_neighbours_are_joined() -> None:
    """And hyphens may be underscores."""
    assert {("no", "proxy"), ("max", "line")} <= {*read_terms("the no-proxy and max settings of max line").pairs}


def test_definitions_are_wanted() -> None:
    """By the words with which one asks for them."""
    assert read_terms("Where is it defined?").wants_definition
    assert not read_terms("Who calls it?").wants_definition


def test_words_about_the_result_are_only_context() -> None:
    """So are those of the call."""
    terms = read_terms("Which files in the result?\x1fneedle")
    assert not terms.words
    assert {word.alone.strip() for word in terms.context} >= {"file", "result", "needle"}


def test_a_long_question_has_its_longest_words() -> None:
    """Each costs a search of the text."""
    terms = read_terms(" ".join(f"w{number:02}" for number in range(40)) + " considerably")
    assert len(terms.words) <= 16
    assert "considerably" in alone(terms)


def test_nothing_is_empty() -> None:
    """Nor do words that every question has make terms."""
    assert not read_terms("").words
    assert not read_terms("Which of them is it?").words


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("Which files call compute?", ["x = compute(1)", "compute()"], True),
        ("Which files call compute?", ["x = other(1)", "y = 2", "compute()"], False),
        ("What does compute return?", ["x = compute(1)", "compute()"], False),
        ("List all files.", ["a.py", "b.py"], True),
    ],
)
def test_all_files_are_asked_for_where_nothing_picks_some_out(question: str, texts: list[str], expected: bool) -> None:
    """What the question names stands in most of what was found."""
    assert ask_for_all(read_terms(question), texts) is expected
