"""Tests of long lines that come again elsewhere."""

from __future__ import annotations

from headroom.compressors.folds.references import fold_references

LONG = "the scheduler could not place the job because no node has room for it"
OTHER = "the scheduler placed the job on a node that has had no work for a while"


def test_a_long_line_is_marked_and_referred_to() -> None:
    """In the order in which they stand there first."""
    assert fold_references([LONG, "a", OTHER, LONG, "b", OTHER, LONG]).lines == [
        f"[@1] {LONG}",
        "a",
        f"[@2] {OTHER}",
        "[@1]",
        "b",
        "[@2]",
        "[@1]",
    ]


def test_short_and_single_lines_stay() -> None:
    """They are as easily read again."""
    lines = ["short", LONG, "short"]
    assert fold_references(lines).lines == lines


def test_lines_that_look_like_marks_forbid_them() -> None:
    """Nothing could tell them apart."""
    lines = [LONG, "[@1] is mine", LONG]
    assert fold_references(lines).lines == lines
