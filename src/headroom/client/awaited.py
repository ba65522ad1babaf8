"""The calls of a client that is awaited: the core on the caller's event loop, asyncio's or trio's."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from headroom.client.calls import SdkCalls, SdkTransport
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.endpoints import Asked
from headroom.client.sdk import EventStream, Posted, events_of, streamed_through, tell_of_close, unless_running
from headroom.client.simulate import simulated
from headroom.runtime.ports import Events

__all__ = ["AwaitedCalls", "AwaitedTransport"]


class AwaitedTransport(SdkTransport, frozen=True, eq=False):
    """The provider, through a client that is awaited."""

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The SDK's reply."""
        reply: object = await self.posted(body, again=again)
        return reply

    async def parsed(self, reply: object) -> object:
        """What a raw response holds, or the reply itself."""
        parse = getattr(reply, "parse", None) if hasattr(reply, "http_response") else None
        if parse is None:
            return reply
        content: object = parse()
        return await content if inspect.isawaitable(content) else content

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
            with unless_running():
                await given_events.aclose()

        return streamed_through(reply, given_events, close) or EventStream(reply, given_events, close)


class _AwaitedEvents:
    """What a stream of the SDK gives, one at a time."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._events = aiter(events_of(stream))

    async def next(self) -> object | None:
        event: object | None = await anext(self._events, None)
        return event

    async def close(self) -> None:
        # The stream first: it lets go of the connection, also while another task waits for an event.
        close = getattr(self._stream, "close", None)
        if close is not None and inspect.isawaitable(closed := close()):
            await closed
        end = getattr(self._events, "aclose", None)
        if end is not None:
            with unless_running():
                await end()


async def _given(events: Events) -> Any:
    """Events of the core, as an asynchronous generator, which event loops know how to end."""
    try:
        while (event := await events.next()) is not None:
            yield event
    finally:
        await events.close()


class AwaitedCalls(SdkCalls):
    """Calls of the SDK's client, each compressed on its way; what they return is to be awaited as there."""

    async def simulate(self, place: str, arguments: Mapping[str, Any]) -> object:
        """What would be sent for a call."""
        return await simulated(self.core, place, arguments, self.tenant)

    async def exchanged(self, asked: Asked, posted: Posted) -> Any:
        """The reply, to be awaited."""
        return await exchange(self.core, asked, asked.overrides.tenant or self.tenant, AwaitedTransport(posted))
