"""How much each unit says whatever is asked: numbers, names, denials, definitions, and where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from headroom.compressors.prose.counting import number_at
from headroom.compressors.prose.denying import denials_of
from headroom.compressors.prose.units import Units

__all__ = ["holders", "weights_of"]

_DEFINITIONS = (b" means ",)
_CLASSES = bytes(
    0x31 if 0x30 <= code <= 0x39 else 0x41 if 0x41 <= code <= 0x5A else 0x20 if code in b" \n\t\r\"'(*" else 0x2E
    for code in range(256)
)
"""A byte of ASCII -> `1` for digits, `A` for capitals, a blank for what may stand before a word, a point for the rest."""
_NUMBER = 0.3
"""What a number is worth. Chosen, as the others: facts outrank talk, and none of them what is asked for."""
_AMOUNT = 0.3
"""What an amount of money, time and the like is worth on top: more than to be the first sentence of a section."""
_LABELS = 4
"""Chosen: numbers of clauses in a unit behind which an amount is looked for."""
_NAMES = 0.3
"""What names are worth, where there are many of them."""
_CHARS_A_NAME = 32
"""Characters on which one name is many."""
_SHORT = 60
"""Characters below which a sentence counts as that long."""
_DENIAL = 0.2
"""What a word that denies is worth."""
_LIMIT = 0.6
"""What it is worth to forbid, to limit or to except: more than to be the first sentence of a section."""
_DEFINITION = 0.2
"""What it is worth to say what a term means."""
_LEAD = 0.2
"""What the first sentence of a paragraph is worth."""
_OPENING = 0.1
"""What the first one under a heading is worth on top."""


def weights_of(units: Units) -> list[float]:
    """What each unit is worth by itself, from 0 to about 1.

    Cost: one search of the text for each cue; counts of characters in each unit.
    """
    starts, kinds = units.starts, units.kinds
    classes = units.raw.translate(_CLASSES)
    count = classes.count
    weights = [
        _NAMES * min(1.0, _CHARS_A_NAME * names / max(_SHORT, end - start)) if (names := count(b" A", start + 1, end)) else 0.0
        for start, end in pairwise(starts)
    ]
    for unit, worth in _worths_of_numbers(units, classes):
        weights[unit] += worth
    last_kind, last_block = "heading", -1
    for unit, block in enumerate(units.blocks):
        if block != last_block:
            kind = kinds[unit]
            if kind == "paragraph":
                weights[unit] += _LEAD + _OPENING if last_kind == "heading" else _LEAD
            last_kind, last_block = kind, block
    denied, limited = denials_of(units)
    for found, worth in ((denied - limited, _DENIAL), (limited, _LIMIT), (holders(units, _DEFINITIONS), _DEFINITION)):
        for unit in found:
            weights[unit] += worth
    return weights


def _worths_of_numbers(units: Units, classes: bytes) -> Iterator[tuple[int, float]]:
    """The units with numbers, headings left out, and what those are worth.

    Cost: a look at each unit that has any.
    """
    text, starts, kinds = units.text, units.starts, units.kinds
    at = classes.find(b"1")
    while at >= 0:
        unit = bisect_right(starts, at) - 1
        end = starts[unit + 1]
        if kinds[unit] != "heading":
            yield unit, _said_by_numbers(text, classes, at, starts[unit], end)
        at = classes.find(b"1", end)


def _said_by_numbers(text: str, classes: bytes, at: int, start: int, end: int) -> float:
    """What the numbers of a unit are worth, of which the first stands at a place; those of clauses are worth nothing."""
    said = 0.0
    for _ in range(_LABELS):
        number, after = number_at(text, start, at)
        if number == "amount":
            return _NUMBER + _AMOUNT
        if number == "number":
            said = _NUMBER
        at = classes.find(b"1", after, end)
        if at < 0:
            break
    return said


def holders(units: Units, cues: tuple[bytes, ...]) -> set[int]:
    """The units that hold one of the cues."""
    low, starts = units.low, units.starts
    found: set[int] = set()
    for cue in cues:
        position = low.find(cue)
        while position >= 0:
            unit = bisect_right(starts, position) - 1
            found.add(unit)
            position = low.find(cue, starts[unit + 1])
    return found
