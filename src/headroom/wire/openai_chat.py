"""OpenAI chat completions: what a message says, and what changes in it on the wire.

Parts stand in this order: content, refusal, audio, legacy function call, tool calls. A custom tool call is a `ToolCall` whose
arguments are its free text, so that its result finds it.
"""

from __future__ import annotations

from collections.abc import Mapping

from headroom.messages import Message, Opaque, Part, Text, ToolCall, ToolResult
from headroom.wire.content import content_edit, fresh_content, matched, opaque, same_part, text_edit, text_parts, whole_edit
from headroom.wire.edits import Drop, Edit, Fields, Items, Put
from headroom.wire.values import plain

__all__ = ["ROLES", "edit", "fresh", "parts"]

ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
"""Source: the API's message types, read from its Python SDK (2026)."""

_SINGLE = ("refusal", "audio", "function_call")
_CALLS = "tool_calls"


def parts(role: str, wire: Mapping[str, object]) -> tuple[Part, ...] | None:
    """What the message says; None for one to be kept whole."""
    if role in ("tool", "function"):
        result = _result(role, wire)
        return None if result is None else (result,)
    found: tuple[Part, ...] = text_parts(wire.get("content"))
    for name in _SINGLE:
        if (value := wire.get(name)) is not None:
            call = _legacy_call(value) if name == "function_call" else None
            found = (*found, call or Opaque(kind=name, value=value))
    calls = wire.get(_CALLS)
    if calls is None:
        return found
    if isinstance(calls, (list, tuple)):
        return (*found, *(_call(item) for item in calls))
    return (*found, Opaque(kind=_CALLS, value=calls))


