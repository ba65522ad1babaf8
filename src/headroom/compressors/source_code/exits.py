"""Where functions are left: what they return, raise and yield."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from headroom.compressors.source_code.structure import Block, Unit

__all__ = ["Leaf", "exit_rows", "leaf_at", "leaves_between"]

_EXITS = tuple(b"return raise throw yield panic exit abort reject goto Err bail Fatal".split())
"""Words that leave a function in one language or another."""
_ERROR = ("raise", "throw", "panic", "Err(", "reject", "Fatal", "bail", "abort", "exit(", "errors.", "Error")
"""What an exit by failure reads like."""
_REMARKS = ("#", "//", "*", "/*")


class Leaf(msgspec.Struct, frozen=True):
    """A statement that stays as a whole if it stays."""

    first: int
    last: int
    depth: int
    """How many statements hold it."""
    is_error: bool


def exit_rows(data: bytes, rows: Sequence[str]) -> list[int]:
    """The rows that leave a function, in order; words in comments are no exits. Cost: one search of the text a word."""
    places: list[int] = []
    find = data.find
    for word in _EXITS:
        size = len(word)
        at = find(word)
        while at >= 0:
            if not (data[at - 1 : at].isalnum() or data[at + size : at + size + 1].isalnum()):
                places.append(at)
            at = find(word, at + size)
    places.sort()
    found: list[int] = []
    row = last = 0
    for at in places:
        row += data.count(b"\n", last, at)
        last = at
        if (not found or found[-1] != row) and not rows[row].lstrip().startswith(_REMARKS):
            found.append(row)
    return found


def leaf_at(blocks: Sequence[Block], row: int, rows: Sequence[str]) -> Leaf | None:
    """The innermost statement of a body that holds a row; the row alone where that is the head of one."""
    depth = 0
    while True:
        unit = _unit_at(blocks, row)
        if unit is None:
            return Leaf(row, row, depth, _is_error(rows[row])) if depth else None
        depth += 1
        if not unit.blocks:
            return Leaf(unit.first, unit.last, depth, _is_error(rows[row]))
        blocks = unit.blocks


def leaves_between(blocks: Sequence[Block], first: int, last: int, exits: Sequence[int], rows: Sequence[str]) -> list[Leaf]:
    """The exits within a body, in order, each once."""
    at = bisect_left(exits, first)
    found: dict[Leaf, None] = {}
    while at < len(exits) and exits[at] <= last:
        leaf = leaf_at(blocks, exits[at], rows)
        if leaf is not None:
            found.setdefault(leaf)
        at += 1
    return list(found)


def _unit_at(blocks: Sequence[Block], row: int) -> Unit | None:
    for block in blocks:
        if block.first <= row <= block.last:
            found = block.unit_at(row)
            if found is not None:
                return found
    return None


def _is_error(row: str) -> bool:
    return any(sign in row for sign in _ERROR)
