"""Request bodies as bytes: read once, and written with only the changed values spliced in.

What was not changed keeps its bytes, whatever its spelling. Under a repeated key the last value counts, as decoders have it,
and the others stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from returns.result import Failure, Result

from headroom.messages import Conversation, WireFormat
from headroom.wire.anthropic import system_edit
from headroom.wire.codec import CODECS, WireError, decode, encode_input, encode_message, message_edit
from headroom.wire.edits import Drop, Edit, Fields, Items, Put
from headroom.wire.openai_responses import ITEMS
from headroom.wire.splice import read_value, skip_space, spliced, spliced_values
from headroom.wire.values import is_deeper

__all__ = ["DEPTH_LIMIT", "Layout", "Request", "decode_body", "encode_body"]

Layout = Literal["object", "array", "lines"]
"""A request with `messages` or `input`, these alone, or one of them a line."""

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
    has_input: bool = False
    """Whether it is a request to OpenAI's responses: `input` and `instructions` in the place of `messages` and `system`."""

    @property
    def fields(self) -> tuple[str, str]:
        """The names of the messages and of the system prompt in a request object."""
        return ("input", "instructions") if self.has_input else ("messages", "system")


def decode_body(body: bytes) -> Result[Request, WireError]:
    """The request in a body, or where and why there is none.

    A body is an object with `messages` (and `system`, `tools`, `model`) or `input` (and `instructions`), a bare array of
    messages or items, or JSON lines of them; in UTF-8, a byte order mark allowed. Lone surrogate escapes, huge numbers and
    repeated keys are odd but read; NaN is not JSON.

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
    if messages is None and not around:
        return request.body
    if around and request.layout != "object":
        raise ValueError("a body of messages alone has no place for a system prompt or tools")
    text = request.body.decode()
    start = _start(text)
    if request.layout == "lines" and isinstance(messages, Items):
        return spliced_values(text, start, messages).encode()
    edit: Edit
    if request.layout == "object" or messages is None:
        edit = Fields(around if messages is None else ((request.fields[0], messages), *around))
    else:
        edit = messages
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
    if all(isinstance(value, dict) and _is_message(value) for value in values):
        return _decoded(body, "lines", {"messages": values})
    if len(values) > 1:
        return Failure(WireError("body", f"is not JSON: {len(values)} values, where one or lines of messages are expected"))
    if isinstance(document, list):
        return _decoded(body, "array", {"messages": document})
    if not isinstance(document, dict):
        return Failure(WireError("body", f"is not an object or array but {type(document).__name__}"))
    if "messages" not in document and "input" not in document:
        return Failure(WireError("body", "has no messages"))
    return _decoded(body, "object", document)


def _is_message(value: Mapping[str, object]) -> bool:
    """Whether an object is a message or an item rather than a request."""
    if "messages" in value:
        return False
    kind = value.get("type")
    return "role" in value or (isinstance(kind, str) and kind in ITEMS)


def _decoded(body: bytes, layout: Layout, document: Mapping[str, object]) -> Result[Request, WireError]:
    has_input = "messages" not in document
    wire_format: WireFormat | None = "openai_responses" if has_input else None
    model, system = document.get("model"), document.get("instructions" if has_input else "system")
    conversation = decode(
        document["input" if has_input else "messages"],
        system=system,
        tools=document.get("tools"),
        model=model if isinstance(model, str) else "",
        format=wire_format,
    )
    return conversation.map(
        lambda found: Request(body=body, conversation=found, layout=layout, system=system, has_input=has_input)
    )


def _messages_edit(before: Conversation, after: Conversation) -> Edit | None:
    """What changes in the messages; None for nothing."""
    if before.messages is after.messages:
        return None
    source = before.messages[0].source if len(before.messages) == 1 else None
    if source is not None and isinstance(source.value, str):
        said = encode_input(after)
        return None if said == source.value else Put(said)
    codec = CODECS[after.format]
    entries: list[tuple[int, Edit | None]] = []
    for message in after.messages:
        theirs = before.messages[message.origin].source if 0 <= message.origin < len(before.messages) else None
        if theirs is not None and message.source is theirs:
            entries.append((message.origin, message_edit(codec, message)))
        else:
            entries.append((-1, Put(encode_message(codec, message))))
    edit = Items(tuple(entries))
    return None if edit.keeps_all(len(before.messages)) else edit


def _edits_around(request: Request, after: Conversation) -> tuple[tuple[str, Edit | Drop], ...]:
    """What changes beside the messages."""
    before = request.conversation
    changes: list[tuple[str, Edit | Drop]] = []
    if before.system is not after.system:
        system = system_edit(request.system, before.system, after.system)
        if system is not None:
            changes.append((request.fields[1], system if after.system else Drop()))
    if before.tools is not after.tools:
        places = {id(tool): index for index, tool in enumerate(before.tools)}
        found = ((places.get(id(tool), -1), tool) for tool in after.tools)
        tools = Items(tuple((index, None if index >= 0 else Put(tool.source)) for index, tool in found))
        if not tools.keeps_all(len(before.tools)):
            changes.append(("tools", tools if after.tools else Drop()))
    return tuple(changes)


def _start(text: str) -> int:
    return skip_space(text, 1 if text.startswith(_BOM) else 0)
