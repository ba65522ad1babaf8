"""Long histories in both wire formats, and what has to hold of whatever a step made of them."""

from __future__ import annotations

import json
from typing import Any

from headroom.messages import Conversation, Report, ToolResult, part_text
from headroom.safety import accepted, changes_between, verify
from headroom.tokens import count
from headroom.wire.codec import decode, encode

__all__ = ["Step", "anthropic", "listing", "openai", "results_of", "tokens_of", "untouched", "wire"]

Step = tuple[str, str, str]
"""A tool's name, its arguments as JSON, and its result; an empty name for a text of the user's."""


def listing(seed: int, lines: int = 60) -> str:
    """A file of some hundred tokens that is like no other seed's."""
    return "".join(f"line {number}: value {seed * 7919 + number * 31} of series {seed}\n" for number in range(lines))


def openai(*steps: Step, system: str = "You are careful.") -> Conversation:
    """The conversation of the steps, as chat completions spell it."""
    messages: list[dict[str, Any]] = [{"role": "system", "content": system}]
    for number, (name, arguments, text) in enumerate(steps):
        if not name:
            if messages[-1]["role"] == "tool":
                messages.append({"role": "assistant", "content": "Done."})
            messages.append({"role": "user", "content": text})
            continue
        call = {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        messages.append({"role": "tool", "tool_call_id": f"call_{number}", "content": text})
    return decode(messages, tools=[_openai_tool()], model="gpt-4o").unwrap()


def anthropic(*steps: Step, system: str = "You are careful.") -> Conversation:
    """The conversation of the steps, as the messages API spells it."""
    messages: list[dict[str, Any]] = []
    for number, (name, arguments, text) in enumerate(steps):
        if not name:
            if messages and messages[-1]["role"] == "user":
                messages.append({"role": "assistant", "content": [{"type": "text", "text": "Done."}]})
            messages.append({"role": "user", "content": text})
            continue
        call = {"type": "tool_use", "id": f"toolu_{number}", "name": name, "input": json.loads(arguments)}
        messages.append({"role": "assistant", "content": [call]})
        answer = {"type": "tool_result", "tool_use_id": f"toolu_{number}", "content": text}
        messages.append({"role": "user", "content": [answer]})
    tools = [{"name": "fetch", "input_schema": {"type": "object"}}]
    return decode(messages, system=system, tools=tools, model="claude-sonnet-4-5").unwrap()


def results_of(conversation: Conversation) -> list[str]:
    """The texts of the tool results, in order."""
    return [part_text(part) for message in conversation.messages for part in message.parts if isinstance(part, ToolResult)]


def tokens_of(conversation: Conversation) -> int:
    """Exact o200k tokens of all texts."""
    return sum(count(part_text(part)) for message in conversation.messages for part in message.parts)


def wire(conversation: Conversation) -> Conversation:
    """The conversation as it is after it went over the wire."""
    tools = [tool.source for tool in conversation.tools]
    system = part_text(conversation.system[0]) if conversation.system else None
    return decode(encode(conversation), system=system, tools=tools, model=conversation.model).unwrap()


def untouched(before: Conversation, after: Conversation, report: Report, *, keep_turns: int = 0) -> None:
    """Fail unless every law holds and the provider takes what left over the wire; with `keep_turns`, turns may be gone."""
    assert list(accepted(changes_between(before, after))) == []
    assert list(accepted(changes_between(before, wire(after)))) == []
    assert [str(verdict) for verdict in verify(before, after, report, may_drop=keep_turns > 0, keep_turns=keep_turns)] == []
    addresses = {(decision.message, decision.part) for decision in report.decisions}
    expected = {(index, place) for index, message in enumerate(before.messages) for place in range(len(message.parts))}
    assert addresses == expected | {(-1, place) for place in range(len(before.system))}


def _openai_tool() -> dict[str, Any]:
    return {"type": "function", "function": {"name": "fetch", "parameters": {"type": "object"}}}
