"""What OpenAI's responses demand of input items, as far as a `Conversation` can show it.

A rule names each item that breaks it, and why; it never judges whose fault that is. A request that continues an earlier
response (`previous_response_id`, `conversation`) shows half of its items only, and so may break rules from the start.

Source: the provider's error messages as users report them, numbered as this project numbers them (R1 to R3; C10 and O15 are
chat's as well).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

import msgspec

from headroom.messages import Conversation, Message, Opaque, ToolCall, ToolResult
from headroom.wire import openai_rules
from headroom.wire.values import plain

__all__ = ["ORDER_RULES", "TEXT_RULES"]

Breaches = Iterator[tuple[int, str]]
"""(message, why); -1 for the conversation as a whole. The words hold no index, so that a breach is known again elsewhere."""

_OPAQUE_CALLS = frozenset(
    {"computer_call", "apply_patch_call", "function_call", "custom_tool_call", "shell_call"} | {"local_shell_call"}
)
"""Calls that the caller answers with an item of its own."""


def has_items(conversation: Conversation) -> Breaches:
    """O1: a breach if there is no item."""
    if not conversation.messages:
        yield -1, "there is no input"


def outputs_answer_calls(conversation: Conversation) -> Breaches:
    """R1: each output without its call before it, or with one that is answered already."""
    waiting: set[str] = set()
    for index, message in enumerate(conversation.messages):
        waiting.update(_called(message))
        for call_id in _answered(message):
            if call_id not in waiting:
                yield index, f"output {call_id!r} answers no open call"
            waiting.discard(call_id)


def calls_are_answered(conversation: Conversation) -> Breaches:
    """R2: each call without an output behind it."""
    waiting: dict[str, int] = {}
    for index, message in enumerate(conversation.messages):
        for call_id in _answered(message):
            waiting.pop(call_id, None)
        waiting.update(dict.fromkeys(_called(message), index))
    for call_id, index in waiting.items():
        yield index, f"call {call_id!r} has no output"


def outputs_stand_by_calls(conversation: Conversation) -> Breaches:
    """R2: each output that somebody's words part from its call, which some backends refuse."""
    together: set[str] = set()
    parted: set[str] = set()
    for index, message in enumerate(conversation.messages):
        called = set(_called(message))
        answered = set(_answered(message))
        for call_id in sorted(answered & parted):
            yield index, f"words stand between output {call_id!r} and its call"
        together |= called
        together -= answered
        parted -= answered | called
        if not called and not answered and not _is_opaque(message):
            parted |= together
            together.clear()


def reasoning_keeps_its_item(conversation: Conversation) -> Breaches:
    """R3: each piece of reasoning that no item of the model follows."""
    messages = conversation.messages
    for index, message in enumerate(messages):
        if not _is_reasoning(message):
            continue
        follower = messages[index + 1] if index + 1 < len(messages) else None
        if follower is None or follower.role != "assistant":
            yield index, f"reasoning {_field(message.parts[0], 'id')!r} has no item of the model behind it"


def calls_keep_their_reasoning(conversation: Conversation) -> Breaches:
    """R3: each call without reasoning before it or before the calls that it follows.

    Many calls never had any; what counts is one that lost it.
    """
    has_reasoning = False
    for index, message in enumerate(conversation.messages):
        calls = list(_called(message))
        if not calls:
            has_reasoning = _is_reasoning(message)
        elif not has_reasoning:
            yield index, f"call {calls[0]!r} has no reasoning before it"


def _called(message: Message) -> Iterator[str]:
    for part in message.parts:
        if isinstance(part, ToolCall):
            yield part.id
        elif isinstance(part, Opaque) and part.kind in _OPAQUE_CALLS and (call_id := _field(part, "call_id")):
            yield call_id


def _answered(message: Message) -> Iterator[str]:
    for part in message.parts:
        if isinstance(part, ToolResult):
            yield part.call_id
        elif isinstance(part, Opaque) and part.kind.endswith("_call_output") and (call_id := _field(part, "call_id")):
            yield call_id


def _is_opaque(message: Message) -> bool:
    return bool(message.parts) and all(isinstance(part, Opaque) for part in message.parts)


def _is_reasoning(message: Message) -> bool:
    return len(message.parts) == 1 and isinstance(part := message.parts[0], Opaque) and part.kind == "reasoning"


def _field(part: object, name: str) -> str:
    value = part.value if isinstance(part, Opaque) else None
    fields = msgspec.json.decode(value) if isinstance(value, msgspec.Raw) else plain(value)
    found = fields.get(name) if fields is not None else None
    return found if isinstance(found, str) else ""


ORDER_RULES: MappingProxyType[str, Callable[[Conversation], Breaches]] = MappingProxyType(
    {
        "O1": has_items,
        "R1": outputs_answer_calls,
        "R2": calls_are_answered,
        "R2-adjacent": outputs_stand_by_calls,
        "R3": reasoning_keeps_its_item,
        "R3-call": calls_keep_their_reasoning,
    }
)
"""Rules that only roles, kinds, ids and order decide: texts may change without asking them again."""

TEXT_RULES: MappingProxyType[str, Callable[[Message], list[str]]] = openai_rules.TEXT_RULES
"""Rules that each message decides alone, by its texts: the same as chat's."""
