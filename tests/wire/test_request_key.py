"""What makes two requests the same, and which ones ask a single question."""

from __future__ import annotations

import copy
from typing import Any

import anthropic
import openai
import pytest
from openai.types.chat import ChatCompletionMessage
from pydantic import BaseModel

from headroom.wire.request_key import Question, request_key, similar_question

MARK = {"type": "ephemeral"}
SCHEMA = {"type": "object", "properties": {"cache_control": {"type": "string"}}}
BODY: dict[str, Any] = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 1024,
    "temperature": 0,
    "system": [{"type": "text", "text": "Be brief."}],
    "tools": [{"name": "f", "input_schema": SCHEMA}],
    "messages": [
        {"role": "user", "content": "Which?"},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "f", "input": {"cache_control": "x"}}]},
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "rows"}]}],
        },
    ],
    "metadata": {"user_id": "ann"},
}


def key_of(body: dict[str, Any], tenant: str = "t", endpoint: str = "https://api.example/v1/messages") -> str:
    """The key of a body."""
    return request_key(body, tenant=tenant, endpoint=endpoint)


def at(body: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """A copy of the body with another value in one place."""
    changed = copy.deepcopy(body)
    target: Any = changed
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("model",), "claude-opus-5"),
        (("max_tokens",), 1025),
        (("temperature",), 0.0),
        (("temperature",), False),
        (("top_p",), 0.9),
        (("stream",), True),
        (("system",), "Be brief."),
        (("system", 0, "text"), "Be long."),
        (("tools", 0, "input_schema", "properties"), {}),
        (("tools", 0, "input_schema", "properties", "cache_control"), {"type": "number"}),
        (("messages", 0, "content"), "What?"),
        (("messages", 0, "role"), "assistant"),
        (("messages", 1, "content", 0, "input"), {}),
        (("messages", 2, "content", 0, "content", 0, "text"), "other"),
        (("messages", 2, "content", 0, "is_error"), True),
        (("metadata", "user_id"), "bob"),
        (("user",), "bob"),
        (("extra_headers",), {"anthropic-beta": "x"}),
        (("extra_body",), {"top_k": 1}),
        (("new_field",), 1),
    ],
)
def test_whatever_a_reply_depends_on_counts(path: tuple[Any, ...], value: Any) -> None:
    """Another value anywhere is another request; so is a number spelled in another way."""
    assert key_of(at(BODY, path, value)) != key_of(BODY)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("timeout",), 3.5),
        (("idempotency_key",), "x"),
        (("prompt_cache_key",), "x"),
        (("prompt_cache_options",), {"mode": "explicit"}),
        (("extra_body",), None),
        (("top_p",), None),
        (("top_p",), openai.omit),
        (("stop_sequences",), anthropic.NOT_GIVEN),
        (("cache_control",), MARK),
        (("tools", 0, "cache_control"), MARK),
        (("system", 0, "cache_control"), MARK),
        (("messages", 0, "prompt_cache_breakpoint"), {"mode": "explicit"}),
        (("messages", 2, "content", 0, "cache_control"), MARK),
        (("messages", 2, "content", 0, "content", 0, "cache_control"), MARK),
    ],
)
def test_what_says_how_it_travels_does_not(path: tuple[Any, ...], value: Any) -> None:
    """Cache marks, time-outs and fields that are not given."""
    assert key_of(at(BODY, path, value)) == key_of(BODY)


def test_tenant_and_endpoint_count() -> None:
    """Nobody is given another's reply; and no piece runs into the next."""
    assert len({key_of(BODY), key_of(BODY, tenant="u"), key_of(BODY, endpoint="https://else/v1/messages")}) == 3
    assert key_of(BODY, tenant="ab", endpoint="c") != key_of(BODY, tenant="a", endpoint="bc")
    assert len(key_of(BODY)) == 64


def test_the_order_of_fields_does_not_count_that_of_items_does() -> None:
    """Objects are unordered, lists are not; a tuple is a list."""
    assert key_of(dict(reversed(BODY.items()))) == key_of(BODY)
    assert key_of({**BODY, "messages": tuple(BODY["messages"])}) == key_of(BODY)
    assert key_of({**BODY, "messages": BODY["messages"][::-1]}) != key_of(BODY)


