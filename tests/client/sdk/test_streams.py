"""Streams of the real SDKs: passed on at once, let go of early, and settled once."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.client.sdk.apis import records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import Usage, hangs, paced, says, using

LONG = says("One word after the other comes down the line until it is said, and then the next one. " * 4)
_TRIES = 5


def asked(caller: Caller) -> dict[str, Any]:
    """A conversation with something to compress."""
    return {"items": caller.api.conversation(records()), "tools": caller.api.tools("list_jobs")}


def test_events_are_the_sdks_own(caller: Caller) -> None:
    """The same events of the same types as the bare SDK gives, from a stream of its own type."""
    bare_server, server = caller.serve([LONG]), caller.serve([LONG])
    hi = [caller.api.said("Hi")]
    theirs, ours = caller.ask(caller.bare(bare_server), hi, stream=True), caller.ask(caller.wrapped(server), hi, stream=True)
    assert type(ours) is type(theirs)
    assert ours.response.status_code == 200
    expected, found = caller.read(theirs), caller.read(ours)
    assert [type(event) for event in found] == [type(event) for event in expected]
    assert "".join(map(caller.api.delta, found)) == LONG.text


def test_the_splice_changes_no_event_of_a_reply_without_our_call(caller: Caller) -> None:
    """Where our tool is offered and not called, every event comes as the bare SDK gives it, to the last field."""
    bare_server, server = caller.serve([LONG]), caller.serve([LONG])
    theirs = caller.streamed(caller.bare(bare_server), **asked(caller))
    ours = caller.streamed(caller.wrapped(server), **asked(caller))
    assert len(ours) == len(theirs)
    for event, expected in zip(ours, theirs, strict=True):
        one, other = event.model_dump(), expected.model_dump()
        for dump in (one, other):
            clean(dump)
        assert one == other


def clean(value: Any) -> None:
    """Take out what differs between any two requests: times, and tokens of the input."""
    if isinstance(value, dict):
        for name in ("created", "created_at", "completed_at", "usage", "tools"):
            value.pop(name, None)
        for inner in value.values():
            clean(inner)


@pytest.mark.parametrize("is_smaller", [False, True])
def test_nothing_is_added_to_what_is_asked_for(caller: Caller, is_smaller: bool) -> None:
    """No `stream_options` of ours, whose extra chunk breaks callers; the caller's own are sent."""
    server = caller.serve()
    client = caller.wrapped(server)
    more = asked(caller) if is_smaller else {"items": [caller.api.said("Hi")]}
    caller.streamed(client, **more)
    assert "stream_options" not in server.requests[0].body
    if caller.api.name == "chat":
        events = caller.streamed(client, **more, stream_options={"include_usage": True})
        assert server.requests[1].body["stream_options"] == {"include_usage": True}
        assert events[-1].usage.total_tokens > 0


def test_events_arrive_at_once(caller: Caller) -> None:
    """The first words are there while the server still holds the rest back."""
    server = caller.serve([hangs(60, LONG, after_events=12)])
    stream = caller.ask(caller.wrapped(server), stream=True, **asked(caller))
    text = ""
    while len(text) < 30:
        text += caller.api.delta(caller.next(stream))
    caller.do(stream.close)
    assert LONG.text.startswith(text)
    assert server.wait_interrupted() is not None


@pytest.mark.parametrize("ending", ["break", "close", "with", "drop"])
def test_leaving_early_closes_the_connection(caller: Caller, ending: str) -> None:
    """The server sees the client go, however it goes, and the call is one row with what came until then."""
    server = caller.serve([hangs(60, LONG, after_events=10)])
    client = caller.wrapped(server)
    if caller.is_async:
        caller.portal.call(leave_async, caller, client, ending)
    else:
        leave(caller, client, ending)
    gc.collect()
    assert server.wait_interrupted() is not None
    row = caller.one_row(client)
    assert row.stream
    assert row.error is None
    assert 0 < row.tokens_output < 40


def leave(caller: Caller, client: Any, ending: str) -> None:
    """Read a little and go."""
    stream = caller.ask(client, stream=True, **asked(caller))
    if ending == "with":
        with stream:
            heard = some(caller, stream)
    else:
        heard = some(caller, stream)
    assert heard
    if ending == "close":
        stream.close()


