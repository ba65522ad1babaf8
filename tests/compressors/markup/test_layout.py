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
    """Wide cells count for what they take."""
    layout = Layout()
    layout.open_table("")
    layout.open_row()
    layout.open_cell("td", ' colspan="2"')
    seen = [layout.cell]
    layout.open_cell("th", "")
    seen.append(layout.cell)
    layout.close_table()
    seen.append(layout.cell)
    assert seen == [Cell(0, 1, 2), Cell(0, 1, 3), None]
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
