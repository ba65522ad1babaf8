"""What is done for the provider's prompt cache: marks and keys, and no word changed for them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from headroom.config import CacheOptimizerConfig, HeadroomConfig
from tests.client.sdk.apis import APIS, Api, records
from tests.client.sdk.callers import STYLES, Caller
from tests.fakes.provider_server import Usage, says, using

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])

ANTHROPIC = pytest.mark.parametrize("api", [api for api in APIS if api.is_anthropic], ids=["messages"])
OPENAI = pytest.mark.parametrize("api", [api for api in APIS if not api.is_anthropic], ids=["chat", "responses"])
SYSTEM = "You look after the nightly jobs. " * 300


def marks(value: Any) -> int:
    """How many cache marks stand in a value."""
    return json.dumps(value).count('"cache_control"')


def agent(api: Api, rounds: int) -> list[Any]:
    """A conversation of an agent, long enough for any cache."""
    return api.conversation(*(f"{number}: " + records(40, seed=number + 1) for number in range(rounds)))


@NOT_TRIO
@ANTHROPIC
def test_a_conversation_that_goes_on_is_marked(caller: Caller) -> None:
    """At the newest message and at the end of the prompt, whose text stays; at most four."""
    server = caller.serve()
    client = caller.wrapped(server)
    for rounds in (1, 4, 9):
        caller.ask(client, agent(caller.api, rounds), tools=caller.api.tools("list_jobs"), system=SYSTEM)
    for sent in server.requests:
        system = sent.body["system"]
        assert 2 <= marks(sent.body) <= 4
        assert marks(sent.messages[-1]) == 1
        assert (system if isinstance(system, str) else "".join(block["text"] for block in system)) == SYSTEM
    assert all(row.breakpoints_inserted >= 2 for row in caller.rows(client))


@NOT_TRIO
@ANTHROPIC
def test_one_shot_requests_are_not_marked(caller: Caller) -> None:
    """Nothing says that it goes on: a mark would only be paid for."""
    server = caller.serve()
    caller.ask(caller.wrapped(server), [caller.api.said("Summarize: " + "the job ran at noon. " * 900)], system=SYSTEM)
    assert marks(server.requests[0].body) == 0


@NOT_TRIO
@ANTHROPIC
def test_the_callers_marks_stay_and_count(caller: Caller) -> None:
    """The caller's stand where they stood, ours fill up to four; where the caller has four, none is added."""
    server = caller.serve()
    client, items = caller.wrapped(server), agent(caller.api, 6)
    mark = {"type": "ephemeral"}
    for theirs in ([2], [2, 4, 6, 8]):
        marked = json.loads(json.dumps(items))
        for index in theirs:
            marked[index]["content"][-1]["cache_control"] = mark
        caller.ask(client, marked, tools=caller.api.tools("list_jobs"), system=SYSTEM)
        sent = server.requests[-1]
        assert all(marks(sent.messages[index]) == 1 for index in theirs)
        assert marks(sent.body) <= 4
        assert marks(sent.body) > len(theirs) or len(theirs) == 4


@NOT_TRIO
@ANTHROPIC
@pytest.mark.parametrize("way", ["parameter", "config"])
def test_switched_off_nothing_is_added(caller: Caller, way: str) -> None:
    """Neither by the parameter nor by the config."""
    server = caller.serve()
    config = HeadroomConfig(cache_optimizer=CacheOptimizerConfig(enabled=False))
    told: dict[str, Any] = {"enable_cache_optimizer": False} if way == "parameter" else {"config": config}
    client = caller.wrapped(server, **told)
    caller.ask(client, agent(caller.api, 6), tools=caller.api.tools("list_jobs"), system=SYSTEM)
    assert marks(server.requests[0].body) == 0
    assert caller.one_row(client).cache_optimizer_used is None


@NOT_TRIO
@OPENAI
def test_no_cache_key_for_an_unknown_host(caller: Caller) -> None:
    """A compatible server may refuse a field that it does not know; the caller's own is sent."""
    server = caller.serve()
    client = caller.wrapped(server)
    items, tools = agent(caller.api, 4), caller.api.tools("list_jobs")
    caller.ask(client, items, tools=tools)
    caller.ask(client, items, tools=tools, prompt_cache_key="mine")
    first, second = server.requests
    assert "prompt_cache_key" not in first.body
    assert second.body["prompt_cache_key"] == "mine"
    assert second.differs(first) == {"prompt_cache_key"}


@NOT_TRIO
def test_read_and_written_tokens_are_in_the_row(caller: Caller) -> None:
    """What the provider says of its cache is what the row says."""
    usage = Usage(input_tokens=5_000, output_tokens=10, cached_tokens=3_000, cache_write_tokens=1_000)
    server = caller.serve([using(says("Yes."), usage)])
    client = caller.wrapped(server)
    caller.ask(client, agent(caller.api, 4), tools=caller.api.tools("list_jobs"))
    row = caller.one_row(client)
    assert (row.cached_tokens, row.bill.cache_read_tokens) == (3_000, 3_000)
    assert row.cost_usd > 0
