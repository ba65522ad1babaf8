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

from headroom.messages import Conversation, Message, Opaque, Part, Source, Text, Tool, WireFormat
from headroom.wire import anthropic, openai_chat, openai_responses
from headroom.wire.anthropic import system_edit
from headroom.wire.content import text_parts
from headroom.wire.edits import Edit, Put, edited
from headroom.wire.values import plain

__all__ = [
    "CODECS",
    "Codec",
    "WireError",
    "decode",
    "encode",
    "encode_input",
    "encode_message",
    "encode_system",
    "format_of",
    "message_edit",
]


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


CODECS: Mapping[WireFormat, Codec] = MappingProxyType(
    {"openai_chat": openai_chat, "openai_responses": openai_responses, "anthropic": anthropic}
)

_CHAT_ROLES = ("tool", "function")
_CHAT_FIELDS = ("tool_calls", "tool_call_id", "function_call", "refusal", "audio")
_CHAT_BLOCKS = frozenset({"image_url", "input_audio", "file"})
_RESPONSES_BLOCKS = frozenset({"input_text", "output_text", "input_image", "input_file"})
_ANTHROPIC_BLOCKS = frozenset(
    {"tool_use", "tool_result", "thinking", "redacted_thinking", "image", "document", "search_result", "server_tool_use"}
    | {"mcp_tool_use", "container_upload", "compaction"}
)


def decode(
    messages: object,
    *,
    system: object = None,
    tools: object = None,
    model: str = "",
    format: WireFormat | None = None,  # noqa: A002 - the word that `Conversation` has for it
) -> Result[Conversation, WireError]:
    """The conversation that wire messages are, or where and why they are none.

    `messages` is a list or tuple of dicts or SDK objects, oldest first; `system` the top-level prompt (Anthropic's `system`,
    the responses' `instructions`); `tools` the definitions offered. Without a format, the shape says it (`format_of`); the
    input of the responses may also be a string. A message with a role or a shape that nobody knows is one `Opaque`, of kind
    `message` or the item's own.
    """
    if isinstance(messages, str) and format == "openai_responses":
        wires: list[Mapping[str, object]] = [{"role": "user", "content": messages}]
        return Success(_conversation((messages,), wires, format, (system, tools), model))
    where = "input" if format == "openai_responses" else "messages"
    if not isinstance(messages, (list, tuple)):
        return Failure(WireError(where, f"is not a list but {_type_name(messages)}"))
    wires = []
    for index, value in enumerate(messages):
        wire = plain(value)
        if wire is None:
            return Failure(WireError(f"{where}[{index}]", f"is not an object but {_type_name(value)}"))
        wires.append(wire)
    found = format_of(wires, system) if format is None else format
    for index, wire in enumerate(wires):
        # Items say by their kind who speaks; messages need a role.
        if found != "openai_responses" and not isinstance(wire.get("role"), str):
            why = f"is not a string but {_type_name(wire['role'])}" if "role" in wire else "is missing"
            return Failure(WireError(f"{where}[{index}].role", why))
    return Success(_conversation(messages, wires, found, (system, tools), model))


def encode(conversation: Conversation) -> list[object]:
    """The wire messages: those unchanged are the very objects that came.

    A changed message is a copy in which only what changed is new; one of our own is a dict in the conversation's format.

    Raises: ValueError for parts that the format cannot say (a tool result inside a system message, say).
    """
    codec = CODECS[conversation.format]
    return [
        message.source.value
        if message.source is not None and message.parts is message.source.parts and not isinstance(message.source.value, str)
        else encode_message(codec, message)
        for message in conversation.messages
    ]


def encode_input(conversation: Conversation) -> list[object] | str:
    """`encode` for the responses: a string where the input was one and still says one text, the very same if nothing changed.

    Raises: ValueError for parts that the format cannot say.
    """
    if len(conversation.messages) == 1:
        message = conversation.messages[0]
        given = None if message.source is None else message.source.value
        if isinstance(given, str):
            if message.is_unchanged:
                return given
            if message.role == "user" and len(message.parts) == 1 and isinstance(text := message.parts[0], Text):
                return text.text
    return encode(conversation)


def encode_message(codec: Codec, message: Message) -> object:
    """The wire value of one message, as `encode` has it.

    Raises: ValueError for parts that the format cannot say.
    """
    value = None if message.source is None else message.source.value
    if isinstance(value, str):
        # An input that was a string is an item once it stands in a list.
        return codec.fresh(message)
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

    The first message that only one format can have decides; failing that, one that only OpenAI's two can have means chat;
    failing that, a top-level system prompt means Anthropic; failing that, it is OpenAI's chat. Messages that several could
    have are read to the same parts by all, so a conversation cut off before the deciding message reads as it does in full.
    """
    is_openai = False
    for wire in wires:
        found, of_openai = _format_of_message(wire)
        is_openai = is_openai or of_openai
        if found is not None and not (is_openai and found == "anthropic"):
            return found
    return "anthropic" if isinstance(system, (str, list, tuple)) and not is_openai else "openai_chat"


def _format_of_message(wire: Mapping[str, object]) -> tuple[WireFormat | None, bool]:
    """The only format that has such a message, if there is only one; and whether only OpenAI's formats have it."""
    role, item = wire.get("role"), wire.get("type")
    if isinstance(item, str) and item in openai_responses.ITEMS:
        return "openai_responses", True
    if role in _CHAT_ROLES or any(wire.get(field) is not None for field in _CHAT_FIELDS):
        return "openai_chat", True
    content = wire.get("content")
    found, is_openai = _format_of_blocks(content) if isinstance(content, (list, tuple)) else (None, False)
    if role == "developer":
        return (None, True) if found == "anthropic" else (found, True)
    return found, is_openai


def _format_of_blocks(content: Sequence[object]) -> tuple[WireFormat | None, bool]:
    is_openai = False
    for block in content:
        kind = (plain(block) or {}).get("type")
        if not isinstance(kind, str):
            continue
        if kind in _RESPONSES_BLOCKS:
            return "openai_responses", True
        if kind in _CHAT_BLOCKS:
            return "openai_chat", True
        is_openai = is_openai or kind == "refusal"
        if not is_openai and (kind in _ANTHROPIC_BLOCKS or kind.endswith("_tool_result")):
            return "anthropic", False
    return None, is_openai


def _conversation(
    values: Sequence[object],
    wires: Sequence[Mapping[str, object]],
    wire_format: WireFormat,
    around: tuple[object, object],
    model: str,
) -> Conversation:
    system, tools = around
    return Conversation(
        messages=tuple(_message(wire_format, *entry) for entry in zip(range(len(wires)), values, wires, strict=True)),
        system=text_parts(system),
        tools=tuple(map(_tool, tools)) if isinstance(tools, (list, tuple)) else (),
        model=model,
        format=wire_format,
    )


def _message(wire_format: WireFormat, index: int, value: object, wire: Mapping[str, object]) -> Message:
    codec = CODECS[wire_format]
    is_item = wire_format == "openai_responses"
    role = openai_responses.role_of(wire) if is_item else str(wire["role"])
    parts = codec.parts(role, wire) if role in codec.ROLES else None
    if parts is None:
        parts = (Opaque(kind=openai_responses.item_kind(wire) if is_item else "message", value=value),)
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
