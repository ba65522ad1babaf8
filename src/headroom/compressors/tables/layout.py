"""A table found in lines of text: which lines are rows, and what stands in their columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import msgspec

__all__ = ["Table", "columns_of_lines", "columns_of_rows", "line_rows"]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows as spans of whole lines, and their cells column by column; all other lines are not rows and stay."""

    format: str
    starts: Sequence[int]
    """The first line of each row, rising."""
    stops: Sequence[int]
    """The line behind each row; where rows follow each other, the next row's first."""
    names: Sequence[str]
    cells: Sequence[list[str]]
    """One list for each name, a cell each row, as they are written but for quotes and the whitespace round them."""
    odd: Sequence[int] = ()
    """Rows that do not have as many cells as the others."""
    texts: Sequence[str] | None = None
    """What a row is searched by, where that is more than its cells."""


def line_rows(lines: Sequence[str], start: int, stop: int) -> tuple[Sequence[int], Sequence[int]]:
    """The starts and stops of rows of one line each in lines[start:stop]; a blank line belongs to the row before it."""
    starts: Sequence[int] = [at for at in range(start, stop) if not lines[at].isspace()]
    if len(starts) == stop - start:
        return range(start, stop), range(start + 1, stop + 1)
    return starts, [*starts[1:], stop] if starts else []


def columns_of_lines(lines: Sequence[str], delimiter: str, width: int, *, padded: bool) -> tuple[list[list[str]], list[int]]:
    """The columns of lines that are split at a delimiter, and the lines of another width than `width` cells.

    `padded` says that there is whitespace round cells. Cost: a few passes over the lines, hardly any of them in Python.
    """
    odd: list[int] = []
    columns = _even_columns("".join(lines), delimiter, width, len(lines))
    if columns is None:
        odd = [at for at, line in enumerate(lines) if line.count(delimiter) != width - 1]
        columns = columns_of_rows([line.rstrip("\r\n").split(delimiter, width - 1) for line in lines], width)
    if padded:
        columns = [[cell.strip() for cell in column] for column in columns]
    return columns, odd


def _even_columns(text: str, delimiter: str, width: int, rows: int) -> list[list[str]] | None:
    """The columns of as many lines, if each has `width` cells; split in one go, without a step for a line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").removesuffix("\r")
    flat = text.removesuffix("\n").replace("\n", delimiter + "\n").split(delimiter)
    if len(flat) != width * rows:
        return None
    columns = [flat[place::width] for place in range(width)]
    # Each line but the first opens with its line break: if all of these stand in first cells, each line is as wide.
    columns[0] = "".join(columns[0]).split("\n")
    return columns if len(columns[0]) == rows else None


def columns_of_rows(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The columns of rows of cells; what a row lacks is empty, what it has too much is left out."""
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")][:width] if rows else []
    return columns + [[""] * len(rows) for _ in range(width - len(columns))]
