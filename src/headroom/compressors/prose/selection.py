"""Which units stay: what is worth most for its price, within the budget, with all that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    kept = ledger.kept
    for unit in sorted(sorted(range(len(units)), key=order.__getitem__), key=values.__getitem__, reverse=True):
        if values[unit] < 0:
            break
        if unit in kept:
            continue
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
    return kept, ledger.spent


class _Ledger:
    """What is kept, and what it costs."""

    def __init__(self, units: Units, links: Links, rate: float) -> None:
        self.links = links
        self.headings = units.headings
        self.starts = units.starts
        self.last = len(units) - 1
        self.rate = rate
        self.kept: set[int] = set()
        self.spent = 0.0

    def needed(self, unit: int) -> list[int]:
        """A unit and all that it needs and is not kept yet."""
        group = [unit]
        links, headings, kept = self.links, self.headings, self.kept
        for member in group:
            heading = headings[member]
            if heading >= 0 and heading not in kept and heading not in group:
                group.append(heading)
            if member in links:
                group.extend([other for other in links[member] if other not in kept and other not in group])
                if len(group) > _DEEPEST:
                    break
        return group

    def price(self, group: list[int]) -> float:
        """What a group costs on top, in tokens."""
        starts, kept = self.starts, self.kept
        if len(group) == 1:
            unit = group[0]
            sides = (unit == 0 or unit - 1 in kept) + (unit == self.last or unit + 1 in kept)
            return (starts[unit + 1] - starts[unit]) * self.rate + NOTE_TOKENS * (1 - sides)
        chars = 0
        seams = 0
        for unit in group:
            chars += starts[unit + 1] - starts[unit]
            seams += 1 - (unit == 0 or unit - 1 in kept or unit - 1 in group) - (unit == self.last or unit + 1 in kept)
        return chars * self.rate + NOTE_TOKENS * seams

    def add(self, group: list[int]) -> None:
        """Keep a group."""
        self.spent += self.price(group)
        self.kept.update(group)

    def close_gaps(self) -> None:
        """Keep what would take less than its note."""
        starts = self.starts
        at = -1
        for unit in (*sorted(self.kept), self.last + 1):
            if unit - at > 1 and (starts[unit] - starts[at + 1]) * self.rate <= NOTE_TOKENS + _WORTH:
                self.kept.update(range(at + 1, unit))
            at = unit
