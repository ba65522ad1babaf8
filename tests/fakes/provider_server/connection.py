"""One connection of a client: HTTP/1.1 requests in, replies out, as an asyncio protocol.

A protocol sees a client that goes away at once, and writes without a thread for each connection.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

import msgspec

from tests.fakes.provider_server.received import Received
from tests.fakes.provider_server.steps import Step

__all__ = ["Answer", "Connection", "Desk"]

_END = b"\r\n\r\n"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is written for one request."""

    received: Received
    steps: list[Step]
    closes: bool


class Desk(Protocol):
    """What a connection asks of its server."""

    def opened(self, connection: Connection) -> None:
        """Told of a new connection."""
        ...

    def closed(self, connection: Connection, unfinished: Received | None, steps_written: int) -> None:
        """Told that it is gone, and what was being answered then."""
        ...

    def answer(self, head: bytes, body: bytes) -> Answer:
        """What is written for a request."""
        ...


class Connection(asyncio.Protocol):
    """Requests are answered one after the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._buffer = bytearray()
        self._answer: Answer | None = None
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Told by the loop."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._desk.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the loop's word
        """Told by the loop."""
        if self._timer is not None:
            self._timer.cancel()
        transport, self._transport = self._transport, None
        is_ours = transport is not None and self._answer is not None and self._answer.closes and self._is_played
        unfinished = None if self._answer is None or is_ours else self._answer.received
        self._desk.closed(self, unfinished, self._next)

    def data_received(self, data: bytes) -> None:
        """Told by the loop."""
        self._buffer += data
        self._take()

    def abort(self) -> None:
        """Let go of the client."""
        if self._transport is not None:
            self._transport.abort()

    @property
    def _is_played(self) -> bool:
        return self._answer is not None and self._next >= len(self._answer.steps)

    def _take(self) -> None:
        """Begin to answer the next request, if it is all there and none is being answered."""
        if self._answer is not None:
            return
        end = self._buffer.find(_END)
        if end < 0:
            return
        head = bytes(self._buffer[:end])
        start = end + len(_END)
        length = _content_length(head)
        if len(self._buffer) < start + length:
            return
        body = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        self._answer, self._next = self._desk.answer(head, body), 0
        self._play()

    def _play(self, *, is_due: bool = False) -> None:
        """Write what is to be written now, at once, and come back for the rest."""
        self._timer = None
        answer, transport = self._answer, self._transport
        if answer is None or transport is None:
            return
        now = []
        while self._next < len(answer.steps):
            step = answer.steps[self._next]
            if step.wait_s and not is_due:
                self._timer = asyncio.get_running_loop().call_later(step.wait_s, self._play_due)
                break
            is_due = False
            now.append(step.data)
            self._next += 1
        transport.write(b"".join(now))
        if self._is_played:
            self._finish(answer, transport)

    def _play_due(self) -> None:
        self._play(is_due=True)

    def _finish(self, answer: Answer, transport: asyncio.Transport) -> None:
        if answer.closes:
            transport.close()
            return
        self._answer = None
        if answer.received.headers.get("connection", "").lower() == "close":
            transport.close()
        elif self._buffer:
            self._take()


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
