"""Responses, as a document and as numbered events.

Source: the API reference of the provider, November 2025.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tests.fakes.provider_server.received import Exchange, billed, pieces

__all__ = ["document", "error_event", "events"]

Item = dict[str, object]


def document(exchange: Exchange) -> dict[str, object]:
    """The whole response."""
    is_cut = exchange.reply.stop == "length"
    return {
        **_envelope(exchange),
        "status": "incomplete" if is_cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if is_cut else None,
        "output": [item for item, _steps in _items(exchange)],
        "usage": _usage(exchange),
    }


def events(exchange: Exchange) -> Iterator[bytes]:
    """The stream: no `[DONE]` ends it, the whole response does."""
    for number, fields in enumerate(_events(exchange)):
        data = msgspec.json.encode({**fields, "sequence_number": number})
        yield b"event: " + str(fields["type"]).encode() + b"\ndata: " + data + b"\n\n"


def error_event(exchange: Exchange, error: object) -> bytes:
    """What a stream says when it fails midway."""
    found = error.get("error") if isinstance(error, dict) else None
    fields = {"type": "error", "code": "server_error", "message": "failed", "param": None}
    if isinstance(found, dict):
        fields["message"] = found.get("message")
    number = exchange.reply.error_after_events or 0
    return b"event: error\ndata: " + msgspec.json.encode({**fields, "sequence_number": number}) + b"\n\n"


def _events(exchange: Exchange) -> Iterator[Item]:
    started = {**_envelope(exchange), "status": "in_progress", "incomplete_details": None, "output": [], "usage": None}
    yield {"type": "response.created", "response": started}
    yield {"type": "response.in_progress", "response": started}
    for index, (item, steps) in enumerate(_items(exchange)):
        opened = {**item, "status": "in_progress"} if "status" in item else dict(item)
        for field in ("content", "summary"):
            if field in opened:
                opened[field] = []
        if "arguments" in opened:
            opened["arguments"] = ""
        yield {"type": "response.output_item.added", "output_index": index, "item": opened}
        for step in steps:
            yield {**step, "item_id": item["id"], "output_index": index}
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    whole = document(exchange)
    yield {"type": f"response.{whole['status']}", "response": whole}


def _items(exchange: Exchange) -> list[tuple[Item, list[Item]]]:
    """The output items, each with the events between its first and its last."""
    reply = exchange.reply
    found: list[tuple[Item, list[Item]]] = []
    if reply.thinking:
        part: Item = {"type": "summary_text", "text": reply.thinking}
        empty = {**part, "text": ""}
        steps: list[Item] = [
            {"type": "response.reasoning_summary_part.added", "summary_index": 0, "part": empty},
            *(
                {"type": "response.reasoning_summary_text.delta", "summary_index": 0, "delta": piece}
                for piece in pieces(reply.thinking, reply.piece_chars)
            ),
            {"type": "response.reasoning_summary_text.done", "summary_index": 0, "text": reply.thinking},
            {"type": "response.reasoning_summary_part.done", "summary_index": 0, "part": part},
        ]
        found.append(({"id": exchange.id("rs_"), "type": "reasoning", "summary": [part]}, steps))
    if reply.text or not reply.calls:
        found.append(_message(exchange))
    for index, call in enumerate(exchange.calls("call_")):
        item: Item = {
            "id": f"{exchange.id('fc_')}{index:02x}",
            "type": "function_call",
            "status": "completed",
            "arguments": call.arguments,
            "call_id": call.id,
            "name": call.name,
        }
        deltas = pieces(call.arguments, reply.piece_chars)
        steps = [{"type": "response.function_call_arguments.delta", "delta": piece} for piece in deltas]
        steps.append({"type": "response.function_call_arguments.done", "arguments": call.arguments, "name": call.name})
        found.append((item, steps))
    return found


def _message(exchange: Exchange) -> tuple[Item, list[Item]]:
    reply = exchange.reply
    part: Item = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
    steps: list[Item] = [
        {"type": "response.content_part.added", "content_index": 0, "part": {**part, "text": ""}},
        *(
            {"type": "response.output_text.delta", "content_index": 0, "delta": piece, "logprobs": []}
            for piece in pieces(reply.text, reply.piece_chars)
        ),
        {"type": "response.output_text.done", "content_index": 0, "text": reply.text, "logprobs": []},
        {"type": "response.content_part.done", "content_index": 0, "part": part},
    ]
    status = "incomplete" if reply.stop == "length" else "completed"
    return {"id": exchange.id("msg_"), "type": "message", "status": status, "role": "assistant", "content": [part]}, steps


def _envelope(exchange: Exchange) -> Item:
    body = exchange.received.body
    return {
        "id": exchange.id("resp_"),
        "object": "response",
        "created_at": exchange.created_s,
        "error": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "metadata": body.get("metadata") or {},
        "model": exchange.received.model,
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "reasoning": body.get("reasoning") or {"effort": None, "summary": None},
        "service_tier": "default",
        "store": body.get("store", True),
        "temperature": body.get("temperature", 1.0),
        "text": body.get("text") or {"format": {"type": "text"}},
        "tool_choice": body.get("tool_choice", "auto"),
        "tools": body.get("tools") or [],
        "top_p": body.get("top_p", 1.0),
        "truncation": body.get("truncation", "disabled"),
        "user": body.get("user"),
    }


def _usage(exchange: Exchange) -> Item | None:
    usage = billed(exchange)
    if usage is None:
        return None
    read, written = usage.input_tokens or 0, usage.output_tokens or 0
    return {
        "input_tokens": read,
        "input_tokens_details": {"cached_tokens": usage.cached_tokens, "cache_write_tokens": usage.cache_write_tokens},
        "output_tokens": written,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning_tokens},
        "total_tokens": read + written,
    }