def test_sdk_objects_are_the_dicts_they_send() -> None:
    """A reply's message put back into the history."""
    message = ChatCompletionMessage(role="assistant", content="Yes.")
    as_dict = {"role": "assistant", "content": "Yes."}
    assert key_of({"model": "m", "messages": [message]}) == key_of({"model": "m", "messages": [as_dict]})


def test_marks_of_the_responses_do_not_count() -> None:
    """On parts of messages and of outputs."""
    output = {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "rows"}]}
    body = {"model": "m", "input": [output], "instructions": "x"}
    marked = at(body, ("input", 0, "output", 0, "prompt_cache_breakpoint"), {"mode": "explicit"})
    assert key_of(marked) == key_of(body)
    assert key_of(at(body, ("instructions",), "y")) != key_of(body)


class Answer(BaseModel):
    """A format for replies."""

    text: str


def nested(depth: int) -> object:
    """Lists in lists."""
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("odd", [Answer, object(), {1: "x"}, b"bytes", {1, 2}, nested(200)])
def test_what_has_no_certain_spelling_has_no_key(odd: object) -> None:
    """Such a request is always sent."""
    assert key_of({**BODY, "response_format": odd}) == ""


def test_a_body_without_end_has_no_key() -> None:
    """Fields in fields in fields, deeper than Python goes."""
    extra: dict[str, object] = {}
    for _ in range(5_000):
        extra = {"extra_body": extra}
    assert key_of({**BODY, "extra_body": extra}) == ""


def test_odd_values_have_a_key() -> None:
    """Half a surrogate pair, no number, text blocks that are no objects."""
    keys = {
        key_of({"model": "m", "messages": messages}) for messages in ([{"content": "\ud800"}], [float("nan")], ["x"], "x", None)
    }
    assert len(keys) == 5


CHAT: dict[str, Any] = {
    "model": "gpt-4o",
    "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is DNS?"}],
}


def question_of(body: dict[str, Any]) -> Question | None:
    """The question of a body."""
    return similar_question(body, tenant="t", endpoint="e")


def test_a_question_is_told_apart_from_all_else() -> None:
    """The same partition for another question, another one for another prompt or setting."""
    found = question_of(CHAT)
    assert found is not None
    assert found.text == "What is DNS?"
    assert question_of(at(CHAT, ("messages", 1, "content"), "What is TCP?")) == Question(found.partition, "What is TCP?")
    for path, value in (("messages", 0, "content"), "Be long."), (("temperature",), 1), (("user",), "bob"):
        other = question_of(at(CHAT, path, value))
        assert other is not None
        assert other.partition != found.partition
    assert similar_question(CHAT, tenant="u", endpoint="e") != found


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"model": "m", "input": "What?"}, "What?"),
        ({"model": "m", "input": [{"role": "user", "content": [{"type": "input_text", "text": "What?"}]}]}, "What?"),
        (
            {"model": "m", "system": "s", "messages": [{"role": "user", "content": [{"type": "text", "text": "What?"}]}]},
            "What?",
        ),
        ({"model": "m", "messages": [{"type": "message", "role": "user", "content": "What?"}], "tools": None}, "What?"),
    ],
)
def test_questions_in_every_format(body: dict[str, Any], text: str) -> None:
    """A string, or one block of text."""
    found = question_of(body)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "more",
    [
        {"tools": [{"type": "function"}]},
        {"functions": [{}]},
        {"tool_choice": "none"},
        {"stream": True},
        {"previous_response_id": "r"},
        {"modalities": ["audio"]},
        {"extra_body": {"tools": []}},
        {"response_format": Answer},
        {"messages": None},
        {"messages": [None]},
        {"messages": []},
        {"messages": [{"role": "user", "content": "  "}]},
        {"messages": [{"role": "user", "content": None}]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]},
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
        {"messages": [{"role": "user", "content": "a", "tool_calls": []}]},
        {"messages": [{"role": "system", "content": [{"type": "image"}]}, {"role": "user", "content": "a"}]},
    ],
)
def test_other_requests_ask_no_single_question(more: dict[str, Any]) -> None:
    """With tools, state, several messages, images, or what has no key."""
    assert question_of({**CHAT, **more}) is None
