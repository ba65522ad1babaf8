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
    if text.count("\n") != len(rows) - 1:
        rows = [row.replace("\n", " ") for row in rows]
        text = "\n".join(rows)
    low = text.lower()
    # Some letters are longer in lower case; of plain ones, the rows' own lengths will do.
    lines = rows if text.isascii() else low.split("\n")
    return RowText(low, list(accumulate([len(line) + 1 for line in lines])))