def edit(wire: Mapping[str, object], before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    """What changes in the wire message for it to say `after`; None for nothing.

    Raises: ValueError for a tool result outside a tool message, or another part inside one.
    """
    if before and isinstance(before[0], ToolResult):
        # A tool message holds one result and nothing else.
        return _result_edit(wire, before, after)
    slots = _slots(wire, before)
    placed: dict[str, list[tuple[int, Part]]] = {}
    for index, part in zip(matched(before, after), after, strict=True):
        slot = slots[index] if index >= 0 else _slot_of(part)
        placed.setdefault(slot, []).append((index, part))
    contents = [part for part, slot in zip(before, slots, strict=True) if slot == "content"]
    changes: list[tuple[str, Edit | Drop]] = []
    content = content_edit(wire.get("content"), contents, placed.get("content", []), _block_edit, _fresh_block)
    if content is not None:
        changes.append(("content", content))
    for name in (*_SINGLE, _CALLS):
        single = name != _CALLS or not isinstance(wire.get(_CALLS), (list, tuple, type(None)))
        change = _single_edit(name, wire, before, placed) if single else _calls_edit(wire, slots, before, placed)
        if change is not None:
            changes.append((name, change))
    return Fields(tuple(changes)) if changes else None


def fresh(message: Message) -> dict[str, object]:
    """A wire message that says what ours says.

    Raises: ValueError for a tool result beside other parts.
    """
    if any(isinstance(part, ToolResult) for part in message.parts):
        result = _only_result(message.parts)
        answered = {"name": result.name} if message.role == "function" else {"tool_call_id": result.call_id}
        return {"role": message.role, **answered, "content": fresh_content(result.content, _fresh_block)}
    placed: dict[str, list[Part]] = {}
    for part in message.parts:
        placed.setdefault(_slot_of(part), []).append(part)
    contents = placed.pop("content", [])
    wire: dict[str, object] = {"role": message.role}
    wire["content"] = fresh_content(contents, _fresh_block) if contents or not placed else None
    for name, these in placed.items():
        wire[name] = [_fresh_block(part) for part in these] if name == _CALLS else _fresh_single(these[-1])
    return wire


def _result(role: str, wire: Mapping[str, object]) -> ToolResult | None:
    call_id, name = wire.get("tool_call_id", ""), wire.get("name", "")
    if not isinstance(call_id, str):
        return None
    return ToolResult(
        call_id=call_id if role == "tool" else "",
        content=text_parts(wire.get("content")),
        name=name if isinstance(name, str) else "",
    )


def _legacy_call(value: object) -> ToolCall | None:
    function = plain(value)
    if function is None:
        return None
    name, arguments = function.get("name"), function.get("arguments")
    if not isinstance(name, str) or not isinstance(arguments, str):
        return None
    return ToolCall(id="", name=name, arguments=arguments)


def _call(item: object) -> ToolCall | Opaque:
    fields = plain(item) or {}
    call_id = fields.get("id")
    is_custom = fields.get("type") == "custom"
    function = plain(fields.get("custom" if is_custom else "function")) or {}
    name, arguments = function.get("name"), function.get("input" if is_custom else "arguments")
    if isinstance(call_id, str) and isinstance(name, str) and isinstance(arguments, str):
        return ToolCall(id=call_id, name=name, arguments=arguments)
    return Opaque(kind=_CALLS, value=opaque(item).value)


def _slots(wire: Mapping[str, object], before: tuple[Part, ...]) -> tuple[str, ...]:
    """The field that each part before came from."""
    singles = tuple(name for name in _SINGLE if wire.get(name) is not None)
    calls = wire.get(_CALLS)
    count = len(calls) if isinstance(calls, (list, tuple)) else int(calls is not None)
    return ("content",) * (len(before) - len(singles) - count) + singles + (_CALLS,) * count


def _slot_of(part: Part) -> str:
    """The field that a new part goes to."""
    if isinstance(part, ToolCall):
        return _CALLS if part.id else "function_call"
    if isinstance(part, Opaque) and (part.kind in (*_SINGLE, _CALLS)) and not _is_block(part):
        return part.kind
    return "content"


def _is_block(part: Opaque) -> bool:
    """Whether it is a block of the content rather than the field of the same name."""
    fields = plain(part.value)
    return fields is not None and fields.get("type") == part.kind


def _single_edit(
    name: str, wire: Mapping[str, object], before: tuple[Part, ...], placed: Mapping[str, list[tuple[int, Part]]]
) -> Edit | Drop | None:
    entries = placed.get(name)
    if not entries:
        return None if wire.get(name) is None else Drop()
    index, part = entries[-1]
    if index < 0:
        return Put(_fresh_single(part))
    if isinstance(part, ToolCall):
        was = before[index]
        return _function_edit(was, part, "arguments") if isinstance(was, ToolCall) else Put(_fresh_single(part))
    return None if same_part(before[index], part) else Put(_fresh_single(part))


def _calls_edit(
    wire: Mapping[str, object], slots: tuple[str, ...], before: tuple[Part, ...], placed: Mapping[str, list[tuple[int, Part]]]
) -> Edit | Drop | None:
    calls, entries = wire.get(_CALLS), placed.get(_CALLS, [])
    if not isinstance(calls, (list, tuple)):
        return Put([_fresh_block(part) for _, part in entries]) if entries else None
    if not entries:
        return Drop() if calls else None
    offset = len(slots) - len(calls)
    items = Items(
        tuple(
            (index - offset, _block_edit(calls[index - offset], before[index], part))
            if index >= 0
            else (-1, Put(_fresh_block(part)))
            for index, part in entries
        )
    )
    return None if items.keeps_all(len(calls)) else items


def _block_edit(wire: object, before: Part, after: Part) -> Edit | None:
    if same_part(before, after):
        return None
    if isinstance(before, Text) and isinstance(after, Text):
        return text_edit(before, after)
    if isinstance(before, ToolCall) and isinstance(after, ToolCall):
        is_custom = (plain(wire) or {}).get("type") == "custom"
        function = _function_edit(before, after, "input" if is_custom else "arguments")
        return None if function is None else Fields((("custom" if is_custom else "function", function),))
    return Put(_fresh_block(after))


def _function_edit(before: ToolCall, after: ToolCall, arguments: str) -> Edit | None:
    changes: list[tuple[str, Edit | Drop]] = [("name", Put(after.name))] if after.name != before.name else []
    if after.arguments != before.arguments:
        changes.append((arguments, Put(after.arguments)))
    return Fields(tuple(changes)) if changes else None


def _result_edit(wire: Mapping[str, object], before: tuple[Part, ...], after: tuple[Part, ...]) -> Edit | None:
    was, now = _only_result(before), _only_result(after)
    changes: list[tuple[str, Edit | Drop]] = []
    whole = wire.get("content")
    if isinstance(whole, str):
        content = whole_edit(was.content, now.content, _fresh_block)
    else:
        entries = zip(matched(was.content, now.content), now.content, strict=True)
        content = content_edit(whole, was.content, entries, _block_edit, _fresh_block)
    if content is not None:
        changes.append(("content", content))
    if now.call_id != was.call_id:
        changes.append(("tool_call_id", Put(now.call_id)))
    if now.name != was.name:
        changes.append(("name", Put(now.name)))
    return Fields(tuple(changes)) if changes else None


def _only_result(these: tuple[Part, ...]) -> ToolResult:
    if len(these) == 1 and isinstance(these[0], ToolResult):
        return these[0]
    raise ValueError("a tool message holds one tool result and nothing else")


def _fresh_single(part: Part) -> object:
    if isinstance(part, ToolCall):
        return {"name": part.name, "arguments": part.arguments}
    return part.value if isinstance(part, Opaque) else _fresh_block(part)


def _fresh_block(part: Part) -> object:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    if isinstance(part, ToolCall):
        return {"id": part.id, "type": "function", "function": {"name": part.name, "arguments": part.arguments}}
    if isinstance(part, ToolResult):
        raise ValueError("a tool result needs a tool message of its own")
    return part.value
