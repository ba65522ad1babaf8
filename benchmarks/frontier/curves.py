"""Curves over many cases, how sure they are, and whether ours lies above the others."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from typing import Literal

import msgspec

from benchmarks.baselines import METHODS, NO_HINDSIGHT
from benchmarks.frontier.dial import BUDGET_OF, budget_at
from benchmarks.frontier.measuring import SHARES, CaseSweep

__all__ = ["Curve", "FreePoint", "Frontier", "Place", "Point", "Rival", "curve_of", "frontier_of", "on_curve", "place_of"]

RESAMPLES = 200
"""Chosen: enough for two digits of an interval."""
_SEED = 20_240_613
_DIGITS = 4
_NEARLY = 0.5 * 10**-_DIGITS
"""What rounding hides is no difference."""

Place = Literal["above", "ahead", "level", "behind", "below"]
"""Where ours stands: `above` and `below` where the interval of the difference leaves out nought, `ahead` and `behind` where it
does not."""


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """What a simpler method keeps beside one point of ours."""

    kept: float
    """With the same number of tokens for each tool result."""
    difference: float
    """Ours less that, case by case."""
    low: float
    """95 % interval of the difference, over resampled cases."""
    high: float
    own: float
    """Where it cuts every tool result to the same share, for the same saved in all."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the dial."""

    dial: float
    budget: str
    """The setting that matters most, as it is there."""
    saved: float
    """Share of the tokens of all cases."""
    kept: float
    """Mean share of the needed strings."""
    low: float
    """95 % interval of what is kept, over resampled cases."""
    high: float
    rivals: dict[str, Rival]
    no_hindsight: float
    """What BM25 keeps with the same tokens, told no more than was asked when each result came."""


class FreePoint(msgspec.Struct, frozen=True, kw_only=True):
    """A simpler method that cuts every tool result to the same share."""

    share: float
    saved: float
    kept: float


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of content, or all of them."""

    name: str
    cases: int
    before: int
    points: tuple[Point, ...]
    free: dict[str, tuple[FreePoint, ...]]
    """By method, the least saved first."""


class Frontier(msgspec.Struct, frozen=True, kw_only=True):
    """All that is drawn and said."""

    version: str
    cases: int
    faults: int
    """Runs in which something broke, raised, was put back or could not be got back."""
    curves: tuple[Curve, ...]
    """By kind, then `all`."""


def frontier_of(sweeps: Sequence[CaseSweep], version: str) -> Frontier:
    """The curve of each kind, those with a setting of their own first, and of all cases."""
    there = {each.kind for each in sweeps}
    kinds = (*(kind for kind in BUDGET_OF if kind in there), *sorted(there - set(BUDGET_OF)))
    return Frontier(
        version=version,
        cases=len(sweeps),
        faults=sum(bool(point.faults) for each in sweeps for point in each.points),
        curves=(*(curve_of(kind, [each for each in sweeps if each.kind == kind]) for kind in kinds), curve_of("all", sweeps)),
    )


def curve_of(name: str, sweeps: Sequence[CaseSweep]) -> Curve:
    """Sums of tokens and means of shares over the cases."""
    before = sum(each.before for each in sweeps)
    free = {method: _free(method, sweeps, before) for method in METHODS}
    resamples = _resamples(len(sweeps))
    points: list[Point] = []
    for index, first in enumerate(sweeps[0].points):
        ours = [each.points[index] for each in sweeps]
        kept = [each.kept for each in ours]
        saved = 1 - sum(each.after for each in ours) / before
        low, high = _interval(kept, resamples)
        rivals = {
            method: _rival([each.rivals.get(method, 1.0) for each in ours], kept, resamples, on_curve(free[method], saved))
            for method in METHODS
        }
        points.append(
            Point(
                dial=round(first.dial, _DIGITS),
                budget=budget_at(name, first.dial),
                saved=round(saved, _DIGITS),
                kept=round(statistics.fmean(kept), _DIGITS),
                low=low,
                high=high,
                rivals=rivals,
                no_hindsight=round(statistics.fmean(each.rivals.get(NO_HINDSIGHT, 1.0) for each in ours), _DIGITS),
            )
        )
    return Curve(name=name, cases=len(sweeps), before=before, points=tuple(points), free=free)


def on_curve(points: Sequence[FreePoint], saved: float) -> float:
    """What a curve keeps where it saves so much: on the line between its points, and nothing saved keeps all."""
    less_saved, more_kept = 0.0, 1.0
    for point in points:
        if point.saved >= saved:
            width = point.saved - less_saved
            part = (saved - less_saved) / width if width > 0 else 1.0
            return more_kept + (point.kept - more_kept) * max(0.0, part)
        less_saved, more_kept = point.saved, point.kept
    return more_kept


def place_of(rival: Rival) -> Place:
    """Where ours stands against a simpler method with the same tokens."""
    if abs(rival.difference) < _NEARLY:
        return "level"
    if rival.difference > 0:
        return "above" if rival.low > 0 else "ahead"
    return "below" if rival.high < 0 else "behind"


def _rival(theirs: Sequence[float], ours: Sequence[float], resamples: Sequence[Sequence[int]], own: float) -> Rival:
    differences = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    low, high = _interval(differences, resamples)
    return Rival(
        kept=round(statistics.fmean(theirs), _DIGITS),
        difference=round(statistics.fmean(differences), _DIGITS),
        low=low,
        high=high,
        own=round(own, _DIGITS),
    )


def _free(method: str, sweeps: Sequence[CaseSweep], before: int) -> tuple[FreePoint, ...]:
    found: list[FreePoint] = []
    for share in sorted(SHARES, reverse=True):
        cut = [point for each in sweeps for point in each.free if point.method == method and point.share == share]
        saved = 1 - sum(point.after for point in cut) / before
        kept = statistics.fmean(point.kept for point in cut)
        found.append(FreePoint(share=share, saved=round(saved, _DIGITS), kept=round(kept, _DIGITS)))
    return tuple(found)


def _resamples(size: int) -> tuple[tuple[int, ...], ...]:
    """The cases of each resample, always the same for as many cases."""
    chance = random.Random(_SEED)
    return tuple(tuple(chance.choices(range(size), k=size)) for _ in range(RESAMPLES))


def _interval(values: Sequence[float], resamples: Sequence[Sequence[int]]) -> tuple[float, float]:
    """The middle 95 % of the means of resamples."""
    means = sorted(sum(map(values.__getitem__, chosen)) / len(chosen) for chosen in resamples)
    edge = round(0.025 * len(means))
    return round(means[edge], _DIGITS), round(means[-1 - edge], _DIGITS)
