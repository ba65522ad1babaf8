"""Tests of lines that come several times in a row."""

from __future__ import annotations

import pytest

from headroom.compressors.folds.repeats import fold_repeats

LINE = "the connection was lost, retrying"


def test_equal_lines_stand_once() -> None:
    """With a note of how often they come again."""
    assert fold_repeats(["a", *[LINE] * 13, "b"]).lines == ["a", LINE, "[headroom: line above 12 more times]", "b"]


def test_equal_blocks_stand_once() -> None:
    """Blank lines and brackets in them included."""
    block = ["{", LINE, "", "}"]
    folded = fold_repeats(["start", *block * 5, "end"])
    assert "[headroom: 4 lines above 4 more times]" in folded.lines
    assert folded.folds[0].times == 4


def test_short_repetitions_stay() -> None:
    """A note costs more."""
    lines = ["retrying", "retrying", "retrying", "done", "", "", "", ""]
    assert fold_repeats(lines).lines == lines


def test_notes_are_not_repeated() -> None:
    """A note of what was put aside says what is missing where it stands."""
    lines = ["[headroom: 400 characters of base64 omitted]"] * 9
    assert fold_repeats(lines).lines == lines


@pytest.mark.parametrize("line", ["x", "abcdefg", "  ok", "é", "🎉"])
def test_short_lines_fold_where_they_are_many(line: str) -> None:
    """However short, in one run; the ones around them stay."""
    assert fold_repeats(["a", *[line] * 500, "b"]).lines == ["a", line, "[headroom: line above 499 more times]", "b"]


def test_blank_lines_and_brackets_stay() -> None:
    """They cost next to nothing, and are easier to read where they are."""
    lines = ["a", *[""] * 500, "  ", "  ", *["}"] * 9]
    assert fold_repeats(lines).lines == lines
