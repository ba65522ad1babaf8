"""What goes wrong between SDK and provider: the SDK's own exceptions, attempts and all, and a row that says so."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Any

import openai
import pytest

from tests.client.sdk.apis import records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import Reply, calls, cut, error, fails_midway, hangs, says

LONG = says("One word after the other comes down the line until it is said, and then the next one. " * 3)


def told(caller: Caller, client: Any, *, stream: bool = False, **more: Any) -> tuple[Any, ...]:
    """What a call raises, as far as a caller can see, and the words that came before it."""
    heard = ""
    try:
        reply = caller.ask(
            client, caller.api.conversation(records()), tools=caller.api.tools("list_jobs"), stream=stream, **more
        )
        while stream and (event := caller.next(reply)) is not None:
            heard += caller.api.delta(event)
    except Exception as raised:  # noqa: BLE001 - whatever it is, both are to raise the same
        body = getattr(raised, "body", None)
        code = body.get("code", body.get("type")) if isinstance(body, dict) else None
        return type(raised), getattr(raised, "status_code", None), raised.args, code, type(raised.__cause__), heard
    return (None, heard)


def compared(
    caller: Caller, script: Sequence[Reply], *, retries: int = 0, stream: bool = False, **more: Any
) -> tuple[Any, Any]:
    """What ours raises and its row, found to be what the bare SDK raises with as many attempts."""
    bare_server, server = caller.serve(script), caller.serve([*script, LONG])
    expected = told(caller, caller.bare(bare_server, max_retries=retries), stream=stream, **more)
    client = caller.wrapped(server, sdk=caller.bare(server, max_retries=retries))
    found = told(caller, client, stream=stream, **more)
    assert found == expected
    # Who gives up early may do so before the server has seen the request.
    assert bare_server.wait_for(lambda bare: bool(bare.requests))
    assert server.wait_for(lambda ours: len(ours.requests) == len(bare_server.requests))
    row = caller.one_row(client)
    caller.ask(client, [caller.api.said("Still there?")])
    assert [kept.error for kept in caller.rows(client)] == [None, row.error]
    assert caller.stats(client)["session"]["failures"] == int(row.error is not None)
    return found, row


@pytest.mark.parametrize(("status", "stream"), [(400, False), (401, True), (429, False), (500, True), (529, False)])
def test_refusals(caller: Caller, status: int, stream: bool) -> None:
    """Type, status, message and code are the SDK's; the row names type and status, never the text."""
    found, row = compared(caller, [error(status, "secret words")], stream=stream)
    assert found[1] == status
    assert row.error == f"{found[0].__name__} {status}"
    assert "secret" not in repr(row)
    assert row.bill.input_tokens == row.bill.output_tokens == 0


@pytest.mark.parametrize("status", [429, 500, 529])
def test_attempts_are_the_sdks(caller: Caller, status: int) -> None:
    """The SDK tries as often as it is told, none of ours on top; one row for all of it."""
    again = error(status, retry_after=0.001)
    found, row = compared(caller, [again] * 3, retries=2)
    assert found[1] == status
    assert row.error.endswith(str(status))


def test_a_retry_that_succeeds_is_no_error(caller: Caller) -> None:
    """The caller gets the reply of the second attempt, whose body was the same."""
    server = caller.serve([error(500, retry_after=0.001), LONG])
    client = caller.wrapped(server, sdk=caller.bare(server, max_retries=1))
    reply = caller.ask(client, caller.api.conversation(records()), tools=caller.api.tools("list_jobs"))
    first, second = server.requests
    assert caller.api.text(reply) == LONG.text
    assert first.raw == second.raw
    assert caller.one_row(client).error is None


@pytest.mark.parametrize("stream", [False, True])
def test_time_outs(caller: Caller, stream: bool) -> None:
    """A reply that does not come in time is the SDK's time-out, and its connection is let go of."""
    found, row = compared(caller, [hangs(60)], stream=stream, timeout=openai.Timeout(10, read=0.2))
    assert found[0].__name__ == "APITimeoutError"
    assert row.error == "APITimeoutError"


def test_a_stream_that_stalls(caller: Caller) -> None:
    """A pause longer than the time-out raises what the SDK raises, after what came."""
    try:
        _stalls(caller, 1.0)
    except AssertionError:
        # The server itself may have been late.
        _stalls(caller, 20.0)


def _stalls(caller: Caller, patience_s: float) -> None:
    timeout = openai.Timeout(20, read=patience_s)
    found, row = compared(caller, [hangs(60, LONG, after_events=12)], stream=True, timeout=timeout)
    assert found[-1]
    assert LONG.text.startswith(found[-1])
    assert row.error == found[0].__name__


def test_a_refused_connection(caller: Caller) -> None:
    """Nobody listens: the SDK's connection error, and a row."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        server = caller.serve()
        client = caller.wrapped(server, sdk=caller.bare(server, base_url=url))
        found, expected = told(caller, client), told(caller, caller.bare(server, base_url=url))
    assert found == expected
    assert caller.one_row(client).error == "APIConnectionError"


@pytest.mark.parametrize(
    "where", [{}, {"after_bytes": 20}, {"after_events": 8}], ids=["unanswered", "in the body", "in a stream"]
)
def test_cut_connections(caller: Caller, where: dict[str, int]) -> None:
    """The server goes away: the same exception as the bare SDK's, after the same words."""
    found, row = compared(caller, [cut(LONG, **where)], stream="after_events" in where)
    assert found[0] is not None
    assert row.error == found[0].__name__


def test_an_error_event_in_a_stream(caller: Caller) -> None:
    """A failure midway is the SDK's error where it raises one; of responses it is an event, which the caller sees."""
    found, row = compared(caller, [fails_midway(529, LONG, after_events=12)], stream=True)
    assert found[-1]
    if caller.api.name == "responses":
        assert found[0] is None
    else:
        assert row.error.split(" ")[0] == found[0].__name__


@pytest.mark.parametrize("stream", [False, True])
def test_a_continuation_that_fails(caller: Caller, stream: bool) -> None:
    """An error in a round of ours is the SDK's error, after one row and no attempts of ours."""
    server = caller.serve([calls(("headroom_retrieve", {"hash": "0" * 24})), error(500, "secret"), LONG])
    client = caller.wrapped(server)
    found = told(caller, client, stream=stream)
    assert (found[0].__name__, found[1]) == ("InternalServerError", 500)
    assert len(server.requests) == 2
    assert caller.one_row(client).error == "InternalServerError 500"
    assert told(caller, client, stream=stream)[0] is None


def test_a_body_that_is_no_reply(caller: Caller) -> None:
    """JSON of another shape comes out as the bare SDK gives it, and the call counts."""
    for body in ({"unexpected": True}, {"choices": None, "usage": None, "output": None, "content": None}):
        bare_server, server = caller.serve([Reply(body=body)]), caller.serve([Reply(body=body)])
        client = caller.wrapped(server)
        theirs, ours = told(caller, caller.bare(bare_server)), told(caller, client)
        assert ours == theirs
        assert caller.one_row(client).error is None
