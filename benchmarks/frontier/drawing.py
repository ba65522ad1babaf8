"""The pictures: what is kept against what is saved, as SVG that fits light and dark pages.

The bytes depend on the figures and on matplotlib's version alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter

from benchmarks.frontier.curves import Curve, Frontier, Point
from benchmarks.frontier.dial import spelled
from benchmarks.frontier.page import NAMES, usual_point

__all__ = ["draw", "picture", "sheet"]

_INK, _QUIET, _GRID, _PAPER = "#24292f", "#6e7781", "#e4e7eb", "#ffffff"
_OURS = "#0b6bcb"
_RIVALS = {"head and tail": "#a3671f", "BM25": "#5f7a3a"}
_DARK = {
    _INK: "#e6e9ee",
    _QUIET: "#9aa4b1",
    _GRID: "#343a46",
    _PAPER: "#1e2129",
    _OURS: "#6cb6ff",
    _RIVALS["head and tail"]: "#d9a566",
    _RIVALS["BM25"]: "#a5c27c",
}
"""What each colour becomes where the reader prefers dark pages. Chosen by eye on both."""
_FONT = "DejaVu Sans"
_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_NEAR_HIGH, _NEAR_WIDE = 0.05, 0.055
"""Shares of the axes below which labels above and beside each other would touch. Chosen by eye."""
_ROOM_LEFT = 0.3
"""Share of the axis that a label with its setting needs. Chosen by eye."""
_ACROSS = 3
"""Pictures beside each other on the sheet."""


def draw(frontier: Frontier, folder: Path) -> list[Path]:
    """The files written: one picture a curve, and one sheet of all."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {curve.name: picture(curve) for curve in frontier.curves} | {"sheet": sheet(frontier.curves)}
    written: list[Path] = []
    for name, text in pictures.items():
        written.append(folder / f"{name}.svg")
        written[-1].write_text(text, encoding="utf-8", newline="\n")
    return written


def picture(curve: Curve) -> str:
    """One curve with its labels, as SVG."""
    with mpl.rc_context():
        _set_style()
        figure = Figure(figsize=(8.2, 4.5), facecolor=_PAPER)
        axes = figure.add_axes((0.08, 0.12, 0.64, 0.8))
        _frame(axes, curve)
        axes.set_xlabel("saved: share of all tokens")
        axes.set_ylabel("kept: share of what an answer needs")
        _draw_rivals(axes, curve, width=1.4)
        _draw_ours(axes, curve, width=2.4)
        _name_rivals(axes, curve)
        _name_places(axes, curve)
        return _svg(figure)


def sheet(curves: Sequence[Curve]) -> str:
    """All curves, small, on one sheet."""
    down = -(-len(curves) // _ACROSS)
    with mpl.rc_context():
        _set_style()
        figure = Figure(figsize=(9.6, 2.7 * down), layout="constrained", facecolor=_PAPER)
        grid = figure.subplots(down, _ACROSS, squeeze=False, sharey=True)
        places: list[Axes] = list(grid.flat)
        for axes, curve in zip(places, curves, strict=False):
            _frame(axes, curve)
            axes.xaxis.set_major_locator(MultipleLocator(0.5))
            _draw_rivals(axes, curve, width=1.1)
            _draw_ours(axes, curve, width=1.8)
        _name_colours(places[0])
        for axes in places[len(curves) :]:
            axes.set_axis_off()
        return _svg(figure)


def _set_style() -> None:
    mpl.rc("svg", fonttype="none", hashsalt="headroom")
    mpl.rc("font", family=_FONT, size=9)
    mpl.rc("text", color=_INK)
    mpl.rc(
        "axes",
        edgecolor=_GRID,
        facecolor=_PAPER,
        labelcolor=_QUIET,
        titlecolor=_INK,
        titlelocation="left",
        titlesize=10,
        titleweight="bold",
        grid=True,
        axisbelow=True,
    )
    mpl.rc("axes.spines", top=False, right=False, left=False)
    mpl.rc("grid", color=_GRID, linewidth=0.7)
    mpl.rc("xtick", color=_GRID, labelcolor=_QUIET)
    mpl.rc("ytick", color=_GRID, labelcolor=_QUIET)
    mpl.rc("ytick.major", size=0)


def _frame(axes: Axes, curve: Curve) -> None:
    """Axes from nothing to everything, the same for all curves."""
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.09)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MultipleLocator(0.2))
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    cases = "case" if curve.cases == 1 else "cases"
    axes.set_title(f"{NAMES.get(curve.name, curve.name)}, {curve.cases} {cases}")


def _by_saved(curve: Curve) -> list[Point]:
    """The points from left to right: a share that is asked for may save less than the default, which goes by need."""
    return sorted(curve.points, key=lambda point: (point.saved, -point.dial))


