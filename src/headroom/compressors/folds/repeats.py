"""Lines, and blocks of lines, that come several times in a row."""

from __future__ import annotations

from collections import Counter
from operator import eq

from headroom.compressors.folds.fold import Fold, Folded
from headroom.compressors.folds.grammar import is_note, repeat_note

__all__ = ["fold_repeats"]

_LEAST_CHARS = 80
"""Characters that a repetition must hold; a note takes about ten tokens."""
_LEAST_ANCHOR = 8
"""Characters of a line by which a repetition is found anywhere; shorter ones only right below their equals, since brackets come
again everywhere."""
_LONGEST_BLOCK = 200
"""Lines of a block that are compared; chosen: a longer one hardly ever comes twice in a row."""
_LOOKS_A_LINE = 8
"""How often each line may be compared, on average, so that no text is compared for ever."""


def fold_repeats(lines: list[str]) -> Folded:
    """The lines with each run of equal lines or blocks written once, and a note.

    Cost: linear; a look-up a line, and a bounded number of comparisons.
    """
    last: dict[str, int] = {}
    written: list[str] = []
    folds: list[Fold] = []
    looks = _LOOKS_A_LINE * len(lines)
    copied = 0
    equal = bytes([0, *map(eq, lines[1:], lines)])
    for anchor in _anchors(lines, equal):
        at = anchor
        if at < copied:
            continue
        size = 1 if equal[at] else at - last.get(lines[at], -_LONGEST_BLOCK)
        last[lines[at]] = at
        if size > min(_LONGEST_BLOCK, at - copied) or looks < 0:
            continue
        at = _first_of(lines, anchor, size, copied)
        looks -= anchor - at
        block = lines[at - size : at]
        times = _times(lines, at, block)
        looks -= (times + 1) * size
        if times * (sum(map(len, block)) + size) < _LEAST_CHARS or any(map(is_note, block)):
            continue
        written.extend(lines[copied:at])
        note = repeat_note(size, times)
        written.append(note)
        folds.append(Fold("\n".join([*block, ""]), "", times, note + "\n"))
        copied = at + times * size
    written.extend(lines[copied:])
    return Folded(written, folds)


def _anchors(lines: list[str], equal: bytes) -> list[int]:
    """Where a block may come again: lines that stand elsewhere, too, and those that equal the line before."""
    repeated = {line for line, times in Counter(lines).items() if times > 1 and len(line) >= _LEAST_ANCHOR}
    return [place for place, line in enumerate(lines) if line in repeated or (equal[place] and line.strip())]


def _first_of(lines: list[str], anchor: int, size: int, copied: int) -> int:
    """Where the block begins of which a line was found: that line need not be its first."""
    at = anchor
    while at - size > copied and anchor - at < size and lines[at - 1] == lines[at - 1 - size]:
        at -= 1
    return at


def _times(lines: list[str], at: int, block: list[str]) -> int:
    """How often a block stands there from a line on."""
    size = len(block)
    times = 0
    while lines[at + times * size : at + (times + 1) * size] == block:
        times += 1
    return times
