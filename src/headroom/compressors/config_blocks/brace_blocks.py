"""Blocks in braces or tags on lines of their own: nginx, HCL, Apache."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.parts.nested import COMMENT, Growing, Nested

__all__ = ["read_braces"]

_CLOSINGS = ("}", "]", ")")
_OPENINGS = ("{", "[", "(")
_REMARKS = ("#", "//")
_LONGEST_NAME = 60


class _Reader:
    """The blocks of one text, read line by line."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        self.parts = Growing(text)
        self.lines = lines
        self.size = len(text)
        self.remark = -1
        """Where the comment above the next line begins; -1 for none."""
        self.remark_head = 0

    def read(self) -> Nested | None:
        """The blocks; None where they do not close as they open."""
        place = at = 0
        while at < len(self.lines):
            line = self.lines[at]
            start = place
            place += len(line)
            at += 1
            bare = line.strip()
            if bare.startswith(_REMARKS):
                if self.remark < 0:
                    self.remark, self.remark_head = start, place
                continue
            self._write_remark(start)
            if not bare or self._is_bracket(bare, start, place):
                continue
            end = _heredoc_end(self.lines, at, bare) if self.parts.open else -1
            if end < 0:
                return None
            place += sum(map(len, self.lines[at:end]))
            at = end
            self.parts.leaf(_name(bare), start, place, place, place)
        self._write_remark(place)
        return self.parts.done(self.size) if len(self.parts.open) == 1 else None

    def _write_remark(self, end: int) -> None:
        if self.remark >= 0:
            self.parts.leaf(COMMENT, self.remark, self.remark_head, end, end)
            self.remark = -1

    def _is_bracket(self, bare: str, start: int, end: int) -> bool:
        """Whether a line opens or closes a block, which it then does; where none is open, part 0 is closed."""
        parts = self.parts
        is_closing = bare.startswith(("</", *_CLOSINGS))
        if is_closing:
            if len(parts.open) == 1:
                parts.open.clear()
                return False
            parts.close(start, end)
        is_opening = bare.endswith(_OPENINGS) or (bare[0] == "<" and bare[-1] == ">" and not is_closing)
        if is_opening:
            parts.begin(_name(bare), start, end)
        return is_closing or is_opening


def read_braces(text: str, lines: Sequence[str]) -> Nested | None:
    """The blocks of a text; None where they do not close as they open.

    Cost: linear, some steps a line.
    """
    return _Reader(text, lines).read()


def _name(bare: str) -> str:
    """What a line sets: its first word, and for a block the words behind it."""
    if bare.endswith(_OPENINGS):
        return bare[:-1].strip().replace('"', "")[:_LONGEST_NAME]
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
