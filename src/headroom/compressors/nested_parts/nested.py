"""A text as parts inside parts: blocks of a configuration, elements of XML.

Parts are numbered as they begin; part 0 is the whole text. Each has a head (the line of a key, a tag that opens), what is
in it, and perhaps a tail (the tag that closes).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

__all__ = ["COMMENT", "Growing", "Nested"]

COMMENT = "#"
"""The name of comments."""
_Row = tuple[str, int, int, int, int, int]
"""Name, start, head, tail, end, last of a part, as in `Nested`."""


class Nested(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a text, each list with an entry a part; places are in characters."""

    text: str
    starts: Sequence[int]
    heads: Sequence[int]
    """Where what is in a part begins."""
    tails: Sequence[int]
    """Where what is in a part ends."""
    ends: Sequence[int]
    lasts: Sequence[int]
    """The number behind the last part inside; a part that holds none has its own number plus one."""
    names: Sequence[str]
    turns: Collection[int] = ()
    """The parts that go with the one round them or not at all: `} else {`, without which another block would be closed."""

    def inside(self, part: int) -> Iterator[int]:
        """The parts directly inside a part."""
        lasts = self.lasts
        at, stop = part + 1, lasts[part]
        while at < stop:
            yield at
            at = lasts[at]

    def size(self, part: int) -> int:
        """Characters of a part."""
        return self.ends[part] - self.starts[part]


class Growing:
    """A `Nested` while its text is read."""

    def __init__(self, text: str) -> None:
        """Part 0 is open."""
        self.text = text
        self.rows: list[_Row] = [("", 0, 0, 0, 0, 0)]
        self.open = [0]
        self.turns: set[int] = set()

    def begin(self, name: str, start: int, head: int) -> int:
        """The number of a part that begins here and stays open."""
        number = len(self.rows)
        self.rows.append((name, start, head, head, head, number + 1))
        self.open.append(number)
        return number

    def turn(self, name: str, start: int, head: int) -> int:
        """The number of a part that begins where the last one of its kind ends, inside the same part."""
        if self.open[-1] in self.turns:
            self.close(start, start)
        number = self.begin(name, start, head)
        self.turns.add(number)
        return number

    def leaf(self, name: str, start: int, head: int, tail: int, end: int) -> int:
        """The number of a part with nothing inside but text."""
        number = len(self.rows)
        self.rows.append((name, start, head, tail, end, number + 1))
        return number

    def close(self, tail: int, end: int) -> int:
        """The number of the innermost part, which ends here."""
        part = self.open.pop()
        name, start, head, _, _, _ = self.rows[part]
        self.rows[part] = (name, start, head, tail, end, len(self.rows))
        return part

    def seal(self, part: int) -> None:
        """Forget what is inside a part, which then is never opened."""
        del self.rows[part + 1 :]
        name, start, _, _, end, _ = self.rows[part]
        self.rows[part] = (name, start, end, end, end, part + 1)

    def done(self, end: int) -> Nested:
        """The parts; those still open end with the text."""
        while self.open:
            self.close(end, end)
        names, starts, heads, tails, ends, lasts = zip(*self.rows, strict=True)
        return Nested(
            text=self.text, starts=starts, heads=heads, tails=tails, ends=ends, lasts=lasts, names=names, turns=self.turns
        )
