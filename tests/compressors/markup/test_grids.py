"""Tests of tables."""

from __future__ import annotations

from headroom.compressors.markup.inline import LINK_END, LINK_START
from tests.compressors.markup.pages import PROSE, blocks_of, page_of


def test_tables_of_data_are_rows() -> None:
    """A block a row, a cell where it stands, whatever is missing."""
    table = "<table><caption>Sizes</caption><tr><th>Name<th>Size<th>Note<tr><td>a<td>1<tr><td>b<td><td><p>x<p>y</table>"
    assert blocks_of(table) == [
        ("caption", "Sizes"),
        ("row", "| Name | Size | Note |"),
        ("row", "| a | 1 |"),
        ("row", "| b || x; y |"),
    ]


def test_tables_that_lay_out_a_page_dissolve() -> None:
    """Tables inside, headings, code, long texts or a single column make no table of data."""
    assert [kind for kind, _ in blocks_of("<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>d</table></table>")] == [
        "paragraph"
    ] * 4
    assert blocks_of("<table><tr><td><h2>T</h2><td>b<tr><td>c<td>d</table>")[0] == ("heading", "T")
    long = "<table>" + f"<tr><td>{PROSE * 2}<td>{PROSE * 2}" * 2 + "</table>"
    assert {kind for kind, _ in blocks_of(long)} == {"paragraph"}
    assert {kind for kind, _ in blocks_of("<table><tr><td>a<tr><td>b<tr><td>c</table>")} == {"paragraph"}
    assert {kind for kind, _ in blocks_of("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>")} == {"paragraph"}


def test_lines_of_code_in_a_table_are_one_block() -> None:
    """With their indentation and the empty lines between them; the numbers beside them are no text."""
    rows = "".join(
        f'<tr><td class="num" data-n={at}><td class="blob-code">{line}'
        for at, line in enumerate(("def f():", "    a", "", "    b", "c"))
    )
    assert blocks_of(f"<table>{rows}</table>") == [("code", "def f():\n    a\n\n    b\nc")]
    gutter = "<table><tr><td><pre>1\n2\n3</pre><td><pre>a\n  b\nc</pre></table>"
    assert blocks_of(gutter) == [("code", "a\n  b\nc")]


def test_a_single_column_is_lines() -> None:
    """A list that is laid out as a table; a few cells are parts of a page."""
    assert blocks_of("<table>" + "<tr><td>a" * 5 + "</table>") == [("row", "a")] * 5
    assert blocks_of("<table>" + "<tr><td>a" * 2 + "</table>") == [("paragraph", "a")] * 2


def test_rows_keep_their_links() -> None:
    """Targets of all cells in order."""
    page = page_of("<table><tr><td><a href=/1>a</a><td>b<tr><td><a href=/2>c</a><td><a href=/3>d</a></table>")
    assert [block.targets for block in page.blocks] == [("/1",), ("/2", "/3")]


def rows_of(table: str) -> list[str]:
    """The rows of a table as they are written."""
    return [text for kind, text in blocks_of(f"<table>{table}</table>") if kind == "row"]


def test_cells_that_stand_in_several_rows_are_written_in_each() -> None:
    """Each value stays in its column; a long text is written once, and so is a link."""
    head = "<tr><th>Region<th>City<th>Sales"
    assert rows_of(f"{head}<tr><td rowspan=2><a href=/eu>EU</a><td>Oslo<td>12<tr><td>Bonn<td>14<tr><td>US<td><td>9")[1:] == [
        f"| {LINK_START}EU{LINK_END} | Oslo | 12 |",
        "| EU | Bonn | 14 |",
        "| US || 9 |",
    ]
    assert rows_of(f"{head}<tr><td>EU<td>Oslo<td rowspan=3>12<tr><td>a<td>b<tr><td>c")[1:] == [
        "| EU | Oslo | 12 |",
        "| a | b | 12 |",
        "| c || 12 |",
    ]
    assert rows_of(f"{head}<tr><td rowspan=2>{PROSE}<td>Oslo<td>12<tr><td>Bonn<td>14")[2] == "|| Bonn | 14 |"
    assert rows_of("<thead><tr><th rowspan=3>a<th>b<tbody><tr><td>c<td>d<tr><td>e<td>f")[1:] == ["| c | d |", "| e | f |"]


def test_wide_cells_stand_in_their_first_column() -> None:
    """What follows stands behind all that they take."""
    assert rows_of("<tr><th rowspan=2>R<th colspan=2>Sales<th>N<tr><td>2023<td>2024<td>x") == [
        "| R | Sales || N |",
        "| R | 2023 | 2024 | x |",
    ]


def test_what_is_written_again_is_bounded() -> None:
    """Many rows below many tall cells repeat no more than the page holds."""
    tall = "".join(f"<td rowspan=1000000>a long name of column {at}" for at in range(30))
    rows = rows_of(f"<tr>{tall}" + "<tr><td>x<td>y" * 2_000)
    assert len(rows) == 2_001
    assert "a long name of column 7" in rows[1]
    assert sum(map(len, rows)) < 100_000
