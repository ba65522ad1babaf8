"""Whole requests in all wire formats, regular and not, and what they decode to."""

from __future__ import annotations

import copy
from functools import cache

import msgspec
from hypothesis import strategies as st

from headroom.messages import Conversation, Text, ToolResult, WireFormat
from headroom.wire.codec import decode
from property_tests.strategies.anthropic_messages import anthropic_messages, anthropic_systems
from property_tests.strategies.choices import FLAGS, below, pick
from property_tests.strategies.openai_messages import openai_messages
from property_tests.strategies.responses_items import ODD_ITEMS, responses_items

__all__ = ["WireRequest", "irregular_requests", "regular_requests", "requests", "tool_result_texts"]

_TOOLS: tuple[object, ...] = (
    {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}},
    {"name": "search", "input_schema": {"type": "object", "properties": {}}, "cache_control": {"type": "ephemeral"}},
)
_ODD_MESSAGES: tuple[object, ...] = (
    {"role": "critic", "content": "No."},
    {"role": "user", "content": None},
    {"role": "user"},
    {"role": "user", "content": 7},
    {"role": "user", "content": []},
    {"role": "user", "content": [None, "text", {"no": "type"}, {"type": "text"}, {"type": "text", "text": 5}, []]},
    {"role": "assistant", "content": "", "tool_calls": []},
    {"role": "assistant", "content": None, "tool_calls": [{"id": None, "function": {"name": 3}}, "call"]},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "t9"}, {"type": "tool_use", "name": "x", "input": "text"}]},
    {"role": "tool", "content": '[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5},{"id":6}]'},
    {"role": "tool", "tool_call_id": None, "content": None},
    {"role": "tool", "tool_call_id": "orphan", "content": '[{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}, {"id": 5}]'},
    {"role": "user", "content": [{"type": "tool_result", "content": "[1, 2, 3, 4, 5, 6, 7, 8, 9]"}]},
    {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "orphan", "content": [{"type": "text"}], "is_error": "yes"}],
    },
    {"role": "system", "content": "In between."},
)


class WireRequest(msgspec.Struct, frozen=True):
    """A request as a caller holds it: plain lists and dicts."""

    messages: list[object]
    system: object = None
    tools: list[object] | None = None
    is_input: bool = False
    """Whether the messages are items for OpenAI's responses."""

    def decoded(self) -> Conversation:
        """The conversation that the codec reads."""
        wire_format: WireFormat | None = "openai_responses" if self.is_input else None
        return decode(self.messages, system=self.system, tools=self.tools, model="gpt-4o", format=wire_format).unwrap()

    def prefix(self, length: int) -> WireRequest:
        """The request as it was when it had fewer messages."""
        return msgspec.structs.replace(self, messages=self.messages[:length])


@cache
@st.composite
def regular_requests(draw: st.DrawFn) -> WireRequest:
    """A request that its provider accepts."""
    tools = [pick(draw, _TOOLS)] if draw(FLAGS) else None
    kind = pick(draw, ("chat", "anthropic", "responses"))
    if kind == "chat":
        return WireRequest(draw(openai_messages()), None, tools)
    if kind == "responses":
        return WireRequest(draw(responses_items()), pick(draw, (None, "Answer briefly.")), tools, is_input=True)
    return WireRequest(draw(anthropic_messages()), draw(anthropic_systems()), tools)


@cache
@st.composite
def irregular_requests(draw: st.DrawFn) -> WireRequest:
    """A request with messages lost, doubled, swapped or odd, which its provider may well refuse."""
    request = draw(regular_requests())
    messages = list(request.messages)
    for _ in range(1 + draw(below(3))):
        place = draw(below(len(messages) + 1))
        change = pick(draw, ("lose", "double", "swap", "odd", "odd"))
        if change == "odd":
            messages.insert(place, copy.deepcopy(pick(draw, ODD_ITEMS if request.is_input else _ODD_MESSAGES)))
        elif change == "double":
            messages[place:place] = messages[place : place + 1]
        elif change == "lose":
            del messages[place : place + 1]
        else:
            messages[place : place + 2] = messages[place : place + 2][::-1]
    return msgspec.structs.replace(request, messages=messages)


@cache
def requests() -> st.SearchStrategy[WireRequest]:
    """Any request: three regular ones to an irregular one."""
    return st.one_of(regular_requests(), regular_requests(), regular_requests(), irregular_requests())


def tool_result_texts(conversation: Conversation) -> dict[tuple[int, int, int], str]:
    """The texts of tool results by (message, part, block)."""
    return {
        (at, index, block): piece.text
        for at, message in enumerate(conversation.messages)
        for index, part in enumerate(message.parts)
        if isinstance(part, ToolResult)
        for block, piece in enumerate(part.content)
        if isinstance(piece, Text)
    }
