"""What is open while a page is read: boxes, lists, quotes and tables."""

from __future__ import annotations

from headroom.compressors.markup.hints import Hint, attribute, hint_of
from headroom.compressors.markup.page import Box, Cell, Table

__all__ = ["Layout"]

_LISTS = ("ul", "ol", "menu", "dir")
_HEADED, _MIXED = 1, 2
_MOST_SPAN = 50
"""Columns that one cell may take. Chosen: more is a rule over the whole width."""


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
        self._frames: list[tuple[str, int]] = []
        """Names of what is open, and the box round each."""
        self._open: dict[str, int] = {}
        """How often each name is open in the innermost table, outside of which no end reaches."""
        self._numbers: list[int] = []
        """Of each open list, the number of its last item; -1 where they have none."""
        self._tables: list[list[int]] = []
        """Box, row, column and what is known of each table."""
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
        _, row, column, _ = self._tables[self._table]
        return Cell(self._table, row, column)

    def open_box(self, name: str, attributes: str) -> None:
        """An element that holds blocks starts."""
        self._push(name, hint_of(name, attributes))
        if name in _LISTS:
            self._numbers.append(_first_number(attributes) if name == "ol" else -1)
            self.lists += 1
            self.mark = ""
        elif name == "blockquote":
            self.quotes += 1

    def _push(self, name: str, hint: Hint) -> None:
        self._frames.append((name, self.box))
        self._open[name] = self._open.get(name, 0) + 1
        self.boxes.append(Box(self.box, name, hint.name, hint.is_sure))
        self.box = len(self.boxes) - 1

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
        elif name in _LISTS:
            self._numbers.pop()
            self.lists -= 1
            self.mark = ""
        elif name == "blockquote":
            self.quotes -= 1
        self._open[name] = self._open.get(name, 1) - 1

    def open_item(self) -> None:
        """An item of the innermost list starts."""
        self.mark = "-"
        if self._numbers and self._numbers[-1] >= 0:
            self._numbers[-1] += 1
            self.mark = f"{self._numbers[-1]}."

    def open_table(self, attributes: str) -> None:
        """A table starts; one round it is no table of data."""
        self.mix()
        self._push("table", hint_of("table", attributes))
        self._around.append((self._open, self._base, self._table))
        self._open = {}
        self._base = len(self._frames)
        known = _MIXED if "presentation" in attributes else 0
        self._table = len(self._tables)
        self._tables.append([self.box, 0, 0, known])

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

    def open_row(self) -> None:
        """A row starts."""
        self.end_row()
        if self._table >= 0:
            self._tables[self._table][1] += 1
            self._tables[self._table][2] = 0

    def open_cell(self, name: str, attributes: str) -> None:
        """A cell starts."""
        self.end_row()
        if self._table < 0:
            return
        table = self._tables[self._table]
        table[2] += 1
        if name == "th":
            table[3] |= _HEADED
        if "colspan" in attributes:
            span = attribute(attributes, "colspan")[:3]
            if span.isascii() and span.isdigit():
                table[2] += max(0, min(int(span), _MOST_SPAN) - 1)

    def mix(self) -> None:
        """The innermost table holds what no table of data holds."""
        if self._table >= 0:
            self._tables[self._table][3] |= _MIXED

    def made_tables(self) -> tuple[Table, ...]:
        """What is known of each table."""
        return tuple(
            Table(box, rows, is_mixed=bool(known & _MIXED), is_headed=bool(known & _HEADED))
            for box, rows, _, known in self._tables
        )


def _first_number(attributes: str) -> int:
    """The number before the first item of an ordered list."""
    start = attribute(attributes, "start") if "start" in attributes else ""
    return int(start) - 1 if start.isascii() and start.isdigit() and 0 < len(start) < 6 else 0
