from __future__ import annotations

import msgspec
import pytest

from benchmarks.frontier.curves import FreePoint, Rival, curve_of, frontier_of, on_curve, place_of
from benchmarks.frontier.measuring import SHARES, CasePoint, CaseSweep, RivalPoint


def made(
    name: str, *, kind: str = "log", before: int = 100, after: int = 50, kept: float = 1.0, bm25: float = 0.5
) -> CaseSweep:
    """A case at one place of the dial."""
    point = CasePoint(dial=1.0, after=after, kept=kept, recoverable=1.0, rivals={"head and tail": 0.0, "BM25": bm25})
    free = tuple(
        RivalPoint(method=method, share=share, after=round(before * share), kept=share)
        for method in ("head and tail", "BM25")
        for share in SHARES
    )
    return CaseSweep(id=name, kind=kind, before=before, points=(point,), free=free)


def rival(difference: float, low: float, high: float) -> Rival:
    """A rival at some distance."""
    return Rival(kept=0.5, difference=difference, low=low, high=high, own=0.5)


def test_saved_is_of_the_sums_and_kept_the_mean() -> None:
    """Large cases weigh as much as their tokens in what is saved, and as one case in what is kept."""
    (point,) = curve_of("log", [made("small", after=100, kept=0.5), made("large", before=900, after=100)]).points
    assert point.saved == pytest.approx(0.8)
    assert point.kept == pytest.approx(0.75)
    assert point.budget == "100 lines"


def test_interval_holds_the_mean_and_is_always_the_same() -> None:
    """Cases that differ leave room for doubt, cases that agree leave none, and chance is seeded."""
    cases = [made(str(number), kept=number % 2) for number in range(20)]
    (point,) = curve_of("log", cases).points
    assert point.low < point.kept < point.high
    assert curve_of("log", cases).points == (point,)
    (sure,) = curve_of("log", [made("one"), made("two")]).points
    assert (sure.low, sure.high) == (1.0, 1.0)


def test_differences_are_paired() -> None:
    """Where every case is ahead by the same, the lead is certain however much the cases differ."""
    (point,) = curve_of("log", [made(str(number), kept=number / 10, bm25=number / 10 - 0.1) for number in range(1, 10)]).points
    assert (point.rivals["BM25"].low, point.rivals["BM25"].high) == (0.1, 0.1)
    assert point.high - point.low > 0.2


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (rival(0.1, 0.05, 0.2), "above"),
        (rival(0.1, 0.0, 0.2), "ahead"),
        (rival(0.0, -0.1, 0.1), "level"),
        (rival(-0.1, -0.2, 0.0), "behind"),
        (rival(-0.1, -0.2, -0.05), "below"),
    ],
)
def test_places_follow_from_the_interval(found: Rival, place: str) -> None:
    """Only what leaves out nought is certain."""
    assert place_of(found) == place


def test_curves_are_read_between_their_points() -> None:
    """Nothing saved keeps all; behind the last point what it keeps is all that is known."""
    points = (FreePoint(share=0.5, saved=0.5, kept=0.6), FreePoint(share=0.1, saved=0.9, kept=0.2))
    assert [on_curve(points, saved) for saved in (0.0, 0.25, 0.5, 0.7, 0.95)] == pytest.approx([1.0, 0.8, 0.6, 0.4, 0.2])


def test_rivals_curve_is_compared_where_as_much_is_saved() -> None:
    """A method that keeps as much as it saves not, where half is saved."""
    (point,) = curve_of("log", [made("one")]).points
    assert point.rivals["BM25"].own == pytest.approx(0.5)


def test_kinds_come_first_and_all_last() -> None:
    """Kinds with a setting of their own stand before those that mix several; faults are counted."""
    broken = made("odd", kind="conversation")
    broken = msgspec.structs.replace(broken, points=(msgspec.structs.replace(broken.points[0], faults=("it broke",)),))
    found = frontier_of([broken, made("one"), made("two", kind="json")], "1.0")
    assert [curve.name for curve in found.curves] == ["json", "log", "conversation", "all"]
    assert [curve.cases for curve in found.curves] == [1, 1, 1, 3]
    assert found.faults == 1
