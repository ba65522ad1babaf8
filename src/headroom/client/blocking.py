"""The calls of a client that blocks: the core, driven on the caller's own stack by ports that never suspend."""

from __future__ import annotations

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
from headroom.runtime.drive import run_sync
from headroom.runtime.ports import Events

__all__ = ["BlockingCalls", "BlockingTransport"]


class BlockingTransport(msgspec.Struct, frozen=True, eq=False):
    """The provider, through a client that blocks; each method as `Transport` has it."""

    posted: Posted
    parser: Callable[[Any], Any] | None = None
    """What is left to make of a reply at the end."""

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The SDK's reply."""
        reply: object = self.posted(body, again=again)
        return reply

    def with_headers(self, headers: Mapping[str, str]) -> BlockingTransport:
        """The same, sending further headers."""
        return BlockingTransport(self.posted.with_headers(headers), self.parser)

    def unparsed(self) -> BlockingTransport:
        """The same, with replies as they came."""
        return BlockingTransport(*self.posted.without_parser())

    def finished(self, reply: object) -> object:
        """The reply for the caller."""
        finished: object = with_parser(reply, self.parser)
        return finished

    async def parsed(self, reply: object) -> object:
        """What a raw response holds, or the reply itself."""
        parse = getattr(reply, "parse", None) if hasattr(reply, "http_response") else None
        return reply if parse is None else parse()

    def with_parsed(self, reply: object, content: object) -> object:
        """The content, or the raw response holding it."""
        return with_content(reply, content)

    def events(self, reply: object) -> Events:
        """The events of a stream."""
        return _BlockingEvents(reply)

    def streamed(self, reply: object, events: Events) -> object:
        """The SDK's stream, giving these events."""
        face = _Given(events)
        tell_of_close(reply, "close", face.left)
        return streamed_through(reply, face, face.close) or EventStream(reply, face)


class _BlockingEvents:
    """What a stream of the SDK gives, one at a time."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._events = iter(events_of(stream))

    async def next(self) -> object | None:
        event: object | None = next(self._events, None)
        return event

    async def close(self) -> None:
        for closing in (getattr(self._events, "close", None), getattr(self._stream, "close", None)):
            if closing is not None:
                closing()


class _Given:
    """Events of the core as an iterator."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def __iter__(self) -> _Given:
        return self

    def __next__(self) -> object:
        event = run_sync(self._events.next())
        if event is None:
            raise StopIteration
        return event

    def close(self) -> None:
        run_sync(self._events.close())

    def left(self) -> None:
        """The caller let go of the response behind the stream."""
        if isinstance(self._events, StreamedReply):
            run_sync(self._events.left())

    def __del__(self) -> None:
        # Dropped half-read, as by a `break`: the connection is let go of at once.
        self.close()


class BlockingCalls:
    """Calls of the SDK's client, each compressed on its way."""

    def __init__(self, core: Core, original: Any, tenant: str) -> None:
        self.core = core
        self.original = original
        self.tenant = tenant
        self.face: object = original
        """The client that loops of the SDK's own ask through."""

    def call(self, place: str, via: str, method: str, arguments: Mapping[str, Any]) -> Any:
        """What the SDK's method returns, its request compressed.

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

    def simulate(self, place: str, arguments: Mapping[str, Any]) -> object:
        """What would be sent for a call."""
        return run_sync(simulated(self.core, place, arguments, self.tenant))

    def _posted(self, overrides: Overrides, post: Callable[..., Any], path: str, **arguments: Any) -> Any:
        endpoint = endpoint_of(path)
        body = arguments.pop("body", None)
        if endpoint is None or not isinstance(body, Mapping):
            return post(path, body=body, **arguments)
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
        return self._exchanged(asked, Posted(post=post, path=path, arguments=arguments))

    def _exchanged(self, asked: Asked, posted: Posted) -> Any:
        tenant = asked.overrides.tenant or self.tenant
        return run_sync(exchange(self.core, asked, tenant, BlockingTransport(posted)))
