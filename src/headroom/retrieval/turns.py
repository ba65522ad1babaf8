"""What a turn is known again by: its calls as they come back, and what people and tools said before it.

An id alone is not enough: some servers number the calls of every reply from 0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from headroom.messages import WireFormat
from headroom.retrieval.fields import entries, field, text_field
from headroom.retrieval.replies import call_id, is_other_call, is_own_call
from headroom.wire.values import plain

__all__ = ["answered", "asked", "call_digest", "calls_by_turn", "standing_before", "turn_calls", "turns_with"]

_DIGEST_BYTES = 16
"""Chosen: nobody gains by making two meet, for their tenant is looked up too."""
_GIVEN = ("arguments", "input", "action", "operation")
"""Where a call says what it wants."""
_RESULTS = frozenset({"function_call_output", "custom_tool_call_output", "computer_call_output", "local_shell_call_output"})
"""Outputs that only callers make. Others a provider may have made in the reply itself, which stands before no turn."""


def turn_calls(message: object, wire_format: WireFormat) -> tuple[object, ...]:
    """The calls with an id in an assistant message, ours too; none in any other."""
    if field(message, "role") != "assistant":
        return ()
    pieces = entries(message, "content" if wire_format == "anthropic" else "tool_calls")
    if wire_format == "anthropic":
        pieces = tuple(piece for piece in pieces if field(piece, "type") == "tool_use")
    return tuple(piece for piece in pieces if text_field(piece, "id"))


def asked(item: object) -> str:
    """The id of a call that an item makes; empty for none."""
    kind = text_field(item, "type")
    if kind == "mcp_approval_request":
        return text_field(item, "id")
    return text_field(item, "call_id") if kind and not kind.endswith("_output") else ""


def answered(item: object) -> str:
    """The id of a call that an item answers; empty for none."""
    kind = text_field(item, "type")
    if kind == "mcp_approval_response":
        return text_field(item, "approval_request_id")
    return text_field(item, "call_id") if kind.endswith("_output") else ""


def call_digest(call: object, wire_format: WireFormat) -> str:
    """One text for a call as the model made it and as a caller sends it back, who may write its arguments anew."""
    holder: object = call
    if wire_format == "openai_chat":
        holder = field(call, "function") or field(call, "custom")
    given = next((value for value in (field(holder, name) for name in _GIVEN) if value is not None), None)
    try:
        said = json.dumps([call_id(call, wire_format), text_field(holder, "name"), _value(given)], sort_keys=True)
    except (RecursionError, TypeError, ValueError):
        said = json.dumps([call_id(call, wire_format), text_field(holder, "name")])
    return hashlib.blake2b(said.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def calls_by_turn(messages: object, wire_format: WireFormat) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The caller's calls of each turn, and where it stands; in a list of items each call by itself."""
    for index, message in enumerate(messages if isinstance(messages, (list, tuple)) else ()):
        if wire_format == "openai_responses":
            if asked(message) and not is_own_call(message, wire_format):
                yield index, (message,)
            continue
        calls = tuple(call for call in turn_calls(message, wire_format) if is_other_call(call, wire_format))
        if calls:
            yield index, calls


def turns_with(
    messages: object, ids: Sequence[str], digests: Sequence[str], wire_format: WireFormat
) -> tuple[tuple[int, ...], ...]:
    """Where the calls of each turn stand that has just these, in order: the index of the message, or that of each item."""
    if not ids:
        return ()
    turns = calls_by_turn(messages, wire_format)
    if wire_format != "openai_responses":
        return tuple((index,) for index, calls in turns if _are(calls, ids, digests, wire_format))
    items = [(index, call) for index, (call,) in turns if asked(call) in ids]
    said = [index for index, item in enumerate(_items(messages)) if field(item, "role") == "user"] if items else []
    found: list[tuple[int, ...]] = []
    start = 0
    while start + len(ids) <= len(items):
        part = items[start : start + len(ids)]
        first, last = part[0][0], part[-1][0]
        # A turn ends where a person speaks.
        is_one = not any(first < index < last for index in said)
        if is_one and _are([call for _, call in part], ids, digests, wire_format):
            found.append(tuple(index for index, _ in part))
            start += len(ids)
        else:
            start += 1
    return tuple(found)


def standing_before(before: object, messages: object, end: int) -> str:
    """A digest of what people and tools said before a turn; empty where `before` is None, which is not known.

    What stands before it are `before`, then the first `end` of the messages. What the model said is left out, and so are cache
    marks and system prompts: callers write them anew. Cost: linear in the text.
    """
    if before is None:
        return ""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    first = _items(before)
    for item in (*first, *_items(messages)[:end]):
        for text in _said(item):
            digest.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _are(calls: Sequence[object], ids: Sequence[str], digests: Sequence[str], wire_format: WireFormat) -> bool:
    if [call_id(call, wire_format) for call in calls] != list(ids):
        return False
    return [call_digest(call, wire_format) for call in calls] == list(digests)


def _items(messages: object) -> Sequence[object]:
    if isinstance(messages, str):
        return [{"role": "user", "content": messages}]
    return messages if isinstance(messages, (list, tuple)) else ()


def _said(item: object) -> Iterator[str]:
    """What an item says that no model wrote."""
    role = field(item, "role")
    if role == "user":
        yield from _texts(field(item, "content"))
    elif role == "tool":
        yield text_field(item, "tool_call_id")
        yield from _texts(field(item, "content"))
    elif field(item, "type") in _RESULTS:
        yield text_field(item, "call_id")
        yield from _texts(field(item, "output"))


def _texts(content: object) -> Iterator[str]:
    """The texts of a content, whether it is one or a list of parts."""
    if isinstance(content, str):
        yield content
    for part in content if isinstance(content, (list, tuple)) else ():
        if field(part, "type") == "tool_result":
            yield text_field(part, "tool_use_id")
            yield from _flat(field(part, "content"))
        else:
            yield text_field(part, "text")


def _flat(content: object) -> Iterable[str]:
    if isinstance(content, str):
        return (content,)
    return [text_field(part, "text") for part in content] if isinstance(content, (list, tuple)) else ()


def _value(value: object) -> object:
    """A value as JSON has it: texts that are JSON are read, and what can be written in several ways is written in one."""
    if isinstance(value, str):
        if not value.strip():
            # What some models write for no arguments, and callers send back as an empty object.
            return {}
        try:
            return _plain_value(json.loads(value))
        except ValueError:
            return value
    return _plain_value(value)


def _plain_value(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [_plain_value(item) for item in value]
    fields = plain(value)
    if fields is None:
        return value
    return {name: _plain_value(item) for name, item in fields.items() if item is not None}
