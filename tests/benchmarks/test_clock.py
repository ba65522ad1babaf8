from __future__ import annotations

import gc
import time
from collections.abc import Callable

from benchmarks.clock import growth, interleaved, spread_of


def test_spread_is_in_milliseconds() -> None:
    """Least, median and most of nanosecond samples."""
    spread = spread_of([3_000_000, 1_000_000, 2_000_000])
    assert (spread.min_ms, spread.median_ms, spread.max_ms, spread.rounds) == (1.0, 2.0, 3.0, 3)


def test_rounds_run_every_function_in_turn() -> None:
    """A slow spell falls on all alike, and preparing is not timed with running."""
    order: list[str] = []

    def prepared(name: str) -> Callable[[], object]:
        order.append(f"prepare {name}")
        return lambda: order.append(name)

    interleaved((lambda: prepared("a"), lambda: prepared("b")), 2)
    assert order == ["prepare a", "a", "prepare b", "b"] * 2


def test_growth_is_taken_round_by_round() -> None:
    """A slow round that hits both sides does not change it."""
    assert growth((20, 200, 22), (10, 100, 10)) == 2.0


def test_warm_round_is_not_among_the_samples() -> None:
    """What is loaded at first use is loaded before the clock runs."""
    calls: list[int] = []
    samples = interleaved((lambda: lambda: calls.append(1),), 2, warm=True)
    assert (len(calls), len(samples[0])) == (3, 2)


def test_processor_time_leaves_out_waiting() -> None:
    """What a process sleeps, or others take, does not count."""
    (samples,) = interleaved((lambda: lambda: time.sleep(0.3),), 1, clock="cpu")
    assert samples[0] < 200_000_000


def test_garbage_collection_is_on_again_afterwards() -> None:
    """Timing leaves the process as it found it."""
    interleaved((lambda: lambda: None,), 1)
    assert gc.isenabled()
