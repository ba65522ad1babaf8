"""Tests of choosing rows within bounds."""

from __future__ import annotations

from headroom.compressors.log_lines.choosing import Offer, choose
from tests.compressors.log_lines.rows import calm

LINES = [f"{row}\n" for row in calm(1_000)]


def test_what_must_stay_comes_before_wishes() -> None:
    """Each row has the reason it was first kept for."""
    kept = choose(LINES, [Offer("must", [6, 7], 1.0, must=True), Offer("wish", [5, 6], 1.0)], 100)
    assert kept == {6: "must", 7: "must", 5: "wish"}


def test_what_must_stay_is_bounded() -> None:
    """By a share of the text."""
    kept = choose(LINES, [Offer("must", list(range(1_000)), 1.0, must=True)], 100)
    assert 50 < len(kept) < 200


def test_one_reason_leaves_room_for_others() -> None:
    """A flood of errors does not push out what was asked for later."""
    flood = Offer("errors", list(range(500)), 0.4, must=True)
    kept = choose(LINES, [flood, Offer("failed", [900, 910, 920], 0.3, must=True)], 100)
    assert {900, 910, 920} <= kept.keys()


def test_wishes_are_bounded_by_lines() -> None:
    """`max_total_lines` is the wish for signals."""
    kept = choose(LINES * 20, [Offer("wish", list(range(0, 20_000, 3)), 1.0)], 10)
    assert len(kept) == 10


def test_a_huge_line_does_not_take_all() -> None:
    """It is passed over, and what follows still fits."""
    lines = [*LINES, "x" * 1_000_000 + "\n"]
    kept = choose(lines, [Offer("must", [1_000, 3], 1.0, must=True)], 100)
    assert kept == {3: "must"}
