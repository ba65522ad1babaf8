"""The SDK's own helpers over streams: `.stream()` and what it returns, with the request compressed."""

from __future__ import annotations

from typing import Any

import anthropic
import pytest
from pydantic import BaseModel

from tests.client.sdk.apis import APIS, FAILED, records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import calls, hangs, says

FINAL = {"chat": "get_final_completion", "responses": "get_final_response", "messages": "get_final_message"}
SAID = says("The nightly job on node nine ran out of disk and was restarted by hand this morning.")


class Finding(BaseModel):
    """What the model is asked for."""

    job: int
    cause: str


def helper(caller: Caller, client: Any, **more: Any) -> Any:
    """The manager that `.stream()` returns, not entered yet."""
    asked = caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"), **more)
    if caller.api.is_anthropic or caller.api.name == "chat":
        return caller.api.resource(client).stream(**asked)
    # This helper takes tools in their strict form alone.
    return caller.api.resource(client).stream(**{**asked, "tools": [{**tool, "strict": True} for tool in asked["tools"]]})


async def followed(manager: Any, final: str) -> tuple[type[Any], list[Any], Any]:
    """The type of the stream, its events, and what it comes to."""
    async with manager as stream:
        events = [event async for event in stream]
        return type(stream), events, await getattr(stream, final)()


def follow(caller: Caller, client: Any, **more: Any) -> tuple[type[Any], list[Any], Any]:
    """The same in the caller's style."""
    final = FINAL[caller.api.name]
    if caller.is_async:
        found: tuple[type[Any], list[Any], Any] = caller.portal.call(lambda: followed(helper(caller, client, **more), final))
        return found
    with helper(caller, client, **more) as stream:
        return type(stream), list(stream), getattr(stream, final)()


def test_the_helper_is_the_sdks_own(caller: Caller) -> None:
    """The same stream type, the same events, the same final object; the request is smaller and counted once."""
    server = caller.serve([SAID, SAID])
    client = caller.wrapped(server)
    their_type, their_events, theirs = follow(caller, caller.bare(server))
    our_type, our_events, ours = follow(caller, client)
    first, second = server.requests
    assert (our_type, type(ours)) == (their_type, type(theirs))
    assert [type(event) for event in our_events] == [type(event) for event in their_events]
    assert caller.api.text(ours) == SAID.text
    assert len(second.raw) < len(first.raw) / 3
    assert "stream_options" not in second.body
    assert caller.one_row(client).stream


def test_overrides_reach_the_helper(caller: Caller) -> None:
    """`.stream()` takes the keywords of ours that `create` takes."""
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    follow(caller, client, headroom_mode="audit", headroom_tenant="blue")
    row = caller.one_row(client)
    assert (row.mode, row.tenant) == ("audit", "blue")
    assert server.requests[0].tool_names == ["list_jobs"]


def test_leaving_the_helper_early_closes_the_connection(caller: Caller) -> None:
    """A manager left by a break lets go of the server; what came is a row."""
    server = caller.serve([hangs(60, SAID, after_events=7)])
    client = caller.wrapped(server)
    if caller.is_async:
        caller.portal.call(left, caller, client)
    else:
        with helper(caller, client) as stream:
            for _ in zip(stream, range(4), strict=False):
                pass
    assert server.wait_interrupted() is not None
    if caller.api.is_anthropic:
        assert caller.one_row(client).error is None


@pytest.mark.parametrize("style", ["sync"])
@pytest.mark.parametrize("api", APIS[:2], ids=["chat", "responses"])
def test_a_helper_left_early_is_a_row_at_once(caller: Caller) -> None:
    """Also while the caller still holds on to the stream."""
    server = caller.serve([hangs(60, SAID, after_events=7)])
    client = caller.wrapped(server)
    with helper(caller, client) as stream:
        next(stream)
    assert len(caller.rows(client)) == 1
    assert stream


def test_leaving_the_helper_in_a_later_round_closes_its_connection(caller: Caller) -> None:
    """Not only that of the first, which has ended."""
    asks = calls(("headroom_retrieve", {"hash": "0" * 24}), text="Let me look. ")
    server = caller.serve([asks, hangs(60, SAID, after_events=7)])
    client = caller.wrapped(server)
    if caller.is_async:
        caller.portal.call(left_later, caller, client, server)
    else:
        with helper(caller, client) as stream:
            for _ in stream:
                if len(server.requests) == 2:
                    break
        assert server.wait_interrupted() is not None
        assert stream
    assert caller.one_row(client).retrieval_rounds == 1


