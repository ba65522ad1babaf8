"""What one request says about itself does what it says."""

from __future__ import annotations

import hashlib
from typing import Any

import anthropic
import openai
import pytest

import headroom
from headroom.client.aio import AsyncHeadroomClient
from headroom.client.sync import HeadroomClient
from headroom.measures.requests import SimulationResult
from headroom.providers import AnthropicProvider, OpenAIProvider
from tests.client.sdk.apis import Api, records
from tests.client.sdk.callers import STYLES, Caller
from tests.fakes.provider_server import serve

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])

WHOLE = records()


def sent(caller: Caller, client: Any, items: list[Any], **more: Any) -> Any:
    """The latest request that the server saw."""
    server = caller.serve()
    other = client.with_options(base_url=server.url if caller.api.is_anthropic else server.openai_url)
    caller.ask(other, items, tools=caller.api.tools("list_jobs"), **more)
    return server.requests[-1]


@NOT_TRIO
def test_mode(caller: Caller) -> None:
    """A request goes its own way, whatever the client's mode, and the next one the client's again."""
    for mode, other in (("audit", "optimize"), ("optimize", "audit")):
        client = caller.wrapped(caller.serve(), default_mode=mode)
        shares = []
        for seed, said in enumerate((other, headroom.HeadroomMode(mode), None), start=3):
            whole = records(seed=seed)
            request = sent(caller, client, caller.api.conversation(whole), headroom_mode=said)
            shares.append(len(request.tool_results[0]) / len(whole))
        assert [share < 1 / 3 for share in shares] == [other == "optimize", mode == "optimize", mode == "optimize"]
        assert [row.mode for row in caller.rows(client)] == [mode, mode, other]


@NOT_TRIO
@pytest.mark.parametrize("way", ["mode", "method", "client"])
def test_simulate_sends_nothing(caller: Caller, way: str) -> None:
    """The result says what would be sent, which is what then is sent; the server hears nothing and nothing is kept."""
    server = caller.serve()
    client = caller.wrapped(server, default_mode="simulate" if way == "client" else "optimize")
    asked = caller.api.request(caller.api.conversation(WHOLE), tools=caller.api.tools("list_jobs"))
    resource = caller.api.resource(client)
    if way == "method":
        plan = caller.do(resource.simulate, **asked)
    else:
        plan = caller.do(resource.create, **asked, **({"headroom_mode": "simulate"} if way == "mode" else {}))
    key = hashlib.sha256(WHOLE.encode()).hexdigest()[:24]
    assert isinstance(plan, SimulationResult)
    assert server.requests == []
    assert caller.rows(client) == []
    assert caller.do(client.retrieve, key) is None
    assert plan.tokens_saved == plan.tokens_before - plan.tokens_after > 1_000
    caller.do(resource.create, **asked, headroom_mode="optimize")
    assert plan.messages_optimized == without_marks(server.requests[0].messages, plan.messages_optimized)


def without_marks(items: list[Any], like: list[Any]) -> list[Any]:
    """The items, those that differ from `like` in cache marks alone as they stand there."""
    return [other if str(other) == str(one).replace(", 'cache_control': {'type': 'ephemeral'}", "") else one
            for one, other in zip(items, like, strict=True)]  # fmt: skip


@NOT_TRIO
def test_simulate_goes_with_other_ways_to_ask(caller: Caller) -> None:
    """A stream that is simulated is a result, too: there is nothing to stream."""
    server = caller.serve()
    client = caller.wrapped(server)
    plan = caller.ask(client, caller.api.conversation(WHOLE), stream=True, headroom_mode="simulate")
    assert isinstance(plan, SimulationResult)
    assert server.requests == []


@NOT_TRIO
@pytest.mark.parametrize("way", ["mode", "client"])
def test_what_is_entered_cannot_be_simulated(caller: Caller, way: str) -> None:
    """There is no reply that the SDK could read on; that is said at once, and nothing is sent."""
    server = caller.serve()
    client = caller.wrapped(server, default_mode="simulate" if way == "client" else "optimize")
    asked = caller.api.request(caller.api.conversation(WHOLE), **({"headroom_mode": "simulate"} if way == "mode" else {}))
    resource = caller.api.resource(client)
    for method in (resource.stream, resource.with_streaming_response.create):
        with pytest.raises(headroom.ConfigurationError, match="cannot be simulated"):
            method(**asked)
    assert server.requests == []


@NOT_TRIO
def test_keep_turns(caller: Caller) -> None:
    """The last turns asked for stay whole, earlier ones do not."""
    older, newer = records(seed=5), records(seed=6)
    items = [*caller.api.conversation(older), caller.api.said("It was 150.", "assistant"), caller.api.said("And then?")]
    items += caller.api.round(7, newer)
    client = caller.wrapped(caller.serve())
    first, second = sent(caller, client, items, headroom_keep_turns=1).tool_results
    assert second == newer
    assert len(first) < len(older) / 3
    other = caller.wrapped(caller.serve())
    assert len(sent(caller, other, items, headroom_keep_turns=0).tool_results[1]) < len(newer) / 3
    whole = caller.wrapped(caller.serve())
    assert sent(caller, whole, items, headroom_keep_turns=2).tool_results == [older, newer]


@NOT_TRIO
@pytest.mark.parametrize("profile", [{"skip_compression": True}, headroom.ToolProfile(skip_compression=True)])
def test_a_tool_is_skipped(caller: Caller, profile: Any) -> None:
    """Results of the tool named are whole, all others are not."""
    items = [*caller.api.conversation(records(seed=7)), *caller.api.round(9, records(seed=8), tool="stop_job")]
    client = caller.wrapped(caller.serve())
    listed, stopped = sent(caller, client, items, headroom_tool_profiles={"stop_job": profile}).tool_results
    assert stopped == records(seed=8)
    assert len(listed) < len(stopped) / 3


