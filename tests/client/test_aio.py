"""`AsyncHeadroomClient`, under asyncio and trio."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import anyio
import pytest

from headroom.client.aio import AsyncHeadroomClient
from headroom.config import HeadroomConfig
from headroom.errors import ConfigurationError
from headroom.measures.requests import SimulationResult
from headroom.providers import AnthropicProvider, OpenAIProvider
from headroom.retrieval.marker import find_markers
from tests.fakes.ports import LOG
from tests.fakes.requests import anthropic_messages, openai_messages
from tests.fakes.sdk_clients import AsyncOther, AsyncSdk, Reply, Sdk

DONE = Reply(usage={"prompt_tokens": 500, "completion_tokens": 2, "total_tokens": 502}, choices=[])


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Callable[[Callable[[], Coroutine[Any, Any, None]]], None]:
    """Runs a test on an event loop."""
    return lambda function: anyio.run(function, backend=request.param)


Run = Callable[[Callable[[], Coroutine[Any, Any, None]]], None]


def wrapped(original: Any, **options: Any) -> AsyncHeadroomClient:
    """A client with nothing but memory."""
    return AsyncHeadroomClient(original, OpenAIProvider(), "memory://", "optimize", environ={}, **options)


def test_a_call_is_compressed_and_everything_can_be_asked(run: Run) -> None:
    """The reply is the SDK's own."""
    original = AsyncSdk(DONE)

    async def main() -> None:
        async with wrapped(original) as client:
            assert await client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG)) is DONE
            messages = original.posted[0][1]["body"]["messages"]
            assert len(json.dumps(messages)) < len(LOG) / 4
            (marker,) = find_markers(messages[3]["content"])
            assert await client.retrieve(marker.hash) == LOG
            assert [row.mode for row in await client.get_metrics()] == ["optimize"]
            assert (await client.get_summary())["total_requests"] == 1
            assert (await client.validate_setup())["valid"]
            assert (await client.get_stats())["session"]["requests_total"] == 1
            plan = await client.chat.completions.simulate(model="gpt-4o", messages=openai_messages(LOG))
            assert isinstance(plan, SimulationResult)

    run(main)


def test_counting_keeps_no_loop_waiting(run: Run) -> None:
    """What is over is counted in a thread; the diff of a request is there once it was."""

    async def main() -> None:
        config = HeadroomConfig(generate_diff_artifact=True)
        async with wrapped(AsyncSdk(DONE), config=config) as client:
            await client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
            turns: list[int] = []
            go_on = threading.Event()

            def takes_long() -> None:
                go_on.wait(10)

            client._core.stores.writer.submit(takes_long)  # noqa: SLF001 - there is no other way to keep it counting

            async def other() -> None:
                turns.append(1)
                go_on.set()

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(other)
                stats = await client.get_stats()
            assert (stats["session"]["requests_total"], turns) == (1, [1])
            assert client.last_diff is not None

    run(main)


def test_what_the_sdk_raises_is_the_callers(run: Run) -> None:
    """The very exception."""
    error = ConnectionResetError("gone")

    async def main() -> None:
        async with wrapped(AsyncSdk(error)) as client:
            with pytest.raises(ConnectionResetError) as caught:
                await client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
            assert caught.value is error

    run(main)


def test_calls_at_once_are_each_counted(run: Run) -> None:
    """Their replies do not get mixed up."""
    replies = [Reply(usage=None, choices=[], number=number) for number in range(20)]

    async def main() -> None:
        async with wrapped(AsyncSdk(*replies)) as client:
            got: list[int] = []

            async def ask() -> None:
                reply = await client.chat.completions.create(model="gpt-4o", messages=openai_messages(LOG))
                got.append(reply["number"])

            async with anyio.create_task_group() as group:
                for _ in range(20):
                    group.start_soon(ask)
            assert sorted(got) == list(range(20))
            assert len(await client.get_metrics()) == 20

    run(main)


def test_streams_of_another_make_flow_through_and_are_closed(run: Run) -> None:
    """Also where the caller has enough after the first event."""
    closed: list[int] = []

    async def events() -> AsyncIterator[object]:
        try:
            yield {"type": "ping"}
            yield {"type": "message_stop"}
        finally:
            closed.append(1)

    async def main() -> None:
        client = AsyncHeadroomClient(AsyncOther(events()), AnthropicProvider(), "memory://", "optimize", environ={})
        stream = await client.messages.create(
            model="claude-sonnet-4-5", max_tokens=5, messages=anthropic_messages(LOG), stream=True
        )
        async with stream:
            async for event in stream:
                assert event == {"type": "ping"}
                break
        assert closed == [1]
        assert (await client.get_metrics())[0].stream
        await client.close()
        await client.close()

    run(main)


class Pings:
    """A stream of another make, whose connection is open until it is closed."""

    request_id = "r"
    is_open = True

    def __aiter__(self) -> Pings:
        return self

    async def __anext__(self) -> object:
        return {"type": "ping"}

    async def close(self) -> None:
        """Let go of the connection."""
        self.is_open = False

    async def aclose(self) -> None:
        """The same."""
        self.is_open = False


async def _leaves(stream: Any) -> None:
    async with stream:
        pass


async def _closes(stream: Any) -> None:
    await stream.close()


async def _acloses(stream: Any) -> None:
    await stream.aclose()


@pytest.mark.parametrize("leave", [_leaves, _closes, _acloses])
@pytest.mark.parametrize("reads", [0, 1])
def test_a_stream_of_another_make_is_closed_however_it_is_left(
    leave: Callable[[Any], Awaitable[None]], reads: int, run: Run
) -> None:
    """Also where nothing of it was read; the call has its row at once."""

    async def main() -> None:
        theirs = Pings()
        client = AsyncHeadroomClient(AsyncOther(theirs), AnthropicProvider(), "memory://", "optimize", environ={})
        stream = await client.messages.create(
            model="claude-sonnet-4-5", max_tokens=5, messages=anthropic_messages(LOG), stream=True
        )
        assert stream.request_id == "r"
        for _ in range(reads):
            assert await anext(stream) == {"type": "ping"}
        await leave(stream)
        assert not theirs.is_open
        assert [row.stream for row in await client.get_metrics()] == [True]
        await client.close()

    run(main)


def test_a_client_that_blocks_is_told_at_once() -> None:
    """With the name of the one to use."""
    with pytest.raises(ConfigurationError, match="wrap it with HeadroomClient"):
        wrapped(Sdk())
