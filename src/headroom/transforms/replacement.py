"""Notes in the place of whole texts of tool results, put there and reported.

Steps over a history decide which texts go; this module writes what they decided, so that every part has its decision, every
note its original, and what did not change stays the very same object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from headroom.messages import (
    Conversation,
    Decision,
    Message,
    Opaque,
    Original,
    Part,
    Report,
    Text,
    ToolCall,
    ToolResult,
    replace_parts,
)
from headroom.retrieval.marker import TOOL_NAME
from headroom.tokens import counter_for
from headroom.transforms.tool_names import is_named

__all__ = ["Note", "Piece", "call_words", "outweighs", "replace_texts", "result_pieces", "shown", "was_retrieved"]

_SHOWN_CHARS = 80
"""Characters of a call's arguments in a note; chosen: a path or a query, not a document."""
_SAMPLES = (600, 4_000)
"""Characters that are counted until they outweigh a note, the fewer first. Measured: a note is 40 to 90 tokens."""
_SEAM = 2
"""Tokens that may come on top where text that was apart now meets."""


class Piece(msgspec.Struct, frozen=True, gc=False):
    """Where a text of a tool result stands: message, part, and which of its blocks."""

    message: int
    part: int
    block: int


class Note(msgspec.Struct, frozen=True):
    """What takes the place of a text."""

    text: str
    original: str
    """The hash that the note names."""
    reason: str
    """Why, for the report."""
    carried: tuple[Original, ...] = ()
    """The original, for the report; none where the text that goes names it itself."""


def result_pieces(messages: tuple[Message, ...]) -> Iterator[tuple[Piece, ToolResult, str]]:
    """Every text of every tool result, oldest first."""
    for index, message in enumerate(messages):
        for place, part in enumerate(message.parts):
            if not isinstance(part, ToolResult):
                continue
            for at, block in enumerate(part.content):
                if isinstance(block, Text):
                    yield Piece(index, place, at), part, block.text


def replace_texts(
    conversation: Conversation, notes: Mapping[Piece, Note], step: str, reasons: Mapping[tuple[int, int], str], otherwise: str
) -> tuple[Conversation, Report]:
    """The conversation with notes in place of texts, and a decision for every part.

    `reasons` say, by (message, part), why a tool result stays; `otherwise` is the reason of those that are not in it.
    """
    if not notes:
        return conversation, Report(decisions=tuple(_all_kept(conversation, step, reasons, otherwise)))
    changed: dict[int, dict[int, dict[int, Note]]] = {}
    for piece, note in notes.items():
        changed.setdefault(piece.message, {}).setdefault(piece.part, {})[piece.block] = note
    decisions = [_kept(step, -1, place, _spoken(part, "system")) for place, part in enumerate(conversation.system)]
    messages: list[Message] = []
    for index, message in enumerate(conversation.messages):
        parts = changed.get(index, {})
        for place, part in enumerate(message.parts):
            if place in parts and isinstance(part, ToolResult):
                decisions.extend(_compressed(step, index, place, part, note, block) for block, note in parts[place].items())
            elif isinstance(part, ToolResult):
                decisions.append(_kept(step, index, place, reasons.get((index, place), otherwise)))
            else:
                decisions.append(_kept(step, index, place, _spoken(part, message.role)))
        messages.append(_noted(message, parts) if parts else message)
    originals = {original.hash: original for note in notes.values() for original in note.carried}
    report = Report(decisions=tuple(decisions), originals=tuple(originals.values()))
    return msgspec.structs.replace(conversation, messages=tuple(messages)), report


def _all_kept(
    conversation: Conversation, step: str, reasons: Mapping[tuple[int, int], str], otherwise: str
) -> Iterator[Decision]:
    """A decision for every part of a conversation of which nothing changed: what a history seen before costs."""
    for place, part in enumerate(conversation.system):
        yield _kept(step, -1, place, _spoken(part, "system"))
    for index, message in enumerate(conversation.messages):
        for place, part in enumerate(message.parts):
            is_result = isinstance(part, ToolResult)
            reason = reasons.get((index, place), otherwise) if is_result else _spoken(part, message.role)
            yield Decision(message=index, part=place, step=step, action="kept", reason=reason)


def outweighs(text: str, note: str) -> bool:
    """Whether a text surely takes more tokens and bytes than the note for it.

    Cost: exact counts of the note and of the first 600 characters; where these are few tokens, of six parts of the text at
    most, 4,000 characters the longest.
    """
    note_bytes = len(note.encode("utf-8", "surrogatepass"))
    # A character takes a byte at least, so a long text is not encoded.
    if len(text) <= note_bytes and len(text.encode("utf-8", "surrogatepass")) <= note_bytes:
        return False
    count = counter_for("gpt-4o").count
    owed = count(note) + _SEAM
    return any(
        count(text[start : start + size]) - _SEAM > owed
        for size in _SAMPLES
        for start in ((0, len(text) // 2, len(text) - size) if len(text) > 3 * size else (0,))
    )


def call_words(call: ToolCall | None, result: ToolResult) -> str:
    """`Read({"path":"a.py"})`: the call that a result answers, short enough for a note."""
    if call is None:
        return shown(result.name) or "an earlier call"
    return f"{shown(call.name)}({shown(call.arguments)})"


def shown(words: str, limit: int = _SHOWN_CHARS) -> str:
    """The words on one line, the rest of a long one left out; characters that UTF-8 cannot hold are replaced."""
    # Whitespace may be all there is, and long: only the beginning is looked at.
    line = " ".join(words[: 4 * limit].split())
    if len(line) > limit or len(words) > 4 * limit:
        line = f"{line[:limit]}…"
    return line if line.isascii() else line.encode("utf-8", "replace").decode()


def was_retrieved(call: ToolCall | None, result: ToolResult) -> bool:
    """Whether the result is what the model asked to see whole."""
    return is_named(call.name if call is not None else result.name, (TOOL_NAME,))


def _noted(message: Message, parts: Mapping[int, Mapping[int, Note]]) -> Message:
    return replace_parts(
        message,
        tuple(
            _with_notes(part, parts[place]) if place in parts and isinstance(part, ToolResult) else part
            for place, part in enumerate(message.parts)
        ),
    )


def _with_notes(result: ToolResult, notes: Mapping[int, Note]) -> ToolResult:
    content = tuple(Text(text=notes[block].text) if block in notes else piece for block, piece in enumerate(result.content))
    return ToolResult(call_id=result.call_id, content=content, is_error=result.is_error, name=result.name)


def _compressed(step: str, message: int, part: int, result: ToolResult, note: Note, block: int) -> Decision:
    piece = result.content[block]
    return Decision(
        message=message,
        part=part,
        step=step,
        action="compressed",
        reason=note.reason,
        original=note.original,
        chars_before=len(piece.text) if isinstance(piece, Text) else 0,
        chars_after=len(note.text),
    )


def _kept(step: str, message: int, part: int, reason: str) -> Decision:
    return Decision(message=message, part=part, step=step, action="kept", reason=reason)


def _spoken(part: Part, role: str) -> str:
    """Why a part that is no tool result stays."""
    if isinstance(part, Text):
        return f"{role} text"
    return f"{part.kind}: never touched" if isinstance(part, Opaque) else "a tool call"
