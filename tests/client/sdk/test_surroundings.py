"""Where clients are used: threads, running loops, forks, many tasks, and tasks that are cancelled."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import pytest
import trio

from headroom.stores import open_stores
from tests.client.sdk.apis import APIS, records
from tests.client.sdk.callers import STYLES, Caller
from tests.fakes.provider_server import hangs, says

LONG = says("One word after the other comes down the line until it is said, and then the next one. " * 4)
BLOCKING = pytest.mark.parametrize("style", ["sync"])
AWAITED = pytest.mark.parametrize("style", STYLES[1:])
ROOT = Path(__file__).parents[3]


def call(caller: Caller, client: Any, number: int) -> str:
    """What the model says to a conversation of its own."""
    items = [caller.api.said(f"Conversation {number}"), *caller.api.round(number, records(40, seed=number + 1))]
    items += [caller.api.said("One.", "assistant"), caller.api.said(f"Question {number}?")]
    return caller.api.text(caller.ask(client, items, tools=caller.api.tools("list_jobs")))


@BLOCKING
def test_many_threads_share_a_client(caller: Caller, tmp_path: Path) -> None:
    """Each gets its own reply, and every call is a row."""
    server = caller.serve()
    client = caller.wrapped(server, store_url=f"sqlite:///{tmp_path}/kept.db")
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda number: call(caller, client, number), range(48)))
    assert said == [f"You said: Question {number}?" for number in range(48)]
    assert len(caller.rows(client)) == 48
    assert caller.stats(client)["session"]["fallbacks"] == len([row for row in caller.rows(client) if row.fallback])


@AWAITED
def test_many_tasks_share_a_client(caller: Caller, tmp_path: Path) -> None:
    """Fifty calls at once: each its own reply, every call a row, no task left."""
    server = caller.serve()
    client = caller.wrapped(server, store_url=f"sqlite:///{tmp_path}/kept.db")
    said: dict[int, str] = {}

    async def one(number: int) -> None:
        items = [caller.api.said(f"Question {number}?")]
        said[number] = caller.api.text(await caller.api.resource(client).create(**caller.api.request(items)))

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for number in range(50):
                group.start_soon(one, number)

    caller.portal.call(all_of_them)
    assert said == {number: f"You said: Question {number}?" for number in range(50)}
    assert len(caller.rows(client)) == 50


def test_gather() -> None:
    """Asyncio's own `gather` over plain calls and streams."""
    with ExitStack() as stack:
        caller = Caller(APIS[0], "asyncio", stack)
        server = caller.serve()
        client = caller.wrapped(server)

        async def heard(number: int) -> str:
            hi: Any = [{"role": "user", "content": f"Question {number}?"}]
            stream = await client.chat.completions.create(model="gpt-4o", messages=hi, stream=True)
            return "".join([caller.api.delta(event) async for event in stream])

        async def gathered() -> list[str]:
            return await asyncio.gather(*map(heard, range(50)))

        assert caller.portal.call(gathered) == [f"You said: Question {number}?" for number in range(50)]
        assert len(caller.rows(client)) == 50


@BLOCKING
@pytest.mark.parametrize("loop", ["asyncio", "trio", "thread in asyncio"])
def test_a_blocking_client_inside_a_running_loop(caller: Caller, loop: str) -> None:
    """As in a notebook: there is a loop, and the client neither needs nor disturbs it."""
    server = caller.serve()
    client = caller.wrapped(server)

    async def inside() -> str:
        if loop.startswith("thread"):
            return await asyncio.to_thread(call, caller, client, 1)
        return call(caller, client, 1)

    said = trio.run(inside) if loop == "trio" else asyncio.run(inside())
    streamed = asyncio.run(read_inside(caller, client))
    assert (said, streamed) == ("You said: Question 1?", "You said: Hi")
    assert len(caller.rows(client)) == 2


async def read_inside(caller: Caller, client: Any) -> str:
    """A blocking stream, read on a loop."""
    return "".join(map(caller.api.delta, caller.ask(client, [caller.api.said("Hi")], stream=True)))


@AWAITED
def test_a_cancelled_call_lets_go(caller: Caller) -> None:
    """The scope ends at once, the server sees it, the row says so, and the client goes on."""
    server = caller.serve([hangs(60), LONG])
    client = caller.wrapped(server)
    asked = caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"))

    async def cancelled() -> bool:
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: caller.api.resource(client).create(**asked))
            await anyio.to_thread.run_sync(server.wait_for, lambda seen: bool(seen.requests))
            group.cancel_scope.cancel()
        return group.cancel_scope.cancelled_caught or group.cancel_scope.cancel_called

    assert caller.portal.call(cancelled)
    assert server.wait_interrupted() is not None
    assert caller.one_row(client).error in ("CancelledError", "Cancelled")
    assert caller.api.text(caller.ask(client, [caller.api.said("Hi")])) == LONG.text


