"""The tables of `docs/frontier.md`, and what is printed in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.baselines import METHODS, NO_HINDSIGHT
from benchmarks.frontier.curves import Curve, Frontier, Point, place_of
from benchmarks.frontier.dial import DIAL, settings_at, spelled
from benchmarks.tables import aligned, markdown

__all__ = ["NAMES", "falls_of", "figures", "points_below", "report", "usual_point"]

NAMES = {
    "json": "JSON and tables",
    "log": "Logs",
    "search": "Search results",
    "diff": "Diffs",
    "code": "Source code",
    "html": "Pages",
    "text": "Prose",
    "conversation": "Agent runs",
    "all": "Everything",
}
"""Kinds of cases as people call them."""
_SHOWN = ("1/8", "1/4", "1/2", "1", "2", "4", "8")
"""Places of the dial that the wide table has room for."""

Rows = list[tuple[str, ...]]


def figures(frontier: Frontier) -> dict[str, str]:
    """The sections of the page by name, as Markdown."""
    return {
        "measured": f"Measured with version {frontier.version} on {frontier.cases} cases.",
        "verdict": f"{sentence(frontier)}\n\n{markdown(verdict_rows(frontier))}",
        "dial": markdown(dial_rows(frontier)),
        "settings": markdown(setting_rows()),
        "below": markdown(rows) if len(rows := below_rows(frontier)) > 1 else "Nowhere.",
    }


def report(frontier: Frontier) -> str:
    """Everything for a terminal."""
    blocks = [aligned(verdict_rows(frontier)), aligned(point_rows(frontier)), sentence(frontier)]
    if len(below := below_rows(frontier)) > 1:
        blocks.append("not above:\n" + aligned(below))
    if falls := [f"{curve.name} {place}" for curve in frontier.curves for place in falls_of(curve)]:
        blocks.append("keeps less where it saves less: " + "; ".join(falls))
    if frontier.faults:
        blocks.append(f"faults in {frontier.faults} runs")
    return "\n\n".join(blocks)


def points_below(curve: Curve) -> Iterator[tuple[Point, str, bool]]:
    """Each point that keeps less than a simpler method: point, method, and whether on that method's own curve."""
    for point in curve.points:
        for method in METHODS:
            rival = point.rivals[method]
            if place_of(rival) in {"behind", "below"}:
                yield point, method, False
            if rival.own > point.kept:
                yield point, method, True


def usual_point(curve: Curve) -> Point:
    """The configuration as it comes."""
    return min(curve.points, key=lambda point: abs(point.dial - 1))


def falls_of(curve: Curve) -> Iterator[str]:
    """Where saving less keeps less, too: `1 to 1.4 (99.0% to 97.0%)`."""
    for before, after in pairwise(sorted(curve.points, key=lambda point: -point.saved)):
        if after.kept < before.kept:
            places = f"{spelled(before.dial)} to {spelled(after.dial)}"
            yield f"{places} ({_percent(before.kept)} to {_percent(after.kept)})"


def sentence(frontier: Frontier) -> str:
    """How many points lie where, in words."""
    places = [place_of(rival) for curve in frontier.curves for point in curve.points for rival in point.rivals.values()]
    won = sum(place in {"above", "ahead"} for place in places)
    lost = sum(place in {"behind", "below"} for place in places)
    own = sum(is_own for curve in frontier.curves for _, _, is_own in points_below(curve))
    fair = sum(point.kept < point.no_hindsight for curve in frontier.curves for point in curve.points)
    return (
        f"Of {len(places)} comparisons with the same tokens for each tool result, {won} are won "
        f"({places.count('above')} of them for certain), {places.count('level')} are level and {lost} are lost "
        f"({places.count('below')} for certain). Of as many with the rival's own curve, {own} are lost. "
        f"Of {len(places) // len(METHODS)} with BM25 that knows no more than we do, {fair} are lost."
    )


