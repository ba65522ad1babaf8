"""Where a caller asked the provider to cache what a message says.

Marks are on the wire alone: a part says what the model reads, and nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from headroom.messages import Source
from headroom.wire.values import plain

__all__ = ["marked_blocks"]

_MARK = "cache_control"


def marked_blocks(source: Source | None) -> tuple[int, ...]:
    """The indexes of a message's blocks that have a mark, or hold one that has; a mark on the message itself is on its last.

    Of a message that is no list of blocks, that is 0.
    """
    wire = plain(source.value) if source is not None else None
    if wire is None:
        return ()
    content = wire.get("content")
    blocks = content if isinstance(content, (list, tuple)) else ()
    found = dict.fromkeys(_marked(blocks))
    if wire.get(_MARK) is not None:
        found[max(len(blocks) - 1, 0)] = None
    return tuple(found)


def _marked(blocks: list[object] | tuple[object, ...]) -> Iterator[int]:
    for index, block in enumerate(blocks):
        fields = plain(block)
        if fields is None:
            continue
        inner = fields.get("content")
        pieces = map(plain, inner) if isinstance(inner, (list, tuple)) else ()
        if fields.get(_MARK) is not None or any(piece is not None and piece.get(_MARK) is not None for piece in pieces):
            yield index
