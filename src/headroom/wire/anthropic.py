"""Anthropic messages: what a message says, and what changes in it on the wire.

Only text, tool calls and tool results are read; thinking, server tools, images, documents and whatever is new stay opaque.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.messages import Message, Opaque, Part, Text, ToolCall, ToolResult
from headroom.wire.content import content_edit, fresh_content, matched, opaque, same_part, text_edit, text_parts
from headroom.wire.edits import Drop, Edit, Fields, Put
from headroom.wire.values import is_deeper, plain

__all__ = ["ROLES", "edit", "fresh", "parts", "system_edit"]

ROLES = frozenset({"user", "assistant", "system"})
"""`system` inside the messages is a beta of 2026. Source: the API's message types, read from its Python SDK."""

_DEPTH_LIMIT = 100
"""Levels of a tool's input that are read; chosen, as everywhere (`config.WorkBudget`)."""


def parts(_role: str, wire: Mapping[str, object]) -> tuple[Part, ...] | None:
    """What the message says, whoever says it; none is kept whole."""
    content = wire.get("content")
    if isinstance(content, (list, tuple)):
        return tuple(_part(block) for block in content)
    return text_parts(content)


def edit(wire: Mapping[str, object], before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    """What changes in the wire message for it to say `after`; None for nothing.

    Raises: ValueError for arguments of a changed tool call that are no JSON object.
    """
    content = _content_edit(wire.get("content"), before, after)
    return None if content is None else Fields((("content", content),))


def system_edit(wire: object, before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    """What changes in a top-level system prompt, of which a string stays one; None for nothing."""
    if isinstance(wire, str) and after and all(isinstance(part, Text) for part in after):
        said = "".join(part.text for part in after if isinstance(part, Text))
        return None if said == wire else Put(said)
    return _content_edit(wire, before, after)


def _content_edit(wire: object, before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    """What changes in a content; None for nothing."""
    return content_edit(wire, before, zip(matched(before, after), after, strict=True), _block_edit, _fresh_block)


def fresh(message: Message) -> dict[str, object]:
    """A wire message that says what ours says.

    Raises: ValueError for arguments of a tool call that are no JSON object.
    """
    return {"role": message.role, "content": fresh_content(message.parts, _fresh_block)}


def _part(block: object) -> Part:
    fields = plain(block)
    if fields is None:
        return opaque(block)
    kind = fields.get("type")
    if kind == "text":
        text = fields.get("text")
        return Text(text=text) if isinstance(text, str) else Opaque(kind=kind, value=fields)
    if kind == "tool_result":
        return _result(fields)
    if kind == "tool_use":
        return _call(fields)
    return opaque(block)


def _call(fields: Mapping[str, object]) -> ToolCall | Opaque:
    call_id, name = fields.get("id"), fields.get("name")
    arguments = _arguments(fields.get("input"))
    if isinstance(call_id, str) and isinstance(name, str) and arguments is not None:
        return ToolCall(id=call_id, name=name, arguments=arguments)
    return Opaque(kind="tool_use", value=fields)


def _arguments(given: object) -> str | None:
    """The input as compact JSON; None for what JSON cannot say or nobody should walk."""
    try:
        encoded = msgspec.json.encode(given)
    except (OverflowError, RecursionError, TypeError, ValueError):
        return None
    openings = encoded.count(b"{") + encoded.count(b"[")
    if openings > _DEPTH_LIMIT and is_deeper(given, _DEPTH_LIMIT):
        return None
    return encoded.decode()


def _result(fields: Mapping[str, object]) -> ToolResult | Opaque:
    call_id = fields.get("tool_use_id")
    if not isinstance(call_id, str):
        return Opaque(kind="tool_result", value=fields)
    return ToolResult(call_id=call_id, content=text_parts(fields.get("content")), is_error=fields.get("is_error") is True)


def _block_edit(wire: object, before: Part, after: Part) -> Edit | None:
    if same_part(before, after):
        return None
    if isinstance(before, Text) and isinstance(after, Text):
        return text_edit(before, after)
    if isinstance(before, ToolResult) and isinstance(after, ToolResult):
        return _result_edit(plain(wire) or {}, before, after)
    if isinstance(before, ToolCall) and isinstance(after, ToolCall):
        return _call_edit(before, after)
    return Put(_fresh_block(after))


def _result_edit(wire: Mapping[str, object], before: ToolResult, after: ToolResult) -> Edit:
    changes: list[tuple[str, Edit | Drop]] = []
    entries = zip(matched(before.content, after.content), after.content, strict=True)
    content = content_edit(wire.get("content"), before.content, entries, _block_edit, _fresh_block)
    if content is not None:
        changes.append(("content", content))
    if after.is_error != before.is_error:
        changes.append(("is_error", Put(after.is_error)))
    return Fields(tuple(changes))


def _call_edit(before: ToolCall, after: ToolCall) -> Edit:
    changes: list[tuple[str, Edit | Drop]] = [("name", Put(after.name))] if after.name != before.name else []
    if after.arguments != before.arguments:
        changes.append(("input", Put(_input(after))))
    return Fields(tuple(changes))


def _input(call: ToolCall) -> object:
    try:
        given: object = msgspec.json.decode(call.arguments or "{}")
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError(f"the arguments of {call.name!r} are no JSON: {error}") from error
    if not isinstance(given, dict):
        raise ValueError(f"the arguments of {call.name!r} are no JSON object")
    return given


def _fresh_block(part: Part) -> object:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    if isinstance(part, ToolCall):
        return {"type": "tool_use", "id": part.id, "name": part.name, "input": _input(part)}
    if isinstance(part, ToolResult):
        content = fresh_content(part.content, _fresh_block)
        block: dict[str, object] = {"type": "tool_result", "tool_use_id": part.call_id, "content": content}
        return {**block, "is_error": True} if part.is_error else block
    return part.value
