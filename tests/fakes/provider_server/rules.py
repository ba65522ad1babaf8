"""What a provider refuses with status 400: messages that break its rules, and fields it does not know.

Rules of order and of texts are the product's own (`headroom.wire`); those about keys, marks and definitions, which the product
keeps by never touching them, are here.

Source: the providers' error messages as users report them, numbered as this project numbers them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from headroom.messages import Conversation
from headroom.wire import anthropic_rules, decode, openai_rules
from tests.fakes.provider_server.anthropic import SIGNED, signature
from tests.fakes.provider_server.received import Received, text_of

__all__ = ["breach"]

Body = Mapping[str, Any]
Breaches = Iterator[str]

_TOLERATED = {"A3-alternation", "A16"}
"""What newer or older backends refuse, and the provider as a whole does not."""

_LONGEST_TOOLS = 128
_MARKS = 4
_FIELDS = {
    "text": {"text", "citations"},
    "tool_use": {"id", "name", "input", "caller"},
    "tool_result": {"tool_use_id", "content", "is_error"},
    "thinking": {"thinking", "signature"},
}
"""What a block may have beside `type` and, but for thinking, a cache mark."""


def breach(received: Received) -> str | None:
    """Why the provider would refuse the request; None when it would not."""
    body = received.body
    check = {"anthropic": _anthropic, "openai_chat": _openai_chat, "openai_responses": _openai_responses}[received.format]
    unknown = (f"{key}: Extra inputs are not permitted" for key in body if key.startswith(("headroom", "_")))
    found = next(unknown, None) or ("model: Field required" if not received.model else None)
    return found or next(check(body, received.path.endswith("/count_tokens")), None)


def _openai_chat(body: Body, _counts_only: bool) -> Breaches:
    messages, tools = body.get("messages"), body.get("tools")
    yield from _messages_broken(body, openai_rules.ORDER_RULES, openai_rules.TEXT_RULES)
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        calls = message.get("tool_calls")
        if calls is not None and not calls:
            yield f"O4: messages.[{index}].tool_calls: [] is too short"
        if message.get("content") is None and message.get("role") != "assistant":
            yield f"O5: messages.[{index}].content: expected a string, got null"
    if tools is not None and not 1 <= len(tools) <= _LONGEST_TOOLS:
        yield f"O11: tools: {len(tools)} tools, where 1 to {_LONGEST_TOOLS} are allowed"
    if tools is None and ({"tool_choice", "parallel_tool_calls"} & body.keys()):
        yield "O12: tool_choice and parallel_tool_calls are only allowed when tools are specified"
    if body.get("stream_options") is not None and body.get("stream") is not True:
        yield "O13: stream_options is only allowed when stream is enabled"
    wanted = body.get("response_format")
    if isinstance(wanted, Mapping) and wanted.get("type") == "json_object":
        if not any("json" in text_of(message.get("content")).lower() for message in messages or ()):
            yield "O14: messages must contain the word 'json' in some form"


def _openai_responses(body: Body, _counts_only: bool) -> Breaches:
    items = body.get("input")
    if items is None:
        yield "input: Missing required parameter"
    called: set[str] = set()
    answered: set[str] = set()
    after_reasoning = False
    for item in items if isinstance(items, list) else ():
        kind = item.get("type", "message")
        if kind == "function_call":
            called.add(item["call_id"])
        elif kind == "function_call_output":
            if item["call_id"] not in called and not body.get("previous_response_id"):
                yield f"R1: No tool call found for function call output with call_id {item['call_id']}."
            if item["call_id"] in answered:
                yield f"R1: Duplicate function call output with call_id {item['call_id']}."
            answered.add(item["call_id"])
        if after_reasoning and kind == "function_call_output":
            yield "R3: Item of type 'reasoning' was provided without its required following item."
        after_reasoning = kind == "reasoning"
    if after_reasoning:
        yield "R3: Item of type 'reasoning' was provided without its required following item."
    for call_id in sorted(called - answered):
        yield f"R2: No tool output found for function call {call_id}."


def _anthropic(body: Body, counts_only: bool) -> Breaches:
    limit, thinking = body.get("max_tokens"), body.get("thinking") or {}
    if not counts_only and not isinstance(limit, int):
        yield "max_tokens: Field required"
    if isinstance(limit, int) and thinking.get("budget_tokens", 0) >= limit:
        yield "A12: `max_tokens` must be greater than `thinking.budget_tokens`"
    yield from _messages_broken(body, anthropic_rules.ORDER_RULES, anthropic_rules.TEXT_RULES)
    names = [tool.get("name", "") for tool in body.get("tools") or ()]
    if len(set(names)) < len(names):
        yield "A13: tools: Tool names must be unique."
    for name in names:
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", name):
            yield f"A13: tools: {name!r} is no tool name"
    yield from _marks_broken(body)
    for index, message in enumerate(body["messages"]):
        for field in message.keys() - {"role", "content"}:
            yield f"A21: messages.{index}.{field}: Extra inputs are not permitted"
        for block in _blocks(message.get("content")):
            yield from _block_broken(f"messages.{index}.content", block)
    for block in _blocks(body.get("system")):
        if not text_of([block]).strip():
            yield "A19: system: text content blocks must be non-empty"


def _block_broken(where: str, block: Body) -> Breaches:
    kind = block.get("type", "")
    known = _FIELDS.get(kind)
    if known is not None:
        marks = set() if kind == "thinking" else {"cache_control"}
        for field in block.keys() - known - marks - {"type"}:
            yield f"A21: {where}.{kind}.{field}: Extra inputs are not permitted"
    if kind == "thinking":
        signed = block.get("signature", "")
        if signed.startswith(SIGNED) and signed != signature(block.get("thinking", "")):
            yield f"A11: {where}: `thinking` blocks in the latest assistant message cannot be modified"
    if kind == "tool_use" and not isinstance(block.get("input"), dict):
        yield f"A20: {where}: input should be a valid dictionary"
    if kind == "text" and block.get("cache_control") and not str(block.get("text", "")).strip():
        yield f"A10: {where}: cache_control cannot be set for empty text blocks"
    if kind == "tool_result":
        for inner in _blocks(block.get("content")):
            yield from _block_broken(f"{where}.tool_result", inner)


def _marks_broken(body: Body) -> Breaches:
    """A10: how many cache marks there are, and in which order of lifetimes."""
    marks: list[Body] = []

    def gather(value: object) -> None:
        for block in _blocks(value):
            if isinstance(block.get("cache_control"), Mapping):
                marks.append(block["cache_control"])
            if block.get("type") == "tool_result":
                gather(block.get("content"))

    gather(body.get("tools"))
    gather(body.get("system"))
    for message in body["messages"]:
        gather(message.get("content"))
    if isinstance(body.get("cache_control"), Mapping):
        marks.append(body["cache_control"])
    if len(marks) > _MARKS:
        yield f"A10: A maximum of {_MARKS} blocks with cache_control may be provided. Found {len(marks)}."
    lifetimes = [mark.get("ttl", "5m") for mark in marks]
    if "1h" in lifetimes[lifetimes.index("5m") :] if "5m" in lifetimes else False:
        yield "A10: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block"


def _messages_broken(
    body: Body,
    order: Mapping[str, Callable[[Conversation], Iterator[tuple[int, str]]]],
    texts: Mapping[str, Callable[..., list[str]]],
) -> Breaches:
    decoded = decode(body.get("messages"), system=body.get("system"), tools=body.get("tools"))
    conversation = decoded.value_or(None)
    if conversation is None:
        yield str(decoded.failure())
        return
    for name, rule in order.items():
        if name not in _TOLERATED:
            yield from (f"{name}: messages.{index}: {why}" for index, why in rule(conversation))
    for index, message in enumerate(conversation.messages):
        for name, holds in texts.items():
            yield from (f"{name}: messages.{index}: {why}" for why in holds(message))


def _blocks(content: object) -> list[Body]:
    return [block for block in content if isinstance(block, Mapping)] if isinstance(content, list) else []
