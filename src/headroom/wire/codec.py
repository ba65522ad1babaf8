"""Python values from and to the wire: dicts or SDK objects in, a `Conversation` out, and back.

Odd content becomes `Opaque` parts; only what is no conversation at all is a `Failure`. What was not changed goes back as the
very object that came, and nothing given is ever mutated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import msgspec
from returns.result import Failure, Result, Success

from headroom.messages import Conversation, Message, Opaque, Part, Source, Tool, WireFormat
from headroom.wire import anthropic, openai_chat
from headroom.wire.anthropic import system_edit
from headroom.wire.content import text_parts
from headroom.wire.edits import Edit, Put, edited
from headroom.wire.values import plain

__all__ = ["CODECS", "Codec", "WireError", "decode", "encode", "encode_message", "encode_system", "format_of", "message_edit"]


class WireError(msgspec.Struct, frozen=True):
    """Why something is no conversation."""

    where: str
    """The path to it: `messages[3].role`."""
    why: str

    def __str__(self) -> str:
        return f"{self.where} {self.why}"


class Codec(Protocol):
    """What a provider's module offers."""

    @property
    def ROLES(self) -> frozenset[str]:  # noqa: N802 - the module's constant
        """The roles it reads; messages in others are kept whole."""
        ...

    def parts(self, role: str, wire: Mapping[str, object], /) -> tuple[Part, ...] | None:
        """What a message says, or None for one to be kept whole."""
        ...

    def edit(self, wire: Mapping[str, object], before: tuple[Part, ...], after: tuple[Part, ...], /) -> Edit | None:
        """What changes in it for it to say something else, or None for nothing."""
        ...

    def fresh(self, message: Message, /) -> dict[str, object]:
        """A wire message of our own."""
        ...


CODECS: Mapping[WireFormat, Codec] = MappingProxyType({"openai_chat": openai_chat, "anthropic": anthropic})

_OPENAI_ROLES = frozenset({"developer", "tool", "function"})
_OPENAI_FIELDS = ("tool_calls", "tool_call_id", "function_call", "refusal", "audio")
_OPENAI_BLOCKS = frozenset({"image_url", "input_audio", "file", "refusal"})
_ANTHROPIC_BLOCKS = frozenset(
    {"tool_use", "tool_result", "thinking", "redacted_thinking", "image", "document", "search_result", "server_tool_use"}
    | {"mcp_tool_use", "container_upload", "compaction"}
)


def decode(
    messages: object, *, system: object = None, tools: object = None, model: str = ""
) -> Result[Conversation, WireError]:
    """The conversation that wire messages are, or where and why they are none.

    `messages` is a list or tuple of dicts or SDK objects, oldest first; `system` Anthropic's top-level prompt; `tools` the
    definitions offered. The format follows from the shape (`format_of`). A message with a role or a shape that nobody knows
    is one `Opaque` of kind `message`.
    """
    if not isinstance(messages, (list, tuple)):
        return Failure(WireError("messages", f"is not a list but {_type_name(messages)}"))
    wires = []
    for index, value in enumerate(messages):
        wire = plain(value)
        if wire is None:
            return Failure(WireError(f"messages[{index}]", f"is not an object but {_type_name(value)}"))
        if not isinstance(wire.get("role"), str):
            why = f"is not a string but {_type_name(wire['role'])}" if "role" in wire else "is missing"
            return Failure(WireError(f"messages[{index}].role", why))
        wires.append(wire)
    wire_format = format_of(wires, system)
    codec = CODECS[wire_format]
    return Success(
        Conversation(
            messages=tuple(_message(codec, *entry) for entry in zip(range(len(wires)), messages, wires, strict=True)),
            system=text_parts(system),
            tools=tuple(map(_tool, tools)) if isinstance(tools, (list, tuple)) else (),
            model=model,
            format=wire_format,
        )
    )


def encode(conversation: Conversation) -> list[object]:
    """The wire messages: those unchanged are the very objects that came.

    A changed message is a copy in which only what changed is new; one of our own is a dict in the conversation's format.

    Raises: ValueError for parts that the format cannot say (a tool result inside a system message, say).
    """
    codec = CODECS[conversation.format]
    return [
        message.source.value
        if message.source is not None and message.parts is message.source.parts
        else encode_message(codec, message)
        for message in conversation.messages
    ]


def encode_message(codec: Codec, message: Message) -> object:
    """The wire value of one message, as `encode` has it.

    Raises: ValueError for parts that the format cannot say.
    """
    value = None if message.source is None else message.source.value
    change = message_edit(codec, message)
    return value if change is None else edited(value, change)


def encode_system(system: object, before: tuple[Part, ...], after: tuple[Part, ...]) -> object:
    """The top-level system prompt saying `after`; the very value given if nothing changed.

    `before` are the parts it was decoded to.
    """
    change = None if before is after else system_edit(system, before, after)
    return system if change is None else edited(system, change)


def message_edit(codec: Codec, message: Message) -> Edit | None:
    """What changes in the wire value that the message came as; None for nothing.

    Raises: ValueError for parts that the format cannot say.
    """
    source = message.source
    if source is None:
        return Put(codec.fresh(message))
    if message.is_unchanged:
        return None
    if _is_whole(source):
        return Put(codec.fresh(message))
    return codec.edit(plain(source.value) or {}, source.parts, message.parts)


def format_of(wires: Sequence[Mapping[str, object]], system: object = None) -> WireFormat:
    """The wire format that the shape shows.

    The first message that only one format can have decides; failing that, a top-level system prompt means Anthropic; failing
    that, it is OpenAI's. Messages that either could have are read to the same parts by both, so a conversation cut off before
    the deciding message reads as it does in full.
    """
    for wire in wires:
        if wire["role"] in _OPENAI_ROLES:
            return "openai_chat"
        for field in _OPENAI_FIELDS:
            if wire.get(field) is not None:
                return "openai_chat"
        content = wire.get("content")
        if isinstance(content, (list, tuple)):
            for block in content:
                found = _format_of_block(block)
                if found is not None:
                    return found
    return "anthropic" if isinstance(system, (str, list, tuple)) else "openai_chat"


def _format_of_block(block: object) -> WireFormat | None:
    kind = (plain(block) or {}).get("type")
    if not isinstance(kind, str):
        return None
    if kind in _OPENAI_BLOCKS:
        return "openai_chat"
    return "anthropic" if kind in _ANTHROPIC_BLOCKS or kind.endswith("_tool_result") else None


def _message(codec: Codec, index: int, value: object, wire: Mapping[str, object]) -> Message:
    role = str(wire["role"])
    parts = codec.parts(role, wire) if role in codec.ROLES else None
    if parts is None:
        parts = (Opaque(kind="message", value=value),)
    return Message(role=role, parts=parts, origin=index, source=Source(value, parts))


def _is_whole(source: Source) -> bool:
    """Whether the message was kept whole, as one opaque part."""
    if len(source.parts) != 1:
        return False
    part = source.parts[0]
    return isinstance(part, Opaque) and part.value is source.value


def _tool(value: object) -> Tool:
    fields = plain(value) or {}
    function = plain(fields.get("function")) or {}
    named = (function.get("name"), fields.get("name"), fields.get("type"))
    return Tool(name=next((name for name in named if isinstance(name, str)), ""), source=value)


def _type_name(value: object) -> str:
    return "null" if value is None else type(value).__name__
