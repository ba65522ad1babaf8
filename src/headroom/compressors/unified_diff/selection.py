"""Which hunks stay: the most telling ones that fit, spread over the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.unified_diff.hunks import HunkPart, beginnings, without_context
from headroom.compressors.unified_diff.parse import Diff
from headroom.compressors.unified_diff.ranking import Ranked
from headroom.compressors.unified_diff.room import bare_files, context_lines, room_chars
from headroom.config import DiffSettings

__all__ = ["Selection", "select"]

_NEAR = 0.12
"""Chosen: how much less the second hunk of a file says than the first, so that files take turns."""
_HALF = 80
"""Lines at which a hunk must say twice as much to be worth its room."""
_WINDOW = 1_500
"""Characters of a new file that are shown where it does not fit. Chosen: its head and first definitions."""
_LEAST_WINDOW = 400
"""The same of a file that says little, such as a copy that an editor left."""
_LITTLE = 0.3
"""Worth of such a file."""
_HEADERS = 200
"""Characters that the headers of two parts take at most."""
_LEAST_ROOM = 60
"""Characters that no hunk fits into."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What stays."""

    kept: Mapping[int, tuple[HunkPart, ...]]
    """The lines of each hunk that stays, by the first line of its body."""
    bare: frozenset[int]
    """Files without hunks whose header stays, by their place among the parts."""
    context: int
    """Lines of context on either side of a change."""
    reasons: Mapping[str, int]
    repeated: frozenset[int] = frozenset()
    """Hunks that do not stay because another file has the same, by the first line of their body."""
    begun: frozenset[int] = frozenset()
    """Hunks of which only the beginning stays, by the first line of their body."""
    terse: bool = False
    """Whether headers lose what a patch program can do without."""


class _Room:
    """The room of a text and who has it."""

    def __init__(self, diff: Diff, settings: DiffSettings) -> None:
        self.diff = diff
        self._starts = diff.starts
        self.context = context_lines(settings.max_context_lines)
        self.left = room_chars(len(diff.text))
        self.kept: dict[int, tuple[HunkPart, ...]] = {}
        self.files: dict[int, int] = {}
        self.asked = 0
        self._most_files = settings.max_files
        self._most_hunks = settings.max_hunks_per_file

    def refuses(self, one: Ranked) -> bool:
        """Whether there is no place for a hunk, however short it is."""
        if one.asked:
            return False
        if one.part not in self.files:
            return one.repeats or len(self.files) >= self._most_files
        return self.files[one.part] >= self._most_hunks

    def take(self, one: Ranked) -> bool:
        """Whether the hunk fits; then it stays."""
        hunk = one.hunk
        if self._starts[hunk.last] - self._starts[hunk.first] > self.left:
            return False
        return self._put(one, without_context(self.diff, hunk, self.context))

    def take_beginning(self, one: Ranked) -> bool:
        """Whether the beginning of a hunk that makes a new file fits; then it stays.

        The beginnings of other hunks only stay where nothing else does: they do not apply like whole ones.
        """
        if (one.hunk.old_count or one.hunk.old_start) and self.kept:
            return False
        most = _WINDOW if one.worth > _LITTLE else _LEAST_WINDOW
        return self._put(one, beginnings(self.diff, one.hunk, int(min(self.left - self._head(one) - _HEADERS, most))))

    def _put(self, one: Ranked, parts: tuple[HunkPart, ...]) -> bool:
        cost = self._head(one)
        for part in parts:
            cost += len(part.header) + self._starts[part.end] - self._starts[part.start]
        if not parts or cost > self.left:
            return False
        self.left -= cost
        self.kept[one.hunk.start] = parts
        self.files[one.part] = self.files.get(one.part, 0) + 1
        self.asked += one.asked
        return True

    def _head(self, one: Ranked) -> int:
        """Characters of the file's header, which comes with the first of its hunks."""
        return 0 if one.part in self.files else self.diff.chars(self.diff.parts[one.part].start, one.header_end)


def select(diff: Diff, ranked: Sequence[Ranked], settings: DiffSettings) -> Selection:
    """The hunks that fit into the room that a diff of this size is given, the ones asked for first."""
    room = _Room(diff, settings)
    left_over: list[Ranked] = []
    for one in _ordered(ranked):
        if room.left < _LEAST_ROOM:
            break
        if not room.refuses(one) and not room.take(one):
            left_over.append(one)
    begun: list[int] = []
    for one in left_over:
        if room.left < _LEAST_WINDOW:
            break
        if not room.refuses(one) and room.take_beginning(one):
            begun.append(one.hunk.start)
    return Selection(
        kept=room.kept,
        bare=bare_files(diff, small=False),
        context=room.context,
        reasons={"hunks": len(room.kept), "asked for": room.asked, "beginnings": len(begun)},
        repeated=frozenset([one.hunk.start for one in ranked if one.repeats and one.hunk.start not in room.kept]),
        begun=frozenset(begun),
        terse=True,
    )


def _ordered(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The hunks that may stay, by what they are worth for their room and beside the others of their file."""
    files: dict[int, list[Ranked]] = {}
    for one in ranked:
        if not one.noise:
            files.setdefault(one.part, []).append(one)
    found: list[tuple[float, int, Ranked]] = []
    for hunks in files.values():
        if len(hunks) > 1:
            hunks.sort(key=_worth)
        for place, one in enumerate(hunks):
            hunk = one.hunk
            share = (1 + _NEAR * place) * (1 + (hunk.end - hunk.start) / _HALF)
            found.append((-one.worth / share, hunk.start, one))
    # No two hunks start in the same line.
    found.sort()
    return [one for _, _, one in found]


def _worth(one: Ranked) -> tuple[float, int]:
    return -one.worth, one.hunk.start
