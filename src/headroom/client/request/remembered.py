"""What is kept of a request that goes out, for the one that goes on from it.

Nothing that is kept is the caller's own dict or list: what they do with theirs afterwards changes nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from headroom.client.core import Core
from headroom.client.lineages import Sent, chars_in, frozen_copy
from headroom.client.request.prepared import Shortened
from headroom.client.request.received import Received
from headroom.messages import Conversation, Message, Source, part_text
from headroom.pipeline.resumed import Progress, progress_of
from headroom.retrieval.pending import Pending
from headroom.wire.cache_marks import Mark

__all__ = ["remember"]

_MOST_PAYLOAD_CHARS = 1_000_000
"""Characters beside texts that the new messages of a request may hold for it to be remembered. Chosen: more than a picture of a
screen has; nothing is compressed in such payloads, and what goes out for them is the same without it."""


def remember(
    core: Core,
    read: Received,
    shortened: Shortened,
    wire: Sequence[object],
    hidden: Mapping[str, Pending],
    marks: tuple[Mark, ...] | None = None,
) -> None:
    """Keep a request.

    `wire` are the messages as they go out, without what the caller never saw; `marks` the caller's own cache marks on messages,
    where they were looked for.

    No-op: for an input that is a string, which nothing goes on from, and for new messages with large files in them: those
    would be held for as long as the conversation is.

    Cost: linear in what is new.
    """
    earlier, given = read.sent, read.items
    if not isinstance(given, (list, tuple)):
        return
    known = 0 if earlier is None else len(earlier.items)
    new = tuple(map(frozen_copy, given[known:]))
    chars = chars_in(new)
    if chars - _chars(read.before.messages[known:]) > _MOST_PAYLOAD_CHARS:
        return
    around = frozen_copy(read.around) if earlier is None else earlier.around
    before = _owned(read.before, new, known)
    if len(shortened.after.messages) != len(before.messages):
        after, sent_items = shortened.after, tuple(map(frozen_copy, wire))
    else:
        after = before if shortened.after is read.before else _owned(shortened.after, new, known)
        first = known if shortened.is_resumed else 0
        owned = new if earlier is None else (*earlier.items, *new)
        sent_items = (
            *wire[:first],
            *(
                own if item is theirs else item if index < known else frozen_copy(item)
                for index, (item, theirs, own) in enumerate(zip(wire[first:], given[first:], owned[first:], strict=True), first)
            ),
        )
    sent = Sent(
        around=around,
        items=new if earlier is None else (*earlier.items, *new),
        before=before,
        after=after,
        wire=sent_items,
        report=shortened.report,
        progress=_progress(read, shortened, before, after),
        hidden=hidden,
        marks=marks,
        offers_tool=read.offer.can,
        chars=(chars_in(around) if earlier is None else earlier.chars) + chars + _chars(_others(before, after, known)),
        at_s=core.ports.clock.elapsed(),
    )
    core.lineages.keep(read.opening, sent, read.kept)


def _progress(read: Received, shortened: Shortened, before: Conversation, after: Conversation) -> Progress | None:
    """How to go on from the request; None where that cannot be."""
    if not shortened.is_plain or len(before.messages) != len(after.messages):
        return None
    earlier = read.sent
    if earlier is None or earlier.progress is None or earlier.progress.pipeline is not read.pipeline:
        return progress_of(read.pipeline, before, after, None)
    begins_alike = shortened.is_resumed or after.messages[: len(earlier.items)] == earlier.after.messages
    return progress_of(read.pipeline, before, after, earlier.progress if begins_alike else None)


def _owned(conversation: Conversation, new: tuple[object, ...], known: int) -> Conversation:
    """The conversation whose new messages come from our copies."""
    owned = tuple(
        Message(
            role=message.role,
            parts=message.parts,
            origin=message.origin,
            source=None if message.source is None else Source(item, message.source.parts),
        )
        for message, item in zip(conversation.messages[known:], new, strict=True)
    )
    return msgspec.structs.replace(conversation, messages=(*conversation.messages[:known], *owned))


def _others(before: Conversation, after: Conversation, known: int) -> list[Message]:
    """The new messages that are sent otherwise than they were given."""
    then, now = before.messages[known:], after.messages[known:]
    if len(then) != len(now):
        return list(now)
    return [message for message, given in zip(now, then, strict=True) if message.parts is not given.parts]


def _chars(messages: Iterable[Message]) -> int:
    """Characters of their texts."""
    return sum(len(part_text(part)) for message in messages for part in message.parts)
