"""Whether work grows faster than what it is done on, told from sizes that are multiples of each other."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import thread_time

__all__ = ["grows_too_fast", "seconds"]

_FLOOR = 0.004
"""Seconds below which a difference is noise."""
_FINE = 6
_TOO_FAST = 10
"""Linear work on four times as much takes four times as long, quadratic work sixteen times."""
_STILL_TOO_FAST = 3.2
"""The same of twice as much, which takes linear work twice as long and quadratic work four times."""
_TRIES = 5


def seconds(work: Callable[[], object]) -> float:
    """Processor time that some work takes, without collecting garbage, and without what other threads take."""
    enabled = gc.isenabled()
    gc.disable()
    start = thread_time()
    try:
        work()
        return thread_time() - start
    finally:
        if enabled:
            gc.enable()


def grows_too_fast(
    work: Callable[[int], Callable[[], object]], size: int, *, cost: Callable[[Callable[[], object]], float] = seconds
) -> bool:
    """Whether the work on four times a size clearly takes more than in proportion.

    `work(n)` prepares work on n characters, which is then done and timed by `cost`. Of several times the best counts, so that
    a busy machine can say nothing against it.
    """
    big = work(4 * size)
    best_big = cost(big)
    if best_big < _FLOOR:
        return False
    small, middle = work(size), work(2 * size)
    best_small = best_middle = best_big
    for _ in range(_TRIES):
        # By turns, so that a slow spell of the machine falls on all of them.
        best_small = min(best_small, *(cost(small) for _ in range(3)))
        best_middle = min(best_middle, cost(middle), cost(middle))
        if best_big <= _FINE * best_small:
            return False
        best_big = min(best_big, cost(big))
    # What only jumps on the way, as where a bound or a cache is full, goes on in proportion.
    return best_big > _TOO_FAST * max(best_small, _FLOOR / 8) and best_big > _STILL_TOO_FAST * best_middle
