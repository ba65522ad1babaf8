"""Which units stay: what is worth most for its price, within the budget, with all that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from headroom.compressors.prose.links import Links
from headroom.compressors.prose.units import Units

__all__ = ["NOTE_TOKENS", "choose"]

NOTE_TOKENS = 10
"""Measured: what a note takes, its line end included."""
_WORTH = 4
"""Chosen: tokens that a gap must save beyond its note; less is not worth the break."""
_MISSES = 200
"""Units that did not fit after which no more are tried."""
_DEEPEST = 12
"""Units that one may need at most; beyond, links are not followed."""


def choose(
    units: Units, values: Sequence[float], links: Links, must: Iterable[int], budget: float, rate: float, order: Sequence[float]
) -> tuple[set[int], float]:
    """The units that stay, and about what they and their notes take, in tokens.

    `budget` is in tokens, `rate` says how many a character has; `must` stay whatever they cost; of units worth the same
    the one lower in `order` comes first. What is worth less than nothing stays only where another needs it.
    """
    ledger = _Ledger(units, links, rate)
    for unit in must:
        ledger.add(ledger.needed(unit))
    misses = 0
    kept, starts, headings = ledger.kept, units.starts, units.headings
    for unit in sorted(sorted(range(len(units)), key=order.__getitem__), key=values.__getitem__, reverse=True):
        if values[unit] < 0:
            break
        if unit in kept:
            continue
        if unit not in links and headings[unit] in kept:
            # Mostly, it needs no other; then this is all that `price` would say.
            group: Sequence[int] = (unit,)
            price = (starts[unit + 1] - starts[unit]) * rate + NOTE_TOKENS * (1 - (unit - 1 in kept) - (unit + 1 in kept))
        else:
            group = ledger.needed(unit)
            price = ledger.price(group)
        if ledger.spent + price <= budget:
            kept.update(group)
            ledger.spent += price
            continue
        misses += 1
        if misses > _MISSES:
            break
    ledger.close_gaps()
    return kept.difference(ledger.ends), ledger.spent


class _Ledger:
    """What is kept, and what it costs."""

    def __init__(self, units: Units, links: Links, rate: float) -> None:
        self.links = links
        self.headings = units.headings
        self.starts = units.starts
        self.rate = rate
        self.ends = (-1, len(units))
        """Before the first unit and behind the last one, where nothing is missing; -1 is also the heading of what has none."""
        self.kept = set(self.ends)
        self.spent = 0.0

    def needed(self, unit: int) -> list[int]:
        """A unit and all that it needs and is not kept yet."""
        group = [unit]
        links, headings, kept = self.links, self.headings, self.kept
        for member in group:
            heading = headings[member]
            if heading not in kept and heading not in group:
                group.append(heading)
            if member in links:
                group.extend([other for other in links[member] if other not in kept and other not in group])
                if len(group) > _DEEPEST:
                    break
        return group

    def price(self, group: Sequence[int]) -> float:
        """What a group costs on top, in tokens."""
        starts, kept = self.starts, self.kept
        chars = 0
        seams = 0
        for unit in group:
            chars += starts[unit + 1] - starts[unit]
            seams += 1 - (unit - 1 in kept or unit - 1 in group) - (unit + 1 in kept)
        return chars * self.rate + NOTE_TOKENS * seams

    def add(self, group: Sequence[int]) -> None:
        """Keep a group."""
        self.spent += self.price(group)
        self.kept.update(group)

    def close_gaps(self) -> None:
        """Keep what would take less than its note."""
        starts = self.starts
        for above, below in pairwise(sorted(self.kept)):
            if below - above > 1 and (starts[below] - starts[above + 1]) * self.rate <= NOTE_TOKENS + _WORTH:
                self.kept.update(range(above + 1, below))
