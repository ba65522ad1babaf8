"""Tables of data as rows of text; tables that only lay a page out dissolve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from headroom.compressors.markup.hints import HIDDEN
from headroom.compressors.markup.inline import BREAK, LINK_END, LINK_START
from headroom.compressors.markup.page import Block, Cell, Page

__all__ = ["with_rows"]

_LEAST_ROWS = 2
_LEAST_LINES = 4
"""Rows of a single column that are lines. Chosen: fewer are parts of a page."""
_MOST_EMPTY = 3
"""Empty lines in a row that are kept. Chosen."""
_MOST_TEXT = 200
"""Characters of a cell, on average, in a table of data without a head. Chosen: longer ones are columns of a page."""
_MOST_BLOCKS = 3.0
"""Blocks of a cell, on average. Chosen: more are the parts of a page."""
_MOST_COLUMNS = 400
"""Columns that are told apart. Chosen: a row beyond that says nothing by its order."""
_MOST_REPEATED = 60
"""Characters of a cell that is written again in each row it stands in. Chosen: names and numbers, no texts."""

_MOST_CARRIED = 40
"""Cells of earlier rows that are remembered; older ones than that have ended, as `layout` lets no more of them stay open."""


def with_rows(page: Page) -> Page:
    """The page with a block for each row of its tables of data.

    Cost: one pass over the blocks.
    """
    if not page.tables:
        return page
    data, columns = _data_tables(page), _single_columns(page)
    rows = _Rows(sum(len(block.text) for block in page.blocks))
    concealed = _concealed(page)
    made: list[Block] = []
    for place, inside in groupby(page.blocks, key=lambda block: _place_of(block, data, columns)):
        blocks = list(inside)
        if place is None:
            made.extend(blocks)
        elif place[1] >= 0:
            made.extend(rows.shown(blocks, concealed))
        elif all(block.kind == "code" for block in blocks):
            made.append(_code(blocks))
        else:
            made.extend(msgspec.structs.replace(block, kind="row") if block.kind == "paragraph" else block for block in blocks)
    return msgspec.structs.replace(page, blocks=tuple(made))


def _concealed(page: Page) -> frozenset[int]:
    """The boxes that are hidden, or stand in one that is."""
    found: set[int] = set()
    for at, box in enumerate(page.boxes):
        if box.hint == HIDDEN.name or box.parent in found:
            found.add(at)
    return frozenset(found)


def _place_of(block: Block, data: frozenset[int], columns: frozenset[int]) -> tuple[int, int] | None:
    """The table of data and the row in it that a block stands in; no row for a single column."""
    cell = block.cell
    if cell is None or block.kind == "caption":
        return None
    if cell.table in data:
        return cell.table, cell.row
    return (cell.table, -1) if cell.table in columns else None


def _single_columns(page: Page) -> frozenset[int]:
    """The tables of one short text a row: lists, and lines of code."""
    rows: dict[int, list[int]] = {}
    chars: dict[int, int] = {}
    for block in page.blocks:
        if block.cell is not None:
            rows.setdefault(block.cell.table, []).append(block.cell.row)
            chars[block.cell.table] = chars.get(block.cell.table, 0) + len(block.text)
    return frozenset(
        number
        for number, held in rows.items()
        if len(held) >= _LEAST_LINES
        and len(set(held)) == len(held)
        and chars[number] <= _MOST_TEXT * len(held)
        and not page.tables[number].is_mixed
    )


def _code(blocks: Sequence[Block]) -> Block:
    """Lines of code as one block, with the empty ones between them."""
    lines: list[str] = []
    last = 0
    for block in blocks:
        row = last + 1 if block.cell is None else block.cell.row
        lines.extend([""] * min(row - last - 1, _MOST_EMPTY) if lines else [])
        lines.append(block.text)
        last = row
    return msgspec.structs.replace(blocks[0], text="\n".join(lines))


def _data_tables(page: Page) -> frozenset[int]:
    """The tables that are told apart from columns of a page by what their cells hold."""
    blocks = [0] * len(page.tables)
    chars = [0] * len(page.tables)
    cells: list[set[tuple[int, int]]] = [set() for _ in page.tables]
    for block in page.blocks:
        cell = block.cell
        if cell is not None:
            blocks[cell.table] += 1
            chars[cell.table] += len(block.text)
            cells[cell.table].add((cell.row, cell.column))
    return frozenset(
        number
        for number, table in enumerate(page.tables)
        if not table.is_mixed
        and table.rows >= _LEAST_ROWS
        and _is_grid(cells[number])
        and blocks[number] <= _MOST_BLOCKS * len(cells[number])
        and (table.is_headed or chars[number] <= _MOST_TEXT * len(cells[number]))
    )


def _is_grid(cells: Iterable[tuple[int, int]]) -> bool:
    """Whether two rows have more than one cell that says something."""
    seen: dict[int, int] = {}
    for row, _ in cells:
        seen[row] = seen.get(row, 0) + 1
    return sum(count > 1 for count in seen.values()) >= _LEAST_ROWS


class _Rows:
    """Writes rows in their order, and knows what stands in more than one."""

    def __init__(self, room: int) -> None:
        self._room = room
        """Characters that cells may yet take that are written again."""
        self._table = -1
        self._carried: dict[int, tuple[int, str]] = {}
        """The last row and the text of what stands in a column."""

    def shown(self, blocks: Sequence[Block], concealed: frozenset[int]) -> Iterator[Block]:
        """The blocks of one row as one, and what is hidden in a row that is shown, as it is none of its cells."""
        hidden = [block for block in blocks if block.box in concealed] if concealed else []
        if hidden and len(hidden) < len(blocks):
            yield self._row([block for block in blocks if block.box not in concealed])
            yield from (msgspec.structs.replace(block, cell=None) for block in hidden)
        else:
            yield self._row(blocks)

    def _row(self, blocks: Sequence[Block]) -> Block:
        cell = blocks[0].cell
        if cell is not None and cell.table != self._table:
            self._table, self._carried = cell.table, {}
        return Block(
            kind="row",
            text="|" + "|".join(self._cells(blocks)) + "|",
            box=blocks[0].box,
            link_chars=sum(block.link_chars for block in blocks),
            targets=tuple(target for block in blocks for target in block.targets),
            cell=cell,
        )

    def _cells(self, blocks: Sequence[Block]) -> Iterator[str]:
        """The text of each cell from the first column on, with a space on both sides where it has any."""
        column, row = 1, 0
        for cell, inside in groupby(blocks, key=lambda block: block.cell):
            place = cell.column if cell is not None else column
            row = cell.row if cell is not None else row
            while column < min(place, _MOST_COLUMNS):
                yield self._again(column, row)
                column += 1
            text = f" {'; '.join(_shown(block) for block in inside)} "
            yield text
            if cell is not None and cell.last > row:
                self._carry(cell, text)
            column += 1
        for place in sorted(place for place, (last, _) in self._carried.items() if column <= place and last >= row):
            while column < place:
                yield ""
                column += 1
            yield self._again(place, row)
            column += 1

    def _carry(self, cell: Cell, text: str) -> None:
        text = text.replace(LINK_START, "").replace(LINK_END, "")
        if len(text) <= _MOST_REPEATED and cell.column < _MOST_COLUMNS:
            if len(self._carried) > _MOST_CARRIED:
                self._carried = {column: held for column, held in self._carried.items() if held[0] > cell.row}
            self._carried[cell.column] = cell.last, text

    def _again(self, column: int, row: int) -> str:
        """What stands in a column from a row above, as long as there is room for it."""
        last, text = self._carried.get(column, (0, ""))
        if last < row or len(text) > self._room:
            return ""
        self._room -= len(text)
        return text


def _shown(block: Block) -> str:
    text = block.text.replace(f" {BREAK} ", " ").replace(BREAK, " ")
    return f"`{text}`" if block.kind == "code" else text
