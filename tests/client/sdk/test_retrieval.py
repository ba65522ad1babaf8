"""The model asks for what was left out: answered by ours, the caller sees the answer that follows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import anthropic
import openai
import pytest
from pydantic import BaseModel

from tests.client.sdk.apis import records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import Call, Reply, Usage, calls, error, says, using

WHOLE = records()
KEY = hashlib.sha256(WHOLE.encode()).hexdigest()[:24]
FOUND = says("Job 42 of run 1 ended as it should.")
WANTED = ("headroom_retrieve", {"hash": KEY, "query": "job 42"})


def ask(caller: Caller, client: Any, *, stream: bool, more: list[Any] | None = None, **options: Any) -> Any:
    """The whole reply; of a stream, what the SDK's own helper makes of its events."""
    items = [*caller.api.conversation(WHOLE), *(more or [])]
    tools = caller.api.tools("list_jobs", "stop_job")
    if not stream:
        return caller.ask(client, items, tools=tools, **options)
    final = {"chat": "get_final_completion", "responses": "get_final_response", "messages": "get_final_message"}[
        caller.api.name
    ]
    if caller.api.name == "responses":
        tools = [{**tool, "strict": True} for tool in tools]
    asked = caller.api.request(items, tools=tools, **options)

    async def followed() -> Any:
        async with caller.api.resource(client).stream(**asked) as events:
            async for _ in events:
                pass
            return await getattr(events, final)()

    if caller.is_async:
        return caller.portal.call(followed)
    with caller.api.resource(client).stream(**asked) as events:
        for _ in events:
            pass
        return getattr(events, final)()


@pytest.mark.parametrize("stream", [False, True])
def test_a_call_of_ours_alone_is_answered_and_continued(caller: Caller, stream: bool) -> None:
    """The caller sees one reply without our call; the server saw the call with its result, and a valid history."""
    server = caller.serve([calls(WANTED, text="Let me look."), FOUND])
    client = caller.wrapped(server)
    reply = ask(caller, client, stream=stream)
    _, second = server.requests
    assert caller.api.calls(reply) == []
    assert caller.api.text(reply).endswith(FOUND.text)
    assert "job 42 of run 1" in second.tool_results[-1]
    assert KEY in second.tool_results[-1]
    assert len(second.tool_results[-1]) < len(WHOLE) / 2
    assert caller.one_row(client).retrieval_rounds == 1


@pytest.mark.parametrize("stream", [False, True])
def test_usage_of_all_rounds_is_summed(caller: Caller, stream: bool) -> None:
    """What both rounds cost is on the reply and in the row."""
    usage, more = Usage(input_tokens=1_000, output_tokens=20), Usage(input_tokens=3_000, output_tokens=50)
    server = caller.serve([using(calls(WANTED), usage), using(FOUND, more)])
    client = caller.wrapped(server)
    options: dict[str, Any] = {"stream_options": {"include_usage": True}} if stream and caller.api.name == "chat" else {}
    reply = ask(caller, client, stream=stream, **options)
    row = caller.one_row(client)
    assert caller.api.input_tokens(reply) == 4_000
    assert row.bill.output_tokens == row.tokens_output == 70
    assert row.bill.input_tokens + row.bill.cache_read_tokens == 4_000


@pytest.mark.parametrize("stream", [False, True])
def test_our_call_among_the_callers(caller: Caller, stream: bool) -> None:
    """The caller gets its own calls alone, ids and order kept, at once; ours is answered when the turn comes back."""
    mixed = calls(
        Call(name="list_jobs", arguments='{"night": "tuesday"}', id="call_a"),
        WANTED,
        Call(name="stop_job", arguments='{"night": "friday"}', id="call_b"),
        text="I need more.",
    )
    server = caller.serve([mixed, FOUND])
    client = caller.wrapped(server)
    reply = ask(caller, client, stream=stream)
    assert caller.api.calls(reply) == [("call_a", "list_jobs"), ("call_b", "stop_job")]
    assert len(server.requests) == 1
    answer = ask(caller, client, stream=stream, more=caller.api.answered(reply, "nothing there"))
    results = server.requests[1].tool_results
    assert caller.api.text(answer) == FOUND.text
    assert results.count("nothing there") == 2
    assert any("job 42 of run 1" in result for result in results[1:])
    assert server.requests[1].raw.count(b"headroom_retrieve") >= 2


@pytest.mark.parametrize("stream", [False, True])
def test_the_turn_comes_back_after_a_restart(caller: Caller, stream: bool, tmp_path: Path) -> None:
    """A new client on the same file puts our call back as well: the prefix is the same to the byte in every later request."""
    mixed = calls(Call(name="list_jobs", arguments="{}", id="call_a"), WANTED)
    server = caller.serve([mixed, FOUND, FOUND])
    store = f"sqlite:///{tmp_path}/kept.db"
    client = caller.wrapped(server, store_url=store)
    turn = caller.api.answered(ask(caller, client, stream=stream), "nothing there")
    caller.do(client.close)
    for more in (turn, [*turn, caller.api.said("It is.", "assistant"), caller.api.said("And why?")]):
        later = caller.wrapped(server, store_url=store)
        ask(caller, later, stream=False, more=more)
        caller.do(later.close)
    _, second, third = server.requests
    assert any("job 42 of run 1" in result for result in second.tool_results[1:])
    assert third.messages[: len(second.messages) - 1] == second.messages[:-1]


