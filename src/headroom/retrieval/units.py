"""The parts of a text by which it is asked for: lines, items of a JSON array, or pieces of equal length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

__all__ = ["LONGEST_UNIT", "PIECE_CHARS", "Units", "units_of"]

LONGEST_UNIT = 16_000
"""Characters. Chosen: a text with a longer line (or item) is cut into pieces, so that one unit never fills an answer."""
PIECE_CHARS = 2_000
"""Chosen: about 500 tokens."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Units(msgspec.Struct, frozen=True, kw_only=True):
    """A text, tiled without gap or overlap: joined, its units are the text."""

    kind: Literal["line", "item", "piece"]
    text: str
    starts: tuple[int, ...]
    """Where each unit starts, in characters; the first at 0."""

    def __len__(self) -> int:
        return len(self.starts)

    def slice(self, first: int, last: int) -> str:
        """The text from one unit to another, both counted from 0 and included."""
        return self.text[self.starts[first] : self.end(last)]

    def end(self, unit: int) -> int:
        """Where a unit ends, which is where the next one starts."""
        return self.starts[unit + 1] if unit + 1 < len(self.starts) else len(self.text)

    def __iter__(self) -> Iterator[str]:
        return (self.slice(unit, unit) for unit in range(len(self.starts)))


def units_of(text: str) -> Units:
    """The units of a text, which follow from the text alone.

    The items of a JSON array, also of one that is most of an object; else its lines; pieces where one of those is too long.
    What stands before the first item belongs to it, as does to the last one what stands behind.
    """
    starts = _items(text)
    if starts and _longest(starts, len(text)) <= LONGEST_UNIT:
        return Units(kind="item", text=text, starts=starts)
    starts = tuple(found.start() for found in _LINE.finditer(text)) or (0,)
    if _longest(starts, len(text)) <= LONGEST_UNIT:
        return Units(kind="line", text=text, starts=starts)
    return Units(kind="piece", text=text, starts=tuple(range(0, len(text), PIECE_CHARS)))


def _longest(starts: tuple[int, ...], end: int) -> int:
    return max(after - start for start, after in zip(starts, (*starts[1:], end), strict=True))


def _items(text: str) -> tuple[int, ...]:
    """Where the items of the text's array start; nothing where it has none."""
    opening = text.lstrip()[:1]
    if opening not in ("[", "{"):
        return ()
    array, position = text, 0
    try:
        if opening == "{":
            values = [_string(value) for value in _FIELDS.decode(text).values()]
            array = max((value for value in values if value.startswith("[")), key=len, default="")
            position = text.find(array)
        items = _ITEMS.decode(array) if 2 * len(array) > len(text) else []
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return ()
    if len(items) < 2:
        return ()
    starts = []
    for item in items:
        lexeme = _string(item)
        position = text.find(lexeme, position)
        starts.append(position)
        position += len(lexeme)
    return (0, *starts[1:])


def _string(raw: msgspec.Raw) -> str:
    return bytes(raw).decode()
