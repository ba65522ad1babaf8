"""Tests of what is open while a page is read."""

from __future__ import annotations

from headroom.compressors.markup.layout import Layout
from headroom.compressors.markup.page import Cell


def test_ends_close_what_is_open_inside_and_stray_ends_nothing() -> None:
    """An end without a beginning is passed over; what was left open ends with what it stands in."""
    layout = Layout()
    layout.open_box("section", "")
    layout.open_box("div", "")
    layout.close_box("article")
    assert layout.box == 2
    layout.close_box("section")
    assert layout.box == 0
    assert [(box.parent, box.name) for box in layout.boxes[1:]] == [(0, "section"), (1, "div")]


def test_items_are_numbered_in_ordered_lists() -> None:
    """From where the list says, and again in the outer list after an inner one."""
    layout = Layout()
    layout.open_box("ol", ' start="4"')
    layout.open_item()
    first = layout.mark
    layout.open_box("ul", "")
    layout.open_item()
    assert (first, layout.mark, layout.lists) == ("4.", "-", 2)
    layout.close_box("ul")
    layout.open_item()
    assert (layout.mark, layout.lists) == ("5.", 1)


def test_cells_are_told_by_row_and_column() -> None:
    """Wide cells count for what they take, and stand in the first of it."""
    layout = Layout()
    layout.open_table("")
    layout.open_row()
    layout.open_cell("td", ' colspan="2"')
    seen = [layout.cell]
    layout.open_cell("th", "")
    seen.append(layout.cell)
    layout.close_table()
    seen.append(layout.cell)
    assert seen == [Cell(0, 1, 1, columns=2), Cell(0, 1, 3), None]
    assert layout.made_tables()[0].is_headed


def test_no_end_reaches_out_of_a_table() -> None:
    """An end inside a cell closes nothing round the table; the table's own end closes all that is open in it."""
    layout = Layout()
    layout.open_box("div", "")
    layout.open_table("")
    layout.open_row()
    layout.open_cell("td", "")
    layout.close_box("div")
    assert layout.cell is not None
    layout.open_box("ul", "")
    layout.open_table("")
    layout.close_table()
    assert layout.cell == Cell(0, 1, 1)
    layout.close_table()
    assert (layout.box, layout.lists) == (1, 0)
    assert [table.is_mixed for table in layout.made_tables()] == [True, False]


def columns_of(rows: list[list[str]]) -> list[list[int]]:
    """The columns of the cells of a table, of which each cell is given by its attributes."""
    layout = Layout()
    layout.open_table("")
    found: list[list[int]] = []
    for row in rows:
        layout.open_row()
        found.append([])
        for attributes in row:
            layout.open_cell("td", attributes)
            assert layout.cell is not None
            found[-1].append(layout.cell.column)
    return found


def test_tall_cells_move_what_stands_below_to_the_right() -> None:
    """As long as they reach, wide or not; 0 is to the end, and what no browser takes for a number is 1."""
    assert columns_of([[" rowspan=2", ""], [""], ["", ""]]) == [[1, 2], [2], [1, 2]]
    assert columns_of([["", " rowspan=3 colspan='2'", ""], ["", ""], ["", ""], ["", ""]]) == [[1, 2, 4], [1, 4], [1, 4], [1, 2]]
    assert columns_of([[" rowspan=0", ""], [""], [""]]) == [[1, 2], [2], [2]]
    assert columns_of([[" rowspan=1000000", ""], [""], [" rowspan=-2"]]) == [[1, 2], [2], [2]]
    assert columns_of([[" rowspan=x", ""], [""]]) == [[1, 2], [1]]


def test_tall_cells_end_with_their_part_of_the_table() -> None:
    """No cell of a head reaches into the body."""
    layout = Layout()
    layout.open_table("")
    layout.open_row()
    layout.open_cell("th", " rowspan=9")
    layout.open_rows()
    layout.open_row()
    layout.open_cell("td", "")
    assert layout.cell == Cell(0, 2, 1)


def test_more_tall_cells_than_a_table_has_count_for_one_row() -> None:
    """So that no row takes long to read."""
    found = columns_of([[" rowspan=99"] * 1_000, [""]])
    assert found[1][0] < 50
