"""Every keyword of the SDK's methods reaches the server as from the bare SDK."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from headroom.client.resources import PLACES
from tests.client.sdk.apis import Api, records
from tests.client.sdk.callers import STYLES, Caller

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])

ADDED: dict[str, Any] = {
    "extra_headers": {"x-team": "blue"},
    "extra_query": {"trace": "on"},
    "extra_body": {"vendor_field": {"deep": [1, 2]}},
    "timeout": 9.0,
}
CHAT: dict[str, Any] = {
    "frequency_penalty": 0.1,
    "logit_bias": {"50256": -100},
    "max_completion_tokens": 77,
    "metadata": {"job": "nightly"},
    "n": 1,
    "parallel_tool_calls": False,
    "reasoning_effort": "low",
    "seed": 7,
    "service_tier": "auto",
    "stop": ["END"],
    "temperature": 0.3,
    "tool_choice": "auto",
    "top_p": 0.9,
    "user": "somebody",
}
RESPONSES: dict[str, Any] = {
    "include": ["reasoning.encrypted_content"],
    "instructions": "Answer in one word.",
    "max_output_tokens": 77,
    "metadata": {"job": "nightly"},
    "parallel_tool_calls": False,
    "reasoning": {"effort": "low"},
    "store": False,
    "temperature": 0.3,
    "tool_choice": "auto",
    "top_p": 0.9,
    "truncation": "auto",
}
MESSAGES: dict[str, Any] = {
    "metadata": {"user_id": "somebody"},
    "service_tier": "auto",
    "stop_sequences": ["END"],
    "system": "Answer in one word.",
    "thinking": {"type": "disabled"},
    "tool_choice": {"type": "auto"},
}
SPOKEN = {"chat": CHAT, "responses": RESPONSES, "messages": MESSAGES}


@NOT_TRIO
@pytest.mark.parametrize("stream", [False, True])
def test_all_fields_arrive(caller: Caller, stream: bool) -> None:
    """All but messages and tools is the same as from the bare SDK; the caller's tools stay first, the caller's headers stay."""
    server = caller.serve()
    asked = {**SPOKEN[caller.api.name], **ADDED, "tools": caller.api.tools("list_jobs", "stop_job")}
    for client in (caller.bare(server), caller.wrapped(server, enable_cache_optimizer=False)):
        reply = caller.ask(client, caller.api.conversation(records()), stream=stream, **asked)
        if stream:
            caller.read(reply)
    theirs, ours = server.requests
    assert ours.differs(theirs) == {caller.api.field, "tools"}
    assert ours.body["tools"][:2] == theirs.body["tools"]
    assert ours.query == theirs.query == "trace=on"
    unlike = {name for name in theirs.headers if ours.headers.get(name) != theirs.headers[name]}
    assert unlike == {"content-length"}


@NOT_TRIO
def test_keywords_left_out_stay_out(caller: Caller) -> None:
    """What the caller left away is not sent as null, and what the caller set to None is."""
    server = caller.serve()
    name = {"chat": "user", "responses": "user", "messages": "system"}[caller.api.name]
    client = caller.wrapped(server)
    caller.ask(client, [caller.api.said("Hi")])
    caller.ask(client, [caller.api.said("Hi")], extra_body={name: None})
    first, second = server.requests
    assert None not in first.body.values()
    assert second.differs(first) == {name}
    assert second.body[name] is None


@NOT_TRIO
def test_an_unknown_keyword_is_the_sdks_type_error(caller: Caller) -> None:
    """Misspelt keywords of the SDK's raise what the SDK raises; nothing is sent and nothing counted."""
    server = caller.serve()
    client = caller.wrapped(server)
    with pytest.raises(TypeError, match="temprature"):
        caller.ask(client, [caller.api.said("Hi")], temprature=0.5)
    assert server.requests == []
    assert caller.rows(client) == []


def test_the_documented_keywords_are_in_the_signature(api: Api) -> None:
    """`create` and `simulate` name our own keywords, so that editors offer them."""
    face: Any = PLACES[api.place]
    ours = {name for name in inspect.signature(face.create).parameters if name.startswith("headroom_")}
    assert ours == {
        *("headroom_mode", "headroom_cache_prefix_tokens", "headroom_output_buffer_tokens", "headroom_keep_turns"),
        *("headroom_tool_profiles", "headroom_tenant"),
    }


@NOT_TRIO
@pytest.mark.parametrize("name", ["messages", "tools"])
def test_what_extra_body_replaces_arrives_as_from_the_bare_sdk(caller: Caller, name: str) -> None:
    """What it says is sent, and nothing is left out that the model could not ask for; the row says why and counts it."""
    server = caller.serve()
    items, tools = caller.api.conversation(records()), caller.api.tools("list_jobs")
    said, further = ({}, {"tools": tools}) if name == "tools" else ({"tools": tools}, {caller.api.field: items})
    wrapped = caller.wrapped(server, enable_cache_optimizer=False)
    for client in (caller.bare(server), wrapped):
        caller.ask(client, items if name == "tools" else [caller.api.said("Hi")], extra_body=further, **said)
    theirs, ours = server.requests
    assert ours.differs(theirs) == set()
    row = caller.one_row(wrapped)
    assert row.fallback == f"extra_body replaces {next(iter(further))}"
    assert row.tokens_input_before == row.tokens_input_after > len(records()) / 10
