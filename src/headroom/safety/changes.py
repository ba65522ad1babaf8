"""What differs between a conversation and what a step made of it, found once for all laws.

Messages and parts are compared by identity first: what is the same object costs one pointer comparison and is not looked
into.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import takewhile

import msgspec

from headroom.messages import Conversation, Message, Part, Text, ToolCall, ToolResult
from headroom.retrieval.marker import OPENING

__all__ = ["ChangedMessage", "ChangedPart", "Changes", "changes_between", "places_of"]


class ChangedMessage(msgspec.Struct, frozen=True, gc=False):
    """A message that is not the same object as before."""

    index: int
    """Where it stood before."""
    old: Message
    new: Message
    shape: str
    """What changed besides texts (role, parts, ids, blocks), in words; empty when nothing did."""
    note: str = ""
    """A text part of ours that it gained, where that is allowed."""
    rest: tuple[Part, ...] = ()
    """The parts of `new` without that note."""


class ChangedPart(msgspec.Struct, frozen=True, gc=False):
    """A part that is not the same object as before, in a message that kept its parts."""

    message: int
    part: int
    old: Part
    new: Part
    texts: tuple[tuple[str, str], ...]
    """Its texts that differ, as (before, after)."""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Both conversations, and where they differ."""

    before: Conversation
    after: Conversation
    places: Sequence[int]
    """For each message after, its index before; -1 for one that was not there."""
    dropped: tuple[int, ...] = ()
    """Indices before of the messages that are gone."""
    messages: tuple[ChangedMessage, ...] = ()
    parts: tuple[ChangedPart, ...] = ()
    """Changed parts of messages whose shape is the same."""

    @property
    def keeps_shape(self) -> bool:
        """Whether at most texts changed: same messages, roles, ids, kinds and order."""
        return (
            len(self.places) == len(self.before.messages)
            and not self.dropped
            and not any(message.shape for message in self.messages)
            and (self.after.tools is self.before.tools or self.after.tools == self.before.tools)
        )


def changes_between(before: Conversation, after: Conversation, *, may_note: bool = False) -> Changes:
    """Where the two conversations differ.

    Conversations of equal length are compared place by place; otherwise messages are matched in order, by identity or origin.
    With `may_note` a user message that gained one note of ours has kept its shape.
    """
    same_length = len(before.messages) == len(after.messages)
    places: Sequence[int] = range(len(before.messages)) if same_length else places_of(before.messages, after.messages)
    messages: list[ChangedMessage] = []
    parts: list[ChangedPart] = []
    for index, new in zip(places, after.messages, strict=True):
        if index < 0 or (old := before.messages[index]) is new:
            continue
        note, rest = _note_in(old, new) if may_note else ("", new.parts)
        shape = _shape_change(old, new, rest)
        messages.append(ChangedMessage(index, old, new, shape, note, rest))
        if not shape:
            for at, (theirs, mine) in enumerate(zip(old.parts, rest, strict=True)):
                if theirs is not mine:
                    parts.append(ChangedPart(index, at, theirs, mine, _changed_texts(theirs, mine)))
    dropped: tuple[int, ...] = ()
    if not same_length:
        dropped = tuple(sorted(set(range(len(before.messages))).difference(places)))
    return Changes(before=before, after=after, places=places, dropped=dropped, messages=tuple(messages), parts=tuple(parts))


def _changed_texts(old: Part, new: Part) -> tuple[tuple[str, str], ...]:
    if isinstance(old, ToolResult) and isinstance(new, ToolResult):
        theirs, mine = old.content, new.content
        if len(theirs) == 1:
            return _changed_text(theirs[0], mine[0])
        return tuple(pair for one, other in zip(theirs, mine, strict=True) for pair in _changed_text(one, other))
    return _changed_text(old, new)


def _changed_text(old: Part, new: Part) -> tuple[tuple[str, str], ...]:
    if old is not new and isinstance(old, Text) and isinstance(new, Text) and old.text != new.text:
        return ((old.text, new.text),)
    return ()


def places_of(before: tuple[Message, ...], after: tuple[Message, ...]) -> list[int]:
    """For each message of `after` its index in `before`, in rising order; -1 for one that was not there.

    Messages are told by their origin. Those built by hand have none: they are the same object, or hold one of the same parts.
    """
    waiting: dict[int, deque[int]] = {}
    for index, message in enumerate(before):
        for key in _keys(message):
            waiting.setdefault(key, deque()).append(index)
    places: list[int] = []
    start = 0
    for message in after:
        place = -1
        for key in _keys(message):
            queue = waiting.get(key, _NOWHERE)
            while queue and queue[0] < start:
                queue.popleft()
            if queue:
                place = queue[0]
                break
        places.append(place)
        start = max(start, place + 1)
    return places


_NOWHERE: deque[int] = deque(maxlen=0)


def _keys(message: Message) -> Iterator[int]:
    # Origins are small and not negative; ids of objects that are alive together differ. Negated, the two cannot meet.
    if message.origin >= 0:
        yield message.origin
    else:
        yield -id(message)
        yield from (-id(part) for part in message.parts)


def _note_in(old: Message, new: Message) -> tuple[str, tuple[Part, ...]]:
    """The note that a user message gained, and its other parts; no note and all parts where it gained none."""
    parts = new.parts
    if old.role == "user" and len(parts) == len(old.parts) + 1:
        same = takewhile(lambda pair: pair[0] is pair[1], zip(old.parts, parts, strict=False))
        at = sum(1 for _ in same)
        gained = parts[at]
        if isinstance(gained, Text) and gained.text.startswith(OPENING):
            return gained.text, (*parts[:at], *parts[at + 1 :])
    return "", parts


def _shape_change(old: Message, new: Message, parts: tuple[Part, ...]) -> str:
    if old.role != new.role:
        return f"its role {old.role!r} became {new.role!r}"
    if old.origin != new.origin or old.source is not new.source:
        return "it no longer holds the wire value it came as"
    if len(old.parts) != len(parts):
        return f"it had {len(old.parts)} parts and has {len(parts)}"
    for theirs, mine in zip(old.parts, parts, strict=True):
        if theirs is not mine and (change := _part_change(theirs, mine)):
            return change
    return ""


def _part_change(old: Part, new: Part) -> str:
    if isinstance(old, ToolResult) and isinstance(new, ToolResult):
        return _result_change(old, new)
    if isinstance(old, Text) and isinstance(new, Text):
        return ""
    if type(old) is not type(new):
        return f"{_words(old)} became {_words(new)}"
    return f"{_words(old)} is not the one that came in"


def _result_change(old: ToolResult, new: ToolResult) -> str:
    if old.call_id != new.call_id or old.name != new.name:
        return f"{_words(old)} now answers {new.call_id or new.name!r}"
    if old.is_error is not new.is_error:
        return f"{_words(old)} had is_error={old.is_error} and has {new.is_error}"
    if len(old.content) != len(new.content):
        return f"{_words(old)} had {len(old.content)} blocks and has {len(new.content)}"
    for theirs, mine in zip(old.content, new.content, strict=True):
        if theirs is not mine and not (isinstance(theirs, Text) and isinstance(mine, Text)):
            return f"{_words(theirs)} in {_words(old)} is not the one that came in"
    return ""


def _words(part: Part) -> str:
    if isinstance(part, ToolCall):
        return f"the tool call {part.id or part.name!r}"
    if isinstance(part, ToolResult):
        return f"the result of {part.call_id or part.name!r}"
    return "a text" if isinstance(part, Text) else f"the {part.kind} block"
