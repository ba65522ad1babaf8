"""A coroutine run to its end without an event loop.

The core awaits nothing but ports. With ports that block and never suspend, one `send` runs it to its end: no loop, no thread,
the caller's own stack.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

__all__ = ["run_sync"]

T = TypeVar("T")


def run_sync(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns; it must never suspend.

    Raises: RuntimeError naming the coroutine where a port suspended; and whatever the coroutine raises.
    """
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    name = getattr(coroutine, "__qualname__", "a coroutine")
    raise RuntimeError(f"{name} was given a port that suspends; it needs one that blocks")
