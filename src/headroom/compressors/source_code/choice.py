"""What stays of bodies: those that are asked for as a whole, of the others what tells most for the rows they may have."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log1p

import msgspec

from headroom.compressors.source_code.asked import Asked, asked_of, last_name, stems_of
from headroom.compressors.source_code.cutting import Wanted
from headroom.compressors.source_code.exits import exit_rows, leaf_at, worth_of
from headroom.compressors.source_code.reading import Structure
from headroom.compressors.source_code.structure import Block, Definition
from headroom.config import CodeSettings
from headroom.relevance import question_and_call, read_query, row_text, rows_matching

__all__ = ["Choice", "choose", "no_bodies"]

_USUAL = CodeSettings().target_compression_rate
"""The rate for which the shares below are chosen. Above it, bodies are filled up with what stands first in them."""
_CAREFUL = 0.4
"""Share of a body that stays where nobody said what matters. Chosen: what functions return, check and raise mostly fits."""
_BESIDE = 0.25
"""What other bodies keep of their share where the question names one. Chosen: their ends still tell what they give."""
_SMALL = 3
"""Rows of a body that always stays: its note would be as long."""
_TINY = 1
"""The same where another one is named: two or three rows are worth a note then."""
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
_SAMPLE = 12_000
_SAMPLES = 12
"""Bytes in which names are counted, and how many evenly spaced parts they are. Chosen: what matters is used all over a file."""
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
    ranges = _merged(_extent(structure, definitions[index]) for index in whole)
    chosen = _Shares(structure, rows, settings, ranges, exit_rows(data, rows, structure.starts, structure.language))
    if settings.target_compression_rate == 1.0:
        wanted = chosen.everything()
    elif is_careful:
        wanted = chosen.careful(min(1.0, _CAREFUL * settings.target_compression_rate / _USUAL))
    else:
        more = max(0.0, settings.target_compression_rate - _USUAL) / (1 - _USUAL)
        beside = _BESIDE + (1 - _BESIDE) * more if asked.named else 1.0
        wanted = chosen.shared(beside, _scores(definitions, data), partly) + _said(structure, data, query)
    return Choice(Wanted(sorted(wanted), ranges), len(whole), is_careful, relevance)


def _is_read_whole(definition: Definition) -> bool:
    return definition.kind != "container" or definition.last - definition.first < _CLASS_ROWS


def _extent(structure: Structure, definition: Definition) -> tuple[int, int]:
    """The rows of a definition with its decorators and the comments before it."""
    unit = definition.unit
    if unit is None:
        return definition.first, definition.last
    first, last = definition.first, definition.last
    if unit.last == last or definition.owner == unit.block.owner:
        first, last = unit.first, max(last, unit.last if unit.last - last < 3 else last)
    units = structure.units(unit.block)
    place = units.index(unit)
    while place and units[place - 1].kind == "comment" and units[place - 1].last == first - 1:
        place -= 1
        first = units[place].first
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
    matches = rows_matching(row_text(texts), read_query(question_and_call(query)[0]))
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


def _said(structure: Structure, data: bytes, query: str) -> list[int]:
    """The rows of statements that hold a word of the question which hardly any other holds."""
    question = read_query(question_and_call(query)[0])
    low = data.lower()
    found: list[int] = []
    for word in (*question.phrases, *question.words):
        sought = word.encode("utf-8", "replace")
        places: list[int] = []
        at = low.find(sought) if len(sought) >= _TELLING else -1
        while at >= 0 and len(places) <= _RARE:
            places.append(at)
            at = low.find(sought, at + len(sought))
        for at in places if len(places) <= _RARE else ():
            leaf = leaf_at(structure, [structure.root], bisect_right(structure.starts, at) - 1)
            if leaf is not None and leaf.last - leaf.first < _MOST_SAID:
                found += range(leaf.first, leaf.last + 1)
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
    names = [last_name(definition.name) for definition in definitions]
    sought = {name.encode("utf-8", "replace") for name in names}
    step = max(_SAMPLE // _SAMPLES, len(data) // _SAMPLES)
    sample = b" ".join([data[at : at + _SAMPLE // _SAMPLES] for at in range(0, len(data), step)])
    words = Counter(filter(sought.__contains__, sample.translate(_WORDS).split()))
    share = len(data) / max(1, len(sample))
    scores: list[float] = []
    for name in names:
        named = words[name.encode("utf-8", "replace")] * share - 1 if name else 0
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
        self.fills = settings.target_compression_rate > _USUAL
        stays = Wanted((), whole)
        self.bodies: dict[int, tuple[list[Block], int]] = {}
        """The blocks of each body that is not asked for, and its rows."""
        for index, definition in enumerate(structure.definitions):
            if definition.kind == "container" or index in structure.wrappers:
                continue
            body = structure.body(definition)
            if body and not stays.is_whole(definition.first, definition.last):
                size = sum(unit.last - unit.first + 1 for block in body for unit in structure.units(block))
                self.bodies[index] = (body, size)

    def everything(self) -> list[int]:
        """All rows of bodies."""
        units = (unit for body, _ in self.bodies.values() for block in body for unit in self.structure.units(block))
        return [row for unit in units for row in range(unit.first, unit.last + 1)]

    def careful(self, share: float) -> list[int]:
        """The rows that stay where nobody said what matters: exits of all bodies, those that tell most first."""
        room = share * sum(size for _, size in self.bodies.values())
        told: list[tuple[int, int, int]] = []
        wanted: list[int] = []
        for index, (body, size) in self.bodies.items():
            if size <= _SMALL:
                wanted += self._firsts(body)
            else:
                told += ((worth_of(self.rows[row]), index, row) for row in self._exits(index))
        taken: set[tuple[int, int]] = set()
        for _, index, row in sorted(told):
            leaf = leaf_at(self.structure, self.bodies[index][0], row)
            if leaf is None or (index, leaf.first) in taken:
                continue
            taken.add((index, leaf.first))
            room -= leaf.last - leaf.first + 1 + (leaf.depth - 1)
            if room < 0:
                break
            wanted += range(leaf.first, leaf.last + 1)
        for index, (_, size) in self.bodies.items() if self.fills else ():
            wanted += self._filled(index, int(self.settings.target_compression_rate * size), set())
        return wanted

    def shared(self, beside: float, scores: Sequence[float], partly: set[int]) -> list[int]:
        """The rows that stay beside what is asked for; `partly` are classes that are asked for and too long.

        `beside` is how much of their share bodies have.
        """
        settings = self.settings
        small = _SMALL if beside == 1.0 else _TINY
        room = beside * settings.target_compression_rate * sum(size for _, size in self.bodies.values())
        total = sum(scores[index] * size**0.5 for index, (_, size) in self.bodies.items()) or 1.0
        mean = sum(scores[index] for index in self.bodies) / max(1, len(self.bodies))
        wanted: list[int] = []
        for index, (body, size) in self.bodies.items():
            share = room * scores[index] * size**0.5 / total
            if self.structure.definitions[index].owner in partly:
                share = max(share, _CAREFUL * size)
            elif scores[index] <= mean * 1.5:
                share = min(share, settings.max_body_lines)
            wanted += self._firsts(body) if size <= small else self._told(index, int(share))
        return wanted

    def _firsts(self, body: Sequence[Block]) -> list[int]:
        """A row of each statement of a body, so that all of them stay."""
        return [unit.first for block in body for unit in self.structure.units(block)]

    def _told(self, index: int, room: int) -> list[int]:
        """Rows of a body that tell most: its exits, the last first, then those by failure, then the others."""
        if room < 1:
            return []
        body = self.bodies[index][0]
        exits = self._exits(index)
        wanted: list[int] = []
        taken: set[int] = set()
        for row in [*exits[-1:], *sorted(exits[:-1], key=lambda each: worth_of(self.rows[each]))]:
            if room < 1 + bool(taken):
                break
            leaf = leaf_at(self.structure, body, row)
            if leaf is None or leaf.last in taken:
                continue
            cost = leaf.last - leaf.first + 1 + (leaf.depth - 1 if leaf.first - 1 not in taken else 0) + bool(taken)
            if cost <= room:
                room -= cost
                taken.add(leaf.last)
                wanted += range(leaf.first, leaf.last + 1)
        return wanted + self._filled(index, room, set(wanted)) if self.fills else wanted

    def _filled(self, index: int, room: int, taken: set[int]) -> list[int]:
        """The first rows of a body that are not taken, as many statements as there is room for."""
        wanted: list[int] = []
        for block in self.bodies[index][0]:
            for unit in self.structure.units(block):
                rows = [row for row in range(unit.first, unit.last + 1) if row not in taken]
                if len(rows) > room:
                    return wanted + rows[:room]
                room -= len(rows)
                wanted += rows
        return wanted

    def _exits(self, index: int) -> Sequence[int]:
        """The rows that leave a body, in order; what has no word for it returns its last expression."""
        definition = self.structure.definitions[index]
        exits = self.exits[bisect_left(self.exits, definition.first) : bisect_right(self.exits, definition.last)]
        units = self.structure.units(self.bodies[index][0][-1])
        return exits or [unit.last for unit in units if unit.kind != "comment"][-1:]
