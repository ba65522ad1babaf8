"""Tests of tables whose cells one character tells apart."""

from __future__ import annotations

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables.delimited import read_delimited
from headroom.compressors.tables.layout import Table


def read(text: str) -> Table:
    """The table of a text that has one."""
    table = read_delimited(text, split_lines(text))
    assert table is not None
    return table


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_delimiter_is_found(delimiter: str) -> None:
    """By the width that most lines share."""
    rows = [("id", "name", "note")] + [(str(at), f"n{at}", "x y") for at in range(20)]
    table = read("".join(delimiter.join(row) + "\n" for row in rows))
    assert list(table.names) == ["id", "name", "note"]
    assert table.cells[1] == [f"n{at}" for at in range(20)]
    assert list(table.starts) == list(range(1, 21))


def test_the_wider_of_two_readings_wins() -> None:
    """Decimal commas do not make a table of semicolons one of commas."""
    table = read("a;b;c\n" + "1,5;2,5;3,5\n" * 10)
    assert table.cells[0] == ["1,5"] * 10


def test_quoted_cells_may_span_lines() -> None:
    """Rows are spans of lines, cells are what the quotes hold."""
    table = read('id,note\n1,"two\nlines"\n2,"say ""hi"", then"\n' + "3,x\n" * 8)
    assert list(table.starts[:3]) == [1, 3, 4]
    assert list(table.stops[:3]) == [3, 4, 5]
    assert table.cells[1][:2] == ["two\nlines", 'say "hi", then']


def test_a_quote_inside_a_cell_is_a_character() -> None:
    """As for any reader of CSV."""
    assert read("size,what\n" + '5" wide,pipe\n' * 10).cells[0] == ['5" wide'] * 10


def test_titles_and_footers_are_no_rows() -> None:
    """What stands above the names and below the last row."""
    table = read("Report of May\n\nid,name\n" + "1,a\n" * 10 + "\n10 rows\n")
    assert list(table.names) == ["id", "name"]
    assert (table.starts[0], table.stops[-1]) == (3, 13)


def test_ragged_rows_are_odd() -> None:
    """A few of them are no reason to give up."""
    table = read("a,b,c\n" + "1,2,3\n" * 20 + "1,2\n" + "1,2,3\n")
    assert table.odd == [20]


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo\nthree\n",
        "Dear all, this is\na text, which has, some commas\nin it\nbut no, columns, at, all\n",
        "",
        ",".join("ab") + "\n" + "".join("," * (at % 7) + "\n" for at in range(40)),
        'a,"b\n' + "c,d\n" * 300,
        "".join(f"{at:6}\tdef function_{at}() -> None:\n" for at in range(1, 40)),
        "{\n" + "".join(f'  "key{at}": {at},\n' for at in range(40)) + "}\n",
        "".join(f"2026-05-01 10:00:{at:02},120 - INFO - the worker has started another of its many jobs\n" for at in range(40)),
    ],
)
def test_other_text_is_no_table(text: str) -> None:
    """No delimiter makes its lines equally wide, or a quote never ends."""
    assert read_delimited(text, split_lines(text)) is None


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    """Names are compared with words of a question."""
    assert read("\ufeffid,name\n" + "1,a\n" * 10).names[0] == "id"