def _draw_ours(axes: Axes, curve: Curve, *, width: float) -> None:
    points = _by_saved(curve)
    saved = [point.saved for point in points]
    low, high = [point.low for point in points], [point.high for point in points]
    axes.fill_between(saved, low, high, color=_OURS, alpha=0.14, linewidth=0, zorder=3)
    axes.plot(saved, [point.kept for point in points], color=_OURS, linewidth=width, zorder=5, solid_capstyle="round")
    axes.plot(saved, [point.kept for point in points], "o", color=_OURS, markersize=1.6 * width, zorder=6)
    usual = usual_point(curve)
    axes.plot([usual.saved], [usual.kept], "o", color=_OURS, markersize=3.6 * width, zorder=7)
    axes.plot([usual.saved], [usual.kept], "o", color=_PAPER, markersize=1.5 * width, zorder=8)


def _draw_rivals(axes: Axes, curve: Curve, *, width: float) -> None:
    """Solid where they have our tokens for each tool result, dotted where they cut all results alike."""
    points = _by_saved(curve)
    saved = [point.saved for point in points]
    for method, colour in _RIVALS.items():
        theirs = [point.rivals[method].kept for point in points]
        axes.plot(saved, theirs, color=colour, linewidth=width, zorder=4, marker="o", markersize=1.6 * width)
        free = curve.free[method]
        axes.plot(
            [0, *(point.saved for point in free)],
            [1, *(point.kept for point in free)],
            color=colour,
            linewidth=0.8 * width,
            linestyle=(0, (1, 2)),
            zorder=2,
        )


def _name_places(axes: Axes, curve: Curve) -> None:
    """The default, and other places of the dial where there is room; the first and last with their setting."""
    usual = usual_point(curve)
    ends = (curve.points[0], curve.points[-1])
    _note(axes, usual, _full(usual, "default"), "above" if usual.saved > _ROOM_LEFT / 2 else "above, to the right")
    taken = [rival.kept for rival in max(curve.points, key=lambda point: point.saved).rivals.values()]
    beside, below = [usual.kept], [usual]
    for point in (*ends, *curve.points):
        name = f"× {spelled(point.dial)}"
        near = beside if point in ends else (*beside, *taken)
        if point.dial < usual.dial and all(abs(point.kept - other) > _NEAR_HIGH for other in near):
            beside.append(point.kept)
            _note(axes, point, _full(point, name) if point in ends else name, "right")
        if point.dial > usual.dial and all(abs(point.saved - other.saved) > _NEAR_WIDE for other in below):
            below.append(point)
            is_far_left = point in ends and point.saved > _ROOM_LEFT
            _note(axes, point, _full(point, name) if is_far_left else name, "left" if is_far_left else "below")


def _full(point: Point, place: str) -> str:
    return f"{place}: {point.budget}" if point.budget else place


def _note(axes: Axes, point: Point, text: str, side: str) -> None:
    shift, across, along = {
        "above": ((0, 10), "center", "bottom"),
        "above, to the right": ((0, 10), "left", "bottom"),
        "below": ((0, -8), "center", "top"),
        "left": ((-9, 0), "right", "center"),
        "right": ((9, 0), "left", "center"),
    }[side]
    note = axes.annotate(text, (point.saved, point.kept), xytext=shift, textcoords="offset points", color=_OURS, zorder=9)
    note.set(horizontalalignment=across, verticalalignment=along, weight="bold" if side.startswith("above") else "normal")


def _name_rivals(axes: Axes, curve: Curve) -> None:
    """To the right of where their lines end."""
    most = max(curve.points, key=lambda point: point.saved)
    ends: list[tuple[float, float, str, str]] = []
    for method, colour in _RIVALS.items():
        last = curve.free[method][-1]
        ends.append((most.saved, most.rivals[method].kept, f"{method}, same tokens", colour))
        ends.append((last.saved, last.kept, f"{method}, same share of each", colour))
    for (saved, _, name, colour), height in zip(ends, _apart([kept for _, kept, _, _ in ends]), strict=True):
        note = axes.text(saved + _NEAR_WIDE / 2, height, name, color=colour, zorder=3)
        note.set(verticalalignment="center", bbox={"facecolor": _PAPER, "edgecolor": "none", "pad": 0.5})


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights of labels, moved down and then up again as far as they would touch each other or the axis."""
    order = sorted(range(len(heights)), key=lambda index: -heights[index])
    moved = list(heights)
    for above, below in pairwise(order):
        moved[below] = min(moved[below], moved[above] - _NEAR_HIGH)
    least = _NEAR_HIGH / 2
    for index in reversed(order):
        moved[index] = max(moved[index], least)
        least = moved[index] + _NEAR_HIGH
    return moved


def _name_colours(axes: Axes) -> None:
    for height, (name, colour) in enumerate({"Headroom": _OURS, **_RIVALS}.items()):
        axes.text(0.04, 0.25 - 0.09 * height, name, color=colour, transform=axes.transAxes)


def _svg(figure: Figure) -> str:
    """The figure with fonts of the reader's system, and with a second set of colours."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = re.sub(rf"'?{_FONT}'?(?:, [^;\"]*)?", _FONTS, buffer.getvalue())
    rules = "".join(
        f'[style*="{what}: {light}"]{{{what}:{dark}!important}}' for light, dark in _DARK.items() for what in ("fill", "stroke")
    )
    dark = f'<style type="text/css">@media (prefers-color-scheme:dark){{{rules}}}</style>'
    return re.sub(r"[ \t]+\n", "\n", text.replace("<defs>", f"<defs>{dark}", 1))
