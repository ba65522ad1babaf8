"""Cheap choices: strategies made once, for making one anew in every draw costs more than the draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

__all__ = ["FLAGS", "below", "pick"]

T = TypeVar("T")

FLAGS = st.booleans()


@cache
def below(limit: int) -> st.SearchStrategy[int]:
    """The integers from 0 up to, not including, `limit`."""
    return st.integers(0, limit - 1)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of the options; examples shrink towards the first."""
    return options[draw(below(len(options)))]
