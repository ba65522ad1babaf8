"""What grows too fast is told from what does not."""

from __future__ import annotations

from collections.abc import Callable

from tests.detection.growth import grows_too_fast, seconds


def pairs(size: int) -> Callable[[], object]:
    """Each of so many things with each other."""
    return lambda: sum(1 for _ in range(size) for _ in range(size))


def test_linear_work_is_fine() -> None:
    """Whatever its size."""
    assert not grows_too_fast(lambda size: lambda: sum(range(size)), 100_000)


def test_quadratic_work_is_not() -> None:
    """Each of n things with each other."""
    assert grows_too_fast(pairs, 200)


def test_exploding_work_is_not() -> None:
    """Twice as much for each that is added."""
    assert grows_too_fast(lambda size: lambda: sum(range(2**size)), 5)


def test_work_that_jumps_once_is_fine() -> None:
    """As where texts above some size are looked at closer."""
    assert not grows_too_fast(lambda size: lambda: sum(range(size * (20 if size >= 150_000 else 1))), 100_000)


def test_small_work_is_fine() -> None:
    """Where it grows too fast, but is never felt."""
    assert not grows_too_fast(pairs, 10)


def test_seconds_are_of_the_processor() -> None:
    """More work takes more of them."""
    assert 0.0 <= seconds(lambda: None) < seconds(lambda: sum(range(1_000_000)))
