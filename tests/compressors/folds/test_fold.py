"""Tests of what a fold is."""

from __future__ import annotations

from headroom.compressors.folds.repeats import fold_repeats


def test_a_fold_accounts_for_its_characters() -> None:
    """What is dropped, as often as it is, less what is left, and the note, are the difference in length."""
    lines = ["one line of some length that comes again"] * 9
    folded = fold_repeats(lines)
    (fold,) = folded.folds
    saved = fold.times * (len(fold.dropped) - len(fold.left)) - len(fold.note)
    assert len("\n".join(lines)) - len("\n".join(folded.lines)) == saved
