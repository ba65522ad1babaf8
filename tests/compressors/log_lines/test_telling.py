"""Tests of values that say how things stand."""

from __future__ import annotations

from headroom.compressors.log_lines.telling import telling_words


def test_errors_and_levels_are_telling() -> None:
    """As words of their own, and errors within other words, too."""
    words = ["a=ok", "level=error", 'kind="KeyError"', "result=timeout", "to=warning", "path=wares"]
    assert telling_words(words) == {"level=error", 'kind="KeyError"', "result=timeout", "to=warning"}


def test_what_only_sounds_like_a_level_is_not() -> None:
    """A level within another word is none."""
    assert telling_words(["critique=1", "x=informal"]) == frozenset()


def test_words_in_identifiers_tell_nothing() -> None:
    """Letters of a hash may spell one."""
    assert telling_words(["0b0bad", "bad0c", "id=0bad"]) == frozenset()


def test_many_are_names() -> None:
    """They differ from row to row."""
    assert telling_words([f"test_error_{at:x}" for at in range(100)]) == frozenset()


def test_no_words() -> None:
    """Nothing is found."""
    assert telling_words([]) == frozenset()
