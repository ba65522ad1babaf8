"""Blocks in braces or tags on lines of their own: nginx, HCL, Apache."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.nested_parts.nested import COMMENT, Growing, Nested

__all__ = ["read_braces"]

_CLOSINGS = ("}", "]", ")")
_OPENINGS = ("{", "[", "(")
_REMARKS = ("#", "//")
_INNER = ("]", ")")
_ENDS = (";", "}")
_LONGEST_NAME = 60
_QUOTED = re.compile(r"\\.|\"[^\"\\]*(?:\\.[^\"\\]*)*(?:\"|())|'[^'\\]*(?:\\.[^'\\]*)*(?:'|())|(?<!\S)(?:#|//).*", re.DOTALL)
"""Strings, closed or not (1, 2), and comments behind a setting."""


class _Reader:
    """The blocks of one text, read line by line."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        self.text = text
        self.parts = Growing(text)
        self.lines = lines
        self.size = len(text)
        self.remark = -1
        """Where the comment above the next line begins; -1 for none."""
        self.remark_head = 0
        self.has_ends = text.count(";\n") + text.count(";\r\n") > len(lines) // 4
        """Whether settings end in semicolons, so that a line without one goes on."""
        self.going_on = -1
        """Where a setting begins that is not yet at its end; -1 for none."""
        self.opened = [0]
        """How many braces the first line of each open part leaves open, but for parts that take turns."""
        self.closed = 0
        """The last part that was closed."""

    def read(self) -> Nested | None:
        """The blocks; None where they do not close as they open."""
        place = at = 0
        while at < len(self.lines) and self.parts.open:
            line = self.lines[at]
            start = place
            place += len(line)
            at += 1
            bare = line.strip()
            if bare.startswith(_REMARKS):
                if self.remark < 0 and self.going_on < 0:
                    self.remark, self.remark_head = start, place
                continue
            self._write_remark(start)
            if not bare or self._is_bracket(bare, start, place):
                continue
            end = self._end_of(at, place, bare) if self.parts.open else -1
            if end < 0:
                return None
            place += sum(map(len, self.lines[at:end]))
            at = end
            self._setting(bare, self.lines[at - 1].strip(), start, place)
        self._write_remark(place)
        return self.parts.done(self.size) if len(self.parts.open) == 1 else None

    def _setting(self, bare: str, last: str, start: int, end: int) -> None:
        """A part for a setting, or more of the last one."""
        parts = self.parts
        if self.going_on >= 0:
            name, start = parts.rows.pop()[:2]
        else:
            name = _name(bare)
        parts.leaf(name, start, end, end, end)
        if "<<" not in bare and self.text.count("{", start, end) != self.text.count("}", start, end):
            parts.open.clear()
        is_end = not self.has_ends or last.endswith(_ENDS) or last.partition("#")[0].rstrip().endswith(_ENDS)
        self.going_on = -1 if is_end else start

    def _write_remark(self, end: int) -> None:
        if self.remark >= 0:
            self.parts.leaf(COMMENT, self.remark, self.remark_head, end, end)
            self.remark = -1

    def _is_bracket(self, bare: str, start: int, end: int) -> bool:
        """Whether a line opens or closes a block, which it then does; where that goes wrong, part 0 is closed."""
        parts = self.parts
        is_closing = bare.startswith(("</", *_CLOSINGS))
        is_opening = bare.endswith(_OPENINGS) or (bare[0] == "<" and bare[-1] == ">" and not is_closing)
        if not is_closing and not is_opening:
            return False
        left = bare.count("{") - bare.count("}")
        if not is_closing:
            self._begin(bare, start, end, left)
        elif self._fits(bare, 0 if is_opening else self.opened[-1] + left):
            if is_opening:
                parts.turn(_name(bare), start, end)
            else:
                self._close(start, end)
        else:
            parts.open.clear()
        self.going_on = -1
        return bool(parts.open)

    def _fits(self, bare: str, left: int) -> bool:
        """Whether a line closes what is open, and leaves so many braces open."""
        return not left and len(self.parts.open) > 1 and (self.going_on < 0 or bare[0] not in _INNER)

    def _close(self, start: int, end: int) -> None:
        parts = self.parts
        if parts.open[-1] in parts.turns:
            parts.close(start, start)
        self.closed = parts.close(start, end)
        self.opened.pop()

    def _begin(self, bare: str, start: int, end: int, left: int) -> None:
        """A part; one that begins with `else` belongs to the one before it, which is opened again."""
        parts = self.parts
        name = _name(bare)
        last = len(parts.rows) - 1
        is_below = bare == "{" and last > parts.open[-1] and parts.rows[last][4] == start and parts.rows[last][0] != COMMENT
        if self.going_on >= 0 or is_below:
            # What it opens is named above it.
            name, start = parts.rows.pop()[:2]
        if not name.lower().startswith("else"):
            parts.begin(name, start, end)
            self.opened.append(left)
        elif self.closed and parts.rows[self.closed][4] == start:
            parts.open.append(self.closed)
            self.opened.append(left)
            parts.turn(name, start, end)
        else:
            parts.open.clear()

    def _end_of(self, at: int, place: int, bare: str) -> int:
        """The line behind a setting; -1 if a text in it never ends."""
        if "<<" in bare:
            return _heredoc_end(self.lines, at, bare)
        if not (bare.count('"') % 2 or bare.count("'") % 2):
            return at
        size = _unclosed(self.lines[at - 1])
        while size:
            found = _QUOTED.match(self.text, place - size)
            if found is None or found.lastindex:
                return -1
            while place < found.end():
                place += len(self.lines[at])
                at += 1
            size = _unclosed(self.text[found.end() : place])
        return at


def read_braces(text: str, lines: Sequence[str]) -> Nested | None:
    """The blocks of a text; None where they do not close as they open.

    Cost: linear, some steps a line.
    """
    return _Reader(text, lines).read()


def _unclosed(text: str) -> int:
    """Characters of a string that a line opens and does not close; 0 where it closes all."""
    return next((len(text) - found.start() for found in _QUOTED.finditer(text) if found.lastindex), 0)


def _name(bare: str) -> str:
    """What a line sets: its first word, and for a block the words behind it."""
    if bare.endswith(_OPENINGS):
        return bare[:-1].strip().lstrip("}]) ").replace('"', "")[:_LONGEST_NAME]
    return bare.strip("<>").partition(" ")[0].partition("=")[0]


def _heredoc_end(lines: Sequence[str], at: int, bare: str) -> int:
    """The line behind a text that a line opens; the next line if it opens none, -1 if the text never ends."""
    mark = bare.rpartition("<<")[2].lstrip("-~") if "<<" in bare else ""
    if not mark.isidentifier():
        return at
    for place in range(at, len(lines)):
        if lines[place].strip() == mark:
            return place + 1
    return -1
