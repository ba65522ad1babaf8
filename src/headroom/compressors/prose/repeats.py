"""Sentences that say again what another says, nearly word for word."""

from __future__ import annotations

from collections import Counter

from headroom.compressors.prose.units import Units

__all__ = ["repeats_of"]

_EDGE = 30
"""Characters by which candidates are found. Chosen: what is nearly the same begins the same."""
_LEAST = 40
"""Chosen: characters below which a sentence is not compared; short ones belong to their places."""
_LEAST_WIDE = 12
"""The same in scripts of which a character is a word."""
_ALIKE = 0.85
"""Share of words that two sentences have in common at least to say the same."""
_WEAK = frozenset(
    """a an the of in on at to for and that this these those is are was were be been will would shall may can has have had do
    does by with from as it its their his her our your each every any all such also so thus then here there which who""".split()
)
"""Words in which sentences that say the same may differ; another name, number, denial or thing says something else."""
_POINTS = ".,;:!?()\"'“”‘’*_`"
_UNLIKE = 0.3
"""Chosen: share of its length by which a repeat may be longer or shorter, blanks included."""
_MOST_WORDS = 2_000
"""Words of a unit that are compared at most."""


def repeats_of(units: Units) -> set[int]:
    """The units that an earlier one says already; numbers must be the same.

    Cost: a count of beginnings; words are compared where they are the same.
    """
    text, starts, kinds = units.text, units.starts, units.kinds
    edges = _edges(text, starts[:-1])
    times = Counter(edges)
    first: dict[str, int] = {}
    found: set[int] = set()
    for unit, begins in enumerate(edges if len(times) < len(edges) else ()):
        if times[begins] == 1 or kinds[unit] == "heading":
            continue
        start = starts[unit]
        size = starts[unit + 1] - start
        if size < _LEAST and (size < _LEAST_WIDE or text[start] < "\u2e80"):
            continue
        other = first.setdefault(begins, unit)
        if other == unit:
            continue
        known = starts[other + 1] - starts[other]
        # One long unit must not be read again for each short one that begins the same.
        if abs(known - size) > _UNLIKE * known:
            first[begins] = unit
        elif _are_alike(units, other, unit):
            found.add(unit)
    return found


def _edges(text: str, starts: list[int]) -> list[str]:
    """How each unit begins, any blanks in it made one."""
    return [
        " ".join(text[start : start + 2 * _EDGE].split())[:_EDGE] if "\n" in edge or "  " in edge else edge
        for start in starts
        for edge in (text[start : start + _EDGE],)
    ]


def _are_alike(units: Units, one: int, other: int) -> bool:
    """Whether two units have nearly all words in common, and differ in weak ones at most."""
    mine = _words(units, one)
    its = _words(units, other)
    words, others = set(mine), set(its)
    if len(words & others) < _ALIKE * len(words | others) or not words ^ others <= _WEAK:
        return False
    return abs(len(mine) - len(its)) <= (1 - _ALIKE) * len(mine)


def _words(units: Units, unit: int) -> list[str]:
    text = units.text[units.starts[unit] : units.starts[unit + 1]].lower()
    return [word.strip(_POINTS) for word in text.split()[:_MOST_WORDS]]