@AWAITED
def test_a_cancelled_stream_lets_go(caller: Caller) -> None:
    """In the middle of a stream: the same."""
    server = caller.serve([hangs(60, LONG, after_events=12), LONG])
    client = caller.wrapped(server)
    asked = caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"), stream=True)
    heard: list[str] = []

    async def listening(group: Any) -> None:
        async with await caller.api.resource(client).create(**asked) as stream:
            async for event in stream:
                heard.append(caller.api.delta(event))
                if len("".join(heard)) > 20:
                    group.cancel_scope.cancel()

    async def cancelled() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(listening, group)

    caller.portal.call(cancelled)
    assert server.wait_interrupted() is not None
    row = caller.one_row(client)
    assert row.error in ("CancelledError", "Cancelled", "GeneratorExit")
    assert caller.streamed(client, [caller.api.said("Hi")])


@BLOCKING
def test_a_keyboard_interrupt_passes_through(caller: Caller) -> None:
    """It is the caller's, in a call and in a stream, and both are rows."""
    server = caller.serve([LONG])
    sdk = caller.bare(server)
    client = caller.wrapped(server, sdk=sdk)

    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    stream = caller.ask(client, caller.api.conversation(records()), tools=caller.api.tools("list_jobs"), stream=True)
    next(stream)
    stream.response.iter_bytes = interrupted
    sdk._client.send = interrupted  # noqa: SLF001 - as if the key were pressed just then
    with pytest.raises(KeyboardInterrupt):
        caller.ask(client, [caller.api.said("Hi")])
    stream.close()
    assert [row.error for row in caller.rows(client)] == [None, "KeyboardInterrupt"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@BLOCKING
def test_after_a_fork_both_go_on(caller: Caller, tmp_path: Path) -> None:
    """The child calls with the client it came with, and its rows are in the same file as the parent's."""
    server = caller.serve()
    url = f"sqlite:///{tmp_path}/kept.db"
    client = caller.wrapped(server, store_url=url)
    call(caller, client, 1)
    child = os.fork()
    if not child:
        # One that hangs dies, and the parent says so.
        signal.alarm(60)
        status = 1
        try:
            mine = client.with_options(http_client=type(client._original._client)())  # noqa: SLF001 - sockets are not shared
            status = 0 if call(caller, mine, 2) == "You said: Question 2?" and len(mine.get_metrics()) >= 1 else 2
            mine._core.stores.writer.settle(30.0)  # noqa: SLF001
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    call(caller, client, 3)
    assert len(caller.rows(client)) == 3


PROGRAM = """
    import asyncio, sys, openai
    from headroom.client.aio import AsyncHeadroomClient
    from headroom.client.sync import HeadroomClient
    from headroom.providers import OpenAIProvider
    url, store, how = sys.argv[1:]
    told = {"store_url": store, "default_mode": "optimize"}
    asked = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
    if how == "awaited":
        client = AsyncHeadroomClient(openai.AsyncOpenAI(base_url=url, api_key="key"), OpenAIProvider(), **told)
        asyncio.run(client.chat.completions.create(**asked))
    else:
        client = HeadroomClient(openai.OpenAI(base_url=url, api_key="key"), OpenAIProvider(), **told)
        reply = client.chat.completions.create(**asked, stream=how != "plain")
    if how == "half read":
        next(reply)
    if how == "read":
        list(reply)
"""


@pytest.mark.parametrize("how", ["plain", "read", "half read", "awaited"])
def test_a_client_that_is_never_closed(tmp_path: Path, how: str) -> None:
    """The interpreter ends by itself, and the row is in the file."""
    store = f"sqlite:///{tmp_path}/kept.db"
    with ExitStack() as stack:
        server = Caller(APIS[0], "sync", stack).serve()
        command = [sys.executable, "-c", textwrap.dedent(PROGRAM), server.openai_url, store, how]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    stores = open_stores(store)
    rows = stores.metrics.read()
    stores.close()
    assert (ended.returncode, ended.stderr, len(rows)) == (0, "", 1)


@BLOCKING
def test_clients_leave_no_thread(caller: Caller, tmp_path: Path) -> None:
    """Closed, a client has left nothing running."""
    server = caller.serve()
    gc.collect()
    before = set(threading.enumerate())
    client = caller.wrapped(server, store_url=f"sqlite:///{tmp_path}/kept.db")
    call(caller, client, 1)
    assert "headroom-metrics" in {thread.name for thread in set(threading.enumerate()) - before}
    caller.rows(client)
    client.close()
    client.close()
    assert not set(threading.enumerate()) - before
