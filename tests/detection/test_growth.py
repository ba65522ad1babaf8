"""What grows too fast is told from what does not: by work that says itself what it costs, so that no clock has a say."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import thread_time

import pytest

from tests.detection.growth import grows_too_fast, seconds

SPUN_S = 0.01
STEP_S = 1e-6


def costing(steps: Callable[[int], int]) -> Callable[[int], Callable[[], int]]:
    """Work of so many steps on a size."""
    return lambda size: lambda: steps(size)


def exact(work: Callable[[], object]) -> float:
    """What the work says it costs."""
    return STEP_S * float(str(work()))


def noisy(seed: int, most: float) -> Callable[[Callable[[], object]], float]:
    """The same on a machine where anything takes up to so many times as long."""
    rng = random.Random(seed)
    return lambda work: exact(work) * rng.uniform(1.0, most)


@pytest.mark.parametrize(
    "steps",
    [
        lambda size: size,
        lambda size: size * size.bit_length(),
        lambda size: size * (20 if size >= 15_000 else 1),  # As where texts above some size are looked at closer.
        lambda size: 1_000_000 + size,
        lambda size: size * size // 1_000_000,  # Too fast, but never felt.
    ],
)
def test_what_grows_in_proportion_is_fine(steps: Callable[[int], int]) -> None:
    """Also where it jumps once, or costs hardly anything."""
    assert not grows_too_fast(costing(steps), 10_000, cost=exact)


@pytest.mark.parametrize(
    ("steps", "size"), [(lambda size: size**2, 200), (lambda size: size**2, 50_000), (lambda size: 2**size, 5)]
)
def test_what_grows_faster_is_not(steps: Callable[[int], int], size: int) -> None:
    """Each of n things with each other, or twice as much for each that is added."""
    assert grows_too_fast(costing(steps), size, cost=exact)


@pytest.mark.parametrize("seed", range(50))
def test_noise_says_nothing_against_what_is_fine(seed: int) -> None:
    """However much longer anything takes on a busy machine, once in a while it does not."""
    assert not grows_too_fast(costing(lambda size: size), 10_000, cost=noisy(seed, 4.0))


@pytest.mark.parametrize("seed", range(50))
def test_a_little_noise_hides_nothing(seed: int) -> None:
    """As long as it is less than the growth."""
    assert grows_too_fast(costing(lambda size: size**2), 1_000, cost=noisy(seed, 1.2))


def test_seconds_are_of_the_processor() -> None:
    """Of this thread: at least what it spins for."""

    def spin() -> None:
        until = thread_time() + SPUN_S
        while thread_time() < until:
            pass

    assert seconds(spin) >= 0.9 * SPUN_S
