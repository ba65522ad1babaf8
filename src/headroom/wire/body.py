"""Request bodies as bytes: read once, and written with only the changed values spliced in.

What was not changed keeps its bytes, whatever its spelling. Under a repeated key the last value counts, as decoders have it,
and the others stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from returns.result import Failure, Result

from headroom.messages import Conversation
from headroom.wire.anthropic import system_edit
from headroom.wire.codec import CODECS, WireError, decode, encode_message, message_edit
from headroom.wire.edits import Drop, Edit, Fields, Items, Put
from headroom.wire.splice import read_value, skip_space, spliced, spliced_values
from headroom.wire.values import is_deeper

__all__ = ["DEPTH_LIMIT", "Layout", "Request", "decode_body", "encode_body"]

Layout = Literal["object", "array", "lines"]
"""A request with `messages`, the messages alone, or one message a line."""

DEPTH_LIMIT = 100
"""Levels of nesting that are read; chosen, as everywhere (`config.WorkBudget`), well below what recursion allows."""

_BOM = "\ufeff"
_TOO_DEEP = WireError("body", f"is nested deeper than {DEPTH_LIMIT} levels")


class Request(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A body and the conversation in it."""

    body: bytes
    conversation: Conversation
    layout: Layout
    system: object = None
    """The system prompt as it stands in the body."""


def decode_body(body: bytes) -> Result[Request, WireError]:
    """The request in a body, or where and why there is none.

    A body is an object with `messages` (and `system`, `tools`, `model`), a bare array of messages, or JSON lines of messages;
    in UTF-8, a byte order mark allowed. Lone surrogate escapes, huge numbers and repeated keys are odd but read; NaN is not
    JSON.

    Cost: linear, about a fiftieth of one exact token count; writing changes costs a fifteenth.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return Failure(WireError("body", f"is not UTF-8 (byte {error.start})"))
    try:
        values = _values(text, body)
    except RecursionError:
        return Failure(_TOO_DEEP)
    except ValueError as error:
        return Failure(WireError("body", f"is not JSON: {error}"))
    if not values:
        return Failure(WireError("body", "is empty"))
    if is_deeper(values, DEPTH_LIMIT + 1):
        return Failure(_TOO_DEEP)
    return _request(body, values)


def encode_body(request: Request, conversation: Conversation) -> bytes:
    """The body saying what `conversation` says: the very same bytes if nothing changed.

    Messages may be changed, dropped, moved and added; so may the system prompt and the tools of a request object. The model is
    never written.

    Raises: ValueError for parts that the format cannot say, and for a system prompt or tools where the body has no place for
    them.
    """
    messages = _messages_edit(request.conversation, conversation)
    around = _edits_around(request, conversation)
    is_same = messages.keeps_all(len(request.conversation.messages))
    if is_same and not around:
        return request.body
    if around and request.layout != "object":
        raise ValueError("a body of messages alone has no place for a system prompt or tools")
    text = request.body.decode()
    start = _start(text)
    if request.layout == "lines":
        return spliced_values(text, start, messages).encode()
    edit: Edit = messages
    if request.layout == "object":
        edit = Fields(around if is_same else (("messages", messages), *around))
    end = len(text.rstrip(" \t\n\r"))
    return spliced(text, start, end, edit).encode()


def _values(text: str, body: bytes) -> list[object]:
    """The JSON values in the body: one, or one a line."""
    try:
        return [msgspec.json.decode(body.removeprefix(_BOM.encode()))]
    except (msgspec.DecodeError, RecursionError):
        # Lines, or what is odd but JSON. The slower reader takes both, and says of the rest what is wrong with it.
        values = []
        at = _start(text)
        while at < len(text):
            value, end = read_value(text, at)
            values.append(value)
            at = skip_space(text, end)
        return values


def _request(body: bytes, values: list[object]) -> Result[Request, WireError]:
    document = values[0]
    if all(isinstance(value, dict) and "role" in value and "messages" not in value for value in values):
        return _decoded(body, "lines", {"messages": values})
    if len(values) > 1:
        return Failure(WireError("body", f"is not JSON: {len(values)} values, where one or lines of messages are expected"))
    if isinstance(document, list):
        return _decoded(body, "array", {"messages": document})
    if not isinstance(document, dict):
        return Failure(WireError("body", f"is not an object or array but {type(document).__name__}"))
    if "messages" not in document:
        return Failure(WireError("body", "has no messages"))
    return _decoded(body, "object", document)


def _decoded(body: bytes, layout: Layout, document: Mapping[str, object]) -> Result[Request, WireError]:
    model, system = document.get("model"), document.get("system")
    conversation = decode(
        document["messages"], system=system, tools=document.get("tools"), model=model if isinstance(model, str) else ""
    )
    return conversation.map(lambda found: Request(body=body, conversation=found, layout=layout, system=system))


def _messages_edit(before: Conversation, after: Conversation) -> Items:
    if before.messages is after.messages:
        return Items(tuple((index, None) for index in range(len(before.messages))))
    codec = CODECS[after.format]
    entries: list[tuple[int, Edit | None]] = []
    for message in after.messages:
        theirs = before.messages[message.origin].source if 0 <= message.origin < len(before.messages) else None
        if theirs is not None and message.source is theirs:
            entries.append((message.origin, message_edit(codec, message)))
        else:
            entries.append((-1, Put(encode_message(codec, message))))
    return Items(tuple(entries))


def _edits_around(request: Request, after: Conversation) -> tuple[tuple[str, Edit | Drop], ...]:
    """What changes beside the messages."""
    before = request.conversation
    changes: list[tuple[str, Edit | Drop]] = []
    if before.system is not after.system:
        system = system_edit(request.system, before.system, after.system)
        if system is not None:
            changes.append(("system", system if after.system else Drop()))
    if before.tools is not after.tools:
        places = {id(tool): index for index, tool in enumerate(before.tools)}
        found = ((places.get(id(tool), -1), tool) for tool in after.tools)
        tools = Items(tuple((index, None if index >= 0 else Put(tool.source)) for index, tool in found))
        if not tools.keeps_all(len(before.tools)):
            changes.append(("tools", tools if after.tools else Drop()))
    return tuple(changes)


def _start(text: str) -> int:
    return skip_space(text, 1 if text.startswith(_BOM) else 0)
