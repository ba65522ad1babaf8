"""The rows of a text, lower-cased once, with the way back from a place in it to its row."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

import msgspec

__all__ = ["RowText", "row_text"]


class RowText(msgspec.Struct, frozen=True):
    """Lower-cased rows joined by line breaks."""

    text: str
    ends: list[int]
    """Where each row ends, its line break included."""

    def row_at(self, position: int) -> int:
        """The row that holds a position."""
        return bisect_right(self.ends, position)

    def length(self, row: int) -> int:
        """Characters of a row, its line break included."""
        return self.ends[row] - (self.ends[row - 1] if row else 0)


def row_text(rows: list[str]) -> RowText:
    """The rows as one lower-cased text; line breaks inside a row become spaces."""
    text = "\n".join(rows)
    if text.isascii() and text.count("\n") == len(rows) - 1:
        return RowText(text.lower(), list(accumulate([len(row) + 1 for row in rows])))
    lines = [row.lower().replace("\n", " ") for row in rows]
    return RowText("\n".join(lines), list(accumulate([len(line) + 1 for line in lines])))
