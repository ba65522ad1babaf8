"""The numbers a question asks for, and the units that hold them."""

from __future__ import annotations

import re
from bisect import bisect_right

from headroom.compressors.prose.counting import number_at
from headroom.compressors.prose.units import Units

__all__ = ["number_hits", "numbers_in"]

_NUMBER = re.compile(r"(?<![0-9A-Za-z_])[0-9]{1,6}(?:\.[0-9]{1,4}){0,3}(?![0-9A-Za-z_])|(?<=[^\x00-\x7f])[0-9]{1,6}(?![0-9])")
_SHORT = 2
"""Figures up to which a number is no word of a question, unless it says which clause or article is meant."""
_MOST_NUMBERS = 8
"""Chosen: numbers of a question that are looked for."""
_MENTIONED = 0.5
"""Chosen: what a unit is worth that refers to the clause asked for, but does not begin with its number."""
_COUNTED = 0.2
"""Chosen: the same where the number says how much."""
_UNDER = 0.8
"""Chosen: what stands under the number that was asked for."""
_MOST_UNDER = 60
"""Chosen: units that stand under a number at most."""
_MOST_MISSES = 20_000
"""Chosen: places of a number inside others that are looked at; keeps hostile text linear."""
_HEAD_CHARS = 24
"""Characters in which a unit says its number."""


def numbers_in(question: str) -> dict[str, bool]:
    """The numbers a question asks for, and whether each says which clause or article; long ones only where they do."""
    found: dict[str, bool] = {}
    for match in _NUMBER.finditer(question):
        number = match[0]
        is_label = number_at(question, 0, match.start())[0] == "label" and match.start() > 0
        if is_label or len(number) <= _SHORT:
            found[number] = is_label or found.get(number, False)
        if len(found) >= _MOST_NUMBERS:
            break
    return found


def number_hits(units: Units, number: str, most: float, *, is_label: bool) -> dict[int, float]:
    """The units that hold a whole number, not a part of another; 1 for those that say it of themselves, where it is a label.

    What stands under it counts nearly as much.
    """
    raw, starts = units.raw, units.starts
    word = number.encode()
    found: dict[int, float] = {}
    misses = 0
    at = raw.find(word)
    while at >= 0 and len(found) <= most and misses <= _MOST_MISSES:
        if _is_whole(raw, at, at + len(word)):
            unit = bisect_right(starts, at) - 1
            worth = _worth(units, unit, at) if is_label else 1.0
            found[unit] = max(found.get(unit, 0.0), worth)
        else:
            misses += 1
        at = raw.find(word, at + 1)
    if not is_label:
        return found
    under = dict(found)
    for unit, worth in found.items():
        if worth == 1:
            for below in _under(units, unit):
                under[below] = max(under.get(below, 0.0), _UNDER)
    return under


def _is_whole(raw: bytes, start: int, end: int) -> bool:
    """Whether the figures at a place are a number, and not a part of one, nor of a word."""
    before, behind = raw[max(0, start - 2) : start], raw[end : end + 2]
    if before[-1:].isalnum() or behind[:1].isalnum():
        return False
    is_open = before[-1:] in (b".", b",") and before[:1].isdigit()
    return not is_open and not (behind[:1] in (b".", b",") and behind[1:].isdigit())


def _worth(units: Units, unit: int, at: int) -> float:
    """How surely a number says which unit it is."""
    start = units.starts[unit]
    if number_at(units.text, start, at)[0] != "label" and units.kinds[unit] != "heading":
        return _COUNTED
    return 1.0 if at - start <= _HEAD_CHARS and len(units.text[start:at].split()) <= 2 else _MENTIONED


def _under(units: Units, unit: int) -> range:
    """The units that belong to one with a number: those under a heading, or the rest of a paragraph."""
    kinds, blocks = units.kinds, units.blocks
    stop = unit + 1
    last = min(len(kinds), unit + _MOST_UNDER)
    if kinds[unit] == "heading":
        while stop < last and kinds[stop] != "heading":
            stop += 1
    elif blocks[unit] != blocks[unit - 1] or not unit:
        while stop < last and blocks[stop] == blocks[unit]:
            stop += 1
    return range(unit + 1, stop)
