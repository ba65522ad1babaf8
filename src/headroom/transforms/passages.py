"""Runs of lines that an earlier tool result already holds.

Of each text the lines that a checksum picks are remembered, a quarter of them; where one comes again, the run round it is as
long as both texts agree. What a text is cut into is remembered by the text, so a history seen before costs no more than looking
those lines up; and nothing is cut before a second text comes.
"""

from __future__ import annotations

from zlib import crc32

import msgspec

from headroom.compressors.excerpt import split_lines
from headroom.retrieval.marker import OPENING
from headroom.tokens import Memo

__all__ = ["Run", "Said"]

_LEAST_LINES = 5
_LEAST_CHARS = 400
"""Chosen: some 100 to 150 tokens; a note is 40."""
_TELLING = 12
"""Characters of a line that says something; chosen: closing brackets and blank lines are everywhere."""
_PICKED = 4
"""One line in so many is remembered; chosen: a run of eight lines has two of them."""


class _Cut(msgspec.Struct, frozen=True):
    """A text cut into lines, with those that stand for it."""

    lines: tuple[str, ...]
    picked: tuple[int, ...]


class Run(msgspec.Struct, frozen=True):
    """Lines of a text that an earlier text holds in the same order."""

    start: int
    end: int
    source: int
    """The number that the earlier text was added under."""
    there: int
    """The index of the first of them in that text."""


_CUTS: Memo[str, _Cut] = Memo(max_entries=16_384, max_weight=32_000_000)
"""By text. Weights are characters; chosen: some hundred long conversations."""


class Said:
    """What the texts so far have said."""

    def __init__(self) -> None:
        self._texts: dict[int, tuple[str, ...]] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._waiting: list[tuple[str, int]] = []

    def add(self, text: str, number: int) -> None:
        """Take a text in, under a number; what was said before stays where it was said first."""
        self._waiting.append((text, number))

    def runs(self, text: str) -> tuple[Run, ...]:
        """The runs of a text that were said before, in order and apart.

        Cost: a look-up for each picked line, and a comparison for each line of a run.
        """
        for earlier, number in self._waiting:
            self._take(_cut(earlier), number)
        self._waiting.clear()
        if not self._places:
            return ()
        cut = _cut(text)
        found: list[Run] = []
        done = 0
        for at in cut.picked:
            place = self._places.get(cut.lines[at]) if at >= done else None
            if place is None:
                continue
            run = self._round(cut.lines, at, place, done)
            if run.end - run.start >= _LEAST_LINES and sum(map(len, cut.lines[run.start : run.end])) >= _LEAST_CHARS:
                found.append(run)
                done = run.end
        return tuple(found)

    def _take(self, cut: _Cut, number: int) -> None:
        self._texts[number] = cut.lines
        for at in cut.picked:
            self._places.setdefault(cut.lines[at], (number, at))

    def _round(self, lines: tuple[str, ...], at: int, place: tuple[int, int], least: int) -> Run:
        """The run round a line that both texts hold."""
        source, there = place
        theirs = self._texts[source]
        before = 0
        while at - before > least and there > before and lines[at - before - 1] == theirs[there - before - 1]:
            before += 1
        after = 1
        while at + after < len(lines) and there + after < len(theirs) and lines[at + after] == theirs[there + after]:
            after += 1
        return Run(at - before, at + after, source, there - before)


def _cut(text: str) -> _Cut:
    known = _CUTS.get(text)
    if known is None:
        lines = tuple(split_lines(text))
        known = _Cut(lines, _picked(lines))
        _CUTS.put(text, known, 3 * len(text))
    return known


def _picked(lines: tuple[str, ...]) -> tuple[int, ...]:
    """The indexes of the picked lines, notes of ours never among them: they speak of another text's gaps."""
    return tuple(
        at
        for at, line in enumerate(lines)
        if len(line) >= _TELLING and crc32(line.encode("utf-8", "surrogatepass")) % _PICKED == 0 and OPENING not in line
    )
