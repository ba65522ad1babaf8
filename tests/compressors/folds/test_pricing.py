"""Tests of what folds are believed to gain."""

from __future__ import annotations

from headroom.compressors.folds.fold import Fold
from headroom.compressors.folds.pricing import foreseen_gain
from headroom.tokens import count


def test_less_is_promised_than_is_gained() -> None:
    """By a margin, and not by much."""
    fold = Fold("a line of words that comes again\n", "", 9, "[headroom: line above 9 more times]\n")
    gain = 9 * count(fold.dropped) - count(fold.note)
    assert 0.8 * gain < foreseen_gain([fold], count) < gain
    assert 80 * gain < foreseen_gain([fold] * 100, count) < 100 * gain


def test_folds_that_cost_are_negative() -> None:
    """A run of one character is a token or two."""
    assert foreseen_gain([Fold("-" * 64 + "\n", "", 1, "[headroom: line above 1 more time]\n")], count) < 0


def test_no_folds_gain_nothing() -> None:
    """And cost no count."""
    assert foreseen_gain([], count) == 0.0
