"""Where functions are left: what they return, raise and yield."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from headroom.compressors.source_code.reading import Structure
from headroom.compressors.source_code.structure import Block, Unit

__all__ = ["Leaf", "exit_rows", "leaf_at", "worth_of"]

_EXITS = {
    "python": b"return raise yield exit abort",
    "go": b"return panic goto Fatal Exit",
    "rust": b"return panic Err bail exit abort",
    "java": b"return throw yield exit",
    "c": b"return exit abort goto",
    "cpp": b"return throw exit abort goto co_yield",
}
"""Words that leave a function in each language."""
_SCRIPT_EXITS = b"return throw yield reject exit abort"
"""The same in JavaScript and what is like it."""
_ERROR = ("raise", "throw", "panic", "Err(", "reject", "Fatal", "bail", "abort", "exit(", "errors.", "Error")
"""What an exit by failure reads like."""
_REMARKS = ("#", "//", "*", "/*")
_PLAIN = frozenset("None null nil undefined True False true false self this 0 1 -1 ok err nil,err cls".split()) | {""}
"""What many a function returns."""


class Leaf(msgspec.Struct, frozen=True):
    """A statement that stays as a whole if it stays."""

    first: int
    last: int
    depth: int
    """How many statements hold it."""


def exit_rows(data: bytes, rows: Sequence[str], starts: Sequence[int], language: str) -> list[int]:
    """The rows that leave a function, in order; words in comments are no exits. Cost: one search of the text a word."""
    places: list[int] = []
    find = data.find
    for word in _EXITS.get(language, _SCRIPT_EXITS).split():
        size = len(word)
        at = find(word)
        while at >= 0:
            if not (data[at - 1 : at].isalnum() or data[at + size : at + size + 1].isalnum()):
                places.append(at)
            at = find(word, at + size)
    found = sorted({bisect_right(starts, at) - 1 for at in places})
    return [row for row in found if not rows[row].lstrip().startswith(_REMARKS)]


def leaf_at(structure: Structure, blocks: Sequence[Block], row: int) -> Leaf | None:
    """The innermost statement of a body that holds a row; the row alone where that is the head of one."""
    depth = 0
    while True:
        unit = _unit_at(structure, blocks, row)
        if unit is None:
            return Leaf(row, row, depth) if depth else None
        depth += 1
        blocks = structure.blocks(unit)
        if not blocks:
            return Leaf(unit.first, unit.last, depth)


def worth_of(row: str) -> int:
    """0 for an exit by failure, 1 for one that returns something, 2 for one that hardly tells anything."""
    if any(map(row.__contains__, _ERROR)):
        return 0
    bare = row.strip().rstrip(";")
    return 2 if bare.startswith("return") and bare[7:].strip() in _PLAIN else 1


def _unit_at(structure: Structure, blocks: Sequence[Block], row: int) -> Unit | None:
    for block in blocks:
        if block.first <= row <= block.last:
            found = structure.unit_at(block, row)
            if found is not None:
                return found
    return None
