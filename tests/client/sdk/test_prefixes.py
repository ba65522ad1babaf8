"""What was sent before goes out again as it was, so that the provider's cache finds it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from headroom.config import HeadroomConfig, PrefixFreezeConfig
from tests.client.sdk.apis import APIS, records
from tests.client.sdk.callers import STYLES, Caller

NOT_TRIO = pytest.mark.parametrize("style", STYLES[:2])


def sent_of(server: Any) -> list[list[str]]:
    """The messages of each request as JSON, without cache marks, one at a time."""
    return [[bare(message) for message in request.messages] for request in server.requests]


def bare(message: dict[str, Any]) -> str:
    """A message without marks; a text that had to become a block to carry one is a text again."""
    content = message.get("content")
    if isinstance(content, list):
        blocks = [{name: value for name, value in block.items() if name != "cache_control"} for block in content]
        plain = len(blocks) == 1 and set(blocks[0]) == {"type", "text"}
        message = {**message, "content": blocks[0]["text"] if plain else blocks}
    return json.dumps(message)


def grow(caller: Caller, client_for: Any, turns: int) -> None:
    """A conversation of an agent, asked about after each turn."""
    items: list[Any] = []
    for turn in range(turns):
        items += [caller.api.said(f"Which job failed in run {turn}?"), *caller.api.round(turn, records(60, seed=turn + 1))]
        caller.ask(client_for(turn), items, tools=caller.api.tools("list_jobs"))
        items += [caller.api.said(f"Number 30, in run {turn}.", "assistant")]


def assert_stable(server: Any) -> None:
    """Each request opens with all of the one before."""
    requests = sent_of(server)
    for earlier, later in pairwise(requests):
        assert later[: len(earlier)] == earlier
    tools = {json.dumps([{**tool, "cache_control": None} for tool in request.body["tools"]]) for request in server.requests}
    assert len(tools) == 1


@NOT_TRIO
def test_ten_turns(caller: Caller) -> None:
    """No message of an earlier request changes in a later one, and all of them are small."""
    server = caller.serve()
    client = caller.wrapped(server)
    grow(caller, lambda _: client, 10)
    assert_stable(server)
    assert len(server.requests[-1].raw) < 10 * len(records(60)) / 2


@NOT_TRIO
def test_a_new_process_sends_the_same(caller: Caller, tmp_path: Path) -> None:
    """A client that knows nothing of the conversation makes the same of it."""
    server = caller.serve()
    store = f"sqlite:///{tmp_path}/kept.db"
    grow(caller, lambda _: caller.wrapped(server, store_url=store), 4)
    assert_stable(server)


@NOT_TRIO
@pytest.mark.parametrize("switch_at", [3, 6])
def test_a_change_of_mode_leaves_what_was_sent(caller: Caller, switch_at: int) -> None:
    """Compression that begins in mid-conversation begins with what is new: the rest may be cached as it was."""
    server = caller.serve()
    config = HeadroomConfig(prefix_freeze=PrefixFreezeConfig(force_compress_threshold=1.0))
    client = caller.wrapped(server, config=config)
    items: list[Any] = []
    for turn in range(8):
        items += [caller.api.said(f"Which job failed in run {turn}?"), *caller.api.round(turn, records(60, seed=turn + 1))]
        mode = "audit" if turn < switch_at else "optimize"
        caller.ask(client, items, tools=caller.api.tools("list_jobs"), headroom_mode=mode)
        items += [caller.api.said("Number 30.", "assistant")]
    requests = sent_of(server)
    for earlier, later in pairwise(requests):
        assert later[: len(earlier)] == earlier
    assert len(server.requests[-1].tool_results[-1]) < len(records(60)) * 0.7
    assert server.requests[-1].tool_results[0] == records(60, seed=1)


@NOT_TRIO
def test_sending_anew_where_it_saves_more_than_the_cache(caller: Caller) -> None:
    """Past the threshold the whole history is compressed: half as much, sent anew, costs less from then on."""
    server = caller.serve()
    config = HeadroomConfig(prefix_freeze=PrefixFreezeConfig(force_compress_threshold=0.1))
    client = caller.wrapped(server, config=config)
    items = caller.api.conversation(records())
    caller.ask(client, items, tools=caller.api.tools("list_jobs"), headroom_mode="audit")
    caller.ask(
        client,
        [*items, caller.api.said("It was 150.", "assistant"), caller.api.said("Why?")],
        tools=caller.api.tools("list_jobs"),
    )
    assert len(server.requests[1].tool_results[0]) < len(records()) / 3


@NOT_TRIO
def test_a_stream_is_a_request_like_any_other(caller: Caller) -> None:
    """Streamed and plain requests of one conversation share their prefix."""
    server = caller.serve()
    client, tools = caller.wrapped(server), caller.api.tools("list_jobs")
    items = caller.api.conversation(records())
    caller.streamed(client, items, tools=tools)
    caller.ask(client, [*items, caller.api.said("It was 150.", "assistant"), caller.api.said("Why?")], tools=tools)
    assert_stable(server)


@NOT_TRIO
@pytest.mark.parametrize("api", [api for api in APIS if api.is_anthropic], ids=["messages"])
def test_marks_that_move_with_every_turn(caller: Caller) -> None:
    """The same conversation to the provider: what began in audit stays whole, and the row says that it goes on."""
    server = caller.serve()
    config = HeadroomConfig(prefix_freeze=PrefixFreezeConfig(force_compress_threshold=1.0))
    client = caller.wrapped(server, config=config)
    items = caller.api.conversation(records())
    for turn in range(3):
        marked = json.loads(json.dumps(items))
        content = marked[-1]["content"]
        marked[-1]["content"] = content if isinstance(content, list) else [{"type": "text", "text": content}]
        marked[-1]["content"][-1]["cache_control"] = {"type": "ephemeral"}
        caller.ask(
            client, marked, tools=caller.api.tools("list_jobs"), headroom_mode="optimize" if turn else "audit", system="Brief."
        )
        assert "cache_control" in json.dumps(server.requests[-1].messages[-1])
        items += [caller.api.said("Number 30.", "assistant"), caller.api.said(f"Why {turn}?")]
    requests = sent_of(server)
    for earlier, later in pairwise(requests):
        assert later[: len(earlier)] == earlier
    assert [row.estimated_cache_hit for row in caller.rows(client)] == [True, True, False]
