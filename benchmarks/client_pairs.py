"""Clients of the SDKs, bare and wrapped, as functions that are timed the same way.

Each kind gives two: one asks by the SDK's own client, the other by ours round a second such client. Both are awaited, even
where the client blocks, so that one loop times them all; awaiting what never suspends costs a tenth of a microsecond.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import anthropic
import msgspec
import openai

from headroom import AsyncHeadroomClient, HeadroomClient
from headroom.providers import AnthropicProvider, OpenAIProvider

__all__ = ["KINDS", "Clock", "Message", "Pair", "anthropic_messages", "opened", "replying"]

Message = dict[str, object]
Clock = Callable[[], int]
"""Nanoseconds since some moment."""
Timed = Callable[[Sequence[Message]], Awaitable[int]]
"""Asks, and says how many nanoseconds that took."""
Streamed = Callable[[Sequence[Message]], Awaitable[tuple[int, int, int]]]
"""Asks for a stream: nanoseconds to its first event and to its end, and the number of events."""

KINDS = ("openai", "openai async", "anthropic", "anthropic async")
_ROOT = Path(__file__).parents[1]
_MODELS: Mapping[str, str] = {"openai": "gpt-4.1", "anthropic": "claude-sonnet-4-5"}
_SERVER = """
import sys
from tests.fakes.provider_server import says, serve

with serve(lambda _: says(sys.argv[1] * int(sys.argv[2])), is_strict=False, remembers=False) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


class Pair(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The two of a kind."""

    bare: Timed
    ours: Timed
    bare_stream: Streamed
    ours_stream: Streamed
    now: Clock
    settle: Callable[[], object]
    """Have done what ours does off the hot path, so that it falls on neither."""
    wrapped: Any
    """Our client."""


@contextmanager
def replying(text: str, times: int = 1) -> Iterator[str]:
    """The address of a provider in another process that writes this reply to everything, at once."""
    command = [sys.executable, "-c", _SERVER, text, str(times)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip() if process.stdout is not None else ""
        process.communicate()


@asynccontextmanager
async def opened(kind: str, url: str, store_url: str, mode: str, now: Clock) -> AsyncIterator[Pair]:
    """A pair of one of the kinds; ours keeps what it keeps under `store_url`, and `now` times both."""
    maker, _, awaited = kind.partition(" ")
    make = _awaited if awaited else _blocking
    bare, inner, ours = make(maker, url, store_url, mode)
    asks = _asking if not awaited else _awaiting
    streams = _streaming if not awaited else _awaited_streaming
    model = _MODELS[maker]
    try:
        yield Pair(
            bare=asks(_create(maker, bare), model, now),
            ours=asks(_create(maker, ours), model, now),
            bare_stream=streams(_create(maker, bare), model, now),
            ours_stream=streams(_create(maker, ours), model, now),
            now=now,
            settle=ours._core.stores.settle,  # noqa: SLF001  # Nothing public waits for the writer without reading, too.
            wrapped=ours,
        )
    finally:
        for client in (ours, inner, bare):
            closing = client.close()
            if awaited:
                await closing


def anthropic_messages(messages: Sequence[Message]) -> list[Message]:
    """A conversation of OpenAI's chat as Anthropic's messages: calls and results become blocks."""
    found: list[Message] = []
    for message in messages:
        calls: Any = message.get("tool_calls")
        if message["role"] == "tool":
            result = {"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": message["content"]}
            found.append({"role": "user", "content": [result]})
        elif calls:
            blocks = [
                {
                    "type": "tool_use",
                    "id": call["id"],
                    "name": call["function"]["name"],
                    "input": json.loads(call["function"]["arguments"]),
                }
                for call in calls
            ]
            found.append({"role": "assistant", "content": blocks})
        else:
            found.append({"role": message["role"], "content": message["content"]})
    return found


def _blocking(maker: str, url: str, store_url: str, mode: str) -> tuple[Any, Any, Any]:
    def made() -> Any:
        if maker == "openai":
            return openai.OpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)
        return anthropic.Anthropic(base_url=url, api_key="any", max_retries=0)

    inner, provider = made(), OpenAIProvider() if maker == "openai" else AnthropicProvider()
    return made(), inner, HeadroomClient(inner, provider, store_url=store_url, default_mode=mode)


def _awaited(maker: str, url: str, store_url: str, mode: str) -> tuple[Any, Any, Any]:
    def made() -> Any:
        if maker == "openai":
            return openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="any", max_retries=0)
        return anthropic.AsyncAnthropic(base_url=url, api_key="any", max_retries=0)

    inner, provider = made(), OpenAIProvider() if maker == "openai" else AnthropicProvider()
    return made(), inner, AsyncHeadroomClient(inner, provider, store_url=store_url, default_mode=mode)


def _create(maker: str, client: Any) -> Callable[..., Any]:
    if maker == "openai":
        return partial(_at, client, "chat.completions")
    return partial(_at, client, "messages", max_tokens=1024)


def _at(client: Any, place: str, **given: Any) -> Any:
    # Looked up in every call, as callers write it.
    return attrgetter(place)(client).create(**given)


def _asking(create: Callable[..., Any], model: str, now: Clock) -> Timed:
    async def ask(messages: Sequence[Message]) -> int:
        start = now()
        create(model=model, messages=messages)
        return now() - start

    return ask


def _awaiting(create: Callable[..., Any], model: str, now: Clock) -> Timed:
    async def ask(messages: Sequence[Message]) -> int:
        start = now()
        await create(model=model, messages=messages)
        return now() - start

    return ask


def _streaming(create: Callable[..., Any], model: str, now: Clock) -> Streamed:
    async def ask(messages: Sequence[Message]) -> tuple[int, int, int]:
        first, events = 0, 0
        start = now()
        for events, _ in enumerate(create(model=model, messages=messages, stream=True), 1):  # noqa: B007  # Told below.
            first = first or now()
        return first - start, now() - start, events

    return ask


def _awaited_streaming(create: Callable[..., Any], model: str, now: Clock) -> Streamed:
    async def ask(messages: Sequence[Message]) -> tuple[int, int, int]:
        first, events = 0, 0
        start = now()
        async for _ in await create(model=model, messages=messages, stream=True):
            first = first or now()
            events += 1
        return first - start, now() - start, events

    return ask
