"""Replies of models, whole and as the events in which they are streamed, in each provider's wire format.

A reply is drawn as what the model says; the wire formats are written from that, so that a stream and the whole reply agree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

import msgspec
from hypothesis import strategies as st

from headroom.messages import WireFormat
from headroom.retrieval.marker import TOOL_NAME
from property_tests.strategies.choices import FLAGS, below, pick

__all__ = ["FORMATS", "Call", "Said", "Wire", "events_of", "reply_of", "rounds", "said", "streamed_in"]

Wire = dict[str, object]

FORMATS: tuple[WireFormat, ...] = ("openai_chat", "openai_responses", "anthropic")
_NAMES = ("read_file", "search", "headroom", "headroom_retrieve_all", "mcp__x__headroom_retrieve", "run")
_HASHES = ("3f9c0a1b2c3d4e5f60718293", "0123456789abcdef01234567")
_TEXTS = ("", "Let me look.", "I read the log:\n\nfound 7 errors. été 日本語", "x" * 40)


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call as the model made it."""

    id: str
    name: str
    arguments: str

    @property
    def is_own(self) -> bool:
        """Whether it is a call of our tool."""
        return self.name == TOOL_NAME


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said in one reply."""

    number: int
    """Of the round, from 0: ids follow from it."""
    thought: str = ""
    text: str = ""
    calls: tuple[Call, ...] = ()
    is_cut: bool = False
    """Whether it ran into its limit."""

    @property
    def own(self) -> tuple[Call, ...]:
        """The calls of our tool."""
        return tuple(call for call in self.calls if call.is_own)

    @property
    def others(self) -> tuple[Call, ...]:
        """The calls of the caller's tools."""
        return tuple(call for call in self.calls if not call.is_own)


@cache
@st.composite
def said(draw: st.DrawFn, number: int = 0, own: tuple[int, int] = (0, 2), others: tuple[int, int] = (0, 2)) -> Said:
    """What a model says, with so many calls of ours and of the caller's, in any order."""
    names = [TOOL_NAME] * (own[0] + draw(below(own[1] - own[0] + 1)))
    names += [pick(draw, _NAMES) for _ in range(others[0] + draw(below(others[1] - others[0] + 1)))]
    calls = tuple(
        Call(id=f"call_r{number}_{index}", name=name, arguments=_arguments(draw, name))
        for index, name in enumerate(draw(st.permutations(names)))
    )
    text = pick(draw, _TEXTS) if calls else pick(draw, _TEXTS[1:])
    return Said(number=number, thought=pick(draw, ("", "Hm, where?")), text=text, calls=calls, is_cut=not draw(below(8)))


@cache
@st.composite
def rounds(draw: st.DrawFn) -> tuple[Said, ...]:
    """The replies of one request: all but the last ask for originals only."""
    count = draw(below(3))
    asking = [msgspec.structs.replace(draw(said(number, (1, 2), (0, 0))), is_cut=False) for number in range(count)]
    return (*asking, draw(said(count)))


def _arguments(draw: st.DrawFn, name: str) -> str:
    if name == TOOL_NAME:
        return json.dumps({"hash": pick(draw, _HASHES), "start": draw(below(5))})
    return pick(draw, ("{}", '{"path": "src/main.py", "limit": 1.50}', '{"q":"r\\u00e9gion"}'))


def reply_of(spoken: Said, wire_format: WireFormat) -> Wire:
    """The whole reply."""
    if wire_format == "openai_chat":
        message: Wire = {"role": "assistant", "content": spoken.text or None}
        if spoken.calls:
            message["tool_calls"] = [_chat_call(call) for call in spoken.calls]
        choice: Wire = {"index": 0, "message": message, "finish_reason": _chat_reason(spoken)}
        return {**_chat_head(spoken), "object": "chat.completion", "choices": [choice], "usage": _chat_usage(spoken)}
    if wire_format == "anthropic":
        return {
            **_message_head(spoken),
            "content": [block for block, _ in _blocks(spoken)],
            "stop_reason": "max_tokens" if spoken.is_cut else "tool_use" if spoken.calls else "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 100 + spoken.number, "cache_read_input_tokens": 7, "output_tokens": 20 + spoken.number},
        }
    return _response(spoken, "incomplete" if spoken.is_cut else "completed", _items(spoken))