def some(caller: Caller, stream: Any) -> str:
    """The first words of a stream, left with a break."""
    heard = ""
    for event in stream:
        heard += caller.api.delta(event)
        if heard:
            break
    return heard


async def leave_async(caller: Caller, client: Any, ending: str) -> None:
    """The same, awaited."""
    more = asked(caller)
    stream = await caller.api.resource(client).create(**caller.api.request(more["items"], tools=more["tools"], stream=True))
    heard = ""
    if ending == "with":
        async with stream:
            async for event in stream:
                heard += caller.api.delta(event)
                if heard:
                    break
    else:
        async for event in stream:
            heard += caller.api.delta(event)
            if heard:
                break
        if ending == "close" or caller.style == "trio":
            # Under trio a dropped generator is not awaited any more, in the SDK either.
            await stream.close()
    assert heard


def test_a_stream_closed_before_its_first_event_is_let_go_of(caller: Caller) -> None:
    """Closing works unread, and again; the call is one row."""
    server = caller.serve([hangs(60, LONG, after_events=0)])
    client = caller.wrapped(server)
    stream = caller.ask(client, stream=True, **asked(caller))
    caller.do(stream.close)
    caller.do(stream.close)
    assert server.wait_interrupted() is not None
    assert caller.one_row(client).error is None


@pytest.mark.parametrize("smaller", [False, True])
def test_usage_is_read_where_the_server_sends_it(caller: Caller, smaller: bool) -> None:
    """One row a stream: with the provider's figures where they come, else with a count of our own."""
    usage = Usage(input_tokens=4_000, output_tokens=321, cached_tokens=1_000)
    server = caller.serve([using(LONG, usage)])
    client = caller.wrapped(server, default_mode="optimize" if smaller else "audit")
    caller.streamed(client, **asked(caller))
    row = caller.one_row(client)
    if caller.api.name == "chat":
        assert row.cached_tokens is None
        assert 60 < row.tokens_output < 120
    else:
        assert (row.tokens_output, row.cached_tokens) == (321, 1_000)
        assert row.bill.output_tokens == 321


def test_a_compatible_server_without_usage_is_counted(caller: Caller) -> None:
    """A reply that says nothing of tokens still has a row with tokens in and out."""
    server = caller.serve([using(LONG, None), using(LONG, None)])
    client = caller.wrapped(server)
    caller.streamed(client, **asked(caller))
    row = caller.one_row(client)
    assert row.tokens_input_after > 100
    assert row.bill.input_tokens >= 0


def test_a_stream_read_in_another_thread_is_whole(caller: Caller) -> None:
    """Who opened a stream need not be who reads it."""
    if caller.is_async:
        pytest.skip("an event loop's streams are its own")
    server = caller.serve([paced(0.001, LONG)])
    stream = caller.ask(caller.wrapped(server), stream=True, **asked(caller))
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.extend(map(caller.api.delta, stream)))
    reader.start()
    reader.join()
    assert "".join(heard) == LONG.text


def test_a_stream_may_be_closed_while_another_reads_it(caller: Caller) -> None:
    """As by a button that stops it: what the reader gets is what the bare SDK's reader gets."""
    script = [hangs(2, LONG, after_events=12)]

    def agree() -> bool:
        expected = _stopped(caller, caller.bare(caller.serve(script)))
        return _stopped(caller, caller.wrapped(caller.serve(script))) == expected

    # How far the reader is when the stream is closed is nobody's promise, least of all on a busy machine.
    assert any(agree() for _ in range(_TRIES))


def _stopped(caller: Caller, client: Any) -> tuple[str, str]:
    """What closing raises, and what ends the reading."""
    stream = caller.ask(client, stream=True, **asked(caller))
    begun = threading.Event()

    def read() -> None:
        while caller.next(stream) is not None:
            begun.set()

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert begun.wait(30)
        time.sleep(0.2)
        closing = _raised(lambda: caller.do(stream.close))
        return closing, _raised(lambda: reading.result(30))


def _raised(function: Callable[[], object]) -> str:
    try:
        function()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is compared
        return type(error).__name__
    return ""
