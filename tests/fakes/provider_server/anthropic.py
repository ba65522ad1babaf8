"""Messages, as a document and as events.

Source: the API reference and recorded streams of the provider, November 2025.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from tests.fakes.provider_server.received import Exchange, billed, pieces

__all__ = ["SIGNED", "document", "error_event", "events", "signature"]

SIGNED = "fake-signature-"
"""How signatures of this server begin."""

Block = dict[str, object]


def signature(thinking: str) -> str:
    """What proves that a thinking block is as it was given."""
    return SIGNED + hashlib.sha256(thinking.encode("utf-8", "surrogatepass")).hexdigest()


def document(exchange: Exchange) -> dict[str, object]:
    """The message."""
    return {
        **_envelope(exchange),
        "content": list(_blocks(exchange)),
        "stop_reason": _stop(exchange),
        "usage": {**_input(exchange), "output_tokens": _written(exchange), "service_tier": "standard"},
    }


def events(exchange: Exchange) -> Iterator[bytes]:
    """The stream, with a ping where the provider sends its first."""
    started = {**_input(exchange), "output_tokens": 1, "service_tier": "standard"}
    message = {**_envelope(exchange), "content": [], "stop_reason": None, "usage": started}
    yield _event("message_start", message=message)
    for index, block in enumerate(_blocks(exchange)):
        yield _event("content_block_start", index=index, content_block=_opened(block))
        if index == 0:
            yield _event("ping")
        for delta in _deltas(block, exchange.reply.piece_chars):
            yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    totals = {key: value for key, value in _input(exchange).items() if key != "cache_creation"}
    yield _event(
        "message_delta",
        delta={"stop_reason": _stop(exchange), "stop_sequence": None},
        usage={**totals, "output_tokens": _written(exchange)},
    )
    yield _event("message_stop")


def error_event(_exchange: Exchange, error: object) -> bytes:
    """What a stream says when it fails midway."""
    return b"event: error\ndata: " + msgspec.json.encode(error) + b"\n\n"


def _blocks(exchange: Exchange) -> Iterator[Block]:
    reply = exchange.reply
    if reply.thinking:
        yield {"type": "thinking", "thinking": reply.thinking, "signature": signature(reply.thinking)}
    if reply.text:
        yield {"type": "text", "text": reply.text}
    for call in exchange.calls("toolu_"):
        yield {"type": "tool_use", "id": call.id, "name": call.name, "input": msgspec.Raw(call.arguments.encode())}


def _opened(block: Block) -> Block:
    if block["type"] == "thinking":
        return {**block, "thinking": "", "signature": ""}
    if block["type"] == "text":
        return {**block, "text": ""}
    return {**block, "input": {}}


def _deltas(block: Block, chars: int) -> Iterator[Block]:
    if block["type"] == "thinking":
        for piece in pieces(str(block["thinking"]), chars):
            yield {"type": "thinking_delta", "thinking": piece}
        yield {"type": "signature_delta", "signature": block["signature"]}
    elif block["type"] == "text":
        for piece in pieces(str(block["text"]), chars):
            yield {"type": "text_delta", "text": piece}
    elif isinstance(arguments := block["input"], msgspec.Raw):
        for piece in ("", *pieces(bytes(arguments).decode(), chars)):
            yield {"type": "input_json_delta", "partial_json": piece}


def _envelope(exchange: Exchange) -> dict[str, object]:
    return {
        "id": exchange.id("msg_"),
        "type": "message",
        "role": "assistant",
        "model": exchange.received.model,
        "stop_sequence": None,
    }


def _stop(exchange: Exchange) -> str:
    if exchange.reply.stop == "length":
        return "max_tokens"
    return exchange.reply.stop or ("tool_use" if exchange.reply.calls else "end_turn")


def _input(exchange: Exchange) -> dict[str, object]:
    usage = billed(exchange)
    if usage is None:
        return {"input_tokens": 0}
    short, long = usage.cache_write_tokens, usage.cache_write_long_tokens
    return {
        "input_tokens": (usage.input_tokens or 0) - usage.cached_tokens - short - long,
        "cache_creation_input_tokens": short + long,
        "cache_read_input_tokens": usage.cached_tokens,
        "cache_creation": {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long},
    }


def _written(exchange: Exchange) -> int:
    usage = billed(exchange)
    return 0 if usage is None else usage.output_tokens or 0


def _event(kind: str, **fields: object) -> bytes:
    return b"event: " + kind.encode() + b"\ndata: " + msgspec.json.encode({"type": kind, **fields}) + b"\n\n"