def events_of(spoken: Said, wire_format: WireFormat, *, size: int = 5, mixed: bool = False) -> list[Wire]:
    """The events of its stream: texts in pieces of that size, calls one after the other or mixed."""
    if wire_format == "openai_chat":
        return _chunks(spoken, size, mixed=mixed)
    return _message_events(spoken, size) if wire_format == "anthropic" else _response_events(spoken, size, mixed=mixed)


@cache
@st.composite
def streamed_in(draw: st.DrawFn) -> tuple[int, bool]:
    """The size of the pieces of a stream, and whether calls are mixed."""
    return 1 + draw(below(30)), draw(FLAGS)


def _pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def _mixed(parts: list[list[Wire]], *, mixed: bool) -> Iterator[Wire]:
    """One after the other, or in turns."""
    if not mixed:
        for part in parts:
            yield from part
        return
    for row in zip_longest(*parts):
        yield from (event for event in row if event is not None)


def _chat_head(spoken: Said) -> Wire:
    return {"id": f"chatcmpl-{spoken.number}", "created": 1_760_000_000 + spoken.number, "model": "gpt-5"}


def _chat_reason(spoken: Said) -> str:
    return "length" if spoken.is_cut else "tool_calls" if spoken.calls else "stop"


def _chat_usage(spoken: Said) -> Wire:
    prompt, answer = 100 + spoken.number, 20
    details = {"cached_tokens": 64}
    return {
        "prompt_tokens": prompt,
        "completion_tokens": answer,
        "total_tokens": prompt + answer,
        "prompt_tokens_details": details,
    }


def _chat_call(call: Call) -> Wire:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _chunks(spoken: Said, size: int, *, mixed: bool) -> list[Wire]:
    deltas: list[Wire] = [{"role": "assistant", "content": None}]
    deltas += [{"content": piece} for piece in _pieces(spoken.text, size)]
    calls: list[list[Wire]] = []
    for index, call in enumerate(spoken.calls):
        head = {"index": index, **_chat_call(call), "function": {"name": call.name, "arguments": ""}}
        rest = [{"index": index, "function": {"arguments": piece}} for piece in _pieces(call.arguments, size)]
        calls.append([{"tool_calls": [fragment]} for fragment in (head, *rest)])
    deltas += _mixed(calls, mixed=mixed)
    head = {**_chat_head(spoken), "object": "chat.completion.chunk"}
    chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}], "usage": None} for delta in deltas]
    end: Wire = {"index": 0, "delta": {}, "finish_reason": _chat_reason(spoken)}
    return [*chunks, {**head, "choices": [end], "usage": None}, {**head, "choices": [], "usage": _chat_usage(spoken)}]


