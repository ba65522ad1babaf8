"""Which parts of a nested text stay, which are opened, and which go.

What was asked for stays whole. The rest shares a budget of characters from the top down: at each level, small parts stay and
large ones are opened to an even share, so that the reader sees what there is before how it is set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.nested_parts.nested import COMMENT, Nested
from headroom.compressors.nested_parts.records import Cells, chosen_records, holds_any, runs_among
from headroom.relevance import Query

__all__ = ["Gap", "Room", "choose"]

_RUN = 6
"""Parts of one name from which they are records."""
_SMALL = 160
"""Characters of a part that is not worth a note. Measured: a note is 12 to 25 tokens."""
_SCALAR = 240
"""Characters up to which a part that holds no other is a setting of its own."""
_SCALARS = 0.7
"""Share of a budget that settings take before blocks."""
_FREE_SCALARS = 300
"""Characters of settings that stay in any block that is opened."""
_OPENED = 140
"""Characters of budget below which a block is not opened."""
_UNIT = 600
"""Characters of the parts round an asked one that stay with it, at the most."""
_UNIT_SHARE = 0.08
"""The same as a share of the text."""
_WHOLE_UNIT = 3_000
"""Characters up to which a block stays whole whose name was asked for."""
_WHOLE_SHARE = 0.25
"""The same as a share of the text."""
_ASKED_OPEN = 0.5
"""Budget of an asked block that is larger, as a share of what such a block may have."""
_MOST_RECORDS = 15
_CLOSED_RUN = 3
"""Closed blocks side by side from which one note names them all."""
_NAMES = frozenset(
    """name kind id metadata version title apiversion image type groupid artifactid path uses run host alias key loc guid link
    code status message level severity source url""".split()
)
"""Names of settings by which a record is known."""
_NAME_CHARS = 160
_DEEPEST = 100
"""Levels that are opened. Chosen: no file is as deep."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How many characters may stay."""

    share: float
    """Of the text, beside what was asked for."""
    least: int
    asked: float
    """Share of the text that asked parts may take."""


class Gap(msgspec.Struct, frozen=True):
    """What goes: some parts side by side, or what is in one part."""

    start: int
    end: int
    first: int
    stop: int
    """The parts first to stop go; where they are equal, the text inside part first - 1."""

    @property
    def is_text(self) -> bool:
        """Whether no part goes, but the text inside one."""
        return self.first == self.stop


class _Task(msgspec.Struct, frozen=True):
    part: int
    budget: float
    is_record: bool
    depth: int = 0


def choose(
    nested: Nested, asked: Mapping[int, float], musts: Sequence[int], query: Query, room: Room, cells: Cells
) -> list[Gap]:
    """What goes, in order and apart; `musts` are parts that stay whatever was asked.

    Cost: linear in the parts that are looked at.
    """
    units = _units(nested, asked, musts, room)
    total = len(nested.text)
    gaps: list[Gap] = []
    waiting = [_Task(0, max(room.least, room.share * total), is_record=False)]
    opening = _Opening(nested, units, query, cells)
    while waiting:
        more, gone = opening.of(waiting.pop())
        waiting.extend(more)
        gaps.extend(gone)
    return sorted(gaps, key=lambda gap: gap.start)


def _units(nested: Nested, asked: Mapping[int, float], musts: Sequence[int], room: Room) -> list[int]:
    """The parts that stay whole, in order: round each asked part as much as belongs to it."""
    parents = _parents(nested, [*asked, *musts])
    whole = _whole(nested)
    left = max(4 * _UNIT, room.asked * len(nested.text))
    most = min(_UNIT, max(_SMALL, _UNIT_SHARE * len(nested.text)))
    units: dict[int, None] = dict.fromkeys(musts)
    for part in asked:
        unit = part
        while parents.get(unit) and nested.size(parents[unit]) <= most:
            unit = parents[unit]
        if unit in units:
            continue
        size = nested.size(unit)
        cost = size if size <= whole or nested.lasts[unit] == unit + 1 else _ASKED_OPEN * whole
        if cost > left and units:
            continue
        left -= cost
        units[unit] = None
    return sorted(units)


