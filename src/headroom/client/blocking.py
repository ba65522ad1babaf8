"""The calls of a client that blocks: the core, driven on the caller's own stack by ports that never suspend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headroom.client.calls import SdkCalls, SdkTransport
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.client.request.endpoints import Asked
from headroom.client.sdk import EventStream, Posted, events_of, streamed_through, tell_of_close, unless_running
from headroom.client.simulate import simulated
from headroom.runtime.drive import run_sync
from headroom.runtime.ports import Events

__all__ = ["BlockingCalls", "BlockingTransport"]


class BlockingTransport(SdkTransport, frozen=True, eq=False):
    """The provider, through a client that blocks."""

    async def send(self, body: Mapping[str, object], *, again: bool) -> object:
        """The SDK's reply."""
        reply: object = self.posted(body, again=again)
        return reply

    async def parsed(self, reply: object) -> object:
        """What a raw response holds, or the reply itself."""
        parse = getattr(reply, "parse", None) if hasattr(reply, "http_response") else None
        return reply if parse is None else parse()

    def events(self, reply: object) -> Events:
        """The events of a stream."""
        return _BlockingEvents(reply)

    def streamed(self, reply: object, events: Events) -> object:
        """The SDK's stream, giving these events."""
        face = _Given(events)
        tell_of_close(reply, "close", face.left)
        return streamed_through(reply, face, face.close) or EventStream(reply, face, face.close)


class _BlockingEvents:
    """What a stream of the SDK gives, one at a time."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._events = iter(events_of(stream))

    async def next(self) -> object | None:
        event: object | None = next(self._events, None)
        return event

    async def close(self) -> None:
        # The stream first: it lets go of the connection, also while another thread waits for an event.
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()
        end = getattr(self._events, "close", None)
        if end is not None and self._events is not self._stream:
            with unless_running():
                end()


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


class BlockingCalls(SdkCalls):
    """Calls of the SDK's client, each compressed on its way."""

    def simulate(self, place: str, arguments: Mapping[str, Any]) -> object:
        """What would be sent for a call."""
        return run_sync(simulated(self.core, place, arguments, self.tenant))

    def exchanged(self, asked: Asked, posted: Posted) -> Any:
        """The reply, once it is there."""
        return run_sync(exchange(self.core, asked, asked.overrides.tenant or self.tenant, BlockingTransport(posted)))
