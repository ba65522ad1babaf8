"""The identity of a request: what a reply depends on, as one key.

Everything counts but what only says how the request travels and how it is cached. What has no certain spelling has no key, and
so is never answered from a cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from headroom.wire.values import plain

__all__ = ["Question", "request_key", "similar_question"]

_TRANSPORT = frozenset({"timeout", "idempotency_key", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention"})
"""Fields of a request that change nothing about its reply."""
_MARKS = ("cache_control", "prompt_cache_breakpoint")
_UNGIVEN = frozenset({"NotGiven", "Omit"})
"""What the SDKs' own signs for a field that is not given are called."""
_DEPTH_LIMIT = 100
"""Levels that are read; chosen, as everywhere (`config.WorkBudget`)."""
_TEXT_BLOCKS = frozenset({"text", "input_text"})
_TOOL_FIELDS = ("tools", "functions", "tool_choice", "function_call", "mcp_servers")
_STATE_FIELDS = ("previous_response_id", "conversation", "container", "prompt", "audio", "modalities", "file_ids")
"""Fields by which a request refers to what does not stand in it, or asks for something else than text."""


class Question(msgspec.Struct, frozen=True):
    """What a request asks, apart from all else it says."""

    partition: str
    """The key of all else: only questions with the same one may be compared."""
    text: str


def request_key(body: Mapping[str, object], *, tenant: str, endpoint: str) -> str:
    """A SHA-256 in hex over all that a reply depends on; empty for a request that cannot be told for certain.

    `endpoint` names the call. The order of an object's fields does not count, the spelling of numbers does.
    """
    digest = hashlib.sha256()
    try:
        for piece in _spelled([tenant, endpoint], 0):
            digest.update(piece)
        for piece in _spelled(_semantic(body), 0):
            digest.update(piece)
    except (TypeError, RecursionError):
        return ""
    return digest.hexdigest()


def similar_question(body: Mapping[str, object], *, tenant: str, endpoint: str) -> Question | None:
    """What a request of one question asks; None for any other.

    Such a request has no tools, refers to no state, and holds text alone: prompts of the application and one message of a user.
    """
    if any(_is_given(body.get(field)) for field in (*_TOOL_FIELDS, *_STATE_FIELDS, "extra_body")) or body.get("stream") is True:
        return None
    field: Literal["messages", "input"] = "messages" if "messages" in body else "input"
    given = body.get(field)
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given
    if not isinstance(items, (list, tuple)):
        return None
    asked: list[str] = []
    masked: list[object] = []
    for item in items:
        message = plain(item)
        text = None if message is None else _only_text(message)
        if message is None or text is None or message.get("role") not in ("user", "system", "developer"):
            return None
        if message["role"] == "user":
            asked.append(text)
        masked.append({**message, "content": None} if message["role"] == "user" else message)
    if len(asked) != 1 or not asked[0].strip():
        return None
    partition = request_key({**body, field: masked}, tenant=tenant, endpoint=endpoint)
    return Question(partition, asked[0]) if partition else None


def _only_text(message: Mapping[str, object]) -> str | None:
    """The text of a message that holds nothing else."""
    if not message.keys() <= {"role", "content", "type", "name"} or message.get("type") not in (None, "message"):
        return None
    content = message.get("content")
    if isinstance(content, str):
        return content
    if not isinstance(content, (list, tuple)) or len(content) != 1:
        return None
    block = plain(content[0]) or {}
    text = block.get("text")
    return text if block.get("type") in _TEXT_BLOCKS and isinstance(text, str) else None


def _semantic(body: Mapping[str, object]) -> dict[str, object]:
    """The fields that count, without the cache marks that stand where marks stand, and nowhere else."""
    fields = {name: value for name, value in _unmarked(body).items() if name not in _TRANSPORT and _is_given(value)}
    for name in ("tools", "system"):
        if name in fields:
            fields[name] = _unmarked_items(fields[name])
    for name in ("messages", "input"):
        items = fields.get(name)
        if isinstance(items, (list, tuple)):
            fields[name] = [_unmarked_message(item) for item in items]
    extra = fields.get("extra_body")
    if isinstance(extra, Mapping):
        fields["extra_body"] = _semantic(extra)
    return fields


def _unmarked_message(item: object) -> object:
    fields = plain(item)
    if fields is None:
        return item
    found = dict(_unmarked(fields))
    for name in ("content", "output"):
        if name in found:
            found[name] = _unmarked_items(found[name])
    return found


def _unmarked_items(items: object) -> object:
    """Blocks, prompts or tools without their marks; the blocks inside a tool's result, too."""
    if not isinstance(items, (list, tuple)):
        return items
    found: list[object] = []
    for item in items:
        fields = plain(item)
        if fields is None:
            found.append(item)
            continue
        block = dict(_unmarked(fields))
        if block.get("type") == "tool_result":
            block["content"] = _unmarked_items(block.get("content"))
        found.append(block)
    return found


def _unmarked(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in fields.items() if name not in _MARKS}


def _is_given(value: object) -> bool:
    """Whether a field is there: neither null nor an SDK's sign for nothing."""
    return value is not None and type(value).__name__ not in _UNGIVEN


def _spelled(value: object, depth: int) -> Iterator[bytes]:
    """The value in pieces that no other value has: each says its kind and its length.

    Raises: TypeError for what JSON cannot say, or what is nested too deep.
    """
    if depth > _DEPTH_LIMIT:
        raise TypeError("nested too deep")
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        yield b"s%d:" % len(text)
        yield text
    elif value is None or isinstance(value, (bool, int, float)):
        yield f"{type(value).__name__}:{value!r};".encode()
    elif isinstance(value, (list, tuple)):
        yield b"l%d:" % len(value)
        for item in value:
            yield from _spelled(item, depth + 1)
    else:
        fields = plain(value)
        if fields is None or not all(isinstance(name, str) for name in fields):
            raise TypeError(f"a {type(value).__name__} has no certain spelling")
        yield b"o%d:" % len(fields)
        for name in sorted(fields):
            yield from _spelled(name, depth + 1)
            yield from _spelled(fields[name], depth + 1)
