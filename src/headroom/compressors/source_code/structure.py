"""What may be left out of a text: blocks of units, and the definitions they belong to."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

import msgspec

__all__ = ["Block", "Definition", "Structure", "Unit"]


class Unit(msgspec.Struct, frozen=True, eq=False):
    """A statement, member, element or comment: whole rows, or several things that share rows."""

    first: int
    last: int
    block: Block
    kind: Literal["", "comment", "doc"]
    is_clean: bool
    """Whether nothing else stands on its rows, so that it may go."""
    blocks: list[Block]
    """What it holds, in order."""

    def head_rows(self) -> int:
        """How many of its rows are no unit's of a block inside it."""
        return self.last - self.first + 1 - sum(unit.last - unit.first + 1 for block in self.blocks for unit in block.units)


class Block(msgspec.Struct, frozen=True, eq=False):
    """What stands between two brackets, or further in."""

    kind: Literal["statements", "members", "list"]
    first: int
    last: int
    unit: Unit | None
    """The unit that holds it."""
    owner: int
    """The index of its definition, -1 for the file."""
    has_end: bool
    """Whether a bracket closes it, so that it may be empty."""
    units: list[Unit]
    firsts: list[int]
    """The first row of each unit."""

    def unit_at(self, row: int) -> Unit | None:
        """The unit that holds a row."""
        found = bisect_right(self.firsts, row) - 1
        return self.units[found] if found >= 0 and self.units[found].last >= row else None


class Definition(msgspec.Struct, frozen=True, eq=False):
    """A function, method, class, or a statement of the file itself that is as long as one."""

    name: str
    kind: Literal["function", "container", "script"]
    first: int
    last: int
    owner: int
    unit: Unit | None
    """The unit it stands in, with its decorators."""
    body: list[Block]
    """Empty where it has no body of several rows."""


class Structure(msgspec.Struct, frozen=True, eq=False):
    """All of a text."""

    root: Block
    blocks: list[Block]
    definitions: list[Definition]
    fixed: set[Unit]
    """Units that hold definitions and so never go as a whole."""
    wrappers: set[int]
    """Definitions that are but wrappers of others."""
