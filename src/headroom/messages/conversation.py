"""A conversation as an immutable value, and the questions one asks of it.

Nothing here knows a provider: codecs in `wire/` build these values and turn them back.
"""

from __future__ import annotations

from itertools import pairwise
from operator import is_
from typing import Literal

import msgspec

from headroom.messages.parts import Part, Text, ToolCall, ToolResult

__all__ = [
    "Breakpoint",
    "Conversation",
    "Message",
    "Source",
    "Tool",
    "WireFormat",
    "calls_by_result",
    "part_text",
    "replace_parts",
    "turns",
]

WireFormat = Literal["openai_chat", "openai_responses", "anthropic"]


class Source(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The wire value a message came as, beside the parts decoded from it.

    Handed back as it is while the message still holds those very parts.
    """

    value: object
    """A dict, a `msgspec.Raw`, or an SDK object."""
    parts: tuple[Part, ...]


class Message(msgspec.Struct, frozen=True, kw_only=True, eq=False, gc=False):
    """One message: who speaks, and the parts of what is said.

    Equality and hash are over `role` and `parts`: where a message came from does not change what it says.
    """

    role: str
    parts: tuple[Part, ...]
    origin: int = -1
    """Index in the conversation as given; -1 for a message of our own."""
    source: Source | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return self.role == other.role and self.parts == other.parts

    def __ne__(self, other: object) -> bool:
        # msgspec gives structs an own, identity-based `__ne__`, which would not follow `__eq__`.
        return not self == other

    def __hash__(self) -> int:
        return hash((self.role, len(self.parts)))

    @property
    def is_unchanged(self) -> bool:
        """Whether it still holds the very parts it was decoded to."""
        if self.source is None:
            return False
        theirs = self.source.parts
        return self.parts is theirs or (len(self.parts) == len(theirs) and all(map(is_, self.parts, theirs)))


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool definition that the request offers to the model."""

    name: str
    source: object = None
    """The wire value, never changed."""


class Breakpoint(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the provider is asked to cache all that stands before and at it: a mark of our own, beside the caller's."""

    place: Literal["tools", "system", "messages"]
    message: int = -1
    """Index of the message; -1 for the tools and the top-level system prompt."""
    part: int = -1
    """Index of the part; -1 for the last tool, and the last part of the prompt."""
    ttl: str = "5m"
    """How long, in the provider's words (`5m`, `1h`, `30m`)."""


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the model is shown, oldest message first."""

    messages: tuple[Message, ...]
    system: tuple[Part, ...] = ()
    """Anthropic's top-level system prompt; OpenAI keeps it among the messages."""
    tools: tuple[Tool, ...] = ()
    model: str = ""
    format: WireFormat = "openai_chat"
    breakpoints: tuple[Breakpoint, ...] = ()
    """Cache marks to be added on the wire; those that the caller set are in the messages' sources."""
    cache_key: str = ""
    """By which the provider finds the machine that cached the prefix (`prompt_cache_key`); empty for none of ours."""


def replace_parts(message: Message, parts: tuple[Part, ...]) -> Message:
    """The same message saying something else; its source stays for encoding."""
    return Message(role=message.role, parts=parts, origin=message.origin, source=message.source)


def part_text(part: Part) -> str:
    """The text of a part that a model reads; blocks are joined by a line break."""
    if isinstance(part, Text):
        return part.text
    if isinstance(part, ToolCall):
        return part.arguments
    if isinstance(part, ToolResult):
        return "\n".join(piece.text for piece in part.content if isinstance(piece, Text))
    return ""


def turns(messages: tuple[Message, ...]) -> tuple[range, ...]:
    """The index ranges of the turns.

    A turn starts at a user message with at least one part that is not a tool result and goes to the next such. What stands
    before the first one (system messages, say) belongs to no turn.
    """
    starts = [
        index
        for index, message in enumerate(messages)
        if message.role == "user" and any(not isinstance(part, ToolResult) for part in message.parts)
    ]
    return tuple(range(start, end) for start, end in pairwise([*starts, len(messages)]))


def calls_by_result(messages: tuple[Message, ...]) -> dict[tuple[int, int], ToolCall]:
    """The call that each tool result answers, by (message, part) index of the result.

    A result without a call is not in it. Ids may be used again in later turns: a result belongs to the nearest call before it.
    Legacy function results carry no id and belong to the nearest call of that name.
    """
    found: dict[tuple[int, int], ToolCall] = {}
    latest: dict[tuple[str, str], ToolCall] = {}
    for message_index, message in enumerate(messages):
        for part_index, part in enumerate(message.parts):
            if isinstance(part, ToolCall):
                latest[part.id, "" if part.id else part.name] = part
            elif isinstance(part, ToolResult):
                call = latest.get((part.call_id, "" if part.call_id else part.name))
                if call is not None:
                    found[message_index, part_index] = call
    return found
