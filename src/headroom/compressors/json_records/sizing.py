"""How many items say all there is to say: the knee of the curve of new words.

Source: Satopää et al., "Finding a 'Kneedle' in a Haystack", 2011.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["diverse_rows", "knee", "median", "spread"]

_LEAST_BEND = 0.05
"""Height of the curve over its chord below which it has no knee."""


def median(values: Sequence[float]) -> float:
    """The middle value, the lower one of two.

    The standard library's would cost more to import than the whole of this room.
    """
    return sorted(values)[(len(values) - 1) // 2]


def knee(curve: Sequence[int]) -> int:
    """The position (from 1) after which a rising curve gains little; 0 for none.

    Cost: linear.
    """
    if len(curve) < 3 or curve[-1] <= curve[0]:
        return 0
    width = len(curve) - 1
    height = curve[-1] - curve[0]
    bends = [(value - curve[0]) / height - index / width for index, value in enumerate(curve)]
    best = max(range(len(bends)), key=bends.__getitem__)
    return best + 1 if bends[best] >= _LEAST_BEND else 0


def diverse_rows(keys: Sequence[frozenset[str]], candidates: Sequence[int], slots: int) -> list[int]:
    """Those of the candidates (in order) that bring new words.

    At most as many as there are slots, and no more than up to the knee of what they bring. `keys[i]` are the words of
    candidate i. Cost: linear in the words.
    """
    if slots <= 0 or not candidates:
        return []
    seen: set[str] = set()
    curve: list[int] = []
    gains: list[tuple[int, int, int]] = []
    for position, words in enumerate(keys):
        fresh = len(words - seen)
        seen |= words
        curve.append(len(seen))
        gains.append((-fresh, position, candidates[position]))
    enough = knee(curve) or len(candidates)
    gains.sort()
    return sorted(row for fresh, _, row in gains[: min(slots, enough)] if fresh < 0)


def spread(rows: Sequence[int]) -> list[int]:
    """The rows in an order of which every beginning covers the whole range evenly (by the reversed bits of their places)."""
    bits = max(1, (len(rows) - 1).bit_length())
    places = sorted(range(len(rows)), key=lambda place: int(f"{place:0{bits}b}"[::-1], 2))
    return [rows[place] for place in places]
