"""Plain calls by the real SDKs: the reply is theirs, and the request is smaller or the same."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest

from headroom.config import HeadroomMode
from tests.client.sdk.apis import FAILED, records
from tests.client.sdk.callers import Caller


def test_the_reply_is_the_sdks_own(caller: Caller) -> None:
    """The very type and value that the bare SDK makes of the same reply."""
    bare_server, server = caller.serve(), caller.serve()
    asked = [caller.api.said("Hi")]
    theirs = caller.ask(caller.bare(bare_server), asked)
    ours = caller.ask(caller.wrapped(server), asked)
    ignored = {"created", "created_at", "completed_at"}
    assert type(ours) is type(theirs)
    assert ours.model_dump(exclude=ignored) == theirs.model_dump(exclude=ignored)
    assert ours._request_id == theirs._request_id  # noqa: SLF001


@pytest.mark.parametrize("mode", ["audit", "optimize"])
@pytest.mark.parametrize("stream", [False, True])
def test_what_is_not_compressed_is_sent_to_the_byte(caller: Caller, mode: str, stream: bool) -> None:
    """The wire sees no difference to the bare SDK: not in a byte of the body, and not in a header."""
    server = caller.serve()
    asked = [caller.api.said("Hi"), caller.api.said("Hello.", "assistant"), caller.api.said("What  is\tthis? é \U0001f600")]
    for client in (caller.bare(server), caller.wrapped(server, default_mode=mode)):
        reply = caller.ask(client, asked, stream=stream)
        if stream:
            caller.read(reply)
    theirs, ours = server.requests
    assert ours.raw == theirs.raw
    assert ours.headers == theirs.headers


def test_audit_leaves_a_big_conversation_whole(caller: Caller) -> None:
    """Mode audit observes: what would be compressed goes out as it came, and is counted."""
    server = caller.serve()
    asked = caller.api.conversation(records())
    client = caller.wrapped(server, default_mode=HeadroomMode.AUDIT)
    tools = caller.api.tools("list_jobs")
    caller.ask(caller.bare(server), asked, tools=tools)
    caller.ask(client, asked, tools=tools)
    theirs, ours = server.requests
    row = caller.one_row(client)
    assert ours.raw == theirs.raw
    assert row.mode == "audit"
    assert row.tokens_input_before == row.tokens_input_after > 1_000


def test_a_big_result_arrives_smaller_and_comes_back_by_its_hash(caller: Caller) -> None:
    """The provider accepts it, what matters is in it, and the whole is a question away."""
    server, whole = caller.serve(), records()
    client = caller.wrapped(server)
    reply = caller.ask(client, caller.api.conversation(whole), tools=caller.api.tools("list_jobs"))
    (sent,) = server.requests
    row = caller.one_row(client)
    (shown,) = sent.tool_results
    key = hashlib.sha256(whole.encode()).hexdigest()[:24]
    assert caller.api.text(reply).startswith("The tool said") or caller.api.text(reply).startswith("You said")
    assert len(shown) < len(whole) / 4
    assert FAILED in shown
    assert key in shown
    assert caller.do(client.retrieve, key) == whole
    assert sent.tool_names == ["list_jobs", "headroom_retrieve"]
    assert row.tokens_input_after < row.tokens_input_before / 4
    assert row.transforms_applied


def test_nothing_of_the_callers_is_changed(caller: Caller) -> None:
    """Messages and tools are the same values after the call, even nested ones."""
    server = caller.serve()
    asked, tools = caller.api.conversation(records(), records(seed=2)), caller.api.tools("list_jobs")
    before: Any = copy.deepcopy((asked, tools))
    client = caller.wrapped(server)
    caller.ask(client, asked, tools=tools)
    caller.streamed(client, asked, tools=tools)
    assert (asked, tools) == before


def test_a_conversation_may_be_a_tuple(caller: Caller) -> None:
    """What the SDK takes is taken, and compressed the same: a tuple, and an iterator where the SDK makes a list of it."""
    server = caller.serve()
    client, asked, tools = caller.wrapped(server), caller.api.conversation(records()), caller.api.tools("list_jobs")
    given = [asked, tuple(asked), *([] if caller.api.name == "responses" else [iter(asked)])]
    for items in given:
        caller.ask(client, items, tools=tools)
    first, *others = [request.raw for request in server.requests]
    assert others == [first] * len(others)
    assert len(first) < len(records()) / 2