async def left_later(caller: Caller, client: Any, server: Any) -> None:
    """Read until the second round has begun, and gone."""
    async with helper(caller, client) as stream:
        async for _ in stream:
            if len(server.requests) == 2:
                break
    # While the caller still holds on to it.
    assert server.wait_interrupted() is not None
    assert stream


async def left(caller: Caller, client: Any) -> None:
    """Some events read, and gone."""
    async with helper(caller, client) as stream:
        seen = 0
        async for _ in stream:
            seen += 1
            if seen == 4:
                break


def test_an_error_inside_the_helper_is_the_callers(caller: Caller) -> None:
    """What the caller raises between events comes out as it is, and the connection is let go of."""
    server = caller.serve([hangs(60, SAID, after_events=7)])
    client = caller.wrapped(server)
    error = KeyError("the caller's own")
    try:
        if caller.is_async:
            caller.portal.call(broken, caller, client, error)
        else:
            with helper(caller, client) as stream:
                next(stream)
                raise error
    except KeyError as raised:
        assert raised is error  # noqa: PT017 - either style raises it
    assert server.wait_interrupted() is not None


async def broken(caller: Caller, client: Any, error: KeyError) -> None:
    """An event read, and an error."""
    async with helper(caller, client) as stream:
        await anext(stream)
        raise error


def test_text_stream_gives_words(caller: Caller) -> None:
    """Anthropic's `text_stream` and `get_final_text` work on what we pass on."""
    if not caller.api.is_anthropic:
        return
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    if caller.is_async:
        assert caller.portal.call(worded, caller, client) == SAID.text * 2
        return
    with helper(caller, client) as stream:
        words = "".join(stream.text_stream)
        assert words == stream.get_final_text() == SAID.text


async def worded(caller: Caller, client: Any) -> str:
    """The words, and the final text behind them."""
    async with helper(caller, client) as stream:
        words = [word async for word in stream.text_stream]
        final: str = await stream.get_final_text()
        return "".join(words) + final


def test_parse_returns_the_callers_class(caller: Caller) -> None:
    """Structured outputs: `parse` gives the SDK's parsed reply, of a compressed request."""
    server = caller.serve([says('{"job": 80, "cause": "disk full"}')])
    client = caller.wrapped(server)
    wanted = {"chat": "response_format", "responses": "text_format", "messages": "output_format"}[caller.api.name]
    asked = caller.api.request(caller.api.conversation(records()), **{wanted: Finding})
    if caller.api.is_anthropic:
        asked["tools"] = caller.api.tools("list_jobs")
    reply = caller.do(caller.api.resource(client).parse, **asked)
    found = {
        "chat": lambda: reply.choices[0].message.parsed,
        "responses": lambda: reply.output_parsed,
        "messages": lambda: reply.parsed_output,
    }[caller.api.name]()
    assert found == Finding(job=80, cause="disk full")
    assert len(server.requests[0].raw) < len(records()) / 2
    assert caller.one_row(client).tokens_output > 0


@pytest.mark.parametrize("style", ["sync"])
@pytest.mark.parametrize("api", APIS[2:], ids=["messages"])
def test_the_tool_runner_keeps_compressing(caller: Caller) -> None:
    """Anthropic's own loop over tools: each of its requests is compressed, and each is a row."""

    @anthropic.beta_tool
    def list_jobs(night: str) -> str:
        """The jobs of a night."""
        return records() if night else ""

    # The provider holds what was said before, and is sent results without their calls.
    server = caller.serve([calls(("list_jobs", {"night": "monday"})), SAID], is_strict=False)
    client = caller.wrapped(server)
    runner = client.beta.messages.tool_runner(
        model=caller.api.model, max_tokens=100, messages=[caller.api.said("Which failed?")], tools=[list_jobs]
    )
    final = runner.until_done()
    assert caller.api.text(final) == SAID.text
    # Our tool cannot be offered to a conversation that the provider holds, so that nothing is left out.
    assert FAILED in server.requests[1].tool_results[0]
    assert len(server.requests[1].tool_results[0]) < len(records()) / 2
    assert len(caller.rows(client)) == 2
