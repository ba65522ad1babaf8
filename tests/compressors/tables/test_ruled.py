"""Tests of drawn tables."""

from __future__ import annotations

from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables.layout import Table
from headroom.compressors.tables.ruled import read_ruled


def read(text: str) -> list[Table]:
    """The tables of a text."""
    return read_ruled(text, split_lines(text))


def test_markdown() -> None:
    """The row above the rule has the names; text round it is no part."""
    (table,) = read("# Title\n\n| id | name |\n|:--|---:|\n" + "".join(f"| {at} | n{at} |\n" for at in range(9)) + "\nend\n")
    assert list(table.names) == ["id", "name"]
    assert table.cells == [[str(at) for at in range(9)], [f"n{at}" for at in range(9)]]
    assert list(table.starts) == list(range(4, 13))


def test_psql() -> None:
    """No edges, a rule with crosses, a count below."""
    (table,) = read(" id | name \n----+------\n" + "".join(f" {at:2} | n{at}\n" for at in range(9)) + "(9 rows)\n")
    assert list(table.names) == ["id", "name"]
    assert table.stops[-1] == 11


def test_mysql() -> None:
    """A box: the last rule is no row."""
    rule = "+----+------+\n"
    (table,) = read(f"{rule}| id | name |\n{rule}" + "| 1  | a    |\n" * 9 + f"{rule}9 rows in set\n")
    assert table.cells == [["1"] * 9, ["a"] * 9]
    assert (table.starts[0], table.stops[-1]) == (3, 12)


def test_box_drawing_characters() -> None:
    """As terminals draw them, with a heavy head."""
    body = "".join(f"│ {at} │ up   │\n" for at in range(6))
    (table,) = read(f"┏━━━┳━━━━━━┓\n┃ n ┃ what ┃\n┡━━━╇━━━━━━┩\n{body}└───┴──────┘\n")
    assert list(table.names) == ["n", "what"]
    assert table.cells[0] == [str(at) for at in range(6)]


def test_a_rule_below_every_row() -> None:
    """Rows of a grid take several lines and their rule with them."""
    rule = "+---+-----+\n"
    body = "".join(f"| {at} | one |\n|   | two |\n{rule}" for at in range(5))
    (table,) = read(f"{rule}| a | b   |\n+===+=====+\n{body}")
    assert table.cells == [[str(at) for at in range(5)], ["one two"] * 5]
    assert list(table.starts) == [3, 6, 9, 12, 15]


def test_several_tables() -> None:
    """Each has its own names."""
    one = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 4
    assert [list(table.names) for table in read(f"{one}\ntext\n\n{one.replace('a', 'z')}")] == [["a", "b"], ["z", "b"]]


def test_lines_across_a_page_are_no_tables() -> None:
    """A rule without joints, or without a head."""
    assert read("Title\n-----\ntext\n-----\n") == []
    assert read("+---+\n+---+\n" * 5) == []
    assert read("a | b\n") == []
