"""What is open while a page is read: boxes, lists, quotes and tables."""

from __future__ import annotations

import msgspec

from headroom.compressors.markup.hints import HIDDEN, Hint, attribute, conceals, hint_of
from headroom.compressors.markup.names import BREAKS
from headroom.compressors.markup.numbering import LISTS, Numbering
from headroom.compressors.markup.page import Box, Cell, Table

__all__ = ["Layout"]

_HEADED, _MIXED = 1, 2
_BLOCKS = frozenset((*BREAKS, "td", "th"))
_LINES = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that hold no box, so that one ends them."""
_ENDED = dict.fromkeys(_LINES, _LINES) | {"li": (*_LINES, "li")} | dict.fromkeys(("dt", "dd"), (*_LINES, "dt", "dd"))
"""What ends where another element of a name starts, though its own end is left out."""
_MOST_INSIDE = 40
"""Elements in which the start of what an end closes is looked for. Chosen."""
_MOST_SPAN = 50
"""Columns that one cell may take. Chosen: more is a rule over the whole width."""
_MOST_CARRIED = 40
"""Columns that cells of earlier rows may take at a time. Chosen: it bounds the work of each row."""
_NO_END = 1 << 30


class _Table(msgspec.Struct):
    """An element of a table, and how far it has been read."""

    box: int
    known: int
    row: int = 0
    column: int = 0
    """The first of the cell that is read."""
    columns: int = 0
    """How many that cell takes."""
    last: int = 0
    """The last row that it stands in."""
    is_hidden: bool = False
    """Whether the row is."""
    carried: dict[int, int] = {}
    """Of the columns that cells of earlier rows take, the last rows that they do so."""


class Layout:
    """A stack of open elements, in which an end that fits nothing is passed over."""

    def __init__(self) -> None:
        self.boxes: list[Box] = [Box(-1, "", "", is_sure=False)]
        self.box = 0
        self.lists = 0
        """How many lists are open."""
        self.mark = ""
        """What stands before the next block, as it opens an item."""
        self.quotes = 0
        self.concealed = 0
        """How many blocks are open that are boxes only as they are hidden."""
        self._frames: list[tuple[str, int]] = []
        """Names of what is open, and the box round each."""
        self._open: dict[str, int] = {}
        """How often each name is open in the innermost table, outside of which no end reaches."""
        self.numbers = Numbering()
        self._tables: list[_Table] = []
        self._around: list[tuple[dict[str, int], int, int]] = []
        """What was open round each open table."""
        self._table = -1
        self._base = 0
        """How many frames are open round the rows of the innermost table."""

    @property
    def cell(self) -> Cell | None:
        """Where in a table the reading is."""
        if self._table < 0:
            return None
        table = self._tables[self._table]
        return Cell(self._table, table.row, table.column, table.columns, table.last)

    def open_box(self, name: str, attributes: str) -> None:
        """An element that holds blocks starts."""
        self._push(name, hint_of(name, attributes))
        if name in LISTS:
            self.numbers.open(name, attributes)
            self.lists += 1
            self.mark = ""
        elif name == "blockquote":
            self.quotes += 1

    def _push(self, name: str, hint: Hint) -> None:
        self._frames.append((name, self.box))
        self._open[name] = self._open.get(name, 0) + 1
        self.boxes.append(Box(self.box, name, hint.name, hint.is_sure))
        self.box = len(self.boxes) - 1

    def conceal(self, name: str) -> None:
        """A block starts that is hidden: a box for as long as it goes."""
        self._push(name, HIDDEN)
        self.concealed += 1

    def end_before(self, name: str) -> None:
        """Hidden blocks end, as one of this name starts."""
        for ended in _ENDED.get(name, _LINES):
            self.end_concealed(ended)

    def end_concealed(self, name: str) -> None:
        """The end of a block closes it where it is hidden and in no inner list or table."""
        if not self.concealed or not self._open.get(name, 0):
            return
        for opened, _ in self._frames[: -_MOST_INSIDE - 1 : -1]:
            if opened == name:
                self.close_box(name)
            if opened in (name, "table", *LISTS):
                return

    def close_box(self, name: str) -> None:
        """An element ends, and with it what is open inside."""
        if self._open.get(name, 0) > 0:
            while self._frames[-1][0] != name:
                self._pop()
            self._pop()

    def _pop(self) -> None:
        name, self.box = self._frames.pop()
        if name == "table":
            self._open, self._base, self._table = self._around.pop()
        elif name in LISTS:
            self.numbers.close()
            self.lists -= 1
            self.mark = ""
        elif name == "blockquote":
            self.quotes -= 1
        elif name in _BLOCKS:
            self.concealed -= 1
        self._open[name] = self._open.get(name, 1) - 1

    def open_item(self, attributes: str = "") -> None:
        """An item of the innermost list starts."""
        self.mark = self.numbers.mark(attributes)

    def open_table(self, attributes: str) -> None:
        """A table starts; one round it is no table of data."""
        self.mix()
        self._push("table", hint_of("table", attributes))
        self._around.append((self._open, self._base, self._table))
        self._open = {}
        self._base = len(self._frames)
        known = _MIXED if "presentation" in attributes else 0
        self._table = len(self._tables)
        self._tables.append(_Table(self.box, known))

    def close_table(self) -> None:
        """The innermost table ends."""
        around = self._base - 1
        while len(self._frames) > around >= 0 and self._table >= 0:
            self._pop()

    def end_row(self) -> None:
        """What is open in a cell ends."""
        if self._table >= 0:
            while len(self._frames) > self._base:
                self._pop()

    def open_row(self, attributes: str = "") -> None:
        """A row starts."""
        self.end_row()
        if self._table >= 0:
            table = self._tables[self._table]
            table.row += 1
            table.column = table.columns = table.last = 0
            table.is_hidden = bool(attributes) and conceals("tr", attributes)

    def open_rows(self) -> None:
        """A head, a body or a foot of a table starts or ends, into which no cell of another one reaches."""
        self.end_row()
        if self._table >= 0:
            self._tables[self._table].carried.clear()

    def open_cell(self, name: str, attributes: str) -> None:
        """A cell starts."""
        self.end_row()
        if self._table < 0:
            return
        table = self._tables[self._table]
        if attributes and conceals(name, attributes):
            # It takes no column.
            self.conceal(name)
            return
        table.column += table.columns or 1
        carried = table.carried
        while carried and carried.get(table.column, -1) >= table.row:
            table.column += 1
        table.columns, table.last = 1, 0
        if name == "th":
            table.known |= _HEADED
        if "span" in attributes:
            table.columns = max(1, min(_span(attributes, "colspan", 1), _MOST_SPAN))
            rows = _span(attributes, "rowspan", 1)
            if rows != 1:
                _carry(table, rows)
        if table.is_hidden:
            self.conceal(name)

    def mix(self) -> None:
        """The innermost table holds what no table of data holds."""
        if self._table >= 0:
            self._tables[self._table].known |= _MIXED

    def made_tables(self) -> tuple[Table, ...]:
        """What is known of each table."""
        return tuple(
            Table(table.box, table.row, is_mixed=bool(table.known & _MIXED), is_headed=bool(table.known & _HEADED))
            for table in self._tables
        )


def _carry(table: _Table, rows: int) -> None:
    """Note that the cell that is read stands in so many rows, or for 0 in all that follow."""
    carried = table.carried
    if len(carried) + table.columns > _MOST_CARRIED:
        table.carried = carried = {column: last for column, last in carried.items() if last > table.row}
    if len(carried) + table.columns <= _MOST_CARRIED:
        table.last = table.row + rows - 1 if rows else _NO_END
        carried.update(dict.fromkeys(range(table.column, table.column + table.columns), table.last))


def _span(attributes: str, name: str, default: int) -> int:
    """How many columns or rows a cell says that it takes."""
    told = attribute(attributes, name)[:7] if name in attributes else ""
    return int(told) if told.isascii() and told.isdigit() else default
