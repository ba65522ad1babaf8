"""A syntax tree as what may be left out of it: blocks of units, and the definitions they belong to.

Only nodes of several rows are looked into, for rows are what is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal

from headroom.compressors.source_code.grammars import Node
from headroom.compressors.source_code.structure import Block, Definition, Structure, Unit
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

__all__ = ["read_structure"]

_LONG_LIST = 16
"""Rows from which a literal is a table. Chosen: the elements of a shorter one are read at a glance."""
_SCRIPT = 6
"""Rows from which a statement of the file itself is a body like that of a function."""
_NAMED_CALLBACK = 5
"""Rows from which a function that is assigned inside another is a definition of its own."""
_WRAPPER_ROWS = 40
_WRAPPER_SHARE = 0.6
"""Share of a function's rows in definitions inside it, from which it is but a wrapper round them."""
_FOREVER = 1 << 60
_LONGEST_NAME = 400
"""Bytes of a name, or of a declarator in which one is, that are read."""
_ASSIGNED = re.compile(r"([\w$.#\]\[\"'-]{1,200})\s{0,8}[:=]\s{0,8}(?:async\s{1,8}|static\s{1,8}|\w{1,40}\(){0,3}$")
"""What a function is assigned to, at the end of what stands before it on its row."""
_DECLARATOR = re.compile(r"([\w:~$]{1,200}|operator[^\s(]{1,4})\s{0,8}\(")
_COMMENT_SIGNS = ("#", "//", "/*", "<!--")
_QUOTES = ('"', "'", 'r"', "r'", 'b"', "b'", 'R"', 'u"', "u'")


def read_structure(root: Node, data: bytes, lines: Sequence[str], *, has_brackets: bool) -> Structure:
    """What the tree of some bytes holds; `lines` are the rows of the code.

    Cost: in proportion to the nodes that take several rows.
    """
    reader = _Reader(data, lines, has_brackets=has_brackets)
    reader.read(root)
    structure = Structure(reader.blocks[0], reader.blocks, reader.definitions, reader.fixed, set())
    structure.wrappers.update(_wrappers(structure))
    return structure


