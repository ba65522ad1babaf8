"""The calls of a client that is awaited: the core on the caller's event loop, asyncio's or trio's."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from headroom.client.core import Core
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.endpoints import Asked, endpoint_at, endpoint_of
from headroom.client.sdk import (
    RUNNERS,
    EventStream,
    Posted,
    by_create,
    events_of,
    extras_of,
    given,
    is_generated,
    raw_kind,
    resource_at,
    streamed_through,
    tell_of_close,
    with_client,
    with_content,
    with_parser,
    with_post,
)
from headroom.client.simulate import simulated
from headroom.config.overrides import Overrides, take_overrides
from headroom.errors import ConfigurationError
from headroom.runtime.ports import Events

__all__ = ["AwaitedCalls", "AwaitedTransport"]


class AwaitedTransport(msgspec.Struct, frozen=True, eq=False):
    """The provider, through a client that is awaited; each method as `Transport` has it."""

    posted: Posted
    parser: Callable[[Any], Any] | None = None
    """What is left to make of a reply at the end."""

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The SDK's reply."""
        reply: object = await self.posted(body, again=again)
        return reply

    def with_headers(self, headers: Mapping[str, str]) -> AwaitedTransport:
        """The same, sending further headers."""
        return AwaitedTransport(self.posted.with_headers(headers), self.parser)

    def unparsed(self) -> AwaitedTransport:
        """The same, with replies as they came."""
        return AwaitedTransport(*self.posted.without_parser())

    def finished(self, reply: object) -> object:
        """The reply for the caller."""
        finished: object = with_parser(reply, self.parser)
        return finished

    async def parsed(self, reply: object) -> object:
        """What a raw response holds, or the reply itself."""
        parse = getattr(reply, "parse", None) if hasattr(reply, "http_response") else None
        if parse is None:
            return reply
        content: object = parse()
        return await content if inspect.isawaitable(content) else content

    def with_parsed(self, reply: object, content: object) -> object:
        """The content, or the raw response holding it."""
        return with_content(reply, content)

    def events(self, reply: object) -> Events:
        """The events of a stream."""
        return _AwaitedEvents(reply)

    def streamed(self, reply: object, events: Events) -> object:
        """The SDK's stream, giving these events."""
        if isinstance(events, StreamedReply):
            tell_of_close(reply, "aclose", events.left)
        given_events = _given(events)

        async def close() -> None:
            # Through the core, so that it works before the first event, too.
            await events.close()
            await given_events.aclose()

        return streamed_through(reply, given_events, close) or EventStream(reply, given_events)


class _AwaitedEvents:
    """What a stream of the SDK gives, one at a time."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._events = aiter(events_of(stream))

    async def next(self) -> object | None:
        event: object | None = await anext(self._events, None)
        return event

    async def close(self) -> None:
        for closing in (getattr(self._events, "aclose", None), getattr(self._stream, "close", None)):
            if closing is not None:
                await closing()


async def _given(events: Events) -> Any:
    """Events of the core, as an asynchronous generator, which event loops know how to end."""
    try:
        while (event := await events.next()) is not None:
            yield event
    finally:
        await events.close()


class AwaitedCalls:
    """Calls of the SDK's client, each compressed on its way."""

    def __init__(self, core: Core, original: Any, tenant: str) -> None:
        self.core = core
        self.original = original
        self.tenant = tenant
        self.face: object = original
        """The client that loops of the SDK's own ask through."""

    def call(self, place: str, via: str, method: str, arguments: Mapping[str, Any]) -> Any:
        """What the SDK's method returns, to be awaited as there, its request compressed.

        Raises: ConfigurationError for an override that cannot be honoured; whatever the SDK raises.
        """
        overrides, rest = take_overrides(arguments)
        resource: Any = resource_at(self.original, place)
        if not is_generated(resource):
            endpoint = endpoint_at(place, method, via)
            if endpoint is None:
                return getattr(getattr(resource, via) if via else resource, method)(**rest)
            asked = Asked(endpoint=endpoint, body=rest, overrides=overrides, stream=bool(rest.get("stream")))
            return self._exchanged(asked, by_create(resource))
        if method in RUNNERS:
            # A loop of the SDK's own, which asks through its client.
            if len(rest) != len(arguments):
                raise ConfigurationError(f"headroom_ keywords are for single requests, not for {method}", {"field": method})
            return getattr(with_client(resource, self.face), method)(**rest)
        seam = with_post(resource, partial(self._posted, overrides, resource._post))  # noqa: SLF001  # See `sdk`.
        return getattr(getattr(seam, via) if via else seam, method)(**rest)

    async def simulate(self, place: str, arguments: Mapping[str, Any]) -> object:
        """What would be sent for a call."""
        return await simulated(self.core, place, arguments, self.tenant)

    async def _posted(self, overrides: Overrides, post: Callable[..., Any], path: str, **arguments: Any) -> Any:
        endpoint = endpoint_of(path)
        body = arguments.pop("body", None)
        if endpoint is None or not isinstance(body, Mapping):
            return await post(path, body=body, **arguments)
        extras, is_parsed = extras_of(arguments)
        asked = Asked(
            endpoint=endpoint,
            body=given(body),
            overrides=overrides,
            stream=bool(arguments.get("stream")),
            raw=raw_kind(arguments),
            extras=extras,
            is_parsed=is_parsed,
        )
        return await self._exchanged(asked, Posted(post=post, path=path, arguments=arguments))

    async def _exchanged(self, asked: Asked, posted: Posted) -> Any:
        tenant = asked.overrides.tenant or self.tenant
        return await exchange(self.core, asked, tenant, AwaitedTransport(posted))