def verdict_rows(frontier: Frontier) -> Rows:
    """A line a kind: the default, and the least lead over the whole dial."""
    leads = (*(f"least lead over {name}" for name in METHODS), f"over {NO_HINDSIGHT}")
    rows: Rows = [("kind", "cases", "saved", "kept", *(f"{name} keeps" for name in METHODS), *leads)]
    for curve in frontier.curves:
        usual = usual_point(curve)
        least = {name: min(point.rivals[name].difference for point in curve.points) for name in METHODS}
        rows.append(
            (
                NAMES.get(curve.name, curve.name),
                str(curve.cases),
                _percent(usual.saved),
                _percent(usual.kept),
                *(_percent(usual.rivals[name].kept) for name in METHODS),
                *(_points(least[name]) for name in METHODS),
                _points(min(point.kept - point.no_hindsight for point in curve.points)),
            )
        )
    return rows


def dial_rows(frontier: Frontier) -> Rows:
    """A line a kind: saved and kept at some places of the dial, under the setting that matters most."""
    rows: Rows = [("kind", *(f"x {place}" for place in _SHOWN))]
    for curve in frontier.curves:
        chosen = [point for point in curve.points if spelled(point.dial) in _SHOWN]
        cells = (f"{point.saved:.0%} / {point.kept:.0%}" + (f"<br>{point.budget}" if point.budget else "") for point in chosen)
        rows.append((NAMES.get(curve.name, curve.name), *cells))
    return rows


def setting_rows() -> Rows:
    """A line a setting: what it is at some places of the dial."""
    places = [dial for dial in DIAL if spelled(dial) in _SHOWN]
    rows: Rows = [("setting", *(f"x {spelled(dial)}" for dial in places))]
    for name in settings_at(1):
        values = (settings_at(dial)[name] for dial in places)
        rows.append((f"`{name}`", *("None" if value is None else f"{value:.3g}" for value in values)))
    return rows


def point_rows(frontier: Frontier) -> Rows:
    """A line a point."""
    rows: Rows = [("kind", "dial", "setting", "saved", "kept", "interval")]
    rows[0] += tuple(f"{name}{what}" for name in METHODS for what in (" same tokens", " own curve", ": lead"))
    for curve in frontier.curves:
        for point in curve.points:
            cells: tuple[str, ...] = ()
            for rival in (point.rivals[method] for method in METHODS):
                lead = f"{_points(rival.difference)} {place_of(rival)}"
                cells += (_percent(rival.kept), _percent(rival.own), lead)
            interval = f"{point.low:.1%}-{point.high:.1%}"
            rows.append(
                (curve.name, spelled(point.dial), point.budget, _percent(point.saved), _percent(point.kept), interval, *cells)
            )
    return rows


def below_rows(frontier: Frontier) -> Rows:
    """A line for each point that keeps less than a simpler method."""
    rows: Rows = [("kind", "dial", "saved", "kept", "less than", "which keeps", "difference", "interval", "without hindsight")]
    for curve in frontier.curves:
        for point, method, is_own in points_below(curve):
            rival = point.rivals[method]
            theirs = rival.own if is_own else rival.kept
            rows.append(
                (
                    NAMES.get(curve.name, curve.name),
                    spelled(point.dial),
                    _percent(point.saved),
                    _percent(point.kept),
                    f"{method}, its own curve" if is_own else method,
                    _percent(theirs),
                    _points(point.kept - theirs),
                    "" if is_own else f"{_points(rival.low)} to {_points(rival.high)}",
                    _fair(point, method, is_own=is_own),
                )
            )
    return rows


def _fair(point: Point, method: str, *, is_own: bool) -> str:
    """What ours leads by where BM25 knows no more than we do."""
    return "" if is_own or method != "BM25" else _points(point.kept - point.no_hindsight)


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _points(difference: float) -> str:
    """A difference of shares in hundredths, with its sign."""
    return f"{100 * difference:+.1f}"
