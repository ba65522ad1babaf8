from __future__ import annotations

import re

import msgspec

from benchmarks.frontier.command import FOLDER
from benchmarks.frontier.curves import Curve, FreePoint, Frontier, Point, Rival
from benchmarks.frontier.dial import settings_at
from benchmarks.frontier.page import NAMES, falls_of, figures, report

PAGE = FOLDER.with_suffix(".md").read_text(encoding="utf-8")


def point(dial: float, saved: float, kept: float, difference: float = 0.1) -> Point:
    """A place of the dial, as far from either rival and from their own curves."""
    rival = Rival(
        kept=kept - difference, difference=difference, low=difference - 0.05, high=difference + 0.05, own=kept - difference
    )
    return Point(
        dial=dial,
        budget="",
        saved=saved,
        kept=kept,
        low=kept,
        high=kept,
        rivals={"head and tail": rival, "BM25": rival},
        no_hindsight=0.5,
    )


def made(*points: Point) -> Frontier:
    """One curve."""
    free = (FreePoint(share=0.5, saved=0.5, kept=0.5),)
    curve = Curve(name="log", cases=3, before=10, points=points, free={"head and tail": free, "BM25": free})
    return Frontier(version="1.2", cases=3, faults=0, curves=(curve,))


ABOVE = made(point(0.5, 0.9, 0.8), point(1.0, 0.8, 0.9))
BELOW = made(point(0.5, 0.9, 0.8, -0.02), point(1.0, 0.8, 0.9))


def test_page_has_every_section() -> None:
    """What is measured is shown, and nothing is shown that is not measured."""
    assert re.findall(r"<!-- figures: (\w+) -->", PAGE) == ["measured", "verdict", "below", "settings", "dial"]
    assert set(figures(ABOVE)) == {"measured", "verdict", "below", "settings", "dial"}


def test_page_shows_a_picture_of_every_kind() -> None:
    """Each kind has its picture, and so has the whole."""
    assert set(re.findall(r"\]\(frontier/(\w+)\.svg\)", PAGE)) == {*NAMES, "sheet"}


def test_default_and_least_lead_stand_in_one_line() -> None:
    """What the default saves and keeps, and by how much it leads where it leads least."""
    row = figures(made(point(0.5, 0.9, 0.8, 0.03), point(1.0, 0.8, 0.9)))["verdict"].splitlines()[-1]
    assert row == "| Logs | 3 | 80.0% | 90.0% | 80.0% | 80.0% | +3.0 | +3.0 | +30.0 |"


def test_every_point_below_is_told() -> None:
    """Once for the same tokens and once for the rival's own curve, of each rival, and nowhere else."""
    rows = figures(BELOW)["below"].splitlines()[2:]
    assert len(rows) == 4
    assert rows[0] == "| Logs | 1/2 | 90.0% | 80.0% | head and tail | 82.0% | -2.0 | -7.0 to +3.0 |  |"
    assert rows[2] == "| Logs | 1/2 | 90.0% | 80.0% | BM25 | 82.0% | -2.0 | -7.0 to +3.0 | +30.0 |"
    assert figures(ABOVE)["below"] == "Nowhere."


def test_sentence_counts_all_comparisons() -> None:
    """Won, level and lost add up to all there are."""
    told = figures(BELOW)["verdict"].splitlines()[0]
    assert told.startswith("Of 4 comparisons with the same tokens for each tool result, 2 are won (2 of them for certain), ")
    assert "0 are level and 2 are lost (0 for certain)" in told
    assert told.endswith("own curve, 2 are lost. Of 2 with BM25 that knows no more than we do, 0 are lost.")


def test_falls_are_found() -> None:
    """Where a larger budget keeps less, the report says so."""
    frontier = made(point(0.5, 0.9, 0.8), point(1.0, 0.8, 0.9), point(2.0, 0.7, 0.85))
    assert list(falls_of(frontier.curves[0])) == ["1 to 2 (90.0% to 85.0%)"]
    assert "keeps less where it saves less: log 1 to 2" in report(frontier)
    assert "keeps less" not in report(ABOVE)


def test_faults_are_reported() -> None:
    """A picture of broken conversations would be worth nothing."""
    assert "faults in 2 runs" in report(msgspec.structs.replace(ABOVE, faults=2))
    assert "faults" not in report(ABOVE)


def test_settings_are_listed_by_name() -> None:
    """Every setting that the dial turns has a row."""
    table = figures(ABOVE)["settings"]
    assert [name for name in settings_at(1) if f"| `{name}` |" not in table] == []
