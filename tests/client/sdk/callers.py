"""A caller of the real SDKs: one that blocks, or one on an event loop of asyncio or trio.

The loop runs in a thread of its own, so that a test is written once for all three.
"""

from __future__ import annotations

import inspect
import ssl
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Literal

import anthropic
import openai
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from headroom.client.aio import AsyncHeadroomClient
from headroom.client.sync import HeadroomClient
from tests.client.sdk.apis import Api
from tests.fakes.provider_server import ProviderServer, serve
from tests.fakes.provider_server.server import Script

__all__ = ["STYLES", "Caller", "Style"]

_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
Style = Literal["sync", "asyncio", "trio"]

STYLES = (
    "sync",
    "asyncio",
    pytest.param(
        "trio",
        marks=(
            # Under trio the SDKs leave the generators inside a stream to the garbage collector, read to its end or not.
            pytest.mark.filterwarnings("ignore:Exception ignored in. <async_generator:pytest.PytestUnraisableExceptionWarning"),
            pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning"),
        ),
    ),
)
"""The blocking one first."""


class Caller:
    """Who asks, by which endpoint, and how; everything made here ends with the test."""

    def __init__(self, api: Api, style: Style, stack: ExitStack) -> None:
        self.api = api
        self.style = style
        self._stack = stack
        self._portal = None if style == "sync" else stack.enter_context(start_blocking_portal(style))

    @property
    def is_async(self) -> bool:
        """Whether the SDK's client is awaited."""
        return self.style != "sync"

    def serve(self, script: Script | None = None, *, is_strict: bool = True) -> ProviderServer:
        """A provider."""
        return self._stack.enter_context(serve(script, is_strict=is_strict))

    def bare(self, server: ProviderServer, **options: Any) -> Any:
        """The SDK's own client."""
        module: Any = anthropic if self.api.is_anthropic else openai
        kind = ("Async" if self.is_async else "") + ("Anthropic" if self.api.is_anthropic else "OpenAI")
        url = server.url if self.api.is_anthropic else server.openai_url
        told = {"base_url": url, "api_key": "key", "max_retries": 0, "http_client": self._http(module), **options}
        client = getattr(module, kind)(**told)
        self._stack.callback(lambda: self.do(client.close))
        return client

    def _http(self, module: Any) -> Any:
        # As the SDK makes it, but for certificates: reading them takes longer than a test.
        return (module.DefaultAsyncHttpxClient if self.is_async else module.DefaultHttpxClient)(verify=_NO_CERTIFICATES)

    def wrapped(self, server: ProviderServer, *, sdk: Any = None, **options: Any) -> Any:
        """The SDK's client with its requests compressed; nothing is kept beyond the test."""
        told = {"store_url": "memory://", "default_mode": "optimize", "environ": {}, **options}
        kind: Any = AsyncHeadroomClient if self.is_async else HeadroomClient
        client = kind(self.bare(server) if sdk is None else sdk, self.api.provider(), **told)
        self._stack.callback(lambda: self.do(client.close))
        return client

    def do(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """What a method of a client returns, awaited where it must be."""
        if not self.is_async:
            return function(*arguments, **options)

        async def awaited() -> Any:
            found = function(*arguments, **options)
            return await found if inspect.isawaitable(found) else found

        return self.portal.call(awaited)

    def ask(self, client: Any, items: Any, **more: Any) -> Any:
        """The reply to a conversation; with `stream=True`, the open stream."""
        return self.do(self.api.resource(client).create, **self.api.request(items, **more))

    def read(self, stream: Any) -> list[Any]:
        """All the rest of a stream's events."""
        if not self.is_async:
            return list(stream)

        async def gathered() -> list[Any]:
            return [event async for event in stream]

        return list(self.portal.call(gathered))

    def next(self, stream: Any) -> Any:
        """The next event of a stream; None at its end."""
        return self.do(anext, stream, None) if self.is_async else next(stream, None)

    def streamed(self, client: Any, items: Any, **more: Any) -> list[Any]:
        """The events of a whole streamed reply."""
        return self.read(self.ask(client, items, stream=True, **more))

    def rows(self, client: Any, **wanted: Any) -> list[Any]:
        """The metrics rows, newest first."""
        return list(self.do(client.get_metrics, **wanted))

    def one_row(self, client: Any) -> Any:
        """The only metrics row."""
        found = self.rows(client)
        assert len(found) == 1, found
        return found[0]

    def stats(self, client: Any) -> Any:
        """The counters of the client."""
        return self.do(client.get_stats)

    @property
    def portal(self) -> BlockingPortal:
        """The way into the event loop."""
        assert self._portal is not None
        return self._portal
