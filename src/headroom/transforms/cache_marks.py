"""Where a caller asked the provider to cache what a message says.

Marks are on the wire alone: a part says what the model reads, and nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from headroom.messages import Source
from headroom.wire.values import plain

__all__ = ["marked_blocks"]

_MARKS = ("cache_control", "prompt_cache_breakpoint")
"""Anthropic's and OpenAI's. Source: the types of their SDKs, November 2026."""
_CONTENTS = ("content", "output")
"""Where blocks stand in a message, and in an item that is the result of a call."""


def marked_blocks(source: Source | None) -> tuple[int, ...]:
    """The indexes of a message's blocks that have a mark, or hold one that has; a mark on the message itself is on its last.

    Of a message that is no list of blocks, that is 0.
    """
    wire = plain(source.value) if source is not None else None
    if wire is None:
        return ()
    blocks = _blocks(wire)
    found = dict.fromkeys(_marked(blocks))
    if _has_mark(wire):
        found[max(len(blocks) - 1, 0)] = None
    return tuple(found)


def _marked(blocks: list[object] | tuple[object, ...]) -> Iterator[int]:
    for index, block in enumerate(blocks):
        fields = plain(block)
        if fields is None:
            continue
        pieces = map(plain, _blocks(fields))
        if _has_mark(fields) or any(piece is not None and _has_mark(piece) for piece in pieces):
            yield index


def _blocks(fields: Mapping[str, object]) -> list[object] | tuple[object, ...]:
    found = (fields.get(name) for name in _CONTENTS)
    return next((blocks for blocks in found if isinstance(blocks, (list, tuple))), ())


def _has_mark(fields: Mapping[str, object]) -> bool:
    return any(fields.get(name) is not None for name in _MARKS)
