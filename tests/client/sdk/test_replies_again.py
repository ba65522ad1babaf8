"""The cache of replies: the same request is answered from it, as if by the SDK."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.config import CacheOptimizerConfig, HeadroomConfig
from tests.client.sdk.apis import records
from tests.client.sdk.callers import STYLES, Caller
from tests.fakes.provider_server import calls, error, says

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])

HI = says("Hello.")


def cached(caller: Caller, server: Any, **more: Any) -> Any:
    """A client that keeps replies."""
    return caller.wrapped(server, enable_semantic_cache=True, **more)


@NOT_TRIO
@pytest.mark.parametrize("mode", ["audit", "optimize"])
def test_the_same_request_again_is_a_hit(caller: Caller, mode: str) -> None:
    """The reply is of the SDK's own type and equal, the server hears nothing, and the row says so."""
    server = caller.serve([HI])
    client = cached(caller, server, default_mode=mode)
    first, second = (caller.ask(client, [caller.api.said("Hi")]) for _ in range(2))
    newest, oldest = caller.rows(client)
    assert type(second) is type(first)
    assert second == first
    assert second is not first
    assert len(server.requests) == 1
    assert (newest.semantic_cache_hit, oldest.semantic_cache_hit) == (True, False)
    assert (newest.bill.input_tokens, newest.cost_usd in (None, 0)) == (0, True)
    assert caller.stats(client)["session"]["cache_hits"] == 1


@NOT_TRIO
def test_what_a_caller_does_to_a_reply_is_not_seen_by_the_next(caller: Caller) -> None:
    """Each hit is a copy."""
    server = caller.serve([HI])
    client = cached(caller, server)
    first = caller.ask(client, [caller.api.said("Hi")])
    first.model = "scribbled over"
    second = caller.ask(client, [caller.api.said("Hi")])
    second.id = "scribbled over"
    third = caller.ask(client, [caller.api.said("Hi")])
    assert third.model == caller.api.model
    assert third.id not in ("", "scribbled over")


@NOT_TRIO
def test_whatever_a_reply_depends_on_is_a_miss(caller: Caller) -> None:
    """Another question, tenant, sampling, tool, header or model asks the provider."""
    server = caller.serve()
    client = cached(caller, server)
    limit = {"chat": "max_completion_tokens", "responses": "max_output_tokens", "messages": "max_tokens"}[caller.api.name]
    hi = [caller.api.said("Hi")]
    differences: list[dict[str, Any]] = [
        {},
        {"headroom_tenant": "blue"},
        {limit: 77},
        {"tools": caller.api.tools("list_jobs")},
        {"tools": caller.api.tools("stop_job")},
        {"model": "another-model"},
        {"extra_body": {"temperature": 0.7}},
        {"extra_headers": {"x-experiment": "b"}},
    ]
    for _ in range(2):
        for difference in differences:
            caller.do(caller.api.resource(client).create, **{**caller.api.request(hi), **difference})
        caller.ask(client, [caller.api.said("Hi!")])
    assert len(server.requests) == len(differences) + 1


@NOT_TRIO
def test_streams_and_raw_responses_go_by_it(caller: Caller) -> None:
    """They belong to one connection: each is asked anew, and neither is kept."""
    server = caller.serve()
    client, hi = cached(caller, server), [caller.api.said("Hi")]
    for _ in range(2):
        caller.streamed(client, hi)
        caller.do(caller.api.resource(client).with_raw_response.create, **caller.api.request(hi))
    caller.ask(client, hi)
    assert len(server.requests) == 5


@NOT_TRIO
def test_errors_are_not_kept(caller: Caller) -> None:
    """After a failure the provider is asked again."""
    server = caller.serve([error(500), HI])
    client = cached(caller, server)
    with pytest.raises(Exception, match="500"):
        caller.ask(client, [caller.api.said("Hi")])
    assert caller.api.text(caller.ask(client, [caller.api.said("Hi")])) == HI.text


@NOT_TRIO
def test_the_cache_is_off_unless_asked_for(caller: Caller) -> None:
    """The same request is sent twice."""
    server = caller.serve()
    client = caller.wrapped(server)
    for _ in range(2):
        caller.ask(client, [caller.api.said("Hi")])
    assert len(server.requests) == 2


@NOT_TRIO
def test_the_cache_is_no_larger_than_told(caller: Caller) -> None:
    """Of more replies than there is room for, the oldest is asked for anew."""
    server = caller.serve()
    config = HeadroomConfig(cache_optimizer=CacheOptimizerConfig(enable_semantic_cache=True, semantic_cache_max_entries=1))
    client = caller.wrapped(server, config=config)
    for word in ("one", "two", "one"):
        caller.ask(client, [caller.api.said(word)])
    assert len(server.requests) == 3


@NOT_TRIO
def test_a_reply_with_tool_calls_is_given_again_whole(caller: Caller) -> None:
    """An agent's request is a hit, too, when it is the very same."""
    server = caller.serve([calls(("list_jobs", {"night": "tuesday"}))])
    client = cached(caller, server)
    asked = {"items": caller.api.conversation(records()), "tools": caller.api.tools("list_jobs")}
    first, second = caller.ask(client, **asked), caller.ask(client, **asked)
    assert caller.api.calls(second) == caller.api.calls(first) != []
