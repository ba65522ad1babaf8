"""What of each part of a text stays where all parts are to be heard, and which of equals come first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise, repeat
from operator import sub

from headroom.compressors.prose.units import Units

__all__ = ["scattered", "shared"]

_TURN = 0.6180339887498949
"""The golden ratio: its multiples, without what is whole in them, leave no stretch out for long."""
_RUN_CHARS = 160
"""Chosen: characters that stay together where all is worth the same, so that notes do not outweigh what they leave out."""
_LEAST_PART = 5
"""Chosen: units that a part has at least where it does not end at a heading."""
_MOST_PART = 12
"""Chosen: units that a part has at most."""
_FADE = 0.6
"""Chosen: what the last unit of a part loses of its worth against the first."""
_HEARD = 0.45
"""Chosen: what the first unit of a part gains."""
_LEVELS = 20
"""Chosen: steps from nought to one in which worth is told apart; finer differences are chance."""


def _worths(size: int) -> tuple[float, ...]:
    """What a level is worth to each unit of a part of so many, the best first."""
    step = _FADE / max(size, _LEAST_PART) / _LEVELS
    # Taken off one after the other, as a product may differ in its last digit.
    return tuple(accumulate(repeat(step, size - 1), sub, initial=1 / _LEVELS))


_WORTHS = ((), *map(_worths, range(1, _MOST_PART + 1)))
"""The same for each size that a part may have."""


def scattered(units: Units) -> list[float]:
    """A number from 0 to 1 for each unit: in its order, the first few are spread over the text, and so are the next."""
    total = len(units)
    run = max(1, round(_RUN_CHARS * total / max(1, len(units.text))))
    if run == 1:
        return [unit * _TURN % 1 for unit in range(total)]
    places = [number * _TURN % 1 for number in range(-(-total // run))]
    return [place for place in places for _ in range(run)][:total]


def shared(units: Units, weights: Sequence[float], order: Sequence[float]) -> list[float]:
    """The weights, lower for a unit of whose part others are worth more; so each part has its share of what stays.

    A part is what stands under a heading, or a stretch of it. `order` says which of equals comes first.
    Cost: a sort of each part.
    """
    result = [0.0] * len(weights)
    levels = [int(weight * _LEVELS) for weight in weights]
    # One number to sort by: the order only tells equals apart.
    keys = list(map(sub, order, levels))
    kinds = units.kinds
    for start, end in _parts(units):
        if kinds[start] == "heading":
            # It comes with what stands under it.
            keys[start] = 1.0
        ranked = sorted(range(start, end), key=keys.__getitem__)
        for unit, worth in zip(ranked, _WORTHS[end - start], strict=True):
            result[unit] = levels[unit] * worth
        result[ranked[0]] += _HEARD
    return result


def _parts(units: Units) -> list[tuple[int, int]]:
    """The stretches that a text consists of."""
    kinds, blocks = units.kinds, units.blocks
    parts: list[tuple[int, int]] = []
    start = 0
    for unit, (above, block) in enumerate(pairwise(blocks), 1):
        size = unit - start
        if (block != above and (size >= _LEAST_PART or kinds[unit] == "heading")) or size >= _MOST_PART:
            parts.append((start, unit))
            start = unit
    parts.append((start, len(kinds)))
    return parts
