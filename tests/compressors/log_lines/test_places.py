"""Tests of finding words in shapes."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.places import places_of

TEXTS = ["ERROR: disk full", "all is well", "an Error_code 0", "FAIL", "errors"]


def test_literals_are_found_as_they_are_written() -> None:
    """Case counts, and a line feed in front means the start of a line."""
    places = places_of(TEXTS)
    assert places.shapes_with(["ERROR"]) == {0}
    assert places.shapes_with(["Error", "well"]) == {1, 2}
    assert places.shapes_with(["\nERR"]) == {0}
    assert places.shapes_with(["\nFAIL\n"]) == {3}
    assert places.shapes_with(["\nwell"]) == set()


def test_lower_case_literals_are_found_in_any_case() -> None:
    """Each shape once."""
    assert places_of(TEXTS).shapes_with_low("error") == [0, 2, 4]


@pytest.mark.parametrize("count", [5, 500])
def test_frequent_literals_are_found_as_rare_ones_are(count: int) -> None:
    """Whichever way is taken."""
    texts = [f"{'x' * at} error {'y' * at}" if at % 2 else "z" * at for at in range(count)]
    odd = [at for at in range(count) if at % 2]
    places = places_of(texts)
    assert places.shapes_with_low("error") == odd
    assert places.shapes_with(["error"]) == set(odd)
    assert places.shapes_with(["\nz"]) == set(range(2, count, 2))


def test_words_stand_alone() -> None:
    """A part of a longer word is not the word."""
    places = places_of(["xERROR", "ERRORS ERROR", "ERROR"])
    assert [(shape, at - places.start_of(shape)) for shape, at in places.standing("ERROR")] == [(1, 7), (2, 0)]


def test_the_vocabulary_holds_every_word() -> None:
    """As written and in lower case."""
    places = places_of(["Timeout=0ms", "Ошибка"])
    assert places.words == {"Timeout", "ms", "Ошибка"}
    assert places.low_words == {"timeout", "ms", "ошибка"}


def test_tables_are_read_by_their_words() -> None:
    """A literal is there if it stands in the text, and its word, too."""
    places = places_of(["0 passed of #1, unfailed"])
    table = {"passed": ("0 passed", "1 passed"), "failed": ("failed",), "": ("#", "*")}
    assert places.gated(table) == ["0 passed", "#"]


def test_letters_that_grow_in_lower_case_keep_their_places() -> None:
    """The Turkish capital I with a dot has two characters in lower case."""
    places = places_of(["İİ ERROR"])
    assert len(places.low) == len(places.text)
    assert places.shapes_with_low("error") == [0]
