"""Requests in the providers' own form, with a tool result worth compressing."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["RECORDS", "anthropic_messages", "openai_messages"]

RECORDS = json.dumps(
    [
        {
            "id": number,
            "service": f"service-{number % 7}",
            "status": "failed" if number == 173 else "ok",
            "duration_ms": 20 + number * 37 % 11,
            "message": f"job {number} of the nightly run ended as it should" if number != 173 else "disk full on node-9",
        }
        for number in range(300)
    ]
)
"""Three hundred records as JSON, one of them a failure."""


def openai_messages(result: str = RECORDS, *, tool: str = "list_jobs") -> list[dict[str, Any]]:
    """A question, a call and its result, as OpenAI spells them."""
    call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": '{"night": "monday"}'}}
    return [
        {"role": "system", "content": "You look after the nightly jobs."},
        {"role": "user", "content": "Which job failed, and why?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": result},
    ]


def anthropic_messages(result: str = RECORDS, *, tool: str = "list_jobs") -> list[dict[str, Any]]:
    """A question, a call and its result, as Anthropic spells them."""
    call = {"type": "tool_use", "id": "toolu_1", "name": tool, "input": {"night": "monday"}}
    return [
        {"role": "user", "content": "Which job failed, and why?"},
        {"role": "assistant", "content": [call]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": result}]},
    ]