def _message_head(spoken: Said) -> Wire:
    return {"id": f"msg_{spoken.number}", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5"}


def _blocks(spoken: Said) -> list[tuple[Wire, tuple[tuple[str, str], ...]]]:
    """Each block, and what of it is streamed: the kind of delta and the text."""
    blocks: list[tuple[Wire, tuple[tuple[str, str], ...]]] = []
    if spoken.thought:
        signed = ("signature", "EqQBCgIYAhIM/9+w==")
        block: Wire = {"type": "thinking", "thinking": spoken.thought, "signature": signed[1]}
        blocks.append((block, (("thinking", spoken.thought), signed)))
    if spoken.text:
        blocks.append(({"type": "text", "text": spoken.text}, (("text", spoken.text),)))
    for call in spoken.calls:
        block = {"type": "tool_use", "id": call.id, "name": call.name, "input": json.loads(call.arguments)}
        blocks.append((block, (("partial_json", call.arguments),)))
    return blocks


_DELTAS = {
    "thinking": "thinking_delta",
    "signature": "signature_delta",
    "text": "text_delta",
    "partial_json": "input_json_delta",
}


def _message_events(spoken: Said, size: int) -> list[Wire]:
    whole = reply_of(spoken, "anthropic")
    usage = {"input_tokens": 100 + spoken.number, "cache_read_input_tokens": 7, "output_tokens": 1}
    start = {**_message_head(spoken), "content": [], "stop_reason": None, "stop_sequence": None, "usage": usage}
    events: list[Wire] = [{"type": "message_start", "message": start}, {"type": "ping"}]
    for index, (block, streamed) in enumerate(_blocks(spoken)):
        empty = {**block, **{name: "" for name, _ in streamed if name in block}}
        if "input" in empty:
            empty["input"] = {}
        events.append({"type": "content_block_start", "index": index, "content_block": empty})
        for name, text in streamed:
            pieces = [text] if name == "signature" else _pieces(text, size)
            deltas = [{"type": _DELTAS[name], name: piece} for piece in pieces]
            events += [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
        events.append({"type": "content_block_stop", "index": index})
    delta = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    events.append({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 20 + spoken.number}})
    return [*events, {"type": "message_stop"}]


def _items(spoken: Said) -> list[Wire]:
    items: list[Wire] = []
    if spoken.thought:
        items.append({"type": "reasoning", "id": f"rs_{spoken.number}", "summary": [], "encrypted_content": "gAAAAA=="})
    if spoken.text:
        part: Wire = {"type": "output_text", "text": spoken.text, "annotations": []}
        head: Wire = {"type": "message", "id": f"msg_{spoken.number}", "role": "assistant"}
        items.append({**head, "status": "completed", "content": [part]})
    for index, call in enumerate(spoken.calls):
        item: Wire = {"type": "function_call", "id": f"fc_{spoken.number}_{index}", "call_id": call.id, "name": call.name}
        items.append({**item, "arguments": call.arguments, "status": "completed"})
    return items


def _response(spoken: Said, status: str, output: list[Wire]) -> Wire:
    usage: Wire = {
        "input_tokens": 100 + spoken.number,
        "input_tokens_details": {"cached_tokens": 64},
        "output_tokens": 20,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 120 + spoken.number,
    }
    return {
        "id": f"resp_{spoken.number}",
        "object": "response",
        "created_at": 1_760_000_000.0,
        "model": "gpt-5",
        "status": status,
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": None if status == "in_progress" else usage,
    }


def _response_events(spoken: Said, size: int, *, mixed: bool) -> list[Wire]:
    started = _response(spoken, "in_progress", [])
    events: list[Wire] = [
        {"type": "response.created", "response": started},
        {"type": "response.in_progress", "response": started},
    ]
    items = list(enumerate(_items(spoken)))
    first = [_item_events(index, item, size) for index, item in items if item["type"] != "function_call"]
    calls = [_item_events(index, item, size) for index, item in items if item["type"] == "function_call"]
    events += [event for part in first for event in part]
    events += _mixed(calls, mixed=mixed)
    whole = reply_of(spoken, "openai_responses")
    events.append({"type": f"response.{whole['status']}", "response": whole})
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def _item_events(index: int, item: Wire, size: int) -> list[Wire]:
    place: Wire = {"output_index": index}
    begun: Wire = {**item, "status": "in_progress"} if "status" in item else item
    within: list[Wire] = []
    if item["type"] == "function_call":
        begun = {**begun, "arguments": ""}
        inside = {**place, "item_id": item["id"]}
        arguments = str(item["arguments"])
        kind = "response.function_call_arguments"
        within = [{"type": f"{kind}.delta", **inside, "delta": piece} for piece in _pieces(arguments, size)]
        within.append({"type": f"{kind}.done", **inside, "name": item["name"], "arguments": arguments})
    elif item["type"] == "message":
        begun = {**begun, "content": []}
        inside = {**place, "item_id": item["id"], "content_index": 0}
        content = item["content"]
        assert isinstance(content, list)
        part = content[0]
        within = [{"type": "response.content_part.added", **inside, "part": {**part, "text": ""}}]
        within += [
            {"type": "response.output_text.delta", **inside, "delta": piece, "logprobs": []}
            for piece in _pieces(part["text"], size)
        ]
        within.append({"type": "response.output_text.done", **inside, "text": part["text"], "logprobs": []})
        within.append({"type": "response.content_part.done", **inside, "part": part})
    return [
        {"type": "response.output_item.added", **place, "item": begun},
        *within,
        {"type": "response.output_item.done", **place, "item": item},
    ]
