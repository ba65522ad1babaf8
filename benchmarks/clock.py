"""Fair timing on a noisy machine: interleaved rounds, no garbage collection inside, medians and spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

__all__ = ["CLOCKS", "Clock", "Samples", "Spread", "growth", "interleaved", "spread_of"]

Clock = Literal["wall", "cpu"]
"""`cpu` leaves out what other processes took of the machine."""
CLOCKS: Mapping[Clock, Callable[[], int]] = {"wall": time.perf_counter_ns, "cpu": time.thread_time_ns}
"""Nanoseconds since some moment."""
Samples = tuple[int, ...]
"""Nanoseconds, one a round."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Several measurements of one thing, in milliseconds."""

    min_ms: float
    median_ms: float
    max_ms: float
    rounds: int


def spread_of(samples_ns: Sequence[int]) -> Spread:
    """Least, median and most of nanosecond samples."""
    return Spread(
        min_ms=min(samples_ns) / 1e6,
        median_ms=statistics.median(samples_ns) / 1e6,
        max_ms=max(samples_ns) / 1e6,
        rounds=len(samples_ns),
    )


def growth(larger: Samples, smaller: Samples) -> float:
    """How many times longer, as the median of what each round says."""
    return statistics.median(more / less for more, less in zip(larger, smaller, strict=True))


def interleaved(
    prepared: Sequence[Callable[[], Callable[[], object]]],
    rounds: int,
    *,
    warm: bool = False,
    clock: Clock = "wall",
) -> tuple[Samples, ...]:
    """The samples of each function, every round running all of them once.

    Each entry prepares (untimed) and returns the function to time, so that a slow spell of the machine falls on all alike.
    Garbage collection is off while the clock runs and done between rounds. `warm` runs a round before that nobody times.
    """
    samples: list[list[int]] = [[] for _ in prepared]
    now = CLOCKS[clock]
    for prepare in prepared if warm else ():
        prepare()()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            gc.collect()
            for mine, prepare in zip(samples, prepared, strict=True):
                run = prepare()
                start = now()
                kept = run()
                mine.append(now() - start)
                del kept, run
    finally:
        if was_enabled:
            gc.enable()
    return tuple(map(tuple, samples))
