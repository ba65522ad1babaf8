"""OpenAI responses: what an input item says, and what changes in it on the wire.

An item is a message: one of somebody speaking, one call, or one output. Texts, calls and the outputs of tools that the caller
runs are read; reasoning, references, compaction, and tools that the provider runs stay opaque, each as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from headroom.messages import Message, Opaque, Part, Text, ToolCall, ToolResult
from headroom.wire.content import content_edit, fresh_content, matched, opaque, same_part, text_edit
from headroom.wire.edits import Drop, Edit, Fields, Items, Put
from headroom.wire.values import plain

__all__ = ["ITEMS", "ROLES", "edit", "fresh", "item_kind", "parts", "role_of"]

ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
"""Who speaks in messages, and `tool` for outputs. Source: the API's item types, read from its Python SDK (November 2026)."""

ITEMS = frozenset(
    {"function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "reasoning", "item_reference"}
    | {"local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "computer_call"}
    | {"computer_call_output", "apply_patch_call", "apply_patch_call_output", "file_search_call", "web_search_call"}
    | {"code_interpreter_call", "image_generation_call", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response"}
    | {"mcp_call", "tool_search_call", "tool_search_output", "additional_tools", "configuration_update", "compaction"}
    | {"compaction_summary", "compaction_trigger", "context_compaction", "program", "program_output"}
)
"""Kinds of items that are no messages. Source: as `ROLES`; what is newer is opaque all the same."""

_CALLS = {"function_call": "arguments", "custom_tool_call": "input", "local_shell_call": "action", "shell_call": "action"}
"""Kinds of calls, and the field that says what is to be done."""
_OUTPUTS = frozenset({"function_call_output", "custom_tool_call_output", "local_shell_call_output", "shell_call_output"})
_TEXTS = frozenset({"input_text", "output_text", "text"})
_STREAMS = ("stdout", "stderr")
"""What each chunk of a shell's output holds, in the order of its texts."""


_P = TypeVar("_P", ToolCall, ToolResult)


def role_of(wire: Mapping[str, object]) -> str:
    """Who speaks: the role of a message, `tool` for what answers a call, `assistant` for every other item."""
    role = wire.get("role")
    if isinstance(role, str):
        return role
    kind = wire.get("type")
    answers = isinstance(kind, str) and (kind.endswith("_output") or kind == "mcp_approval_response")
    return "tool" if answers else "assistant"


def item_kind(wire: Mapping[str, object]) -> str:
    """The item's own name for what it is; a reference may leave it out."""
    kind = wire.get("type")
    if isinstance(kind, str):
        return kind
    return "message" if "role" in wire else "item_reference"


def parts(role: str, wire: Mapping[str, object]) -> tuple[Part, ...] | None:
    """What the item says; None for one to be kept whole."""
    kind = item_kind(wire)
    if kind == "message":
        if role == "tool" or "content" not in wire:
            return None
        return tuple(_contents(wire["content"]))
    if kind in _OUTPUTS:
        result = _result(kind, wire)
        return None if result is None else (result,)
    call = _call(kind, wire) if kind in _CALLS else None
    return None if call is None else (call,)


def edit(wire: Mapping[str, object], before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    """What changes in the item for it to say `after`; None for nothing.

    Raises: ValueError for a call or an output that became something else.
    """
    if before and isinstance(before[0], ToolResult):
        return _result_edit(wire, before[0], _only(after, ToolResult))
    if before and isinstance(before[0], ToolCall):
        return _call_edit(wire, before[0], _only(after, ToolCall))
    block = partial(_fresh_block, item_role=role_of(wire))
    entries = zip(matched(before, after), after, strict=True)
    content = content_edit(wire.get("content"), before, entries, partial(_block_edit, fresh_block=block), block)
    return None if content is None else Fields((("content", content),))


def fresh(message: Message) -> dict[str, object]:
    """A wire item that says what ours says.

    Raises: ValueError for a call or an output beside other parts: each is an item of its own.
    """
    first = message.parts[0] if message.parts else None
    if isinstance(first, ToolResult):
        result = _only(message.parts, ToolResult)
        output = fresh_content(result.content, partial(_fresh_block, item_role="user"))
        return {"type": "function_call_output", "call_id": result.call_id, "output": output}
    if isinstance(first, ToolCall):
        call = _only(message.parts, ToolCall)
        return {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}
    if isinstance(first, Opaque) and len(message.parts) == 1:
        whole = plain(first.value)
        if whole is not None and item_kind(whole) in ITEMS | {"message"}:
            return dict(whole)
    content = fresh_content(message.parts, partial(_fresh_block, item_role=message.role))
    return {"role": message.role, "content": content}


def _contents(content: object) -> Iterator[Text | Opaque]:
    """Texts where they are texts, everything else opaque; nothing for null."""
    if isinstance(content, str):
        yield Text(text=content if type(content) is str else str(content))
    elif isinstance(content, (list, tuple)):
        yield from map(_block, content)
    elif content is not None:
        yield Opaque(kind="content", value=content)


def _block(block: object) -> Text | Opaque:
    fields = plain(block)
    if fields is not None and fields.get("type") in _TEXTS:
        text = fields.get("text")
        if isinstance(text, str):
            return Text(text=text)
    return opaque(block)


def _call(kind: str, wire: Mapping[str, object]) -> ToolCall | None:
    call_id, name = wire.get("call_id"), wire.get("name")
    given = wire.get(_CALLS[kind])
    if kind.endswith("shell_call"):
        # A shell has no name of its own, and says what to run as an object.
        name, given = kind.removesuffix("_call"), _json(given)
    if isinstance(call_id, str) and isinstance(name, str) and isinstance(given, str):
        return ToolCall(id=call_id, name=name, arguments=given)
    return None


def _json(given: object) -> str | None:
    fields = plain(given)
    try:
        return None if fields is None else msgspec.json.encode(fields).decode()
    except (OverflowError, RecursionError, TypeError, ValueError):
        return None


def _result(kind: str, wire: Mapping[str, object]) -> ToolResult | None:
    call_id = wire.get("call_id")
    if not isinstance(call_id, str):
        # The output of a local shell has the id of its call as its own.
        call_id = wire.get("id") if kind == "local_shell_call_output" else None
    if not isinstance(call_id, str):
        return None
    content = _streams(wire.get("output")) if kind == "shell_call_output" else tuple(_contents(wire.get("output")))
    if content is None:
        return None
    name = wire.get("name")
    return ToolResult(call_id=call_id, content=content, name=name if isinstance(name, str) else "")


def _streams(output: object) -> tuple[Text, ...] | None:
    """The texts of a shell's chunks; None where a chunk is not as expected."""
    if not isinstance(output, (list, tuple)):
        return None
    found: list[Text] = []
    for chunk in output:
        fields = plain(chunk) or {}
        for name in _STREAMS:
            text = fields.get(name)
            if not isinstance(text, str):
                return None
            found.append(Text(text=text))
    return tuple(found)


def _only(these: tuple[Part, ...], kind: type[_P]) -> _P:
    if len(these) == 1 and isinstance(these[0], kind):
        return these[0]
    raise ValueError("a call and an output are items of their own, and stay what they are")


def _call_edit(wire: Mapping[str, object], before: ToolCall, after: ToolCall) -> Edit | None:
    if same_part(before, after):
        return None
    kind = item_kind(wire)
    if kind.endswith("shell_call"):
        raise ValueError("what a shell is to run is not written anew")
    values = (
        ("call_id", before.id, after.id),
        ("name", before.name, after.name),
        (_CALLS[kind], before.arguments, after.arguments),
    )
    return Fields(tuple((name, Put(now)) for name, was, now in values if now != was))


def _result_edit(wire: Mapping[str, object], before: ToolResult, after: ToolResult) -> Edit | None:
    changes: list[tuple[str, Edit | Drop]] = []
    if after.is_error:
        raise ValueError("an output has no place to say that it is an error")
    if item_kind(wire) == "shell_call_output":
        output = _streams_edit(before.content, after.content)
    else:
        block = partial(_fresh_block, item_role="user")
        entries = zip(matched(before.content, after.content), after.content, strict=True)
        output = content_edit(wire.get("output"), before.content, entries, partial(_block_edit, fresh_block=block), block)
    if output is not None:
        changes.append(("output", output))
    if after.call_id != before.call_id:
        changes.append(("call_id", Put(after.call_id)))
    if after.name != before.name:
        changes.append(("name", Put(after.name)))
    return Fields(tuple(changes)) if changes else None


def _streams_edit(before: Sequence[Part], after: Sequence[Part]) -> Edit | None:
    if len(before) != len(after):
        raise ValueError("the output of a shell keeps its chunks")
    chunks: list[tuple[int, Edit | None]] = []
    for start in range(0, len(before), len(_STREAMS)):
        changes: list[tuple[str, Edit | Drop]] = []
        for at, name in enumerate(_STREAMS, start):
            was, now = before[at], after[at]
            if not isinstance(now, Text):
                raise ValueError("the output of a shell is text")
            if isinstance(was, Text) and was.text != now.text:
                changes.append((name, Put(now.text)))
        chunks.append((start // len(_STREAMS), Fields(tuple(changes)) if changes else None))
    return Items(tuple(chunks)) if any(change is not None for _, change in chunks) else None


def _block_edit(_wire: object, before: Part, after: Part, *, fresh_block: Callable[[Part], object]) -> Edit | None:
    if same_part(before, after):
        return None
    if isinstance(before, Text) and isinstance(after, Text):
        return text_edit(before, after)
    return Put(fresh_block(after))


def _fresh_block(part: Part, *, item_role: str) -> object:
    if isinstance(part, Text):
        return {"type": "output_text" if item_role == "assistant" else "input_text", "text": part.text}
    if isinstance(part, Opaque):
        return part.value
    raise ValueError("a call and an output are items of their own")
