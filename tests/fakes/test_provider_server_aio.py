"""The local provider under the real asynchronous SDKs, on both event loops."""

from __future__ import annotations

import anyio.to_thread
import pytest
from anthropic import AsyncAnthropic
from anthropic.types import TextBlock
from openai import AsyncAzureOpenAI, AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from tests.fakes.provider_server import ProviderServer, calls, error, hangs, says, serve

pytestmark = [
    pytest.mark.anyio,
    # Under trio the SDKs leave the generators inside a stream to the garbage collector, read to its end or not.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <async_generator:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning"),
]

MODEL = "claude-sonnet-5"
ASKED: list[ChatCompletionMessageParam] = [{"role": "user", "content": "Hi"}]


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both event loops."""
    return str(request.param)


def openai_client(server: ProviderServer, retries: int = 0) -> AsyncOpenAI:
    """OpenAI's own client, on the server."""
    return AsyncOpenAI(base_url=server.openai_url, api_key="key", max_retries=retries)


def anthropic_client(server: ProviderServer, retries: int = 0) -> AsyncAnthropic:
    """Anthropic's own client, on the server."""
    return AsyncAnthropic(base_url=server.url, api_key="key", max_retries=retries)


async def test_openai_speaks() -> None:
    """Completions and responses, in one piece and as streams."""
    with serve() as server:
        async with openai_client(server) as client:
            reply = await client.chat.completions.create(model="gpt-4o", messages=ASKED)
            stream = await client.chat.completions.create(model="gpt-4o", messages=ASKED, stream=True)
            streamed = [chunk.choices[0].delta.content or "" async for chunk in stream]
            response = await client.responses.create(model="gpt-4o", input="Hi")
            async with client.responses.stream(model="gpt-4o", input="Hi") as events:
                async for _event in events:
                    pass
                final = await events.get_final_response()
    assert reply.choices[0].message.content == "".join(streamed) == response.output_text == final.output_text == "You said: Hi"


async def test_anthropic_speaks() -> None:
    """Messages in one piece and as a stream, and counts of tokens."""
    wanted = calls(("search", {"q": "x"}), text="Let me look.", thinking="Well.")
    with serve([wanted, wanted]) as server:
        async with anthropic_client(server) as client:
            reply = await client.messages.create(model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}])
            async with client.messages.stream(
                model=MODEL, max_tokens=50, messages=[{"role": "user", "content": "Hi"}]
            ) as stream:
                streamed = await stream.get_final_message()
            counted = await client.messages.count_tokens(model=MODEL, messages=[{"role": "user", "content": "Hi"}])
    assert [block.type for block in reply.content] == [block.type for block in streamed.content]
    assert [block.text for block in streamed.content if isinstance(block, TextBlock)] == ["Let me look."]
    assert counted.input_tokens > 0


async def test_azure_speaks() -> None:
    """A deployment answers."""
    with serve() as server:
        async with AsyncAzureOpenAI(azure_endpoint=server.url, api_key="key", api_version="2024-10-21") as client:
            reply = await client.chat.completions.create(model="mine", messages=ASKED)
    assert reply.model == "mine"


async def test_retries_are_the_sdk_s() -> None:
    """A client that retries waits on its own event loop, and sees the next reply of the script."""
    with serve([error(429, retry_after=0.01), says("Now.")] * 2) as server:
        async with openai_client(server, 1) as ours, anthropic_client(server, 1) as theirs:
            reply = await ours.chat.completions.create(model="gpt-4o", messages=ASKED)
            await theirs.messages.create(model=MODEL, max_tokens=9, messages=[{"role": "user", "content": "Hi"}])
    assert reply.choices[0].message.content == "Now."
    assert len(server.requests) == 4


async def test_closed_stream_closes_the_connection() -> None:
    """A stream that is closed in the middle closes its connection, which the server sees."""
    with serve([hangs(30, says("Hello there."), after_events=2)]) as server:
        async with openai_client(server) as client:
            stream = await client.chat.completions.create(model="gpt-4o", messages=ASKED, stream=True)
            async for _chunk in stream:
                break
            await stream.close()
            assert await anyio.to_thread.run_sync(server.wait_interrupted) is not None


async def test_cancelled_call_closes_the_connection() -> None:
    """A call whose scope ends lets go of the server."""
    with serve([hangs(30)]) as server:
        async with openai_client(server) as client:

            async def ask() -> None:
                await client.chat.completions.create(model="gpt-4o", messages=ASKED)

            async with anyio.create_task_group() as group:
                group.start_soon(ask)
                assert await anyio.to_thread.run_sync(server.wait_for, lambda seen: bool(seen.requests))
                group.cancel_scope.cancel()
            assert await anyio.to_thread.run_sync(server.wait_interrupted) is not None


async def test_many_tasks_are_served() -> None:
    """Two hundred calls from eight tasks come in, each with its own answer, over a connection each."""
    said: list[str] = []

    async def ask(client: AsyncOpenAI, task: int) -> None:
        for turn in range(25):
            reply = await client.chat.completions.create(
                model="gpt-4o", messages=[{"role": "user", "content": f"{task}-{turn}"}]
            )
            said.append(reply.choices[0].message.content or "")

    with serve() as server:
        async with openai_client(server) as client, anyio.create_task_group() as tasks:
            for task in range(8):
                tasks.start_soon(ask, client, task)
        assert server.connections_opened <= 8
    assert sorted(said) == sorted(f"You said: {task}-{turn}" for task in range(8) for turn in range(25))


async def test_threads_are_served() -> None:
    """Blocking clients in worker threads are answered beside each other."""

    def ask(server: ProviderServer) -> str | None:
        with OpenAI(base_url=server.openai_url, api_key="key") as client:
            return client.chat.completions.create(model="gpt-4o", messages=ASKED).choices[0].message.content

    said: list[str | None] = []

    async def in_thread(server: ProviderServer) -> None:
        said.append(await anyio.to_thread.run_sync(ask, server))

    with serve() as server:
        async with anyio.create_task_group() as tasks:
            for _task in range(4):
                tasks.start_soon(in_thread, server)
    assert said == ["You said: Hi"] * 4