@pytest.mark.parametrize("stream", [False, True])
def test_at_most_three_rounds(caller: Caller, stream: bool) -> None:
    """After three answers the model is asked to speak, and a call all the same is not shown to the caller."""

    def insists(received: Any) -> Reply:
        del received
        return calls(WANTED)

    server = caller.serve(insists)
    client = caller.wrapped(server)
    reply = ask(caller, client, stream=stream)
    assert len(server.requests) == 4
    assert caller.api.calls(reply) == []
    assert caller.one_row(client).retrieval_rounds == 3
    choice = json.dumps(server.requests[-1].body.get("tool_choice"))
    assert "none" in choice
    assert "tool_choice" not in server.requests[1].body


@pytest.mark.parametrize("stream", [False, True])
def test_an_unknown_hash_is_told_to_the_model(caller: Caller, stream: bool) -> None:
    """The model hears that nothing is kept by that name, and goes on."""
    server = caller.serve(
        [calls(("headroom_retrieve", {"hash": "0" * 24}), ("headroom_retrieve", {"hash": "that one"})), FOUND]
    )
    client = caller.wrapped(server)
    reply = ask(caller, client, stream=stream)
    *_, unknown, unread = server.requests[1].tool_results
    assert caller.api.text(reply).endswith(FOUND.text)
    assert "is not kept" in unknown
    assert "needs `hash`" in unread


def test_another_tenants_hash_is_a_miss(caller: Caller, tmp_path: Path) -> None:
    """Who has another key reads nothing of it, from the same file: neither by the model nor by `retrieve`."""
    server = caller.serve([FOUND, calls(WANTED), FOUND])
    store = f"sqlite:///{tmp_path}/kept.db"
    client = caller.wrapped(server, store_url=store)
    stranger = caller.wrapped(server, sdk=caller.bare(server, api_key="another"), store_url=store)
    ask(caller, client, stream=False)
    hi, tools = [caller.api.said("Hi")], caller.api.tools("list_jobs")
    caller.ask(stranger, hi, tools=tools)
    assert caller.do(client.retrieve, KEY) == WHOLE
    assert caller.do(stranger.retrieve, KEY) is None
    assert "is not kept" in server.requests[-1].tool_results[-1]


def test_the_callers_own_tool_of_that_name_is_the_callers(caller: Caller) -> None:
    """Where the caller has a `headroom_retrieve`, ours is not offered, nothing is dropped, and its calls go to the caller."""
    server = caller.serve([calls(WANTED)])
    client = caller.wrapped(server)
    tools = caller.api.tools("list_jobs", "headroom_retrieve")
    reply = caller.ask(client, caller.api.conversation(WHOLE), tools=tools)
    assert server.requests[0].tool_names == ["list_jobs", "headroom_retrieve"]
    assert [name for _, name in caller.api.calls(reply)] == ["headroom_retrieve"]
    assert KEY not in server.requests[0].tool_results[0]


def test_words_flow_while_our_call_is_held_back(caller: Caller) -> None:
    """In a stream the text before our call and that after it come through, our call never does."""
    server = caller.serve([calls(WANTED, text="Let me look. "), FOUND])
    client = caller.wrapped(server)
    events = caller.streamed(client, caller.api.conversation(WHOLE), tools=caller.api.tools("list_jobs"))
    assert "".join(map(caller.api.delta, events)) == "Let me look. " + FOUND.text
    spoken = [event for event in events if not hasattr(event, "response")]
    assert "headroom_retrieve" not in "".join(event.model_dump_json() for event in spoken)


class Job(BaseModel):
    """What the model is asked for."""

    job: int


@pytest.mark.parametrize("text", ["", "Let me look."])
def test_what_is_parsed_after_a_round_is_the_callers_class(caller: Caller, text: str) -> None:
    """The SDK parses the answer that follows, whatever the model said before its call; the reply is of the SDK's type."""
    server = caller.serve([calls(WANTED, text=text), says('{"job": 80}'), says('{"job": 80}')])
    client = caller.wrapped(server)
    wanted = {"chat": "response_format", "responses": "text_format", "messages": "output_format"}[caller.api.name]
    asked = caller.api.request(caller.api.conversation(WHOLE), **{wanted: Job})
    if caller.api.is_anthropic:
        asked["tools"] = caller.api.tools("list_jobs")
    reply = caller.do(caller.api.resource(client).parse, **asked)
    theirs = caller.do(caller.api.resource(caller.bare(server)).parse, **asked)
    for each in (reply, theirs):
        found = {
            "chat": lambda each=each: each.choices[0].message.parsed,
            "responses": lambda each=each: each.output_parsed,
            "messages": lambda each=each: each.parsed_output,
        }[caller.api.name]()
        assert found == Job(job=80)
    assert type(reply) is type(theirs)
    assert caller.one_row(client).retrieval_rounds == 1


@pytest.mark.parametrize("stream", [False, True])
def test_a_further_round_that_is_refused_is_asked_for_with_less(caller: Caller, stream: bool) -> None:
    """The caller has its answer, which the model gives with what it has; what no shorter request mends is the caller's."""
    server = caller.serve([calls(WANTED), error(400, "too long"), FOUND, calls(WANTED), error(429)])
    client = caller.wrapped(server)
    reply = ask(caller, client, stream=stream)
    assert caller.api.text(reply) == FOUND.text
    assert "does not fit" in server.requests[2].tool_results[-1]
    assert caller.one_row(client).retrieval_rounds == 1
    module: Any = anthropic if caller.api.is_anthropic else openai
    with pytest.raises(module.RateLimitError):
        ask(caller, client, stream=stream)
    assert len(server.requests) == 5
