"""Lines in a row that start alike: hits in one file, paths in one folder, log lines of one minute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from operator import eq

import msgspec

from headroom.compressors.folds.escapes import SIGNS
from headroom.compressors.folds.fold import Fold, Folded
from headroom.compressors.folds.grammar import is_note, start_note
from headroom.compressors.pricing import spaced

__all__ = ["fold_prefixes"]

_LEAST = 12
"""Characters that lines must share, so that they are looked at closer."""
_LONGEST = 160
_SAMPLED = 64
_LEAST_SHARE = 0.2
"""Share of neighbours, by a sample, that must start alike; below it nothing is gained worth the work."""
_NOTE_CHARS = 60
"""What a note costs, in characters of what lines start with: ten tokens and what it may cost to cut lines in two; measured."""
_WORD = "".join(map(chr, range(128))).translate({code: None for code in range(128) if not chr(code).isalnum()})
"""Characters that a start may not be cut between."""

_DATES = "Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|UTC|GMT|T"
_UNSAID = re.compile(rf"\s*+(?:(?![{SIGNS}]*+(?!(?:{_DATES})[{SIGNS}]*+(?!\S))[^\W\d_]++[{SIGNS}]*+(?!\S))\S++\s*+)*+")
"""Words up to the first of letters that does not say when: there a message starts, which stays in one piece."""
_BEHIND = 40
"""Characters of a line behind its start that show what it costs to cut it."""


class _Groups(msgspec.Struct, frozen=True):
    """Groups of lines: one, or those of two parts one after the other."""

    parts: tuple[_Groups, _Groups] | None = None
    span: tuple[int, int, int] | None = None


def fold_prefixes(lines: list[str]) -> Folded:
    """The lines without what they share with their neighbours, which stands in a note above them.

    Cost: linear; a few slices a line, and a fraction of that where lines do not start alike.
    """
    # What is blank costs next to nothing, and is easier to read where it is.
    heads = [line[:_LEAST] for line in lines]
    alike = list(map(eq, heads, heads[1:]))
    sample = spaced(range(len(alike)), _SAMPLED)
    if sum(alike[at] and _is_start(heads[at]) for at in sample) <= _LEAST_SHARE * len(sample):
        return Folded(lines, [])
    shared = _shared(lines, heads, alike)
    written: list[str] = []
    folds: list[Fold] = []
    copied = 0
    for start, stop, size in _groups(shared):
        written.extend(lines[copied:start])
        prefix = lines[start][:size]
        written.append(start_note(stop - start, prefix))
        written.extend([line[size:] for line in lines[start:stop]])
        folds.append(_fold(lines[start:stop], size))
        copied = stop
    written.extend(lines[copied:])
    return Folded(written, folds)


def _fold(lines: list[str], size: int) -> Fold:
    """What a group gains, by a few of its lines."""
    sample = [line[: size + _BEHIND] for line in spaced(lines, 2)]
    return Fold(
        dropped="\n".join([*sample, ""]),
        left="\n".join([*(line[size:] for line in sample), ""]),
        times=len(lines) / len(sample),
        note=start_note(len(lines), lines[0][:size]) + "\n",
    )


def _shared(lines: list[str], heads: list[str], alike: list[bool]) -> list[int]:
    """How many characters neighbours start with alike, cut where a word ends; 0 for a few of them."""
    shared = [0] * len(alike)
    starts = {head for head in set(heads) if _is_start(head)}
    text = "\n".join(lines)
    width = 1 if text.isascii() else 4
    code = text.encode("ascii" if width == 1 else "utf-32-be", "surrogatepass") + bytes(_LONGEST * width)
    offsets = accumulate([width * (len(line) + 1) for line in lines], initial=0)
    places: dict[str, int] = {}
    known = -1
    before = cut = 0
    same_cut = ""
    for at, (same, head, start) in enumerate(zip(alike, heads, offsets, strict=False)):
        if not same or head not in starts:
            same_cut = ""
            continue
        line, then = lines[at], lines[at + 1]
        if same_cut and then.startswith(same_cut):
            shared[at] = cut
            continue
        # Both as numbers with the first character highest: the first that differs is where the highest bit does.
        first = before if known == at else int.from_bytes(code[start : start + _LONGEST * width])
        place = start + width * (len(line) + 1)
        known, before = at + 1, int.from_bytes(code[place : place + _LONGEST * width])
        size = _LONGEST - ((first ^ before).bit_length() + 8 * width - 1) // (8 * width)
        beginning = (line if len(line) < len(then) else then)[:size]
        found = places.get(beginning)
        if found is None:
            found = places[beginning] = _place(beginning)
        cut = found if found >= _LEAST else 0
        shared[at] = cut
        # As long as the word at which this was cut, and all before it, stay the same, so does the place.
        same_cut = beginning[: beginning.find(" ", found) + 1]
    return shared


def _is_start(head: str) -> bool:
    """Whether the first characters of a line are worth writing once: long enough, not blank, and no note of ours."""
    return len(head) == _LEAST and not head.isspace() and not is_note(head)


def _place(start: str) -> int:
    """How much of a start says where or when: up to the first word of what is said, or to the end of a part of it."""
    said = _UNSAID.match(start.rstrip(_WORD))
    return said.end() if said else 0


def _groups(shared: list[int]) -> Iterator[tuple[int, int, int]]:
    """From where to where which lines are best grouped, and by how many characters.

    Runs of lines nest by how much they share; each run is one group, or the groups inside it, whichever gains more.
    """
    nothing = _Groups()
    stack: list[tuple[int, int, int, _Groups]] = [(0, 0, 0, nothing)]
    for at, size in enumerate([*shared, 0]):
        if size == stack[-1][0]:
            # The run goes on, and nothing ends.
            continue
        gained, groups, start = 0, nothing, at
        while stack[-1][0] > size:
            height, start, inner, chosen = stack.pop()
            gained, groups = gained + inner, _both(chosen, groups)
            own = (at - start) * height - _NOTE_CHARS
            if own > gained:
                gained, groups = own, _Groups(span=(start, at + 1, height))
        height, first, inner, chosen = stack[-1]
        if height == size:
            stack[-1] = (height, first, inner + gained, _both(chosen, groups))
        else:
            stack.append((size, start, gained, groups))
    yield from _flat(stack[0][3])


def _both(first: _Groups, then: _Groups) -> _Groups:
    """The groups of both."""
    if then.parts is None and then.span is None:
        return first
    return then if first.parts is None and first.span is None else _Groups(parts=(first, then))


def _flat(groups: _Groups) -> Iterator[tuple[int, int, int]]:
    """The groups, in order."""
    waiting = [groups]
    while waiting:
        here = waiting.pop()
        if here.span is not None:
            yield here.span
        elif here.parts is not None:
            waiting.extend(reversed(here.parts))
