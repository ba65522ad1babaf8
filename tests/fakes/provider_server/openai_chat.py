"""Chat completions, as a document and as chunks.

Source: the API reference and recorded streams of the provider, November 2025.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from tests.fakes.provider_server.received import Exchange, billed, pieces

__all__ = ["document", "error_event", "events"]


def document(exchange: Exchange) -> dict[str, object]:
    """The completion."""
    reply = exchange.reply
    message: dict[str, object] = {"role": "assistant", "content": reply.text or (None if reply.calls else "")}
    if reply.thinking:
        message["reasoning_content"] = reply.thinking
    if reply.calls:
        message["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in exchange.calls("call_")
        ]
    message |= {"refusal": None, "annotations": []}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish(exchange)}
    usage = _usage(exchange)
    return {
        **_envelope(exchange, "chat.completion"),
        "choices": [choice],
        **({} if usage is None else {"usage": usage}),
    }


def events(exchange: Exchange) -> Iterator[bytes]:
    """The stream; the chunk with the usage only where it was asked for."""
    envelope = _envelope(exchange, "chat.completion.chunk")
    options = exchange.received.body.get("stream_options")
    usage = _usage(exchange) if isinstance(options, Mapping) and options.get("include_usage") else None
    between = {} if usage is None else {"usage": None}
    if exchange.received.is_azure:
        filtered = {"prompt_index": 0, "content_filter_results": {}}
        yield _event({"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": [filtered]})
    for delta in _deltas(exchange):
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}
        yield _event({**envelope, "choices": [choice], **between})
    last = {"index": 0, "delta": {}, "logprobs": None, "finish_reason": _finish(exchange)}
    yield _event({**envelope, "choices": [last], **between})
    if usage is not None:
        yield _event({**envelope, "choices": [], "usage": usage})
    yield b"data: [DONE]\n\n"


def error_event(_exchange: Exchange, error: object) -> bytes:
    """What a stream says when it fails midway."""
    return _event(error)


def _deltas(exchange: Exchange) -> Iterator[dict[str, object]]:
    reply, wanted = exchange.reply, exchange.calls("call_")
    headers: list[dict[str, object]] = [
        {"index": index, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
        for index, call in enumerate(wanted)
    ]
    is_single = len(wanted) == 1 and not reply.text
    opening: dict[str, object] = {"role": "assistant", "content": None if wanted and not reply.text else "", "refusal": None}
    yield {**opening, "tool_calls": headers} if is_single else opening
    for piece in pieces(reply.thinking, reply.piece_chars):
        yield {"reasoning_content": piece}
    for piece in pieces(reply.text, reply.piece_chars):
        yield {"content": piece}
    for index, call in enumerate(wanted):
        if not is_single:
            yield {"tool_calls": [headers[index]]}
        for piece in pieces(call.arguments, reply.piece_chars):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def _envelope(exchange: Exchange, kind: str) -> dict[str, object]:
    return {
        "id": exchange.id("chatcmpl-"),
        "object": kind,
        "created": exchange.created_s,
        "model": exchange.received.model,
        "service_tier": "default",
        "system_fingerprint": "fp_fake",
    }


def _finish(exchange: Exchange) -> str:
    return exchange.reply.stop or ("tool_calls" if exchange.reply.calls else "stop")


def _usage(exchange: Exchange) -> dict[str, object] | None:
    usage = billed(exchange)
    if usage is None:
        return None
    read, written = usage.input_tokens or 0, usage.output_tokens or 0
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "prompt_tokens_details": {
            "cached_tokens": usage.cached_tokens,
            "audio_tokens": 0,
            **({"cache_write_tokens": usage.cache_write_tokens} if usage.cache_write_tokens else {}),
        },
        "completion_tokens_details": {
            "reasoning_tokens": usage.reasoning_tokens,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _event(data: object) -> bytes:
    return b"data: " + msgspec.json.encode(data) + b"\n\n"
