"""Tests of moving spans to the end of a prompt."""

from __future__ import annotations

from headroom.config.history import DYNAMIC_TAIL
from headroom.transforms.cache_aligner.dynamic_tail import Moved, TakenOut, appended, taken_out

HOW = Moved()


def moved(text: str, *lines: str, how: Moved = HOW) -> str:
    """The text with these lines moved."""
    spans = [(text.index(line), text.index(line) + len(line)) for line in lines]
    out = taken_out({0: (text, spans)}, how)
    return appended(out.texts[0], out.lines, how.separator)


def test_lines_move_behind_the_separator() -> None:
    """In their order."""
    assert moved("a\nB\nc\nD\ne", "B\n", "D\n") == f"a\nc\ne{DYNAMIC_TAIL}B\nD"


def test_of_two_empty_lines_one_stays() -> None:
    """Or both, if asked."""
    assert moved("a\n\nB\n\nc", "B\n") == f"a\n\nc{DYNAMIC_TAIL}B"
    assert moved("B\n\nc", "B\n") == f"c{DYNAMIC_TAIL}B"
    assert moved("a\n\nB\n\nc", "B\n", how=Moved(collapses=False)) == f"a\n\n\nc{DYNAMIC_TAIL}B"
    assert moved("a\n\n\n\nb\nC\nd", "C\n") == f"a\n\n\n\nb\nd{DYNAMIC_TAIL}C"


def test_nothing_hangs_at_the_end() -> None:
    """Unless asked to."""
    assert moved("a\n\nB", "B") == f"a{DYNAMIC_TAIL}B"
    assert moved("a\n\nB", "B", how=Moved(trims_end=False)) == f"a\n\n{DYNAMIC_TAIL}B"


def test_what_is_at_the_end_already_stays_there() -> None:
    """More is added behind it."""
    assert moved(f"a\nB\nc{DYNAMIC_TAIL}D", "B\n") == f"a\nc{DYNAMIC_TAIL}D\nB"
    assert moved(f"a\nB\nc{DYNAMIC_TAIL}D\n", "B\n") == f"a\nc{DYNAMIC_TAIL}D\nB"


def test_a_text_that_says_nothing_else_stays_whole() -> None:
    """Only what is taken from the others moves."""
    assert taken_out({0: ("a\nB\n", [(2, 4)]), 1: ("C", [(0, 1)]), 2: ("d", [])}, HOW) == TakenOut({0: "a"}, ("B",))


def test_nothing_to_move_is_nothing_written() -> None:
    """No text is new."""
    assert taken_out({0: ("a", []), 3: ("b", [])}, HOW) == TakenOut({}, ())