@NOT_TRIO
def test_a_tool_keeps_more_items(caller: Caller) -> None:
    """`max_items_after_crush` is the tool's budget for this request."""
    sizes = []
    for most in (5, 60):
        client = caller.wrapped(caller.serve())
        profiles = {"list_jobs": {"max_items_after_crush": most}}
        sizes.append(len(sent(caller, client, caller.api.conversation(WHOLE), headroom_tool_profiles=profiles).tool_results[0]))
    assert sizes[0] * 2 < sizes[1] < len(WHOLE)


@NOT_TRIO
def test_room_for_the_reply(caller: Caller) -> None:
    """What is left for the reply is taken from the window, whose oldest turns go; the row says how many."""
    items: list[Any] = []
    for number in range(6):
        items += [caller.api.said(f"Question {number}: " + "why does it fail, and when did it begin? " * 20)]
        items += caller.api.round(number, f"Result {number}: " + f"it failed on node {number} at noon. " * 20)
        items += [caller.api.said(f"Answer {number}.", "assistant")]
    items += [caller.api.said("And now?")]
    client = caller.wrapped(caller.serve(), model_context_limits={caller.api.model: 6_000})
    roomy = sent(caller, client, items, headroom_output_buffer_tokens=100)
    tight = sent(caller, client, items, headroom_output_buffer_tokens=4_000)
    newest, oldest = caller.rows(client)
    assert len(roomy.messages) == len(items)
    assert len(tight.messages) < len(items)
    assert "And now?" in str(tight.messages[-1])
    assert (oldest.turns_dropped, oldest.tool_units_dropped) == (0, 0)
    assert newest.turns_dropped > 0
    assert newest.tool_units_dropped > 0


def test_a_longer_prefix_for_the_cache(api: Api) -> None:
    """Anthropic: the mark stands where the prefix of that length ends."""
    if not api.is_anthropic:
        return
    places = []

    for tokens in (4_000, 8_000):
        with serve() as server, anthropic.Anthropic(base_url=server.url, api_key="key") as sdk:
            with HeadroomClient(sdk, AnthropicProvider(), store_url="memory://", default_mode="audit") as client:
                items = api.conversation(*(f"Line {number} of the log. " * 400 for number in range(8)))
                asked = api.request(items, tools=api.tools("list_jobs"))
                client.messages.create(**asked, headroom_mode="optimize", headroom_cache_prefix_tokens=tokens)
            places.append(
                [index for index, message in enumerate(server.requests[0].messages) if "cache_control" in str(message)]
            )
    assert places[0][0] < places[1][0]


@NOT_TRIO
def test_a_tenant(caller: Caller) -> None:
    """Originals of one tenant are kept for that one; rows say whose they are."""
    client = caller.wrapped(caller.serve())
    whole = records(seed=9)
    sent(caller, client, caller.api.conversation(whole), headroom_tenant="blue")
    assert caller.one_row(client).tenant == "blue"
    assert caller.do(client.retrieve, hashlib.sha256(whole.encode()).hexdigest()[:24]) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"headroom_mode": "optimise"}, "headroom_mode"),
        ({"headroom_keep_turns": -1}, "headroom_keep_turns"),
        ({"headroom_keep_turns": "2"}, "headroom_keep_turns"),
        ({"headroom_output_buffer_tokens": 10_000_000}, "headroom_output_buffer_tokens"),
        ({"headroom_tool_profiles": ["list_jobs"]}, "headroom_tool_profiles"),
        ({"headroom_tool_profiles": {"list_jobs": {"skip": True}}}, "headroom_tool_profiles"),
        ({"headroom_keep_turn": 2}, "headroom_keep_turn"),
        ({"headroom_tenant": 7}, "headroom_tenant"),
    ],
)
@pytest.mark.parametrize("method", ["create", "simulate"])
def test_misuse_is_an_error_of_configuration(wrong: dict[str, Any], field: str, method: str) -> None:
    """A value that cannot be honoured is a ConfigurationError and a ValueError, named in its details; nothing is sent."""
    with (
        openai.OpenAI(base_url="http://127.0.0.1:9/v1", api_key="key", max_retries=0) as sdk,
        HeadroomClient(sdk, OpenAIProvider(), store_url="memory://") as client,
    ):
        asked: dict[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}], **wrong}
        with pytest.raises(headroom.ConfigurationError) as caught:
            getattr(client.chat.completions, method)(**asked)
        assert client.get_metrics() == []
    assert isinstance(caught.value, ValueError)
    assert caught.value.details["field"] == field


def test_the_wrong_class_names_the_right_one(api: Api) -> None:
    """A client that is awaited belongs into AsyncHeadroomClient, one that blocks into HeadroomClient."""
    kinds: dict[str, Any] = {"Sync": openai.OpenAI, "Async": openai.AsyncOpenAI}
    if api.is_anthropic:
        kinds = {"Sync": anthropic.Anthropic, "Async": anthropic.AsyncAnthropic}
    with pytest.raises(headroom.ConfigurationError, match="AsyncHeadroomClient") as caught:
        HeadroomClient(kinds["Async"](api_key="key"), api.provider())
    assert isinstance(caught.value, ValueError)
    with pytest.raises(headroom.ConfigurationError, match=r"\bHeadroomClient"):
        AsyncHeadroomClient(kinds["Sync"](api_key="key"), api.provider())
    with pytest.raises(headroom.ConfigurationError, match="original_client"):
        HeadroomClient(kinds["Sync"], api.provider())
