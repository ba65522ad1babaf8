"""What Anthropic's messages API demands of messages, as far as a `Conversation` can show it.

A rule names each message that breaks it, and why; it never judges whose fault that is. Rules about top-level fields
(`max_tokens`, `thinking`), tool definitions, cache marks and keys of wire objects are not here: they belong to the rooms that
write those. That thinking blocks stay as they are is law 8's.

Source: the provider's error messages as users report them, numbered as this project numbers them (A1 to A21).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

import msgspec

from headroom.messages import Conversation, Message, Opaque, Text, ToolCall, ToolResult

__all__ = ["ORDER_RULES", "TEXT_RULES"]

Breaches = Iterator[tuple[int, str]]
"""(message, why); -1 for the conversation as a whole. The words hold no index, so that a breach is known again elsewhere."""


def has_messages(conversation: Conversation) -> Breaches:
    """A1: a breach if there is no message."""
    if not conversation.messages:
        yield -1, "there is no message"


def user_speaks_first(conversation: Conversation) -> Breaches:
    """A2: a breach if the first message is not the user's."""
    if conversation.messages and conversation.messages[0].role != "user":
        yield -1, "the first message is not the user's"


def roles_are_known(conversation: Conversation) -> Breaches:
    """A3: each message whose role is neither user nor assistant."""
    for index, message in enumerate(conversation.messages):
        if message.role not in ("user", "assistant"):
            yield index, f"{message.role!r} is no role"


def roles_alternate(conversation: Conversation) -> Breaches:
    """A3: a breach if two messages in a row have one role.

    The provider merges such messages; older and foreign backends refuse them.
    """
    messages = conversation.messages
    if any(earlier.role == later.role for earlier, later in pairwise(messages)):
        yield -1, "two messages in a row have the same role"


def calls_are_answered(conversation: Conversation) -> Breaches:
    """A4: each call whose result is not in the next message."""
    messages = conversation.messages
    for index, message in enumerate(messages):
        calls = [part.id for part in message.parts if isinstance(part, ToolCall)]
        if not calls:
            continue
        answered = {part.call_id for part in _results(messages[index + 1])} if index + 1 < len(messages) else set()
        for call_id in calls:
            if call_id not in answered:
                yield index, f"tool call {call_id!r} has no result in the next message"


def results_answer_calls(conversation: Conversation) -> Breaches:
    """A5, A7: each result whose call is not in the message before, or is answered already."""
    waiting: set[str] = set()
    for index, message in enumerate(conversation.messages):
        for part in _results(message):
            if part.call_id not in waiting:
                yield index, f"tool result {part.call_id!r} answers no open call of the message before"
            waiting.discard(part.call_id)
        waiting = {part.id for part in message.parts if isinstance(part, ToolCall)}


def call_ids_are_unique(conversation: Conversation) -> Breaches:
    """A6: each call whose id an earlier one has."""
    seen: set[str] = set()
    for index, message in enumerate(conversation.messages):
        for part in message.parts:
            if isinstance(part, ToolCall):
                if part.id in seen:
                    yield index, f"tool call id {part.id!r} is used twice"
                seen.add(part.id)


def results_come_first(conversation: Conversation) -> Breaches:
    """A8: each result that stands behind other content of its message."""
    for index, message in enumerate(conversation.messages):
        is_past_results = False
        for part in message.parts:
            if not isinstance(part, ToolResult):
                is_past_results = True
            elif is_past_results:
                yield index, f"tool result {part.call_id!r} stands behind other content"


def messages_have_content(conversation: Conversation) -> Breaches:
    """A9: each empty message, a final assistant one excepted."""
    last = len(conversation.messages) - 1
    for index, message in enumerate(conversation.messages):
        if not message.parts and not (index == last and message.role == "assistant"):
            yield index, "the message has no content"


def tools_are_defined(conversation: Conversation) -> Breaches:
    """A14: a breach if tools are used and none is defined."""
    if not conversation.tools and any(
        isinstance(part, (ToolCall, ToolResult)) for message in conversation.messages for part in message.parts
    ):
        yield -1, "tools are used and none is defined"


def server_results_follow_calls(conversation: Conversation) -> Breaches:
    """A15: each result of a server tool without its call before it."""
    called: set[str] = set()
    for index, message in enumerate(conversation.messages):
        for part in message.parts:
            if not isinstance(part, Opaque):
                continue
            if part.kind in ("server_tool_use", "mcp_tool_use"):
                called.add(_block_field(part, "id"))
            elif part.kind.endswith("_tool_result") and (call_id := _block_field(part, "tool_use_id")) not in called:
                yield index, f"{part.kind} {call_id!r} has no call before it"


def user_speaks_last(conversation: Conversation) -> Breaches:
    """A16: a breach if the last message is not the user's (a prefill)."""
    if conversation.messages and conversation.messages[-1].role != "user":
        yield -1, "the last message is not the user's"


def prefill_is_trimmed(conversation: Conversation) -> Breaches:
    """A17: a breach if a final assistant text ends in white space."""
    last = conversation.messages[-1] if conversation.messages else None
    if last is not None and last.role == "assistant" and last.parts:
        if isinstance(text := last.parts[-1], Text) and text.text[-1:].isspace():
            yield -1, "the final assistant text ends in white space"


def texts_are_visible(message: Message) -> list[str]:
    """A9: each text block, in results too, without a visible character."""
    found: list[str] = []
    for part in message.parts:
        if isinstance(part, ToolResult):
            blank = [piece for piece in part.content if isinstance(piece, Text) and _is_blank(piece.text)]
            found.extend([f"a text block in the result of {part.call_id!r} is empty"] * len(blank))
        elif isinstance(part, Text) and _is_blank(part.text):
            found.append("a text block is empty")
    return found


def errors_say_something(message: Message) -> list[str]:
    """A18: each failed result that says nothing."""
    return [
        f"the failed result {part.call_id!r} says nothing"
        for part in message.parts
        if isinstance(part, ToolResult)
        and part.is_error
        and all(isinstance(piece, Text) and _is_blank(piece.text) for piece in part.content)
    ]


def _is_blank(text: str) -> bool:
    # `isspace` stops at the first visible character; `strip` would copy the text.
    return not text or text.isspace()


def _results(message: Message) -> Iterator[ToolResult]:
    return (part for part in message.parts if isinstance(part, ToolResult))


def _block_field(part: Opaque, name: str) -> str:
    value = msgspec.json.decode(part.value) if isinstance(part.value, msgspec.Raw) else part.value
    found = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return found if isinstance(found, str) else ""


ORDER_RULES: MappingProxyType[str, Callable[[Conversation], Breaches]] = MappingProxyType(
    {
        "A1": has_messages,
        "A2": user_speaks_first,
        "A3": roles_are_known,
        "A3-alternation": roles_alternate,
        "A4": calls_are_answered,
        "A5/A7": results_answer_calls,
        "A6": call_ids_are_unique,
        "A8": results_come_first,
        "A9-message": messages_have_content,
        "A14": tools_are_defined,
        "A15": server_results_follow_calls,
        "A16": user_speaks_last,
        "A17": prefill_is_trimmed,
    }
)
"""Rules that roles, kinds, ids, order and the words of people decide: tool texts may change without asking them again."""

TEXT_RULES: MappingProxyType[str, Callable[[Message], list[str]]] = MappingProxyType(
    {
        "A9": texts_are_visible,
        "A18": errors_say_something,
    }
)
"""Rules that each message decides alone, by its texts."""
