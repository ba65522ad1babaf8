"""Tests of cells as lexemes."""

from __future__ import annotations

import pytest

from headroom.compressors.tables.cells import lexemes, read_column


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2.5", "-3"], ["1", "2.5", "-3"]),
        (["1", "NULL", "3", "<none>"], ["1", "", "3", ""]),
        ([".5", "+2", " 7"], ["0.5", "2", "7"]),
        (["1", "two", "3"], None),
        (["", ""], None),
        (["a", "1"], None),
    ],
)
def test_plain_numbers(cells: list[str], expected: list[str] | None) -> None:
    """Spelled as they are, but for what JSON does not know; nothing where one is missing."""
    assert lexemes(cells) == expected


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234", "5"], ["1234", "5"]),
        (["$5.00", "$1,000.50"], ["5", "1000.5"]),
        (["97%", "3%"], ["97", "3"]),
        (["250m", "1"], ["0.25", "1"]),
        (["5m", "3d4h", "2h"], ["300", "273600", "7200"]),
        (["1Ki", "2Mi"], ["1024", "2097152"]),
        (["1.5G", "200M"], ["1500000000", "200000000"]),
        (["45ms", "2s", "-"], ["0.045", "2", ""]),
    ],
)
def test_numbers_with_units(cells: list[str], values: list[str]) -> None:
    """In one unit for statistics, as written for searches."""
    column, shown = read_column("size", cells)
    assert column.cells == values
    assert shown == [f'"{cell}"' for cell in cells]


@pytest.mark.parametrize("cells", [["ok", "failed"], ["2026-05-01", "2026-05-02"], ["1.2.3", "4.5.6"], ["12:30", "1:05"]])
def test_everything_else_is_text(cells: list[str]) -> None:
    """In quotes; an empty cell is none."""
    column, shown = read_column("what", [*cells, ""])
    assert column.cells == shown == [*(f'"{cell}"' for cell in cells), ""]
