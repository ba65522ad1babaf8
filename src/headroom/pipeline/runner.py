"""A pipeline run that an event loop can await.

A run is one piece of pure work: small ones stay on the loop, a big one goes to a worker thread as a whole, once. Nothing else
in the pure centre knows of an event loop.
"""

from __future__ import annotations

import anyio.lowlevel
import anyio.to_thread
from anyio import CapacityLimiter

from headroom.messages import Conversation, Report, ToolResult, part_text
from headroom.transforms.contract import Transform

__all__ = ["INLINE_CHARS", "run"]

INLINE_CHARS = 16_000
"""Characters of tool results up to which a run stays on the loop.

Measured on two cores: a hop costs 0.10 to 0.15 ms, JSON of this size 1.3 ms. So the loop waits for about ten hops at most, and
a run that hops loses a tenth or less to it."""

_WORKERS = 4
"""Runs at a time per event loop. Chosen: the work holds the interpreter lock, so more would only slow each other down."""

_limiter: anyio.lowlevel.RunVar[CapacityLimiter] = anyio.lowlevel.RunVar("headroom_pipeline_limiter")


async def run(
    pipeline: Transform, conversation: Conversation, *, limiter: CapacityLimiter | None = None
) -> tuple[Conversation, Report]:
    """What `pipeline(conversation)` returns, without holding up the event loop.

    `limiter` bounds the worker threads; without one, runs of the same event loop share one of four. When cancelled it returns
    at once; work under way in a thread ends by itself and its result is dropped.
    """
    if _is_small(conversation):
        await anyio.lowlevel.checkpoint()
        return pipeline(conversation)
    return await anyio.to_thread.run_sync(pipeline, conversation, abandon_on_cancel=True, limiter=limiter or _own_limiter())


def _is_small(conversation: Conversation) -> bool:
    chars = 0
    for message in conversation.messages:
        for part in message.parts:
            if isinstance(part, ToolResult):
                chars += len(part_text(part))
                if chars > INLINE_CHARS:
                    return False
    return True


def _own_limiter() -> CapacityLimiter:
    try:
        return _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_WORKERS)
        _limiter.set(limiter)
        return limiter
