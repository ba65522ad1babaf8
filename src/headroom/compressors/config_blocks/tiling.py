"""Parts that tile a text of lines, with the comments above them as parts of their own."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.nested_parts.nested import COMMENT, Nested

__all__ = ["Tiling"]


class Tiling:
    """The parts of a text of lines while it is read: each ends where the next one begins that is not inside it."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        """Part 0 is open, and the first line is next."""
        self.text = text
        self.lines = lines
        self.at = 0
        """The next line."""
        self.place = 0
        """Where it begins."""
        self.names = [""]
        self.starts = [0]
        self.heads = [0]
        self.lasts = [0]
        self.open = [0]
        self.remarks: list[tuple[int, int]] = []
        """Where comments above the next part begin, and where their first lines end; a blank line parts them."""

    def skip(self) -> None:
        """Go to the next line."""
        self.place += len(self.lines[self.at])
        self.at += 1

    def skip_to(self, place: int) -> None:
        """Go to the first line that begins there or behind."""
        while self.place < place:
            self.place += len(self.lines[self.at])
            self.at += 1

    def pass_remarks(self, signs: str) -> None:
        """Go to the next line that is neither blank nor a comment."""
        lines, at, place = self.lines, self.at, self.place
        total = len(lines)
        is_remark = False
        while at < total:
            line = lines[at]
            bare = line.lstrip()
            if bare:
                if bare[0] not in signs:
                    break
                if not is_remark:
                    self.remarks.append((place, place + len(line)))
                is_remark = True
            else:
                is_remark = False
            place += len(line)
            at += 1
        self.at, self.place = at, place

    def write_remarks(self) -> None:
        """Make parts of the comments above a place."""
        remarks = self.remarks
        if not remarks:
            return
        for start, head in remarks:
            self.leaf(COMMENT, start, head)
        remarks.clear()

    def leaf(self, name: str, start: int, head: int) -> None:
        """A part with nothing inside but text."""
        self.names.append(name)
        self.starts.append(start)
        self.heads.append(head)
        self.lasts.append(len(self.names))

    def begin(self, name: str, start: int, head: int) -> None:
        """A part that stays open."""
        self.open.append(len(self.names))
        self.leaf(name, start, head)

    def close(self) -> None:
        """End the innermost part."""
        self.lasts[self.open.pop()] = len(self.names)

    def done(self) -> Nested:
        """The parts; those still open end with the text."""
        self.write_remarks()
        while self.open:
            self.close()
        starts = [*self.starts, len(self.text)]
        ends = [starts[last] for last in self.lasts]
        return Nested(
            text=self.text,
            starts=self.starts,
            heads=self.heads,
            tails=ends,
            ends=ends,
            lasts=self.lasts,
            names=tuple(self.names),
        )
