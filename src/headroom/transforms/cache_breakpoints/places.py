"""Where marks go: ends of prefixes that the next request will have as well.

Every place is decided by what stands before it, so that the mark that one request puts at its newest message stands in the next
request, too, or is found there by looking back.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from headroom.messages import Breakpoint, Conversation, Message, Text
from headroom.transforms.cache_breakpoints.settings import CacheSettings
from headroom.wire.cache_marks import Mark, markable_part, marks_of, ttl_seconds

__all__ = [
    "Place",
    "caller_marks",
    "goes_on",
    "newest_place",
    "place_upto",
    "previous_place",
    "prompt_place",
    "seen_earlier",
    "timed",
    "was_answered",
]

Place = tuple[int, int]
"""(message, part)"""


def goes_on(conversation: Conversation) -> bool:
    """Whether anything says that more requests will follow: tools, an answer, a second question.

    A write costs a quarter more than plain input, and only a later read earns it back.
    """
    return bool(conversation.tools) or was_answered(conversation)


def was_answered(conversation: Conversation) -> bool:
    """Whether anybody but the first speaker has said something: then the newest message will be read again."""
    speakers = [message.role for message in conversation.messages if message.role not in ("system", "developer")]
    return len(speakers) > 1


def caller_marks(conversation: Conversation, settings: CacheSettings) -> tuple[Mark, ...]:
    """The caller's marks, in the order in which the provider reads.

    Those of the prompt are as told; the others are read where they stand now, unless it was told that there are none.
    """
    told = tuple(mark for mark in settings.theirs.marks if mark.place == "system")
    if settings.caller is not None and len(told) == len(settings.caller.marks):
        return told
    return tuple(sorted((*told, *marks_of(conversation)), key=lambda mark: mark.position))


def place_upto(conversation: Conversation, message: int) -> Place | None:
    """The last place that may be marked, up to that message."""
    for index in range(message, -1, -1):
        part = markable_part(conversation.messages[index], conversation.format)
        if part >= 0:
            return index, part
    return None


def newest_place(conversation: Conversation) -> Place | None:
    """The end of the last message that is not the model's: what it began to say is written on by the next request."""
    newest = _last_asked(conversation.messages)
    return place_upto(conversation, newest) if newest >= 0 else None


def previous_place(conversation: Conversation) -> Place | None:
    """What was the newest place when the model spoke last; None where it has not spoken."""
    messages = conversation.messages
    for index in range(_last_asked(messages) - 1, -1, -1):
        if messages[index].role != "assistant" and messages[index + 1].role == "assistant":
            return place_upto(conversation, index)
    return None


def prompt_place(conversation: Conversation) -> Breakpoint | None:
    """The end of the top-level prompt, or of the tools where there is none."""
    for index in range(len(conversation.system) - 1, -1, -1):
        part = conversation.system[index]
        if isinstance(part, Text) and part.text and not part.text.isspace():
            return Breakpoint(place="system", part=index)
    return Breakpoint(place="tools") if conversation.tools else None


def seen_earlier(conversation: Conversation, earlier: Place, later: Place, between: Iterable[Place], lookback: int) -> bool:
    """Whether what was cached at the earlier place is found when looking back from the later one, or from one between."""
    nearest = min((place for place in (*between, later) if place >= earlier), default=later)
    return _blocks_between(conversation.messages, earlier, nearest) < lookback


def timed(wanted: Breakpoint, theirs: tuple[Mark, ...], automatic_ttl: str, ttl: str) -> Breakpoint | None:
    """The breakpoint with a time that may stand among the caller's; None where none may.

    Times must not rise from tools over prompt to messages. What stands before a longer one is written for as long anyway.
    """
    position = Mark(
        place=wanted.place,
        index=wanted.message if wanted.place == "messages" else max(wanted.part, 0),
        block=max(wanted.part, 0),
    ).position
    if wanted.place == "tools":
        position = (0, len(theirs) + 1_000_000, 0)
    before = [mark.ttl for mark in theirs if mark.position < position]
    behind = [mark.ttl for mark in theirs if mark.position > position]
    behind += [automatic_ttl] if automatic_ttl else []
    longest_allowed = min(before, key=ttl_seconds, default="")
    shortest_allowed = max(behind, key=ttl_seconds, default="")
    chosen = ttl
    if longest_allowed and ttl_seconds(longest_allowed) < ttl_seconds(chosen):
        chosen = longest_allowed
    if shortest_allowed and ttl_seconds(shortest_allowed) > ttl_seconds(chosen):
        chosen = shortest_allowed
    if longest_allowed and ttl_seconds(longest_allowed) < ttl_seconds(chosen):
        return None
    return msgspec.structs.replace(wanted, ttl=chosen)


def _last_asked(messages: tuple[Message, ...]) -> int:
    return next((index for index in range(len(messages) - 1, -1, -1) if messages[index].role != "assistant"), -1)


def _blocks_between(messages: tuple[Message, ...], earlier: Place, later: Place) -> int:
    """How many blocks stand behind the earlier place, up to and with the later one."""
    if earlier[0] == later[0]:
        return later[1] - earlier[1]
    inner = sum(len(message.parts) for message in messages[earlier[0] + 1 : later[0]])
    return len(messages[earlier[0]].parts) - earlier[1] - 1 + inner + later[1] + 1
