"""A request that says what one before it said, with the caller's cache marks in other places.

Callers who mark the newest message move their mark with every turn: what goes on is the same conversation, though no value of
the wire is. What was decided of its texts is taken over; every value sent, and so every mark, is of the new request.

Pure: what was sent is handed in, and what it would have been with the new marks comes back.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.client.lineages import Sent, frozen_copy
from headroom.messages import Conversation, Message, Opaque, Part, Source, ToolResult
from headroom.wire.values import plain

__all__ = ["gone_on_with_other_marks"]

_MARKS = frozenset({"cache_control", "prompt_cache_breakpoint"})
"""Fields that say where a reusable prefix ends, and nothing to the model. Source: both SDKs' types."""


def gone_on_with_other_marks(
    sent: Sent, before: Conversation, items: Sequence[object], around: object
) -> tuple[Sent, Conversation] | None:
    """The earlier request as if it had been given with the values of this one, and this one beginning with it.

    `before` is what this request says, `items` its messages on the wire. None where it does not go on from the earlier one, or
    where it is not certain what becomes of a mark in what was sent then.

    Keeps: none of the caller's dicts and lists. Nothing is resumed from the result: its messages are to be run again.
    """
    known = len(sent.items)
    if known > len(before.messages) or not len(sent.before.messages) == len(sent.after.messages) == known:
        return None
    # From the end, for conversations that open alike differ there: most are told apart by one look, before anything is copied.
    if not all(map(_says_same, reversed(sent.before.messages), reversed(before.messages[:known]))):
        return None
    if not _is_same_around(sent, before, around):
        return None
    given, after = [], []
    for then, shown, now, item in zip(sent.before.messages, sent.after.messages, before.messages, items, strict=False):
        owned = Message(
            role=now.role,
            parts=now.parts,
            origin=now.origin,
            source=None if now.source is None else Source(frozen_copy(item), now.source.parts),
        )
        parts = _again(then.parts, shown.parts, now.parts)
        if parts is None:
            return None
        given.append(owned)
        after.append(msgspec.structs.replace(owned, parts=parts) if parts is not owned.parts else owned)
    head = msgspec.structs.replace(before, messages=tuple(given))
    earlier = msgspec.structs.replace(
        sent,
        around=frozen_copy(around),
        items=tuple(map(frozen_copy, items[:known])),
        before=head,
        after=msgspec.structs.replace(head, messages=tuple(after)),
        wire=(),
        progress=None,
        marks=None,
    )
    return earlier, msgspec.structs.replace(before, messages=(*given, *before.messages[known:]))


def _says_same(then: Message, now: Message) -> bool:
    """Whether two messages are the same but for marks."""
    return then.role == now.role and _are_alike(then.parts, now.parts)


def _is_same_around(sent: Sent, before: Conversation, around: object) -> bool:
    """Whether model, prompt and tools are the same but for marks."""
    if sent.before.model != before.model or not _are_alike(sent.before.system, before.system):
        return False
    return _tools_in(sent.around) == _tools_in(around)


def _tools_in(around: object) -> object:
    tools = around[1] if isinstance(around, tuple) else None
    return [_unmarked(tool) for tool in tools] if isinstance(tools, (list, tuple)) else tools


def _are_alike(one: Sequence[Part], other: Sequence[Part]) -> bool:
    """Whether parts are the same but for marks."""
    return len(one) == len(other) and all(map(_is_alike, one, other))


def _is_alike(one: Part, other: Part) -> bool:
    if one == other:
        return True
    if isinstance(one, Opaque) and isinstance(other, Opaque):
        return one.kind == other.kind and _unmarked(one.value) == _unmarked(other.value)
    if isinstance(one, ToolResult) and isinstance(other, ToolResult):
        bare = msgspec.structs.replace(one, content=()), msgspec.structs.replace(other, content=())
        return bare[0] == bare[1] and _are_alike(one.content, other.content)
    return False


def _unmarked(value: object) -> object:
    fields = plain(value)
    return value if fields is None else {name: item for name, item in fields.items() if name not in _MARKS}


def _again(then: tuple[Part, ...], shown: tuple[Part, ...], now: tuple[Part, ...]) -> tuple[Part, ...] | None:
    """The parts `now`, of which those shown otherwise `then` are again; None where that cannot be said part by part."""
    if shown is then or shown == then:
        return now
    if then == now:
        return shown
    if len(shown) != len(then):
        return None
    parts = [_part_again(*each) for each in zip(then, shown, now, strict=True)]
    found = tuple(part for part in parts if part is not None)
    return found if len(found) == len(parts) else None


def _part_again(then: Part, shown: Part, now: Part) -> Part | None:
    if shown == then:
        return now
    if then == now:
        return shown
    if isinstance(then, ToolResult) and isinstance(shown, ToolResult) and isinstance(now, ToolResult):
        content = _again(then.content, shown.content, now.content)
        pieces = None if content is None else tuple(piece for piece in content if not isinstance(piece, ToolResult))
        return None if pieces is None else msgspec.structs.replace(shown, content=pieces)
    return None
