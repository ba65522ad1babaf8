"""Tests of what lines look like once their numbers are masked."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.masking import shapes_of, visible


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("\x1b[31mred\x1b[0m\nplain", ["red", "plain"]),
        ("\x1b]0;title\x07word", ["word"]),
        ("10%\r50%\r100%\ndone\r\n", ["100%", "done", ""]),
        ("a\u2028b", ["a\u2028b"]),
        ("", [""]),
    ],
)
def test_rows_are_what_a_terminal_shows(text: str, rows: list[str]) -> None:
    """Without colours, and with the last state of what was overwritten; only a line feed ends a row."""
    assert visible(text).split("\n") == rows


def test_rows_that_differ_in_digits_have_one_shape() -> None:
    """However many digits there are."""
    shapes = shapes_of("took 5 ms\ntook 12345 ms\ntook long")
    assert shapes.of_row == [0, 0, 1]
    assert shapes.texts == ["took 0 ms", "took long"]
    assert shapes.firsts == [0, 2]


def test_odd_characters_survive() -> None:
    """Lone surrogates, NULs and letters of other scripts."""
    rows = ["\ud800 1", "\0", "Ошибка 7", ""]
    shapes = shapes_of("\n".join(rows))
    assert shapes.rows == rows
    assert shapes.texts == ["\ud800 0", "\0", "Ошибка 0", ""]


def test_passed_tests_are_of_one_shape() -> None:
    """Whatever their names, if there are many; one that failed is not among them."""
    rows = [f"tests/test_a.py::test_{name} PASSED" for name in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"]
    shapes = shapes_of("\n".join([*rows, "tests/test_a.py::test_z FAILED after PASSED"]))
    assert shapes.folded
    assert shapes.of_row == [0] * len(rows) + [1]


def test_few_passed_tests_keep_their_shapes() -> None:
    """There is nothing to fold."""
    shapes = shapes_of("test a PASSED\ntest b PASSED")
    assert not shapes.folded
    assert shapes.of_row == [0, 1]
