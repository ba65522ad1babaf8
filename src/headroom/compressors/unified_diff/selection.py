"""Which hunks stay: the most telling ones that fit, spread over the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.unified_diff.hunks import HunkPart, creates, window, without_context
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
_HEADER = 100
"""Characters that the header of a part takes at most."""
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
    """Hunks of which only a part stays, by the first line of their body."""
    terse: bool = False
    """Whether headers lose what a patch program can do without."""


class _Room:
    """The room of a text and who has it."""

    def __init__(self, diff: Diff, settings: DiffSettings) -> None:
        self.diff = diff
        self._starts = diff.starts
        self.context = context_lines(settings.max_context_lines)
        self.left = room_chars(len(diff.text), settings)
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

    def is_full(self, one: Ranked) -> bool:
        """Whether there is no room, and the hunk is none that stays all the same."""
        return self.left < _LEAST_ROOM and not self._must_stay(one)

    def take(self, one: Ranked) -> bool:
        """Whether the hunk fits, or must stay; then it stays, whole."""
        hunk = one.hunk
        if self._starts[hunk.last] - self._starts[hunk.first] > self.left and (creates(hunk) or not self._must_stay(one)):
            return False
        return self._put(one, without_context(self.diff, hunk, self.context))

    def take_part(self, one: Ranked) -> bool:
        """Whether a part of a hunk that makes a new file fits, or must stay; then it stays."""
        if not creates(one.hunk):
            return False
        most: float = _WINDOW if one.worth > _LITTLE else _LEAST_WINDOW
        room = self.left - self._head(one) - _HEADER
        must = self._must_stay(one)
        if room < _LEAST_WINDOW and not must:
            return False
        if one.named:
            most = max(most, room)
        return self._put(one, window(self.diff, one.hunk, most if must else min(room, most), one.answers))

    def take_whole(self, one: Ranked) -> None:
        """Keep a hunk whole, though there is no room for it."""
        self.left = max(self.left, len(self.diff.text))
        self._put(one, without_context(self.diff, one.hunk, self.context))

    def _must_stay(self, one: Ranked) -> bool:
        """Whether the question points at what the hunk holds, or names a file of which nothing stays so far."""
        return bool(one.answers) or (one.named and one.part not in self.files)

    def _put(self, one: Ranked, parts: tuple[HunkPart, ...]) -> bool:
        cost = self._head(one)
        for part in parts:
            cost += len(part.header) + self._starts[part.end] - self._starts[part.start]
        if not parts or (cost > self.left and not self._must_stay(one)):
            return False
        self.left -= cost
        self.kept[one.hunk.start] = parts
        self.files[one.part] = self.files.get(one.part, 0) + 1
        self.asked += one.asked
        return True

    def _head(self, one: Ranked) -> int:
        """Characters of the file's header, which comes with the first of its hunks."""
        return 0 if one.part in self.files else self.diff.chars(self.diff.parts[one.part].start, one.header_end)


def select(diff: Diff, ranked: Sequence[Ranked], settings: DiffSettings, query: str = "") -> Selection:
    """The hunks that fit into the room that a diff of this size is given, the ones asked for first.

    Keeps: every hunk that holds what the question points at; something in any case: a hunk that is all there is stays whole.
    """
    room = _Room(diff, settings)
    ordered = _ordered(ranked)
    left_over = [one for one in ordered if not room.is_full(one) and not room.refuses(one) and not room.take(one)]
    begun = [one.hunk.start for one in left_over if not room.refuses(one) and room.take_part(one)]
    if ordered and not room.kept and not room.refuses(ordered[0]):
        room.take_whole(ordered[0])
    return Selection(
        kept=room.kept,
        bare=bare_files(diff, query, small=False),
        context=room.context,
        reasons={"hunks": len(room.kept), "asked for": room.asked, "parts of new files": len(begun)},
        repeated=frozenset([one.hunk.start for one in ranked if one.repeats and one.hunk.start not in room.kept]),
        begun=frozenset(begun),
        terse=True,
    )


def _ordered(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The hunks that may stay, by what they are worth for their room and beside the others of their file."""
    files: dict[int, list[Ranked]] = {}
    # Where all is noise, somebody wants to see it.
    for one in [one for one in ranked if not one.noise] or ranked:
        files.setdefault(one.part, []).append(one)
    found: list[tuple[bool, float, int, Ranked]] = []
    for hunks in files.values():
        if len(hunks) > 1:
            hunks.sort(key=_worth)
        for place, one in enumerate(hunks):
            hunk = one.hunk
            share = (1 + _NEAR * place) * (1 + (hunk.end - hunk.start) / _HALF)
            found.append((not one.answers or creates(hunk), -one.worth / share, hunk.start, one))
    # No two hunks start in the same line.
    found.sort()
    return [one for _, _, _, one in found]


def _worth(one: Ranked) -> tuple[float, int]:
    return -one.worth, one.hunk.start
