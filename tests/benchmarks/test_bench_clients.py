"""What clients cost is told beside what it may."""

from __future__ import annotations

import pytest

from benchmarks.bench_clients import percentile, point_of, table
from benchmarks.client_cases import Measured, Sample

SAMPLES = [Sample(bare_ms=2.0, ours_ms=3.0 + extra, new_ms=4.0, seen_ms=100.0) for extra in (0.0, 1.0, 2.0)]


def test_a_percentile_is_one_of_the_samples() -> None:
    """The least that so large a share does not exceed."""
    samples = [float(number) for number in range(100, 0, -1)]
    assert percentile(samples, 0.99) == 99.0
    assert percentile(samples, 0.5) == 50.0
    assert percentile([7.0], 0.99) == 7.0


def test_a_point_holds_medians_and_what_is_allowed() -> None:
    """A millisecond, seven tenths of a count of what is new, and a hundredth of one of what was seen."""
    point = point_of(Measured(name="x", samples=SAMPLES))
    assert (point.bare_ms, point.ours_ms, point.beyond_ms, point.ours_p99_ms) == (2.0, 4.0, 2.0, 5.0)
    assert point.allowed_ms == pytest.approx(1.0 + 0.7 * 4.0 + 0.01 * 100.0)
    assert point.new_share == pytest.approx(0.25)
    assert point.holds


def test_the_difference_is_taken_round_by_round() -> None:
    """A slow spell that falls on both tells nothing."""
    samples = [Sample(bare_ms=bare, ours_ms=bare + 0.5) for bare in (1.0, 50.0, 2.0)]
    assert point_of(Measured(name="x", samples=samples)).beyond_ms == pytest.approx(0.5)


def test_what_costs_too_much_is_told() -> None:
    """And what has no aim is neither within it nor beyond."""
    slow = [Sample(bare_ms=1.0, ours_ms=9.0)]
    missed, free = point_of(Measured(name="a", samples=slow)), point_of(Measured(name="b", samples=slow, has_aim=False))
    assert not missed.holds
    assert free.holds
    head, first, second = table("x", [missed, free])
    assert len(head) == len(first) == len(second)
    assert first[head.index("holds")] == "NO"
    assert (second[head.index("holds")], second[head.index("allowed")]) == ("", "")
