"""`HeadroomClient`, round clients of both makes."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest

from headroom.client.aio import AsyncHeadroomClient
from headroom.client.sync import HeadroomClient
from headroom.config import HeadroomConfig, HeadroomMode
from headroom.errors import ConfigurationError, HeadroomError, StorageError
from headroom.measures.requests import SimulationResult
from headroom.providers import AnthropicProvider, OpenAIProvider
from headroom.retrieval.marker import find_markers
from tests.fakes.ports import LOG
from tests.fakes.requests import anthropic_messages, openai_messages
from tests.fakes.sdk_clients import AsyncSdk, Other, Reply, Sdk

DONE = Reply(usage={"prompt_tokens": 500, "completion_tokens": 2, "total_tokens": 502}, choices=[])
_PUBLIC = ("effective_settings", "explain_settings")


def wrapped(original: Any, **options: Any) -> HeadroomClient:
    """A client with nothing but memory."""
    options = {"store_url": "memory://", "default_mode": "optimize", "environ": {}, **options}
    return HeadroomClient(original, OpenAIProvider(), **options)


def ask(client: HeadroomClient, **keywords: Any) -> Any:
    """A call with something to leave out."""
    return client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG), **keywords)


def own_methods(kind: type) -> dict[str, Any]:
    """The public methods of a client."""
    return {name: value for name, value in vars(kind).items() if not name.startswith("_") or name == "__init__"}


def test_both_clients_have_the_same_names_and_parameters() -> None:
    """And the methods of the awaited one that do input or output, or count, are to be awaited."""
    ours, theirs = own_methods(HeadroomClient), own_methods(AsyncHeadroomClient)
    assert ours.keys() == theirs.keys()
    assert {name for name, method in ours.items() if isinstance(method, property)} == {"last_diff"}
    assert isinstance(theirs["last_diff"], property)
    del ours["last_diff"]
    for name, method in ours.items():
        one, other = inspect.signature(method), inspect.signature(theirs[name])
        assert list(one.parameters.values()) == list(other.parameters.values()), name
        assert inspect.iscoroutinefunction(theirs[name]) is (name != "__init__")
        assert not inspect.iscoroutinefunction(method)
    for name in _PUBLIC:
        assert getattr(HeadroomClient, name) is getattr(AsyncHeadroomClient, name)


def test_a_call_is_compressed_and_the_client_is_the_sdks_otherwise() -> None:
    """The reply is the SDK's own; everything not named here is reached through."""
    original = Sdk(DONE)
    with wrapped(original) as client:
        assert ask(client) is DONE
        ((path, posted),) = original.posted
        assert path == "/chat/completions"
        assert len(json.dumps(posted["body"]["messages"])) < len(LOG) / 4
        assert client.timeout == 7.0
        assert client._original is original  # noqa: SLF001 - documented
        assert client.chat.completions.retrieve("id") == "id of Sdk"
        with pytest.raises(AttributeError):
            _ = client.nonsense


def test_the_sdks_own_resource_is_not_changed() -> None:
    """Whoever holds the client itself calls as before."""
    original = Sdk(DONE, DONE)
    with wrapped(original) as client:
        ask(client)
        original.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
    assert original.posted[1][1]["body"]["messages"] == openai_messages(LOG)


def test_helpers_and_raw_responses_stay_the_sdks() -> None:
    """`parse` makes what it makes, and a raw response that was made once before is not the one that is used."""
    original = Sdk(DONE, DONE, DONE)
    _ = original.chat.completions.with_raw_response
    with wrapped(original) as client:
        assert client.chat.completions.parse(model="gpt-4o", messages=openai_messages(LOG)) == ("parsed", DONE)
        raw = client.chat.completions.with_raw_response.create(model="gpt-4o", messages=openai_messages(LOG))
        assert raw is DONE
    for _, posted in original.posted:
        assert len(json.dumps(posted["body"]["messages"])) < len(LOG) / 4


def test_what_the_sdk_raises_is_the_callers() -> None:
    """The very exception, with no word of ours round it."""
    error = ConnectionResetError("gone")
    with wrapped(Sdk(error)) as client:
        with pytest.raises(ConnectionResetError) as caught:
            ask(client)
        assert caught.value is error
        assert caught.value.__cause__ is None
        assert client.get_metrics()[0].error == "ConnectionResetError"


def test_clients_of_another_make_are_called_by_their_create() -> None:
    """With the body as keywords, and none of ours."""
    reply = {"content": [], "usage": {"input_tokens": 3, "output_tokens": 1}}
    original = Other(reply)
    with HeadroomClient(original, AnthropicProvider(), "memory://", "optimize", environ={}) as client:
        got = client.messages.create(
            model="claude-sonnet-4-5", max_tokens=5, messages=anthropic_messages(LOG), headroom_keep_turns=0
        )
        assert got is reply
        (asked,) = original.asked
        assert asked.keys() >= {"model", "max_tokens", "messages"}
        assert not any(name.startswith("headroom") for name in asked)
        assert len(json.dumps(asked["messages"])) < len(LOG) / 4
        assert client.get_metrics()[0].bill.input_tokens == 3


