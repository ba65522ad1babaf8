"""Tests of escape sequences as signs."""

from __future__ import annotations

from headroom.compressors.folds.escapes import fold_escapes


def test_sequences_become_signs() -> None:
    """The most frequent first; those that follow each other are one."""
    text = "\x1b[1m\x1b[31merror\x1b[0m ok\x1b[0m\n" * 10
    written, codes = fold_escapes(text)
    assert written == "¶error§ ok§\n" * 10
    assert codes == {"§": "\x1b[0m", "¶": "\x1b[1m\x1b[31m"}


def test_signs_of_the_text_are_not_used() -> None:
    """Nothing could tell them apart."""
    assert "§" not in fold_escapes("§ 5 \x1b[0m\n" * 10)[1]


def test_rare_sequences_stay() -> None:
    """A legend costs more."""
    assert fold_escapes("\x1b[31mred\x1b[0m\n") == ("\x1b[31mred\x1b[0m\n", {})
    text = "".join(f"\x1b[{at}mx" for at in range(20))
    assert fold_escapes(text) == (text, {})


def test_sequences_inside_longer_ones_are_the_same_ones() -> None:
    """The longest are written first, and what is left of a run has the signs of its parts."""
    text = "\x1b[1m\x1b[31merror\x1b[0m ok\x1b[0m\n" * 10 + "\x1b[0m\x1b[7mend\n"
    written, codes = fold_escapes(text)
    assert written == "¶error§ ok§\n" * 10 + "§\x1b[7mend\n"
    assert codes == {"§": "\x1b[0m", "¶": "\x1b[1m\x1b[31m"}
