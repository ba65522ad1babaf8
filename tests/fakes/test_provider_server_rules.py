"""The local provider refuses what the providers refuse, and takes what they take."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.provider_server.anthropic import signature
from tests.fakes.provider_server.received import Format, Received
from tests.fakes.provider_server.rules import breach
from tests.fakes.requests import anthropic_messages, openai_messages

PATHS: dict[Format, str] = {
    "openai_chat": "/v1/chat/completions",
    "openai_responses": "/v1/responses",
    "anthropic": "/v1/messages",
}
FUNCTION = {"type": "function", "function": {"name": "list_jobs", "parameters": {"type": "object"}}}
TOOL = {"name": "list_jobs", "input_schema": {"type": "object"}}
MARK = {"cache_control": {"type": "ephemeral"}}
LONG_MARK = {"cache_control": {"type": "ephemeral", "ttl": "1h"}}
CALL = {"type": "function_call", "call_id": "c1", "name": "list_jobs", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "c1", "output": "done"}
REASONING = {"type": "reasoning", "id": "rs_1", "summary": []}


def refusal(wire: Format, **body: Any) -> str | None:
    """Why a request with this body is refused."""
    required: dict[str, object] = {"model": "any"} | ({"max_tokens": 100} if wire == "anthropic" else {})
    received = Received(method="POST", path=PATHS[wire], query="", headers={}, raw=b"", body={**required, **body}, format=wire)
    return breach(received)


def thought(text: str, sign: str) -> list[dict[str, Any]]:
    """A history with a thinking block."""
    block = {"type": "thinking", "thinking": text, "signature": sign}
    return [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": [block, {"type": "text", "text": "Hello."}]},
        {"role": "user", "content": "Go on."},
    ]


def marked(*marks: dict[str, Any]) -> list[dict[str, Any]]:
    """One message, a text block for each mark."""
    return [{"role": "user", "content": [{"type": "text", "text": f"part {n}", **mark} for n, mark in enumerate(marks)]}]


@pytest.mark.parametrize(
    ("wire", "body"),
    [
        ("openai_chat", {"messages": openai_messages()}),
        ("openai_chat", {"messages": openai_messages(), "tools": [FUNCTION], "tool_choice": "auto"}),
        (
            "openai_chat",
            {"messages": [{"role": "user", "content": "Say it in JSON."}], "response_format": {"type": "json_object"}},
        ),
        ("openai_chat", {"messages": [{"role": "user", "content": "Hi"}], "stream": True, "stream_options": {}}),
        ("openai_responses", {"input": "Hi"}),
        ("openai_responses", {"input": [{"role": "user", "content": "Hi"}, REASONING, CALL, OUTPUT]}),
        ("openai_responses", {"input": [OUTPUT], "previous_response_id": "resp_1"}),
        ("anthropic", {"messages": anthropic_messages(), "tools": [TOOL]}),
        ("anthropic", {"messages": thought("Well.", signature("Well."))}),
        ("anthropic", {"messages": thought("Well.", "somebody else's")}),
        ("anthropic", {"messages": marked(LONG_MARK, MARK, {}, MARK), "tools": [{**TOOL, **LONG_MARK}]}),
        ("anthropic", {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Once"}]}),
    ],
)
def test_valid_requests_are_taken(wire: Format, body: dict[str, Any]) -> None:
    """What a provider takes is not refused."""
    assert refusal(wire, **body) is None


@pytest.mark.parametrize(
    ("wire", "body", "why"),
    [
        ("openai_chat", {"messages": []}, "O1"),
        ("openai_chat", {"messages": openai_messages()[:3]}, "O2"),
        ("openai_chat", {"messages": openai_messages()[3:]}, "O3"),
        (
            "openai_chat",
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "", "tool_calls": []}]},
            "O4",
        ),
        ("openai_chat", {"messages": [{"role": "user", "content": None}]}, "O5"),
        ("openai_chat", {"messages": openai_messages(""), "tools": [FUNCTION]}, "C10"),
        ("openai_chat", {"messages": openai_messages(), "tools": [FUNCTION] * 129}, "O11"),
        ("openai_chat", {"messages": openai_messages(), "tools": []}, "O11"),
        ("openai_chat", {"messages": openai_messages(), "tool_choice": "auto"}, "O12"),
        ("openai_chat", {"messages": openai_messages(), "stream_options": {"include_usage": True}}, "O13"),
        ("openai_chat", {"messages": openai_messages("none"), "response_format": {"type": "json_object"}}, "O14"),
        ("openai_chat", {"messages": openai_messages(), "headroom_mode": "audit"}, "headroom_mode: Extra inputs"),
        ("openai_chat", {"messages": "Hi"}, "messages is not a list"),
        ("openai_chat", {"messages": openai_messages(), "model": ""}, "model: Field required"),
        ("openai_responses", {}, "input"),
        ("openai_responses", {"input": [OUTPUT]}, "R1"),
        ("openai_responses", {"input": [CALL, OUTPUT, OUTPUT]}, "R1"),
        ("openai_responses", {"input": [CALL]}, "R2"),
        ("openai_responses", {"input": [CALL, REASONING, OUTPUT]}, "R3"),
        ("openai_responses", {"input": [REASONING]}, "R3"),
        ("anthropic", {"messages": anthropic_messages(), "tools": [TOOL], "max_tokens": None}, "max_tokens"),
        ("anthropic", {"messages": anthropic_messages()[1:], "tools": [TOOL]}, "A2"),
        ("anthropic", {"messages": anthropic_messages()[:2], "tools": [TOOL]}, "A4"),
        ("anthropic", {"messages": anthropic_messages()}, "A14"),
        ("anthropic", {"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]}, "A9"),
        ("anthropic", {"messages": marked(MARK, MARK, MARK, MARK), "system": marked(MARK)[0]["content"]}, "A10"),
        ("anthropic", {"messages": marked(MARK, LONG_MARK)}, "A10"),
        ("anthropic", {"messages": thought("Well", signature("Well."))}, "A11"),
        ("anthropic", {"messages": marked({}), "thinking": {"type": "enabled", "budget_tokens": 100}}, "A12"),
        ("anthropic", {"messages": marked({}), "tools": [TOOL, TOOL]}, "A13"),
        ("anthropic", {"messages": marked({}), "tools": [{**TOOL, "name": "no such name"}]}, "A13"),
        ("anthropic", {"messages": marked({}), "system": [{"type": "text", "text": ""}]}, "A19"),
        ("anthropic", {"messages": [{**marked({})[0], "name": "me"}]}, "A21"),
        ("anthropic", {"messages": marked({"origin": 3})}, "A21"),
    ],
)
def test_invalid_requests_are_refused(wire: Format, body: dict[str, Any], why: str) -> None:
    """What a provider refuses is refused, and the rule is named."""
    found = refusal(wire, **body)
    assert found is not None
    assert found.startswith(why)


def test_call_without_arguments_as_object_is_refused() -> None:
    """Arguments that are text are no arguments to Anthropic."""
    messages = anthropic_messages()
    messages[1]["content"][0]["input"] = "{}"
    found = refusal("anthropic", messages=messages, tools=[TOOL])
    assert found is not None
    assert found.startswith("A20")
