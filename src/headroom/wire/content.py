"""What both providers call content: a string or a list of blocks, read into parts and changed block by block.

A list gives exactly one part a block, so that the n-th part says what became of the n-th block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from headroom.messages import Opaque, Part, Text, ToolCall, ToolResult
from headroom.wire.edits import Edit, Fields, Items, Put
from headroom.wire.values import plain

__all__ = [
    "block_kind",
    "content_edit",
    "fresh_content",
    "matched",
    "opaque",
    "same_part",
    "text_edit",
    "text_parts",
    "whole_edit",
]


def text_parts(content: object) -> tuple[Text | Opaque, ...]:
    """Texts where they are texts, everything else opaque; nothing for null."""
    if type(content) is str:
        return (Text(text=content),)
    if content is None:
        return ()
    if isinstance(content, str):
        return (Text(text=str(content)),)
    if isinstance(content, (list, tuple)):
        return tuple(text_part(block) for block in content)
    return (Opaque(kind="content", value=content),)


def text_part(block: object) -> Text | Opaque:
    """The part that a block of text or of anything else is."""
    fields = plain(block)
    if fields is not None and fields.get("type") == "text":
        text = fields.get("text")
        if isinstance(text, str):
            return Text(text=text)
    return opaque(block)


def opaque(block: object) -> Opaque:
    """The block as a part that nothing touches."""
    fields = plain(block)
    return Opaque(kind=block_kind(block), value=block if fields is None else fields)


def block_kind(block: object) -> str:
    """The wire's own name for a block; the Python type's for what has none."""
    fields = plain(block)
    kind = fields.get("type") if fields is not None else None
    return kind if isinstance(kind, str) else type(block).__name__


def same_part(before: Part, after: Part) -> bool:
    """Whether both say the same, so that the wire block may stay; opaque values are compared by identity."""
    if before is after:
        return True
    if isinstance(before, Opaque) and isinstance(after, Opaque):
        return before.value is after.value and before.kind == after.kind
    if isinstance(before, ToolResult) and isinstance(after, ToolResult):
        if (before.call_id, before.is_error, before.name) != (after.call_id, after.is_error, after.name):
            return False
        return len(before.content) == len(after.content) and all(map(same_part, before.content, after.content))
    return type(before) is type(after) and before == after


def matched(before: Sequence[Part], after: Sequence[Part]) -> tuple[int, ...]:
    """For each part after, the index of the part before that it stands for, or -1 for a new one.

    The very same object is itself. A part that is no object from before stands for the next one not spoken for, up to the next
    object that is, if both are of one type, one kind and one id.
    """
    if len(before) == len(after) == 1:
        return (0 if after[0] is before[0] or _stands_for(after[0], before[0]) else -1,)
    places = {id(part): index for index, part in enumerate(before)}
    found = [places.get(id(part), -1) for part in after]
    taken = set(found)
    limits = [len(before)] * (len(after) + 1)
    for at in range(len(after) - 1, -1, -1):
        limits[at] = found[at] if found[at] >= 0 else limits[at + 1]
    start = 0
    for at, part in enumerate(after):
        if found[at] < 0:
            candidates = range(start, limits[at])
            found[at] = next((i for i in candidates if i not in taken and _stands_for(part, before[i])), -1)
            taken.add(found[at])
        start = max(start, found[at] + 1)
    return tuple(found)


def text_edit(before: Text, after: Text) -> Edit | None:
    """What changes in a block of text."""
    return None if before.text == after.text else Fields((("text", Put(after.text)),))


def content_edit(
    wire: object,
    before: Sequence[Part],
    entries: Iterable[tuple[int, Part]],
    block_edit: Callable[[object, Part, Part], Edit | None],
    fresh: Callable[[Part], object],
) -> Edit | None:
    """What changes in a string or list of blocks; None for nothing.

    `before` are its parts, `entries` the new ones, each with the index of the part that it stands for (`matched`). A string
    stays a string while one text is all there is, a list stays a list.
    """
    placed = list(entries)
    if isinstance(wire, (list, tuple)):
        edit = Items(
            tuple(
                (index, block_edit(wire[index], before[index], part)) if index >= 0 else (-1, Put(fresh(part)))
                for index, part in placed
            )
        )
        return None if edit.keeps_all(len(wire)) else edit
    return whole_edit(before, [part for _, part in placed], fresh)


def whole_edit(before: Sequence[Part], after: Sequence[Part], fresh: Callable[[Part], object]) -> Edit | None:
    """What changes in content that is no list, and so is put anew as a whole; None for nothing."""
    if len(before) == len(after) and all(map(same_part, before, after)):
        return None
    return Put(fresh_content(after, fresh))


def fresh_content(parts: Sequence[Part], fresh: Callable[[Part], object]) -> object:
    """New content: a string for one text or nothing, else a list of blocks."""
    if not parts:
        return ""
    first = parts[0]
    if len(parts) == 1 and isinstance(first, Text):
        return first.text
    if len(parts) == 1 and isinstance(first, Opaque) and first.kind == "content":
        return first.value
    return [fresh(part) for part in parts]


def _stands_for(after: Part, before: Part) -> bool:
    if isinstance(after, ToolCall):
        return isinstance(before, ToolCall) and after.id == before.id
    if isinstance(after, ToolResult):
        return isinstance(before, ToolResult) and after.call_id == before.call_id
    if isinstance(after, Opaque):
        return isinstance(before, Opaque) and after.kind == before.kind
    return type(after) is type(before)
