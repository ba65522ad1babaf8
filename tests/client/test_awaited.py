"""The calls of a client that is awaited, down to the SDK's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from headroom.client.awaited import AwaitedCalls, AwaitedTransport
from headroom.client.sdk import Posted
from headroom.measures.requests import SimulationResult
from tests.fakes.ports import LOG, core_with
from tests.fakes.requests import openai_messages
from tests.fakes.sdk_clients import AsyncSdk, Reply

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])
DONE = Reply(usage=None, choices=[])


def transport(**arguments: Any) -> AwaitedTransport:
    """A transport to a function that returns what it was given."""

    async def post(path: str, **given: Any) -> Any:
        return path, given

    return AwaitedTransport(Posted(post=post, path="/p", arguments=arguments))


@BACKENDS
def test_what_is_sent_is_posted_with_all_that_goes_along(backend: str) -> None:
    """And further headers beside the caller's own."""

    async def main() -> None:
        more = transport(options={"headers": {"a": "1"}}).with_headers({"b": "2"})
        sent: Any = await more.send({"x": 1}, again=False)
        assert sent == ("/p", {"body": {"x": 1}, "options": {"headers": {"a": "1", "b": "2"}}})

    anyio.run(main, backend=backend)


@BACKENDS
def test_raw_responses_are_parsed_whether_that_is_awaited_or_not(backend: str) -> None:
    """The SDKs have both."""

    class Raw:
        http_response = "http"

        def parse(self) -> str:
            return "parsed"

    class AwaitedRaw:
        http_response = "http"

        async def parse(self) -> str:
            return "parsed"

    async def main() -> None:
        assert await transport().parsed(Raw()) == "parsed"
        assert await transport().parsed(AwaitedRaw()) == "parsed"
        assert await transport().parsed(DONE) is DONE

    anyio.run(main, backend=backend)


@BACKENDS
def test_what_the_sdk_makes_of_a_reply_can_wait(backend: str) -> None:
    """It is not posted, also with further headers, and is made at the end; without it a reply is itself."""

    async def main() -> None:
        later = transport(options={"post_parser": len}).unparsed().with_headers({"b": "2"})
        sent: Any = await later.send({}, again=False)
        assert sent[1]["options"] == {"headers": {"b": "2"}}
        assert later.finished([1, 2]) == 2
        assert transport(options={}).unparsed().finished(DONE) is DONE

    anyio.run(main, backend=backend)


@BACKENDS
def test_events_are_read_one_by_one_and_closed(backend: str) -> None:
    """Of anything that can be iterated asynchronously."""
    closed: list[int] = []

    async def stream() -> AsyncIterator[int]:
        try:
            for number in (1, 2):
                yield number
        finally:
            closed.append(1)

    async def main() -> None:
        events = transport().events(stream())
        assert await events.next() == 1
        await events.close()
        await events.close()
        assert closed == [1]
        assert await events.next() is None

    anyio.run(main, backend=backend)


@BACKENDS
def test_a_stream_may_be_closed_without_awaiting(backend: str) -> None:
    """As clients of another make may have it."""
    closed: list[int] = []

    class Stream:
        def __aiter__(self) -> Stream:
            return self

        async def __anext__(self) -> int:
            return 1

        def close(self) -> None:
            closed.append(1)

    async def main() -> None:
        events = transport().events(Stream())
        assert await events.next() == 1
        await events.close()
        assert closed == [1]

    anyio.run(main, backend=backend)


@BACKENDS
def test_calls_are_awaited_as_the_sdks(backend: str) -> None:
    """And simulations."""

    async def main() -> None:
        made = AwaitedCalls(core_with(), AsyncSdk(DONE), "somebody")
        request = {"model": "gpt-4o", "messages": openai_messages(LOG)}
        coroutine = made.call("chat.completions", "", "create", request)
        assert await coroutine is DONE
        assert isinstance(await made.simulate("chat.completions", request), SimulationResult)

    anyio.run(main, backend=backend)
