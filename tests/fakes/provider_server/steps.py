"""A reply as what is written when: a plain list, which the connection plays."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

import msgspec

from tests.fakes.provider_server import anthropic, openai_chat, openai_responses
from tests.fakes.provider_server.received import Exchange
from tests.fakes.provider_server.refusals import error_body

__all__ = ["Step", "steps"]

_SHAPES: dict[str, ModuleType] = {
    "openai_chat": openai_chat,
    "openai_responses": openai_responses,
    "anthropic": anthropic,
}
_REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests", 529: "Overloaded"}
_LAST_CHUNK = b"0\r\n\r\n"


class Step(msgspec.Struct, frozen=True):
    """Bytes to be written after a wait."""

    wait_s: float
    data: bytes


def steps(exchange: Exchange) -> list[Step]:
    """What is written for a reply; one that `closes` is closed after it."""
    reply, received = exchange.reply, exchange.received
    if reply.closes and reply.closes_after_events is None and reply.closes_after_bytes is None:
        return [Step(reply.delay_s, b"")]
    if received.method == "GET" or received.path.endswith("/count_tokens"):
        found = _whole(exchange, reply.body, 200) if reply.status == 200 else _refusal(exchange)
    elif reply.status != 200:
        found = _refusal(exchange)
    elif received.is_stream:
        found = _stream(exchange)
    else:
        content = reply.body if reply.body is not None else _SHAPES[received.format].document(exchange)
        found = _whole(exchange, content, 200)
    head, *body = found
    if reply.closes:
        body = _first_bytes(body, reply.closes_after_bytes)
    return [Step(head.wait_s + reply.delay_s, head.data), *body]


def _refusal(exchange: Exchange) -> list[Step]:
    return _whole(exchange, error_body(exchange, exchange.reply.status), exchange.reply.status)


def _whole(exchange: Exchange, content: object, status: int) -> list[Step]:
    data = content if isinstance(content, bytes) else msgspec.json.encode(content)
    head = _head(exchange, status, "application/json", f"content-length: {len(data)}")
    is_cut = exchange.reply.closes and exchange.reply.closes_after_bytes is None
    return [Step(0, head), Step(0, b"" if is_cut else data)]


def _stream(exchange: Exchange) -> list[Step]:
    reply = exchange.reply
    events = list(_events(exchange))
    head = _head(exchange, 200, "text/event-stream; charset=utf-8", "transfer-encoding: chunked")
    found = [Step(0, head)]
    for number, event in enumerate(events):
        wait_s = reply.interval_s
        if reply.pause_s and number == reply.pause_after_events:
            wait_s += reply.pause_s
        found.append(Step(wait_s, b"%x\r\n%b\r\n" % (len(event), event)))
    if reply.closes and reply.closes_after_events is not None:
        return found[: 1 + reply.closes_after_events]
    return [*found, Step(0, _LAST_CHUNK)]


def _events(exchange: Exchange) -> Iterator[bytes]:
    shape, last = _SHAPES[exchange.received.format], exchange.reply.error_after_events
    for number, event in enumerate(shape.events(exchange)):
        if number == last:
            yield shape.error_event(exchange, error_body(exchange, 529 if exchange.received.format == "anthropic" else 500))
            return
        yield event


def _first_bytes(body: list[Step], count: int | None) -> list[Step]:
    if count is None:
        return body
    found, left = [], count
    for step in body:
        found.append(Step(step.wait_s, step.data[:left]))
        left -= len(step.data)
        if left <= 0:
            break
    return found


def _head(exchange: Exchange, status: int, kind: str, length: str) -> bytes:
    named = "request-id" if exchange.received.format == "anthropic" else "x-request-id"
    lines = [
        f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}",
        f"content-type: {kind}",
        f"{named}: {exchange.id('req_')}",
        length,
        *(f"{name}: {value}" for name, value in exchange.reply.headers),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
