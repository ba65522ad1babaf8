"""Ports for an event loop, asyncio's or trio's: what may wait is done in a worker thread, in one hop."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import anyio
import anyio.lowlevel
import anyio.to_thread
from anyio import CapacityLimiter

from headroom.pipeline.runner import INLINE_CHARS
from headroom.stores import Decisions, Originals

__all__ = ["NonblockingDecisions", "NonblockingOriginals", "NonblockingWork", "in_thread"]

T = TypeVar("T")

_WORKERS = 4
"""Threads for work per event loop. Chosen: the work holds the interpreter lock, so more would only slow each other down."""
_STORE_WORKERS = 8
"""Threads for stores per event loop, apart from those for work, which may be busy for long. Chosen: a file has three
connections; the rest wait for nothing but their turn."""
_PUT_WORKERS = 8
"""Threads for putting originals, apart from those that read. Those who put at once are written together. Measured with 32
tasks: with 32 threads the median put takes twice as long, for they wait for one another's turn at the interpreter; with 4, a
put finds its time less often where nobody pauses."""

_work_limiter: anyio.lowlevel.RunVar[CapacityLimiter] = anyio.lowlevel.RunVar("headroom_work_limiter")
_store_limiter: anyio.lowlevel.RunVar[CapacityLimiter] = anyio.lowlevel.RunVar("headroom_store_limiter")
_put_limiter: anyio.lowlevel.RunVar[CapacityLimiter] = anyio.lowlevel.RunVar("headroom_put_limiter")


class NonblockingOriginals:
    """Originals, asked in a worker thread unless the answer is at hand."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals

    async def put(self, tenant: str, originals: Mapping[str, str], within_s: float) -> bool:
        """Whether all of them are kept now.

        Cancelled or late, it returns at once; what the thread still keeps does no harm.
        """
        if not self._originals.blocks or self._originals.holds(tenant, originals):
            await anyio.lowlevel.checkpoint()
            return self._originals.put(tenant, originals, within_s)
        if sum(map(len, originals.values())) <= INLINE_CHARS and self._originals.put(tenant, originals, 0.0):
            # A small commit takes less than a hop, after which a busy loop might hear of it too late.
            await anyio.lowlevel.checkpoint()
            return True
        until = time.monotonic() + within_s
        limiter = _limiter_of(_put_limiter, _PUT_WORKERS)
        with anyio.move_on_after(within_s):
            # What was spent waiting for a thread is not there for the file: nobody would hear of what is kept after that.
            return await in_thread(lambda: self._originals.put(tenant, originals, max(until - time.monotonic(), 0.0)), limiter)
        # A loop that was busy hears late of what was done in time.
        return self._originals.holds(tenant, originals)

    async def get(self, tenant: str, original: str) -> str | None:
        """The text, which counts as a use of it."""
        if not self._originals.blocks:
            await anyio.lowlevel.checkpoint()
            return self._originals.get(tenant, original)
        return await in_thread(lambda: self._originals.get(tenant, original))


class NonblockingDecisions:
    """Decisions, asked in a worker thread."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    async def recall(self, tenant: str, keys: Sequence[str]) -> Mapping[str, str]:
        """The decisions that there are for these keys."""
        if not keys or not self._decisions.blocks:
            await anyio.lowlevel.checkpoint()
            return self._decisions.recall(tenant, keys)
        return await in_thread(lambda: self._decisions.recall(tenant, keys))

    async def remember(self, tenant: str, decisions: Mapping[str, str]) -> None:
        """Keep decisions by key; cancelled, it returns at once and they are kept all the same."""
        if not decisions or not self._decisions.blocks:
            await anyio.lowlevel.checkpoint()
            self._decisions.remember(tenant, decisions)
            return
        await in_thread(lambda: self._decisions.remember(tenant, decisions))


class NonblockingWork:
    """Work on the loop while it is small, else in a worker thread."""

    async def run(self, function: Callable[[], T], chars: int) -> T:
        """What the function returns. Cancelled, it returns at once and the work ends by itself."""
        if chars <= INLINE_CHARS:
            await anyio.lowlevel.checkpoint()
            return function()
        limiter = _limiter_of(_work_limiter, _WORKERS)
        return await anyio.to_thread.run_sync(function, abandon_on_cancel=True, limiter=limiter)


async def in_thread(function: Callable[[], T], limiter: CapacityLimiter | None = None) -> T:
    """What a function returns that may wait for a store."""
    # Abandoned work is safe: a store takes all of a call or nothing, and what it takes late is only kept in vain.
    limiter = limiter or _limiter_of(_store_limiter, _STORE_WORKERS)
    return await anyio.to_thread.run_sync(function, abandon_on_cancel=True, limiter=limiter)


def _limiter_of(place: anyio.lowlevel.RunVar[CapacityLimiter], tokens: int) -> CapacityLimiter:
    try:
        return place.get()
    except LookupError:
        limiter = CapacityLimiter(tokens)
        place.set(limiter)
        return limiter
