"""What belongs together in a passage: code between fences, a table with its heading, lines of one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

__all__ = ["Block", "Form", "read_blocks"]

Form = Literal["code", "table", "text"]
"""`text` is what stands between blank lines: a paragraph, a list, a heading."""

_FENCES = ("```", "~~~")
_HEADING_ROWS = 2
"""Rows with which a table opens: its names, and a rule below them."""


class Block(msgspec.Struct, frozen=True):
    """Lines of a passage that are read together: `lines[start:stop]`."""

    start: int
    stop: int
    form: Form

    def frame(self) -> tuple[int, ...]:
        """The lines without which others of the block are not understood."""
        if self.form == "code":
            return (self.start, self.stop - 1)
        return tuple(range(self.start, min(self.start + _HEADING_ROWS, self.stop))) if self.form == "table" else ()

    def said(self) -> range:
        """The lines that say something: all but fences."""
        return range(self.start + 1, self.stop) if self.form == "code" else range(self.start, self.stop)


def read_blocks(lines: Sequence[str], start: int, stop: int) -> Iterator[Block]:
    """The blocks of some lines, in order; blank lines between them are of none."""
    at = start
    while at < stop:
        line = lines[at].lstrip()
        if not line:
            at += 1
            continue
        end, form = at + 1, _form(line)
        if form == "code":
            fence = line[: len(_FENCES[0])]
            end = next((after + 1 for after in range(end, stop) if lines[after].lstrip().startswith(fence)), stop)
        else:
            while end < stop and (after := lines[end].lstrip()) and _form(after) == form:
                end += 1
        yield Block(at, end, form)
        at = end


def _form(line: str) -> Form:
    if line.startswith(_FENCES):
        return "code"
    return "table" if line[0] == "|" else "text"