def _whole(nested: Nested) -> float:
    """The size up to which a block stays whole that was asked for."""
    return min(_WHOLE_UNIT, max(_UNIT, _WHOLE_SHARE * len(nested.text)))


def _parents(nested: Nested, parts: Sequence[int]) -> dict[int, int]:
    """The parents of some parts, and of these; the whole text, which is part 0, has none."""
    parents: dict[int, int] = {}
    lasts = nested.lasts
    path: list[int] = [0]
    at = 1
    """The next part inside the innermost one of the path that may hold what is looked for."""
    for part in sorted({part for part in parts if part}):
        while lasts[path[-1]] <= part:
            at = lasts[path.pop()]
        while path[-1] < part:
            while lasts[at] <= part:
                at = lasts[at]
            parents[at] = path[-1]
            path.append(at)
            at += 1
    return parents


class _Opening:
    """What becomes of the parts inside a part."""

    def __init__(self, nested: Nested, units: list[int], query: Query, cells: Cells) -> None:
        self.nested = nested
        self.units = units
        self.unit_set = set(units)
        self.query = query
        self.cells = cells
        self.whole = _whole(nested)

    def of(self, task: _Task) -> tuple[list[_Task], list[Gap]]:
        """The parts to open next, and what goes here."""
        nested = self.nested
        kids = list(nested.inside(task.part))
        if not kids:
            return [], self._text_of(task.part)
        if not task.budget and not task.is_record:
            return [], [Gap(nested.starts[kids[0]], nested.ends[kids[-1]], kids[0], nested.lasts[kids[-1]])]
        plain = [kid for kid in kids if nested.names[kid] != COMMENT]
        fates: dict[int, float] = {}
        """Part -> the budget with which it is opened; -1 for those that go, and infinity for those that stay."""
        self._fate_scalars(task, plain, fates)
        left = task.budget - sum(nested.size(kid) for kid, fate in fates.items() if fate > 0)
        self._fate_blocks(plain, fates, max(0.0, left))
        if nested.turns:
            fates.update((kid, 0.0) for kid in kids if kid in nested.turns and fates[kid] < 0)
        self._fate_comments(kids, fates)
        gaps = self._gaps(kids, fates)
        tasks = [
            _Task(kid, fate, is_record=nested.names[kid][:1] == "-", depth=task.depth + 1)
            for kid, fate in fates.items()
            if 0 <= fate < _KEEP and task.depth < _DEEPEST
        ]
        return tasks, gaps

    def _text_of(self, part: int) -> list[Gap]:
        nested = self.nested
        start, end = nested.heads[part], nested.tails[part]
        return [Gap(start, end, part + 1, part + 1)] if end - start > _SMALL else []

    def _fate_scalars(self, task: _Task, kids: Sequence[int], fates: dict[int, float]) -> None:
        """Settings of one line stay as far as the budget goes, names before others."""
        nested = self.nested
        scalars = [kid for kid in kids if nested.lasts[kid] == kid + 1 and nested.size(kid) <= _SCALAR]
        runs = runs_among(nested, scalars, _RUN)
        scalars = [kid for kid in scalars if nested.names[kid] not in runs]
        free = max(min(_FREE_SCALARS, 1.5 * task.budget), _SCALARS * task.budget)
        sizes = {kid: nested.size(kid) for kid in scalars}
        if sum(sizes.values()) <= free:
            fates.update(dict.fromkeys(scalars, _KEEP))
            return
        for kid in scalars:
            is_name = nested.names[kid].lower() in _NAMES and sizes[kid] <= _NAME_CHARS
            free -= sizes[kid]
            fates[kid] = _KEEP if is_name or free > 0 or kid in self.unit_set else -1.0

    def _fate_blocks(self, kids: Sequence[int], fates: dict[int, float], left: float) -> None:
        """Blocks stay, are opened or go; those of one name are records."""
        nested = self.nested
        blocks = [kid for kid in kids if kid not in fates]
        runs = runs_among(nested, blocks, _RUN)
        single = [kid for kid in blocks if nested.names[kid] not in runs]
        lengths = {name: sum(map(nested.size, members)) for name, members in runs.items()}
        level = _level([*map(nested.size, single), *lengths.values()], left)
        left -= sum(min(length, level) for length in lengths.values())
        for kid in single:
            fates[kid] = self._fate(kid, level)
            left -= nested.size(kid) if fates[kid] == _KEEP else max(0.0, fates[kid])
        for kid in single:
            if fates[kid] <= 0 and nested.size(kid) <= left:
                # As an example of the others.
                fates[kid] = _KEEP
                left -= nested.size(kid)
        for name, members in runs.items():
            if lengths[name] <= max(level, _SMALL):
                fates.update(dict.fromkeys(members, _KEEP))
            else:
                self._fate_records(members, level, fates)

    def _fate(self, kid: int, level: float) -> float:
        nested = self.nested
        size = nested.size(kid)
        if kid in self.unit_set:
            is_leaf = nested.lasts[kid] == kid + 1
            return _KEEP if size <= self.whole or is_leaf else max(level, _ASKED_OPEN * self.whole)
        if size <= level:
            return _KEEP
        if holds_any(self.units, kid, nested.lasts[kid]):
            return _KEEP if size <= _OPENED else max(level, _OPENED)
        if size <= _SMALL or nested.heads[kid] >= nested.tails[kid]:
            return -1.0
        return level if level >= _OPENED else 0.0

    def _fate_records(self, members: list[int], level: float, fates: dict[int, float]) -> None:
        nested = self.nested
        usual = sorted(map(nested.size, members))[len(members) // 2]
        wanted = min(_MOST_RECORDS, int(level / max(1, min(usual, _UNIT))))
        kept, asked = chosen_records(nested, members, wanted, self.query, self.cells)
        each = max(2.0 * _OPENED, level / max(1, len(kept)))
        for kid in members:
            is_unit = holds_any(self.units, kid, nested.lasts[kid])
            if kid in asked or is_unit:
                fates[kid] = _KEEP if nested.size(kid) <= self.whole else max(each, _ASKED_OPEN * self.whole)
            elif kid in kept:
                fates[kid] = _KEEP if nested.size(kid) <= max(_UNIT, each) else each
            else:
                fates[kid] = -1.0

    def _fate_comments(self, kids: Sequence[int], fates: dict[int, float]) -> None:
        """A comment goes with what it stands above; a long one is cut to its first line."""
        nested = self.nested
        following = _KEEP
        for kid in reversed(kids):
            if nested.names[kid] != COMMENT:
                following = fates[kid]
            elif kid in self.unit_set:
                fates[kid] = _KEEP
            elif following < 0:
                fates[kid] = -1.0
            else:
                fates[kid] = _KEEP if nested.tails[kid] - nested.heads[kid] <= _SMALL else 0.0

    def _gaps(self, kids: Sequence[int], fates: dict[int, float]) -> list[Gap]:
        """The gaps between parts that stay; closed blocks side by side become one."""
        nested = self.nested
        closed: list[int] = []
        for kid in [*kids, -1]:
            can_go = kid >= 0 and fates[kid] <= 0 and kid not in nested.turns
            if can_go and (nested.names[kid] != COMMENT or closed):
                closed.append(kid)
                continue
            if len(closed) >= _CLOSED_RUN:
                fates.update(dict.fromkeys(closed, -1.0))
            closed = []
        gaps: list[Gap] = []
        first = -1
        before = -1
        for kid in kids:
            if fates[kid] < 0:
                first = kid if first < 0 else first
            elif first >= 0:
                gaps.append(Gap(nested.starts[first], nested.ends[before], first, kid))
                first = -1
            before = kid
        if first >= 0:
            gaps.append(Gap(nested.starts[first], nested.ends[before], first, nested.lasts[before]))
        return gaps


_KEEP = float("inf")


def _level(sizes: Sequence[int], budget: float) -> float:
    """The size up to which parts may be, so that all together take the budget."""
    left = budget
    ordered = sorted(sizes)
    for place, size in enumerate(ordered):
        share = left / (len(ordered) - place)
        if size > share:
            return share
        left -= size
    return float(ordered[-1]) if ordered else 0.0