def test_streams_of_another_make_flow_through() -> None:
    """Whatever their events are; a stream left half-read is closed."""
    closed: list[int] = []

    def events() -> Iterator[object]:
        try:
            yield from ({"type": "ping"}, {"type": "message_stop"})
        finally:
            closed.append(1)

    with HeadroomClient(Other(events()), AnthropicProvider(), "memory://", "optimize", environ={}) as client:
        stream = client.messages.create(model="claude-sonnet-4-5", max_tokens=5, messages=anthropic_messages(), stream=True)
        for event in stream:
            assert event == {"type": "ping"}
            break
        del stream
        assert closed == [1]
        assert client.get_metrics()[0].stream


@pytest.mark.parametrize("reads", [0, 1])
@pytest.mark.parametrize("leaves", ["close", "__exit__"])
def test_a_stream_of_another_make_is_closed_however_it_is_left(leaves: str, reads: int) -> None:
    """Also where nothing of it was read; the call has its row at once."""

    class Pings:
        is_open = True

        def __iter__(self) -> Iterator[object]:
            return iter([{"type": "ping"}] * 3)

        def close(self) -> None:
            self.is_open = False

    theirs = Pings()
    with HeadroomClient(Other(theirs), AnthropicProvider(), "memory://", "optimize", environ={}) as client:
        stream = client.messages.create(model="claude-sonnet-4-5", max_tokens=5, messages=anthropic_messages(), stream=True)
        for _ in range(reads):
            assert next(stream) == {"type": "ping"}
        getattr(stream, leaves)()
        assert not theirs.is_open
        assert [row.stream for row in client.get_metrics()] == [True]


def test_siblings_share_stores_and_counters() -> None:
    """`with_options` gives a client of ours round another one of the SDK."""
    original = Sdk(DONE, DONE)
    with wrapped(original) as client:
        sibling = client.with_options(owner="them")
        assert isinstance(sibling, HeadroomClient)
        assert sibling._original.owner == "them"  # noqa: SLF001 - documented
        ask(client)
        ask(sibling)
        assert client.get_stats()["session"]["requests_total"] == 2


def test_the_wrong_kind_of_client_is_told_at_once() -> None:
    """With the name of the one to use; likewise a class, and nothing."""
    for original in (AsyncSdk(), Sdk, None):
        with pytest.raises(ConfigurationError) as caught:
            wrapped(original)
        assert caught.value.details["field"] == "original_client"
    with pytest.raises(ValueError, match="AsyncHeadroomClient"):
        wrapped(AsyncSdk())


@pytest.mark.parametrize(
    "wrong",
    [
        {"default_mode": "fast"},
        {"store_url": "ftp://x"},
        {"store_url": 7},
        {"model_context_limits": {"gpt-4o": -1}},
        {"cache_optimizer": dict},
        {"enable_semantic_cache": "yes"},
        {"config": {}},
    ],
)
def test_misuse_is_a_configuration_error_with_details(wrong: dict[str, Any]) -> None:
    """Which is also a ValueError, and one of ours."""
    with pytest.raises(ConfigurationError) as caught:
        wrapped(Sdk(), **wrong)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, HeadroomError)
    assert caught.value.details


def test_unknown_keywords_are_told_with_the_nearest() -> None:
    """Before anything is sent."""
    original = Sdk(DONE)
    with wrapped(original) as client, pytest.raises(ConfigurationError, match="headroom_keep_turns"):
        ask(client, headroom_keep_turn=1)
    assert original.posted == []


def test_simulations_and_observations() -> None:
    """Both ways to simulate send nothing; a request may be observed while others are compressed."""
    original = Sdk(DONE)
    with wrapped(original) as client:
        plan = client.chat.completions.simulate(model="gpt-4o", messages=openai_messages(LOG))
        assert isinstance(plan, SimulationResult)
        assert isinstance(ask(client, headroom_mode="simulate"), SimulationResult)
        assert original.posted == []
        assert ask(client, headroom_mode=HeadroomMode.AUDIT) is DONE
        assert original.posted[0][1]["body"]["messages"] == openai_messages(LOG)


def test_what_was_left_out_is_given_back_to_its_tenant() -> None:
    """By the hash of its marker; to another tenant it is a miss."""
    original = Sdk(DONE, DONE)
    with wrapped(original) as client:
        ask(client)
        ask(client, headroom_tenant="another")
        (marker,) = find_markers(original.posted[0][1]["body"]["messages"][3]["content"])
        assert client.retrieve(marker.hash) == LOG
        assert client.retrieve("0" * 24) is None
        assert {row.tenant for row in client.get_metrics()} >= {"another"}
        assert client.get_metrics(limit=1, offset=5) == []
        with pytest.raises(ConfigurationError):
            client.get_metrics(limit=-1)


def test_metrics_and_totals_are_of_all_that_is_over() -> None:
    """Nothing has to be waited for."""
    with wrapped(Sdk(DONE, DONE)) as client:
        ask(client)
        ask(client, headroom_mode="audit")
        assert [row.mode for row in client.get_metrics()] == ["audit", "optimize"]
        assert [row.mode for row in client.get_metrics(mode="optimize", model="gpt-4o")] == ["optimize"]
        assert client.get_summary()["total_requests"] == 2
        session = client.get_stats()["session"]
        assert (session["requests_optimized"], session["requests_audit"]) == (1, 1)


def test_closing_again_is_allowed() -> None:
    """And a store that is gone is told only to who asks it."""
    client = wrapped(Sdk(DONE), config=HeadroomConfig())
    client.close()
    client.close()
    assert ask(client) is DONE
    assert issubclass(StorageError, HeadroomError)
