"""Tests of lists of YAML records."""

from __future__ import annotations

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables.layout import Table
from headroom.compressors.tables.yaml_records import read_yaml_records


def read(text: str) -> list[Table]:
    """The lists of a text."""
    return read_yaml_records(text, split_lines(text))


def test_whole_items_are_rows() -> None:
    """With all that is indented below them; what follows the list is none."""
    item = "  - name: n\n    role: 'admin'\n    tags:\n      - a\n      - b: c\n\n"
    (table,) = read(f"users:\n{item * 6}total: 6\n")
    assert list(table.starts) == [1, 7, 13, 19, 25, 31]
    assert table.stops[-1] == 37
    assert list(table.names)[:2] == ["name", "role"]
    assert table.cells[1] == ["admin"] * 6


def test_items_are_searched_whole() -> None:
    """What stands deeper is found, too."""
    (table,) = read("- name: a\n  role: b\n  more:\n    deep: value\n" * 6)
    assert table.texts is not None
    assert "deep: value" in table.texts[0]


def test_a_list_inside_a_short_one() -> None:
    """The outer one has too few items, the inner one is records."""
    inner = "".join(f"    - id: {at}\n      name: n{at}\n" for at in range(8))
    (table,) = read(f"- group: a\n  members:\n{inner}")
    assert table.cells[0] == [str(at) for at in range(8)]


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n- three\n- four\n- five\n- six\n",
        "".join(f"- key{at}: 1\n  other{at}: 2\n" for at in range(10)),
        "- a: 1\n  b: 2\n" * 3,
        "a: 1\nb: 2\n",
        "- note: this is markdown\n- and: that too, but each once\n",
    ],
)
def test_other_lists_are_none(text: str) -> None:
    """Items without keys, without common keys, or few of them."""
    assert read(text) == []
