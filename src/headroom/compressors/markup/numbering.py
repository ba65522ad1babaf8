"""What stands before the items of lists: a dash, or the number that a browser shows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.compressors.markup.hints import attribute
from headroom.compressors.markup.page import Block

__all__ = ["LISTS", "Numbering"]

LISTS = ("ul", "ol", "menu", "dir")
_MOST_DIGITS = 6
"""Digits of a number that a page may set. Chosen: no list is longer."""
_MOST_ROMAN = 4_000
_ROMAN = (
    *((1_000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS = 26
_OPEN = "\0"
"""What a mark begins with that is known when its list ends; pages hold no such characters."""


class _List(msgspec.Struct):
    """An open list."""

    number: int | None
    """Of the next item; None where the items have none."""
    step: int = 1
    style: str = ""
    last: int = -1
    """Where the items of a list are counted that counts down to 1; -1 for any other."""
    is_known: bool = False
    """Whether an item of it has said its number."""


class Numbering:
    """The open lists, and how far each has counted."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._lasts: list[int] = []
        """Of each list that counts down to 1, how many items it has."""

    def open(self, name: str, attributes: str) -> None:
        """A list starts."""
        if name != "ol":
            self._lists.append(_List(None))
            return
        style = attribute(attributes, "type") if "type" in attributes else ""
        start = _number(attributes, "start")
        if "reversed" not in attributes.lower():
            self._lists.append(_List(1 if start is None else start, style=style))
        elif start is not None:
            self._lists.append(_List(start, step=-1, style=style))
        else:
            self._lists.append(_List(0, step=-1, style=style, last=len(self._lasts)))
            self._lasts.append(0)

    def close(self) -> None:
        """The innermost list ends."""
        self._lists.pop()

    def mark(self, attributes: str) -> str:
        """What stands before the next item of the innermost list."""
        current = self._lists[-1] if self._lists else None
        if current is None or current.number is None:
            return "-"
        told = _number(attributes, "value") if "value" in attributes else None
        if current.last >= 0:
            self._lasts[current.last] += 1
        # The items behind one that says its number count on from it.
        current.is_known |= told is not None
        number = current.number if told is None else told
        current.number = number + current.step
        is_open = current.last >= 0 and not current.is_known
        return f"{_OPEN}{current.last} {number} {current.style}" if is_open else _styled(number, current.style)

    def finished(self, blocks: Sequence[Block]) -> Sequence[Block]:
        """The blocks, where a list counts down to 1 with the numbers of its items."""
        return [self._known(block) for block in blocks] if self._lasts else blocks

    def _known(self, block: Block) -> Block:
        if not block.mark.startswith(_OPEN):
            return block
        last, number, style = block.mark.removeprefix(_OPEN).split(" ", 2)
        return msgspec.structs.replace(block, mark=_styled(self._lasts[int(last)] + int(number), style))


def _number(attributes: str, name: str) -> int | None:
    """The whole number that an attribute says."""
    told = attribute(attributes, name) if name in attributes else ""
    digits = told.removeprefix("-")
    return int(told) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else None


def _styled(number: int, style: str) -> str:
    """A number as its list writes it."""
    if style in ("a", "A") and number > 0:
        shown = _in_letters(number)
    elif style in ("i", "I") and 0 < number < _MOST_ROMAN:
        shown = _in_roman(number)
    else:
        return f"{number}."
    return (shown.upper() if style.isupper() else shown) + "."


def _in_letters(number: int) -> str:
    """`a` to `z`, `aa` and so on."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("a") + letter) + letters
    return letters


def _in_roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        shown += letters * count
    return shown
