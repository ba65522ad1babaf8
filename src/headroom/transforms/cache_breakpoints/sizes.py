"""How long prefixes are: bounds that cost nothing to know, and counts where a target asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from headroom.messages import Breakpoint, Conversation, Message, Opaque, Part, Tool, ToolResult, part_text
from headroom.tokens import count_conversation, count_part, counter_for
from headroom.wire.cache_marks import markable_part
from headroom.wire.values import plain

__all__ = ["PROMPT_ROLES", "bytes_until", "is_at_least", "leading_prompts", "prefix_within", "tool_json"]

PROMPT_ROLES = ("system", "developer")
"""Who speaks for the application."""
_BYTES_A_TOKEN = 2
"""Hardly any text has fewer bytes of UTF-8 to a token; chosen, as a mark on a prefix that is too short costs nothing."""
_OPAQUE_BYTES = 4_000
"""What an image or a page stands for where only a bound is wanted; chosen: about a thousand tokens."""
_MESSAGE_TOKENS = 4
"""What a message costs beside its texts. Source: a convention, as in `tokens.conversation`."""


def tool_json(tool: Tool) -> bytes:
    """The definition as JSON; its name where JSON cannot say it."""
    try:
        return msgspec.json.encode(plain(tool.source) or tool.name)
    except (OverflowError, RecursionError, TypeError, ValueError):
        return tool.name.encode("utf-8", "surrogatepass")


def leading_prompts(conversation: Conversation) -> int:
    """How many messages at the start are the application's."""
    for index, message in enumerate(conversation.messages):
        if message.role not in PROMPT_ROLES:
            return index
    return len(conversation.messages)


def bytes_until(conversation: Conversation, message: int) -> int:
    """The bytes of tools, prompt and the messages up to that one; -1 for tools and prompt alone."""
    return sum(_sizes(conversation, message))


def is_at_least(conversation: Conversation, message: int, tokens: int) -> bool:
    """Whether what stands up to that message may have so many tokens; -1 for tools and prompt alone.

    Cost: stops at the answer; reads no text.
    """
    missing = tokens * _BYTES_A_TOKEN
    if missing <= 0:
        return True
    for size in _sizes(conversation, message):
        missing -= size
        if missing <= 0:
            return True
    return False


def prefix_within(conversation: Conversation, tokens: int) -> Breakpoint | None:
    """The last boundary that a mark may stand at within so many tokens; None where the first one is further.

    Cost: counts no more of the conversation than that.
    """
    counts = counter_for(conversation.model)
    is_marked_around = conversation.format == "anthropic"
    found: Breakpoint | None = None
    alone = Conversation(messages=(), tools=conversation.tools, model=conversation.model)
    total = count_conversation(alone, counts)
    if total > tokens:
        return None
    if conversation.tools and is_marked_around:
        found = Breakpoint(place="tools")
    for index, part in enumerate(conversation.system):
        total += count_part(part, counts)
        if total > tokens:
            return found
        if is_marked_around and _may_mark(conversation, "user", part):
            found = Breakpoint(place="system", part=index)
    for at, message in enumerate(conversation.messages):
        total += _MESSAGE_TOKENS
        for index, part in enumerate(message.parts):
            total += count_part(part, counts)
            if total > tokens:
                return found
            if _may_mark(conversation, message.role, part, message):
                found = Breakpoint(place="messages", message=at, part=index)
    return found


def _may_mark(conversation: Conversation, role: str, part: Part, message: Message | None = None) -> bool:
    source = None if message is None else message.source
    return markable_part(Message(role=role, parts=(part,), source=source), conversation.format) == 0


def _sizes(conversation: Conversation, last: int) -> Iterator[int]:
    for part in conversation.system:
        yield _size(part)
    for tool in conversation.tools:
        yield len(tool_json(tool))
    for message in conversation.messages[: last + 1]:
        for part in message.parts:
            yield _size(part)


def _size(part: Part) -> int:
    if isinstance(part, Opaque):
        return _OPAQUE_BYTES
    if isinstance(part, ToolResult):
        return sum(map(_size, part.content))
    text = part_text(part)
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
