"""Tests of columns read from lines."""

from __future__ import annotations

from headroom.compressors.tables.layout import columns_of_lines, columns_of_rows, line_rows


def test_rows_are_ranges_where_no_line_is_blank() -> None:
    """Each line is a row."""
    assert line_rows(["h\n", "a\n", "b\n"], 1, 3) == (range(1, 3), range(2, 4))


def test_a_blank_line_belongs_to_the_row_before() -> None:
    """So that it goes with it."""
    assert line_rows(["a\n", "\n", "b\n"], 0, 3) == ([0, 2], [2, 3])


def test_columns_of_equal_lines() -> None:
    """Line ends are no part of the last cell, whichever they are."""
    assert columns_of_lines(["1,2\r\n", "3,4\r\n"], ",", 2, padded=False) == ([["1", "3"], ["2", "4"]], [])
    assert columns_of_lines(["1,2\n", "3,4"], ",", 2, padded=False) == ([["1", "3"], ["2", "4"]], [])


def test_ragged_lines_are_named_and_filled_up() -> None:
    """A short row gets empty cells, a long one keeps the rest in its last."""
    columns, odd = columns_of_lines(["1,2\n", "3\n", "4,5,6\n"], ",", 2, padded=False)
    assert columns == [["1", "3", "4"], ["2", "", "5,6"]]
    assert odd == [1, 2]


def test_lines_that_are_only_together_as_wide_are_ragged() -> None:
    """What a line has too much does not make up for what another lacks."""
    columns, odd = columns_of_lines(["1,2\n", "3,4,5,6\n", "7,8,9\n"], ",", 3, padded=False)
    assert columns == [["1", "3", "7"], ["2", "4", "8"], ["", "5,6", "9"]]
    assert odd == [0, 1]


def test_padding_is_no_part_of_a_cell() -> None:
    """Where the caller says that there is some."""
    assert columns_of_lines([" 1 | x \n"], "|", 2, padded=True)[0] == [["1"], ["x"]]


def test_rows_without_cells_make_empty_columns() -> None:
    """There are as many columns as were asked for."""
    assert columns_of_rows([["a"], []], 2) == [["a", ""], ["", ""]]
    assert columns_of_rows([], 2) == [[], []]
