"""Turns taken out of a conversation, and the note that stands for them.

A run of turns that go leaves one note: a text part of its own in the user message behind it, so that roles still alternate and
nothing that anybody said is rewritten. What was said in them comes back as one original a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

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
    calls_by_result,
    original_of,
    part_text,
    replace_parts,
)
from headroom.retrieval.marker import marker_text, text_marker
from headroom.transforms.rolling_window.groups import Group

__all__ = ["Gap", "gaps_between", "transcript", "without"]


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A run of turns that goes."""

    leaves: tuple[int, ...]
    """The messages that go."""
    turns: int
    behind: int
    """The user message that stands behind the run."""


def gaps_between(gone: Iterable[Group]) -> tuple[Gap, ...]:
    """The runs that the groups form, oldest first."""
    gaps: list[Gap] = []
    for group in sorted(gone, key=lambda one: one.span.start):
        leaves, count = group.leaves, group.turns
        if gaps and gaps[-1].behind == group.span.start:
            earlier = gaps.pop()
            leaves, count = (*earlier.leaves, *leaves), earlier.turns + count
        gaps.append(Gap(leaves=leaves, turns=count, behind=group.span.stop))
    return tuple(gaps)


def without(
    given: Conversation,
    conversation: Conversation,
    report: Report,
    gaps: Sequence[Gap],
    step: str,
    retrieval: Literal["none", "tool"] = "none",
) -> tuple[Conversation, Report]:
    """`conversation` and its report without the messages in the gaps.

    Both have the messages of `given`, which holds the texts as they came.
    """
    named: dict[int, Original] = {}
    notes: dict[int, str] = {}
    for gap in gaps:
        original = original_of(transcript(given, gap.leaves))
        named.update(dict.fromkeys(gap.leaves, original))
        words = f"{_counted(gap.turns, 'turn')} ({_counted(len(gap.leaves), 'message')}) omitted to fit the context window"
        notes[gap.behind] = text_marker(marker_text(words, original.hash, retrieval))
    messages = tuple(
        _noted(message, notes[index]) if index in notes else message
        for index, message in enumerate(conversation.messages)
        if index not in named
    )
    decisions = tuple(
        _left_out(decision, given, named[decision.message], step) if decision.message in named else decision
        for decision in report.decisions
    )
    originals = {original.hash: original for original in (*report.originals, *named.values())}
    return (
        msgspec.structs.replace(conversation, messages=messages),
        Report(decisions=decisions, originals=tuple(originals.values()), warnings=report.warnings),
    )


def transcript(conversation: Conversation, indexes: Iterable[int]) -> str:
    """What was said in these messages, as one text for a reader."""
    calls = calls_by_result(conversation.messages)
    return "\n\n".join(
        line
        for index in indexes
        for place, part in enumerate(conversation.messages[index].parts)
        for line in _lines(conversation.messages[index].role, part, calls.get((index, place)))
    )


def _lines(role: str, part: Part, call: ToolCall | None) -> Iterator[str]:
    if isinstance(part, Text):
        yield f"{role}: {part.text}"
    elif isinstance(part, ToolCall):
        yield f"{role} calls {part.name}({part.arguments})"
    elif isinstance(part, ToolResult):
        yield f"result of {call.name if call is not None else part.name or 'a call'}: {part_text(part)}"
        yield from (f"[{piece.kind}]" for piece in part.content if isinstance(piece, Opaque))
    else:
        yield f"{role}: [{part.kind}]"


def _noted(message: Message, note: str) -> Message:
    """The message with the note in front of what is said; results stay first, as Anthropic wants them."""
    at = next((index for index, part in enumerate(message.parts) if not isinstance(part, ToolResult)), len(message.parts))
    return replace_parts(message, (*message.parts[:at], Text(text=note), *message.parts[at:]))


def _left_out(decision: Decision, given: Conversation, original: Original, step: str) -> Decision:
    part = given.messages[decision.message].parts[decision.part]
    return Decision(
        message=decision.message,
        part=decision.part,
        step=step,
        action="compressed",
        reason="left out with its turn to fit the context window",
        original=original.hash,
        chars_before=len(part_text(part)),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