class _Reader:
    """The walk, with what it has found."""

    def __init__(self, data: bytes, lines: Sequence[str], *, has_brackets: bool) -> None:
        self.data = data
        self.lines = lines
        self.starts = _starts(data)
        """The first byte of each row, and one that is behind all."""
        self.has_brackets = has_brackets
        self.blocks: list[Block] = []
        self.definitions: list[Definition] = []
        self.fixed: set[Unit] = set()
        self.waiting: list[tuple[Node, Unit | None, int, int]] = []
        """Node, the unit it stands in, its definition, and the definition of which it may be the body."""

    def read(self, root: Node) -> None:
        """Walk over all nodes of several rows."""
        self._block(root, None, -1, "members")
        waiting = self.waiting
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
            self.waiting.append((body, unit, inside, opened))

    def _descend(self, node: Node, unit: Unit | None, owner: int, opening: int) -> None:
        """Go into the children of several rows, in order."""
        push = self.waiting.append
        starts = self.starts
        for child in reversed(node.named_children):
            if starts[bisect_right(starts, child.start_byte)] < child.end_byte:
                push((child, unit, owner, opening))

    def _statements(self, node: Node, sort: str, unit: Unit | None, owner: int, opening: int) -> None:
        """A block of statements, or of members where it is a container's."""
        children = node.named_children
        if sort == "block" and any(child.type == "statement_list" for child in children):
            self._descend(node, unit, owner, opening)
            return
        of_container = opening >= 0 and self.definitions[opening].kind == "container"
        self._open(opening, self._block(node, unit, owner, "members" if of_container else "statements"))

    def _open(self, opening: int, block: Block) -> None:
        if opening >= 0:
            self.definitions[opening].body.append(block)

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
        """A block with its units, whose insides are put down to be read."""
        sort = node.type
        is_root = sort in ROOTS
        first, last = self._row(node.start_byte), self._row(node.end_byte)
        has_end = not is_root and sort not in UNCLOSED and (self.has_brackets or sort != "block")
        head = first if not is_root and sort != "statement_list" and (self.has_brackets or sort in LISTS) else -1
        block = Block(kind, first, last, unit, owner, has_end, [], [])
        self.blocks.append(block)
        if unit is not None:
            unit.blocks.append(block)
        children = node.named_children if sort not in CLAUSES else _behind_labels(node)
        deeper: list[tuple[Node, Unit | None, int, int]] = []
        for start, end, at, nodes in self._grouped(children):
            line = self.lines[start]
            bare = line.lstrip(" \t")
            is_clean = start > head and self.starts[start] + len(line) - len(bare) == at and not (has_end and end >= last)
            made = Unit(start, end, block, self._kind_of(nodes, bare, block), is_clean, [])
            block.units.append(made)
            block.firsts.append(start)
            if end > start and made.kind != "comment":
                deeper += self._insides(made, nodes, is_root=is_root)
        self.waiting.extend(reversed(deeper))
        return block

    def _insides(self, unit: Unit, nodes: list[Node], *, is_root: bool) -> list[tuple[Node, Unit | None, int, int]]:
        """What of a unit is to be looked into."""
        block = unit.block
        if block.kind == "statements" and not self._may_hold(nodes[0]) and len(nodes) == 1:
            return []
        inside = self._script(nodes[0], unit, block.owner) if is_root and unit.last - unit.first >= _SCRIPT else block.owner
        tall = nodes if len(nodes) == 1 else [node for node in nodes if self._is_tall(node)]
        return [(node, unit, inside, -1) for node in tall]

    def _may_hold(self, node: Node) -> bool:
        """Whether a statement may hold a block."""
        if self.has_brackets:
            return self.data.find(b"{", node.start_byte, node.end_byte) >= 0
        return node.type not in PLAIN

    def _row(self, at: int) -> int:
        """The row that a byte stands on."""
        return bisect_right(self.starts, at) - 1

    def _is_tall(self, node: Node) -> bool:
        """Whether a node takes several rows."""
        return self.starts[bisect_right(self.starts, node.start_byte)] < node.end_byte

    def _grouped(self, nodes: Sequence[Node]) -> list[tuple[int, int, int, list[Node]]]:
        """First row, last row, first byte and nodes of each run of nodes that share rows."""
        groups: list[tuple[int, int, int, list[Node]]] = []
        starts = self.starts
        behind = end = -1
        """The first byte behind the last row of the run, and that row."""
        for node in nodes:
            first = node.start_byte
            # A node may end with the line feed of its last row: its last byte tells.
            final = max(first, node.end_byte - 1)
            if first < behind:
                start, _, at, same = groups[-1]
                same.append(node)
                if final >= behind:
                    end = bisect_right(starts, final, end) - 1
                    behind = starts[end + 1]
                groups[-1] = start, end, at, same
                continue
            row = end = bisect_right(starts, first, end + 1 if end >= 0 else 0) - 1
            behind = starts[row + 1]
            if final >= behind:
                end = bisect_right(starts, final, row) - 1
                behind = starts[end + 1]
            groups.append((row, end, first, [node]))
        return groups

    def _kind_of(self, nodes: Sequence[Node], bare: str, block: Block) -> Literal["", "comment", "doc"]:
        """What a unit is, by the text that it starts with first: types cost more."""
        if bare.startswith(_COMMENT_SIGNS):
            return "comment" if all(node.type in COMMENTS for node in nodes) else ""
        if self.has_brackets or not bare.startswith(_QUOTES) or (block.units and block.units[-1].kind != "comment"):
            return ""
        return "doc" if nodes[0].type in ("expression_statement", "string") else ""

    def _script(self, node: Node, unit: Unit, owner: int) -> int:
        """The definition for a long statement of the file itself, or its owner where it is no such."""
        if node.type not in CONTROLS:
            return owner
        # Its blocks are its body; they are still to be read.
        self.definitions.append(Definition("", "script", unit.first, unit.last, owner, unit, unit.blocks))
        return len(self.definitions) - 1

    def _container(self, node: Node, unit: Unit | None, owner: int) -> int:
        named = node.child_by_field_name("name") or node.child_by_field_name("type")
        name = self._text(named) if named is not None else ""
        return self._add(Definition(name, "container", self._row(node.start_byte), self._row(node.end_byte), owner, unit, []))

    def _define(self, node: Node, sort: str, unit: Unit | None, owner: int) -> int:
        """The new definition, or -1 for a callback that is but part of a statement."""
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


def _starts(data: bytes) -> list[int]:
    """The first byte of each row."""
    starts = [0, *accumulate([len(row) + 1 for row in data.split(b"\n")])]
    starts[-1] = _FOREVER
    return starts


def _wrappers(structure: Structure) -> list[int]:
    """Functions most of whose rows belong to definitions directly inside them."""
    inside = [0] * len(structure.definitions)
    for definition in structure.definitions:
        if definition.owner >= 0:
            inside[definition.owner] += definition.last - definition.first + 1
    return [
        index
        for index, definition in enumerate(structure.definitions)
        if definition.last - definition.first >= _WRAPPER_ROWS
        and inside[index] >= _WRAPPER_SHARE * (definition.last - definition.first)
    ]
