"""Requests to plan a cache for."""

from __future__ import annotations

from typing import Any

import msgspec

from headroom.messages import Breakpoint, Conversation
from headroom.wire.codec import decode

__all__ = ["FIVE", "HOUR", "LONG", "TOOL", "anthropic", "exchange", "marks_of_ours", "openai", "responses"]

LONG = "Follow the rules of the house. " * 400
"""A prompt of some 2,800 tokens."""
FIVE = {"type": "ephemeral"}
HOUR = {"type": "ephemeral", "ttl": "1h"}
TOOL: dict[str, Any] = {"name": "f", "description": LONG, "input_schema": {"type": "object"}}


def exchange(number: int, blocks: int = 1) -> list[dict[str, Any]]:
    """Calls and their results, as Anthropic spells them."""
    ids = [f"toolu_{number}_{index}" for index in range(blocks)]
    return [
        {"role": "assistant", "content": [{"type": "tool_use", "id": name, "name": "f", "input": {}} for name in ids]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": name, "content": "rows"} for name in ids]},
    ]


def anthropic(*messages: dict[str, Any], system: object = LONG, tools: list[Any] | None = None) -> Conversation:
    """A request to Anthropic."""
    return msgspec.structs.replace(
        decode(list(messages), system=system, tools=tools, model="claude-sonnet-4-5").unwrap(), format="anthropic"
    )


def openai(*messages: dict[str, Any], tools: list[Any] | None = None, model: str = "gpt-5.6") -> Conversation:
    """A request to chat completions."""
    return decode(list(messages), tools=tools, model=model, format="openai_chat").unwrap()


def responses(*items: dict[str, Any], instructions: str | None = None) -> Conversation:
    """A request to the responses."""
    return decode(list(items), system=instructions, model="gpt-5.6", format="openai_responses").unwrap()


def marks_of_ours(conversation: Conversation) -> list[tuple[str, int, int, str]]:
    """The marks as plain values."""
    return [_plain(mark) for mark in conversation.breakpoints]


def _plain(mark: Breakpoint) -> tuple[str, int, int, str]:
    return mark.place, mark.message, mark.part, mark.ttl
