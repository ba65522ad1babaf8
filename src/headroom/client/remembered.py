"""What is kept of a request that goes out, for the one that goes on from it.

Nothing that is kept is the caller's own dict or list: what they do with theirs afterwards changes nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.client.core import Core
from headroom.client.lineages import Sent, frozen_copy
from headroom.client.prepared import Shortened
from headroom.client.received import Received
from headroom.messages import Conversation, Message, Source, part_text
from headroom.pipeline.resumed import Progress, progress_of
from headroom.retrieval.pending import Pending
from headroom.wire.cache_marks import Mark

__all__ = ["remember"]


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

    Cost: linear in what is new.
    """
    earlier = read.sent
    given = read.items if isinstance(read.items, (list, tuple)) else ()
    known = 0 if earlier is None else len(earlier.items)
    new = tuple(map(frozen_copy, given[known:]))
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
        around=frozen_copy(read.around) if earlier is None else earlier.around,
        items=new if earlier is None else (*earlier.items, *new),
        before=before,
        after=after,
        wire=sent_items,
        report=shortened.report,
        progress=_progress(read, shortened, before, after),
        hidden=hidden,
        marks=marks,
        offers_tool=read.offer.can,
        chars=(0 if earlier is None else earlier.chars) + _chars(before, known) + _chars(after, known),
        at_s=core.ports.clock.elapsed(),
    )
    core.lineages.keep(read.opening, sent, earlier)


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


def _chars(conversation: Conversation, known: int) -> int:
    """Characters of the texts of the new messages."""
    return sum(len(part_text(part)) for message in conversation.messages[known:] for part in message.parts)
