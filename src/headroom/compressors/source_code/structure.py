"""What may be left out of a text: blocks of units, and the definitions they belong to.

Each knows what it stands in; what it holds is read from the tree when that is first asked for (`Structure`). So there are no
cycles among them, and the collector of those need not look at them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from headroom.compressors.source_code.grammars import Node

__all__ = ["Block", "Definition", "Unit", "wrappers_of"]

_WRAPPER_ROWS = 40
_WRAPPER_SHARE = 0.6
"""Share of a function's rows in definitions inside it, from which it is but a wrapper round them."""


class Unit(msgspec.Struct, eq=False, gc=False):
    """A statement, member, element or comment: whole rows, or several things that share rows."""

    first: int
    last: int
    block: Block
    kind: Literal["", "comment", "doc"]
    is_clean: bool
    """Whether nothing else stands on its rows, so that it may go."""
    node: Node
    owner: int
    """The definition that what it holds belongs to."""
    others: list[Node] | None = None
    """What shares rows with its node."""


class Block(msgspec.Struct, frozen=True, eq=False, gc=False):
    """What stands between two brackets, or further in."""

    node: Node
    kind: Literal["statements", "members", "list"]
    first: int
    last: int
    unit: Unit | None
    """The unit that holds it."""
    owner: int
    """The index of its definition, -1 for the file."""
    has_end: bool
    """Whether a bracket closes it, so that it may be empty."""


class Definition(msgspec.Struct, frozen=True, eq=False):
    """A function, method, class, or a statement of the file itself that is as long as one."""

    name: str
    kind: Literal["function", "container", "script"]
    first: int
    last: int
    owner: int
    unit: Unit | None
    """The unit it stands in, with its decorators."""
    opened: list[Block]
    """The blocks that are its body, but for those of a script."""


def wrappers_of(definitions: Sequence[Definition]) -> set[int]:
    """Functions most of whose rows belong to definitions directly inside them."""
    inside = [0] * len(definitions)
    for definition in definitions:
        if definition.owner >= 0:
            inside[definition.owner] += definition.last - definition.first + 1
    return {
        index
        for index, definition in enumerate(definitions)
        if definition.last - definition.first >= _WRAPPER_ROWS
        and inside[index] >= _WRAPPER_SHARE * (definition.last - definition.first)
    }
