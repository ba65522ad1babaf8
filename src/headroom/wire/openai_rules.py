"""What OpenAI's chat completions demand of messages, as far as a `Conversation` can show it.

A rule names each message that breaks it, and why; it never judges whose fault that is. Rules about top-level fields
(`tool_choice`, `stream_options`, `response_format`), keys of wire objects and tool definitions are not here: they belong to the
rooms that write those.

Source: the provider's error messages as users report them, numbered as this project numbers them (O1 to O15).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

from headroom.messages import Conversation, Message, Opaque, Text, ToolCall, ToolResult

__all__ = ["ORDER_RULES", "TEXT_RULES"]

Breaches = Iterator[tuple[int, str]]
"""(message, why); -1 for the conversation as a whole. The words hold no index, so that a breach is known again elsewhere."""

_ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
_CALL_ID_CHARS = 40
_FUNCTION_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")


def has_messages(conversation: Conversation) -> Breaches:
    """O1: a breach if there is no message."""
    if not conversation.messages:
        yield -1, "there is no message"


def calls_are_answered(conversation: Conversation) -> Breaches:
    """O2: each call that no tool message answers before another message comes."""
    waiting: dict[str, int] = {}
    for index, message in enumerate(conversation.messages):
        if message.role == "tool":
            for part in message.parts:
                if isinstance(part, ToolResult):
                    waiting.pop(part.call_id, None)
            continue
        yield from _unanswered(waiting)
        waiting = {part.id: index for part in message.parts if isinstance(part, ToolCall) and part.id}
    yield from _unanswered(waiting)


def results_answer_calls(conversation: Conversation) -> Breaches:
    """O3: each tool message that answers no open call, or one already answered."""
    waiting: set[str] = set()
    for index, message in enumerate(conversation.messages):
        if message.role != "tool":
            waiting = {part.id for part in message.parts if isinstance(part, ToolCall) and part.id}
            continue
        for part in message.parts:
            if isinstance(part, ToolResult):
                if part.call_id not in waiting:
                    yield index, f"tool result {part.call_id!r} answers no open tool call"
                waiting.discard(part.call_id)


def messages_have_content(conversation: Conversation) -> Breaches:
    """O5: each message, and each tool result, without any content."""
    for index, message in enumerate(conversation.messages):
        if not message.parts:
            yield index, "the message has neither content nor calls"
        for part in message.parts:
            if isinstance(part, ToolResult) and not part.content:
                yield index, f"tool result {part.call_id or part.name!r} has no content"


def calls_are_named(conversation: Conversation) -> Breaches:
    """O6, O7: each call with too long an id or no proper function name."""
    for index, message in enumerate(conversation.messages):
        for part in message.parts:
            if isinstance(part, ToolCall):
                if len(part.id) > _CALL_ID_CHARS:
                    yield index, f"tool call id {part.id!r} is longer than {_CALL_ID_CHARS} characters"
                if not _FUNCTION_NAME.match(part.name):
                    yield index, f"{part.name!r} is no function name"


def roles_are_known(conversation: Conversation) -> Breaches:
    """O8: each message whose role the provider does not know."""
    for index, message in enumerate(conversation.messages):
        if message.role not in _ROLES:
            yield index, f"{message.role!r} is no role"


def results_say_something(message: Message) -> list[str]:
    """C10: each tool result without a visible character."""
    return [
        f"tool result {part.call_id or part.name!r} is empty"
        for part in message.parts
        if isinstance(part, ToolResult) and all(map(_is_blank, part.content))
    ]


def texts_are_unicode(message: Message) -> list[str]:
    """O15: each text with half of a surrogate pair, which UTF-8 cannot hold."""
    return [
        "a text holds half of a surrogate pair"
        for part in message.parts
        for piece in (part.content if isinstance(part, ToolResult) else (part,))
        if isinstance(piece, Text) and not piece.text.isascii() and _is_torn(piece.text)
    ]


def _is_blank(piece: Text | Opaque) -> bool:
    # `isspace` stops at the first visible character; `strip` would copy the text.
    return isinstance(piece, Text) and (not piece.text or piece.text.isspace())


def _is_torn(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _unanswered(waiting: dict[str, int]) -> Breaches:
    for call_id, index in waiting.items():
        yield index, f"tool call {call_id!r} is not answered by the tool messages after it"


ORDER_RULES: MappingProxyType[str, Callable[[Conversation], Breaches]] = MappingProxyType(
    {
        "O1": has_messages,
        "O2": calls_are_answered,
        "O3": results_answer_calls,
        "O5": messages_have_content,
        "O6/O7": calls_are_named,
        "O8": roles_are_known,
    }
)
"""Rules that only roles, kinds, ids and order decide: texts may change without asking them again."""

TEXT_RULES: MappingProxyType[str, Callable[[Message], list[str]]] = MappingProxyType(
    {
        "C10": results_say_something,
        "O15": texts_are_unicode,
    }
)
"""Rules that each message decides alone, by its texts."""
