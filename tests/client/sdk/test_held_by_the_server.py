"""Conversations that the provider holds: the caller sends what is new, and names the reply before it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.client.sdk.apis import APIS, records
from tests.client.sdk.callers import STYLES, Caller
from tests.fakes.provider_server import Call, calls, says

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])
RESPONSES = pytest.mark.parametrize("api", [api for api in APIS if api.name == "responses"], ids=["responses"])
MESSAGES = pytest.mark.parametrize("api", [api for api in APIS if api.name == "messages"], ids=["messages"])
WHOLE = records()
OWN = ("headroom_retrieve", {"hash": hashlib.sha256(WHOLE.encode()).hexdigest()[:24], "query": "job 42"})
MIXED = calls(Call(name="list_jobs", id="call_a"), OWN)


def replied(caller: Caller, client: Any, items: list[Any], *, stream: bool, **more: Any) -> Any:
    """The whole reply, plain or by its events."""
    if not stream:
        return caller.ask(client, items, **more)
    return caller.streamed(client, items, **more)[-1].response


@NOT_TRIO
@RESPONSES
@pytest.mark.parametrize("stream", [False, True])
def test_a_reply_that_took_rounds_is_gone_on_from_at_its_end(caller: Caller, stream: bool) -> None:
    """Whatever id the caller saw, the provider is told that of the last round, which knows our call and its result."""
    server = caller.serve([calls(OWN), says("It ended."), says("Because.")])
    client, tools = caller.wrapped(server), caller.api.tools("list_jobs")
    reply = replied(caller, client, caller.api.conversation(WHOLE), stream=stream, tools=tools)
    caller.ask(client, [caller.api.said("Why?")], tools=tools, previous_response_id=reply.id)
    _, second, third = server.requests
    assert len(second.tool_results) == 2
    assert third.body["previous_response_id"].endswith("2")
    assert third.messages == [caller.api.said("Why?")]


@NOT_TRIO
@RESPONSES
@pytest.mark.parametrize("stream", [False, True])
def test_our_result_goes_along_with_the_callers(caller: Caller, stream: bool) -> None:
    """Of a turn with calls of both, the provider holds both calls: it is sent both results, and neither call again."""
    server = caller.serve([MIXED, says("It ended.")])
    client, tools = caller.wrapped(server), caller.api.tools("list_jobs")
    reply = replied(caller, client, caller.api.conversation(WHOLE), stream=stream, tools=tools)
    result = {"type": "function_call_output", "call_id": "call_a", "output": "none"}
    caller.ask(client, [result], tools=tools, previous_response_id=reply.id)
    sent = server.requests[1].messages
    assert [item["type"] for item in sent] == ["function_call_output"] * 2
    assert len({item["call_id"] for item in sent}) == 2
    assert "none" in server.requests[1].tool_results


@MESSAGES
@pytest.mark.parametrize("style", ["sync"])
def test_a_thread_keeps_its_tools_and_gets_every_result(caller: Caller) -> None:
    """Anthropic's threads: no call that the provider holds stays without its result, and no tool list is replaced."""
    server = caller.serve(
        lambda received: MIXED if received.body["thread"]["type"] == "create" else says("Yes."), is_strict=False
    )
    client = caller.wrapped(server)
    asked: dict[str, Any] = {"model": caller.api.model, "max_tokens": 100}
    reply = client.beta.messages.create(
        **asked, thread={"type": "create"}, messages=caller.api.conversation(WHOLE), tools=caller.api.tools("list_jobs")
    )
    result = {"type": "tool_result", "tool_use_id": "call_a", "content": "none"}
    thread = {"type": "continue", "previous_message_id": reply.id}
    client.beta.messages.create(**asked, thread=thread, messages=[{"role": "user", "content": [result]}])
    first, second = server.requests
    assert "tools" not in second.body
    assert len(second.tool_results) == 2 or first.tool_names == ["list_jobs"]
