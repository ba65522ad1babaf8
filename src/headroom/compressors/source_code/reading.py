"""A syntax tree as what may be left out of it: blocks of units, and the definitions they belong to.

Only nodes of several rows are looked into, for rows are what is left out; and of functions only what may hold a definition, or
what somebody asks for later: each look at a node crosses into another language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal

from headroom.compressors.source_code.grammars import Node
from headroom.compressors.source_code.signs import definition_signs, row_starts
from headroom.compressors.source_code.structure import Block, Definition, Unit, wrappers_of
from headroom.compressors.source_code.syntax import (
    ANONYMOUS,
    BLOCKS,
    CLAUSES,
    COMMENTS,
    CONTAINERS,
    CONTROLS,
    FUNCTIONS,
    LABELS,
    LISTS,
    MEMBERS,
    PLAIN,
    ROOTS,
    UNCLOSED,
)

__all__ = ["Structure"]

_LONG_LIST = 16
"""Rows from which a literal is a table. Chosen: the elements of a shorter one are read at a glance."""
_SCRIPT = 6
"""Rows from which a statement of the file itself is a body like that of a function."""
_NAMED_CALLBACK = 5
"""Rows from which a function that is assigned inside another is a definition of its own."""
_FIRST = attrgetter("first")
_LONGEST_NAME = 400
"""Bytes of a name, or of a declarator in which one is, that are read."""
_ASSIGNED = re.compile(r"([\w$.#\]\[\"'-]{1,200})\s{0,8}(?::=|[:=])\s{0,8}(?:async\s{1,8}|static\s{1,8}|\w{1,40}\(){0,3}$")
"""What a function is assigned to, at the end of what stands before it on its row."""
_DECLARATOR = re.compile(r"([\w:~$]{1,200}|operator[^\s(]{1,4})\s{0,8}\(")
_COMMENT_SIGNS = (b"#", b"//", b"/*", b"<!--")
_TOLD = b"#/<\"'rbRu"
"""What those and what follows begin with."""
_QUOTES = (b'"', b"'", b'r"', b"r'", b'b"', b"b'", b'R"', b'u"', b"u'")


class Structure:
    """What the tree of some bytes holds; `lines` are the rows of the code.

    Cost: in proportion to what stands outside of functions; the insides of those are read where definitions may be in them,
    and what is asked for later.
    """

    def __init__(self, root: Node, data: bytes, lines: Sequence[str], language: str) -> None:
        self.data = data
        self.lines = lines
        self.starts = row_starts(data, lines)
        """The first byte of each row, and one that is behind all."""
        self.definitions: list[Definition] = []
        self.fixed: set[Unit] = set()
        """Units that hold definitions and so never go as a whole."""
        self.language = language
        self._has_brackets = language != "python"
        self._signs = definition_signs(data, lines, self.starts, language)
        """Where definitions may be."""
        self._is_closed = False
        """Whether all definitions have been found."""
        self._units: dict[Block, list[Unit]] = {}
        self._blocks: dict[Unit, list[Block]] = {}
        self._waiting: list[tuple[Node, Unit | None, int, int]] = []
        """Node, the unit it stands in, its definition, and the definition of which it may be the body."""
        self.root = self._block(root, None, -1, "members")
        self._walk()
        self._is_closed = True
        self.wrappers = wrappers_of(self.definitions)
        """Definitions that are but wrappers of others."""

    def units(self, block: Block) -> list[Unit]:
        """What a block is made of, in order."""
        found = self._units.get(block)
        if found is None:
            found = self._units[block] = self._units_of(block)
        return found

    def blocks(self, unit: Unit) -> list[Block]:
        """What a unit holds, in order."""
        found = self._blocks.get(unit)
        if found is None:
            self._waiting.extend(reversed(self._insides(unit)))
            self._walk()
            found = self._blocks[unit]
        return found

    def body(self, definition: Definition) -> list[Block]:
        """The blocks of a definition; empty where it has no body of several rows."""
        if definition.kind == "script" and definition.unit is not None:
            return self.blocks(definition.unit)
        return definition.opened

    def unit_at(self, block: Block, row: int) -> Unit | None:
        """The unit of a block that holds a row."""
        units = self.units(block)
        found = bisect_right(units, row, key=_FIRST) - 1
        return units[found] if found >= 0 and units[found].last >= row else None

    def _walk(self) -> None:
        """Go into all that waits."""
        waiting = self._waiting
        while waiting:
            node, unit, owner, opening = waiting.pop()
            sort = node.type
            if sort in FUNCTIONS:
                self._go_inside(node, unit, owner, self._define(node, sort, unit, owner))
            elif sort in CONTAINERS:
                self._go_inside(node, unit, owner, self._container(node, unit, owner))
            elif sort in BLOCKS:
                self._statements(node, sort, unit, owner, opening)
            elif sort in MEMBERS and sort not in LISTS:
                self._open(opening, self._block(node, unit, owner, "members"))
            elif sort in LISTS:
                self._literal(node, sort, unit, owner)
            elif sort in CLAUSES:
                is_body = owner >= 0 and self.definitions[owner].kind != "container"
                self._block(node, unit, owner, "statements" if is_body else "members")
            elif sort in ROOTS:
                # What does not parse may hold what does.
                self._block(node, unit, owner, "members")
            else:
                self._descend(node, unit, owner, -1)

    def _go_inside(self, node: Node, unit: Unit | None, owner: int, opened: int) -> None:
        """Go into the body of a definition, or of a callback that is none."""
        body = node.child_by_field_name("body")
        inside = owner if opened < 0 else opened
        if body is None:
            self._descend(node, unit, inside, opened)
        elif self._is_tall(body):
            self._waiting.append((body, unit, inside, opened))

    def _descend(self, node: Node, unit: Unit | None, owner: int, opening: int) -> None:
        """Go into the children of several rows, in order."""
        push = self._waiting.append
        starts = self.starts
        for child in reversed(node.named_children):
            if starts[bisect_right(starts, child.start_byte)] < child.end_byte:
                push((child, unit, owner, opening))

    def _statements(self, node: Node, sort: str, unit: Unit | None, owner: int, opening: int) -> None:
        """A block of statements, or of members where it is a container's."""
        if sort == "block" and self._has_brackets and any(child.type == "statement_list" for child in node.named_children):
            self._descend(node, unit, owner, opening)
            return
        of_container = opening >= 0 and self.definitions[opening].kind == "container"
        self._open(opening, self._block(node, unit, owner, "members" if of_container else "statements"))

    def _open(self, opening: int, block: Block) -> None:
        if opening >= 0:
            self.definitions[opening].opened.append(block)

    def _literal(self, node: Node, sort: str, unit: Unit | None, owner: int) -> None:
        """A table of a file or class; elsewhere a literal is part of its statement."""
        is_outside = owner < 0 or self.definitions[owner].kind == "container"
        if is_outside and self._row(node.end_byte) - self._row(node.start_byte) >= _LONG_LIST:
            self._block(node, unit, owner, "list")
        elif sort == "object":
            self._block(node, unit, owner, "members")
        else:
            self._descend(node, unit, owner, -1)

    def _block(self, node: Node, unit: Unit | None, owner: int, kind: Literal["statements", "members", "list"]) -> Block:
        """A block, put down to be read further where definitions may be in it."""
        sort = node.type
        start, end = node.start_byte, node.end_byte
        has_end = sort not in ROOTS and sort not in UNCLOSED and (self._has_brackets or sort != "block")
        block = Block(node, kind, self._row(start), self._row(end), unit, owner, has_end)
        if unit is not None:
            self._blocks[unit].append(block)
        if self._is_closed:
            return block
        is_inside = kind == "statements" and owner >= 0 and self.definitions[owner].kind != "container"
        if not is_inside or self._has_sign(start, end):
            self._look_into(block, is_inside=is_inside)
        return block

    def _look_into(self, block: Block, *, is_inside: bool) -> None:
        """Put down what in a block is to be read further."""
        owner, sort = block.owner, block.node.type
        deeper: list[tuple[Node, Unit | None, int, int]] = []
        for each in self.units(block):
            if sort in ROOTS and each.last - each.first >= _SCRIPT:
                each.owner = self._script(each, owner)
            if not is_inside or self._has_sign(self.starts[each.first], self.starts[each.last + 1]):
                deeper += self._insides(each)
        self._waiting.extend(reversed(deeper))

    def _units_of(self, block: Block) -> list[Unit]:
        """What a block is made of: its nodes, those that share rows together."""
        node, sort, starts, lines, data = block.node, block.node.type, self.starts, self.lines, self.data
        head = block.first if sort not in ROOTS and sort != "statement_list" and (self._has_brackets or sort in LISTS) else -1
        edge = block.last if block.has_end else len(lines) + 1
        """The row of the closing bracket: what stands on it, too, may not go."""
        units: list[Unit] = []
        add, owner = units.append, block.owner
        behind = end = 0
        """The first byte behind the last row so far, and that row."""
        for child in node.named_children if sort not in CLAUSES else _behind_labels(node):
            start, final = child.start_byte, child.end_byte
            if start < behind:
                if final > behind:
                    end = bisect_right(starts, final - 1, end) - 1
                    behind = starts[end + 1]
                _join(units[-1], child, end, edge)
                continue
            row = end = bisect_right(starts, start, end) - 1
            at, behind = starts[row], starts[row + 1]
            # A node may end with the line feed of its last row: its last byte tells.
            if final > behind:
                end = bisect_right(starts, final - 1, row) - 1
                behind = starts[end + 1]
            opens = start == at or data[at:start].isspace()
            kind = self._kind_of(child, start, units) if opens and data[start : start + 1] in _TOLD else ""
            add(Unit(row, end, block, kind, opens and head < row and end < edge, child, owner))
        return units

    def _insides(self, unit: Unit) -> list[tuple[Node, Unit | None, int, int]]:
        """What of a unit is to be looked into, for once."""
        self._blocks[unit] = []
        if unit.last == unit.first or unit.kind == "comment":
            return []
        if unit.others:
            return [(node, unit, unit.owner, -1) for node in (unit.node, *unit.others) if self._is_tall(node)]
        if unit.block.kind == "statements" and not self._may_hold(unit.node):
            return []
        return [(unit.node, unit, unit.owner, -1)]

    def _may_hold(self, node: Node) -> bool:
        """Whether a statement may hold a block."""
        if self._has_brackets:
            return self.data.find(b"{", node.start_byte, node.end_byte) >= 0
        return node.type not in PLAIN

    def _has_sign(self, start: int, end: int) -> bool:
        """Whether a definition may be between two bytes."""
        at = bisect_right(self._signs, start - 1)
        return at < len(self._signs) and self._signs[at] < end

    def _row(self, at: int) -> int:
        """The row that a byte stands on."""
        return bisect_right(self.starts, at) - 1

    def _is_tall(self, node: Node) -> bool:
        """Whether a node takes several rows."""
        return self.starts[bisect_right(self.starts, node.start_byte)] < node.end_byte

    def _kind_of(self, node: Node, start: int, above: list[Unit]) -> Literal["", "comment", "doc"]:
        """What a unit is, by the text that it starts with first: types cost more."""
        if self.data.startswith(_COMMENT_SIGNS, start):
            return "comment" if node.type in COMMENTS else ""
        if self._has_brackets or not self.data.startswith(_QUOTES, start) or (above and above[-1].kind != "comment"):
            return ""
        return "doc" if node.type in ("expression_statement", "string") else ""

    def _script(self, unit: Unit, owner: int) -> int:
        """The definition for a long statement of the file itself, or its owner where it is no such."""
        if unit.node.type not in CONTROLS:
            return owner
        self.definitions.append(Definition("", "script", unit.first, unit.last, owner, unit, []))
        return len(self.definitions) - 1

    def _container(self, node: Node, unit: Unit | None, owner: int) -> int:
        """The new definition, or -1 for one that nothing told of."""
        if self._is_closed:
            return -1
        named = node.child_by_field_name("name") or node.child_by_field_name("type")
        name = self._text(named) if named is not None else ""
        return self._add(Definition(name, "container", self._row(node.start_byte), self._row(node.end_byte), owner, unit, []))

    def _define(self, node: Node, sort: str, unit: Unit | None, owner: int) -> int:
        """The new definition, or -1 for a callback that is but part of a statement."""
        if self._is_closed:
            return -1
        first, last = self._row(node.start_byte), self._row(node.end_byte)
        named = node.child_by_field_name("name")
        if named is not None:
            name = self._text(named)
        elif sort in ANONYMOUS:
            name = self._assigned(node)
            holder = self.definitions[owner] if owner >= 0 else None
            is_inside = holder is not None and holder.kind == "function" and bool(holder.name)
            if is_inside and (not name or last - first < _NAMED_CALLBACK):
                return -1
        else:
            name = self._declared(node)
        return self._add(Definition(name, "function", first, last, owner, unit, []))

    def _add(self, definition: Definition) -> int:
        self.definitions.append(definition)
        unit = definition.unit
        while unit is not None and unit not in self.fixed:
            self.fixed.add(unit)
            unit = unit.block.unit
        return len(self.definitions) - 1

    def _text(self, node: Node) -> str:
        """The first few hundred bytes of a node; the node itself would fetch each byte by a call."""
        return self.data[node.start_byte : min(node.end_byte, node.start_byte + _LONGEST_NAME)].decode("utf-8", "replace")

    def _assigned(self, node: Node) -> str:
        """What a function is assigned to on its row."""
        at = node.start_byte
        line = self.data[max(self.starts[self._row(at)], at - _LONGEST_NAME) : at].decode("utf-8", "replace")
        found = _ASSIGNED.search(line)
        return found[1] if found else ""

    def _declared(self, node: Node) -> str:
        """The name of a function whose declarator holds it."""
        declarator = node.child_by_field_name("declarator")
        if declarator is None:
            return ""
        found = _DECLARATOR.search(self._text(declarator))
        return found[1] if found else ""


def _behind_labels(clause: Node) -> list[Node]:
    """What a clause holds, without its own head."""
    return [child for child in clause.named_children if child.type not in LABELS]


def _join(unit: Unit, node: Node, end: int, edge: int) -> None:
    """Add a node to the unit with which it shares a row."""
    if unit.others is None:
        unit.others = []
    unit.others.append(node)
    unit.is_clean = unit.is_clean and end < edge
    if unit.kind == "comment" and node.type not in COMMENTS:
        unit.kind = ""
    unit.last = end
