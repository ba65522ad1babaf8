"""What stays of bodies: those that are asked for as a whole, of the others what tells most for the rows they may have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log1p

import msgspec

from headroom.compressors.source_code.asked import Asked, asked_of, last_name, stems_of
from headroom.compressors.source_code.cutting import Wanted
from headroom.compressors.source_code.exits import Leaf, exit_rows, leaf_at, leaves_between
from headroom.compressors.source_code.structure import Definition, Structure
from headroom.config import CodeSettings
from headroom.relevance import read_query, row_text, rows_matching

__all__ = ["Choice", "choose", "no_bodies"]

_CAREFUL = 0.4
"""Share of a body that stays where nobody said what matters. Chosen: what functions return, check and raise mostly fits."""
_SMALL = 3
"""Rows of a body that always stays: its note would be as long."""
_PUBLIC = 1.0
_DUNDER = 1.0
_NEAR = 0.5
"""Share of the best score from which a definition answers a question that names none, too."""
_MOST_NEAR = 4
_NEAR_ROWS = 160
"""Rows of definitions that words alone find. Chosen: about two screens."""
_CALLED_ROWS = 60
"""Rows of what an asked definition calls, together and each."""
_CLASS_ROWS = 90
"""Rows of a class up to which naming it asks for all of it."""
_TELLING = 4
"""Characters of a word that may be looked for in statements."""
_RARE = 4
"""Occurrences above which a word tells no statement from others."""
_MOST_SAID = 6
"""Rows of a statement that stays for a word in it."""
_NAME_WEIGHT = 3.0
"""Chosen: a word in the name says more than words in the body."""
_CALLS = re.compile(r"([A-Za-z_$][\w$]{1,80})\s?\(")
_CALL = "\x1f"
"""What parts the question from the arguments of the call in the text of a query."""
_PLAIN = frozenset("None null nil undefined True False true false self this 0 1 -1 ok err nil,err cls".split()) | {""}
"""What many a function returns."""
_WORDS = bytes(code if code >= 0x80 or chr(code).isalnum() or code in b"_$" else 0x20 for code in range(256))
"""Maps what no identifier holds to blanks."""


class Choice(msgspec.Struct, frozen=True):
    """What stays, and why, for the report."""

    wanted: Wanted
    whole: int = 0
    """Definitions that stay because they are asked for."""
    is_careful: bool = False
    """Whether nobody said what matters."""
    relevance: str = ""


def no_bodies() -> Choice:
    """Nothing of any body but what is too short to go."""
    return Choice(Wanted((), ()))


def choose(structure: Structure, data: bytes, rows: Sequence[str], query: str, settings: CodeSettings) -> Choice:
    """What stays of each body."""
    definitions = structure.definitions
    asked = asked_of(query, definitions)
    whole = [index for index in asked.named if _is_read_whole(definitions[index])]
    partly = {index for index in asked.named if index not in whole}
    relevance = ""
    if not asked.named and asked.is_question:
        whole = _near(structure, rows, query, asked)
        relevance = "bm25" if whole else ""
    if asked.wants_path and whole and asked.named:
        whole += _called(whole, definitions, rows)
    is_careful = not whole and not partly
    ranges = _merged(_extent(definitions[index]) for index in whole)
    chosen = _Shares(structure, rows, settings, ranges, exit_rows(data, rows))
    if is_careful:
        wanted = chosen.careful(max(_CAREFUL, settings.target_compression_rate))
    else:
        wanted = chosen.shared(_scores(definitions, data), partly) + _said(structure, data, rows, query)
    return Choice(Wanted(sorted(wanted), ranges), len(whole), is_careful, relevance)


def _is_read_whole(definition: Definition) -> bool:
    return definition.kind != "container" or definition.last - definition.first < _CLASS_ROWS


def _extent(definition: Definition) -> tuple[int, int]:
    """The rows of a definition with its decorators and the comments before it."""
    unit = definition.unit
    if unit is None:
        return definition.first, definition.last
    first, last = definition.first, definition.last
    if unit.last == last or definition.owner == unit.block.owner:
        first, last = unit.first, max(last, unit.last if unit.last - last < 3 else last)
    place = unit.block.units.index(unit)
    while place and unit.block.units[place - 1].kind == "comment" and unit.block.units[place - 1].last == first - 1:
        place -= 1
        first = unit.block.units[place].first
    return first, last


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, in order, with what overlaps in one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _near(structure: Structure, rows: Sequence[str], query: str, asked: Asked) -> list[int]:
    """The definitions that the words of a question fit best, if any fit."""
    definitions = structure.definitions
    bodies = [
        index
        for index, each in enumerate(definitions)
        if each.kind != "container" and index not in structure.wrappers and each.name
    ]
    texts = ["".join(rows[definitions[index].first : definitions[index].last + 1]) for index in bodies]
    # Where a text was looked for says nothing of what in it is wanted.
    matches = rows_matching(row_text(texts), read_query(query.partition(_CALL)[0]))
    best = max((match.score for match in matches.values()), default=1.0)
    total = _by_names(bodies, definitions, asked.words)
    for place, match in matches.items():
        total[bodies[place]] += match.score / best
    top = max(total.values(), default=0.0)
    near: list[int] = []
    room = _NEAR_ROWS
    for index in sorted(total, key=lambda each: (-total[each], each))[:_MOST_NEAR] if top > 0.0 else ():
        size = definitions[index].last - definitions[index].first + 1
        if total[index] >= _NEAR * top and (size <= room or not near):
            near.append(index)
            room -= size
    return near


def _by_names(bodies: Sequence[int], definitions: Sequence[Definition], words: frozenset[str]) -> dict[int, float]:
    """How well the names of definitions fit some words; rare parts of names tell more."""
    stems = [frozenset(stems_of(_full_name(index, definitions))) for index in bodies]
    common = Counter(stem for each in stems for stem in each)
    scores: dict[int, float] = {}
    for index, each in zip(bodies, stems, strict=True):
        rarity = sum(log1p(len(bodies) / common[stem]) for stem in each & words if len(stem) > 2)
        scores[index] = _NAME_WEIGHT * rarity / log1p(len(bodies)) / (1 + len(each) / 4)
    return scores


def _full_name(index: int, definitions: Sequence[Definition]) -> str:
    """The name of a definition behind that of the class it stands in."""
    definition = definitions[index]
    is_member = definition.owner >= 0 and definitions[definition.owner].kind == "container"
    return f"{definitions[definition.owner].name} {definition.name}" if is_member else definition.name


def _said(structure: Structure, data: bytes, rows: Sequence[str], query: str) -> list[int]:
    """The rows of statements that hold a word of the question which hardly any other holds."""
    question = read_query(query.partition(_CALL)[0])
    low = data.lower()
    found: list[int] = []
    for word in (*question.phrases, *question.words):
        sought = word.encode("utf-8", "replace")
        if len(sought) < _TELLING or not 0 < low.count(sought) <= _RARE:
            continue
        at = low.find(sought)
        while at >= 0:
            leaf = leaf_at([structure.root], data.count(b"\n", 0, at), rows)
            if leaf is not None and leaf.last - leaf.first < _MOST_SAID:
                found += range(leaf.first, leaf.last + 1)
            at = low.find(sought, at + len(sought))
    return found


def _called(whole: Sequence[int], definitions: Sequence[Definition], rows: Sequence[str]) -> list[int]:
    """The definitions that those call by name, as many as there is room for."""
    by_name: dict[str, list[int]] = {}
    for index, definition in enumerate(definitions):
        by_name.setdefault(last_name(definition.name), []).append(index)
    room = _CALLED_ROWS
    found: list[int] = []
    for index in whole:
        text = "".join(rows[definitions[index].first : definitions[index].last + 1])
        for name in dict.fromkeys(_CALLS.findall(text)):
            for other in by_name.get(name, ())[:2]:
                size = definitions[other].last - definitions[other].first + 1
                if other not in whole and other not in found and definitions[other].kind == "function" and size <= room:
                    found.append(other)
                    room -= size
    return found


def _scores(definitions: Sequence[Definition], data: bytes) -> list[float]:
    """How much each definition matters: how often others name it, and whether it is for others."""
    words = Counter(data.translate(_WORDS).split())
    scores: list[float] = []
    for definition in definitions:
        name = last_name(definition.name)
        named = words[name.encode("utf-8", "replace")] - 1 if name else 0
        is_public = bool(name) and not name.startswith(("_", "#"))
        is_dunder = name.startswith("__") and name.endswith("__")
        scores.append(1.0 + log1p(max(0, named)) + _PUBLIC * is_public + _DUNDER * is_dunder)
    return scores


class _Shares:
    """The rows of bodies, and how many of them stay."""

    def __init__(
        self,
        structure: Structure,
        rows: Sequence[str],
        settings: CodeSettings,
        whole: Sequence[tuple[int, int]],
        exits: Sequence[int],
    ) -> None:
        self.structure = structure
        self.rows = rows
        self.settings = settings
        self.exits = exits
        stays = Wanted((), whole)
        self.bodies = [
            index
            for index, definition in enumerate(structure.definitions)
            if definition.kind != "container"
            and definition.body
            and index not in structure.wrappers
            and not stays.is_whole(definition.first, definition.last)
        ]

    def careful(self, share: float) -> list[int]:
        """The rows that stay where nobody said what matters: exits of all bodies, those that tell most first."""
        room = share * sum(self._size(self.structure.definitions[index]) for index in self.bodies)
        told: list[Leaf] = []
        wanted: list[int] = []
        for index in self.bodies:
            definition = self.structure.definitions[index]
            if self._size(definition) <= _SMALL:
                wanted += (unit.first for block in definition.body for unit in block.units)
            else:
                told += self._leaves(definition)
        for leaf in sorted(told, key=self._worth):
            room -= leaf.last - leaf.first + 1 + (leaf.depth - 1)
            if room < 0:
                break
            wanted += range(leaf.first, leaf.last + 1)
        return wanted

    def shared(self, scores: Sequence[float], partly: set[int]) -> list[int]:
        """The rows that stay beside what is asked for; `partly` are classes that are asked for and too long."""
        settings = self.settings
        sizes = {index: self._size(self.structure.definitions[index]) for index in self.bodies}
        room = settings.target_compression_rate * sum(sizes.values())
        total = sum(scores[index] * sizes[index] ** 0.5 for index in self.bodies) or 1.0
        mean = sum(scores[index] for index in self.bodies) / max(1, len(self.bodies))
        wanted: list[int] = []
        for index in self.bodies:
            definition = self.structure.definitions[index]
            share = room * scores[index] * sizes[index] ** 0.5 / total
            if definition.owner in partly:
                share = max(share, _CAREFUL * sizes[index])
            elif scores[index] <= mean * 1.5:
                share = min(share, settings.max_body_lines)
            wanted += self._told(definition, int(share))
        return wanted

    def _size(self, definition: Definition) -> int:
        return sum(unit.last - unit.first + 1 for block in definition.body for unit in block.units)

    def _told(self, definition: Definition, room: int) -> list[int]:
        """Rows of a body that tell most: its exits, the last first, then those by failure, then the others."""
        if self._size(definition) <= _SMALL:
            return [unit.first for block in definition.body for unit in block.units]
        wanted: list[int] = []
        taken: set[int] = set()
        leaves = self._leaves(definition)
        for leaf in [*leaves[-1:], *sorted(leaves[:-1], key=self._worth)]:
            cost = leaf.last - leaf.first + 1 + (leaf.depth - 1 if leaf.first - 1 not in taken else 0) + bool(taken)
            if cost <= room:
                room -= cost
                taken.add(leaf.last)
                wanted += range(leaf.first, leaf.last + 1)
        return wanted

    def _leaves(self, definition: Definition) -> list[Leaf]:
        """The exits of a body, in order."""
        leaves = leaves_between(definition.body, definition.first, definition.last, self.exits, self.rows)
        if not leaves and definition.body and definition.body[-1].units:
            # What has no word for it returns its last expression.
            ending = leaf_at(definition.body, definition.body[-1].units[-1].last, self.rows)
            leaves = [ending] if ending is not None else []
        return leaves

    def _worth(self, leaf: Leaf) -> int:
        """0 for an exit by failure, 1 for one that returns something, 2 for one that hardly tells anything."""
        if leaf.is_error:
            return 0
        row = self.rows[leaf.first].strip().rstrip(";")
        return 2 if leaf.last == leaf.first and row.startswith("return") and row[7:].strip() in _PLAIN else 1
