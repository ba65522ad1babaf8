"""The walk over a conversation that compresses the texts of tool results one by one.

What a result becomes depends on itself, on what the user asked before it and on its call: never on what comes later. Which
texts may be touched is for `tool_rules` to say, how a text becomes shorter for the compressor.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_

import msgspec
from returns.result import Success

from headroom.compressors.contract import Compressed, Compressor
from headroom.config import Embedder, SentenceScorer, Settings
from headroom.errors import in_a_line
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
    replace_parts,
)
from headroom.relevance import query_text
from headroom.safety import recent_from
from headroom.tokens import Memo
from headroom.transforms.questions import asked_after
from headroom.transforms.tool_rules import ToolRule, rule_for

__all__ = ["ResultStep", "compress_results", "forget_outcomes"]

_FOUND_FAST = 600
"""Characters below which a text is not remembered: what is too small is found out as fast as it is looked up."""

Outcome = tuple[Compressed | None, str, bool]
"""What a text becomes, or why it stays, and whether that is because the compressor failed."""
Key = tuple[str, str, str, str, str, tuple[Compressor, ...], tuple[Embedder | None, SentenceScorer | None]]
"""Step, settings, question, call arguments, text, and what somebody else gave: compressors, and the settings' functions."""
_OUTCOMES: Memo[Key, Outcome] = Memo(max_entries=16_384, max_weight=64_000_000)
"""Weights are characters of all that is held; chosen: many conversations."""


class ResultStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a transform that compresses tool results says of itself."""

    name: str
    settings: Settings
    make: Callable[[Settings, tuple[Compressor, ...]], Compressor]
    """The compressor for the results of a tool with these settings."""
    refusal: Callable[[ToolResult, Settings], str]
    """Why a result as a whole stays as it is; empty where it need not."""
    others: tuple[Compressor, ...] = ()
    """Compressors of somebody else's, handed to `make`. Equal ones must do the same."""


def compress_results(conversation: Conversation, step: ResultStep) -> tuple[Conversation, Report]:
    """The conversation with compressed tool results, and a decision for every part.

    Cost: linear in what is new; a look-up for a result seen before.
    """
    calls = calls_by_result(conversation.messages)
    recent = recent_from(conversation.messages, step.settings.keep_turns)
    walk = _Walk(step)
    walk.decisions.extend(walk.kept(-1, place, _reason(part, "system")) for place, part in enumerate(conversation.system))
    messages: list[Message] = []
    question = ""
    for index, message in enumerate(conversation.messages):
        parts: list[Part] = []
        for place, part in enumerate(message.parts):
            if isinstance(part, ToolResult):
                call = calls.get((index, place))
                asked = (question, call.arguments if call is not None else "")
                bias = walk.biases.get(message.origin if message.origin >= 0 else index, 1.0) if walk.biases else 1.0
                rule = walk.rule(part, call, bias, is_recent=index >= recent)
                parts.append(walk.result(part, rule, asked, (index, place)))
            else:
                walk.decisions.append(walk.kept(index, place, _reason(part, message.role)))
                parts.append(part)
        same = all(map(is_, parts, message.parts))
        messages.append(message if same else replace_parts(message, tuple(parts)))
        question = asked_after(message, question)
    report = Report(
        decisions=tuple(walk.decisions), originals=tuple(walk.originals), warnings=tuple(dict.fromkeys(walk.warnings))
    )
    if all(map(is_, messages, conversation.messages)):
        return conversation, report
    return msgspec.structs.replace(conversation, messages=tuple(messages)), report


def forget_outcomes() -> None:
    """Empty the memo of compressed texts, to measure without it."""
    _OUTCOMES.clear()


class _Walk:
    """One walk: the step, the rules found so far by tool, and what has been decided."""

    __slots__ = ("biases", "decisions", "originals", "rules", "settings", "step", "warnings")

    def __init__(self, step: ResultStep) -> None:
        self.step = step
        self.biases = dict(step.settings.biases)
        # What is for this run alone is no part of the rules, which are remembered.
        self.settings = step.settings
        if self.biases or step.settings.protected_messages:
            self.settings = msgspec.structs.replace(step.settings, biases=(), protected_messages=())
        self.rules: dict[tuple[str, float], ToolRule] = {}
        self.decisions: list[Decision] = []
        self.originals: list[Original] = []
        self.warnings: list[str] = []

    def rule(self, result: ToolResult, call: ToolCall | None, bias: float, *, is_recent: bool) -> ToolRule:
        """How a result is treated."""
        settings = self.settings
        if is_recent:
            return ToolRule(reason=f"within the last {settings.keep_turns} turns")
        reason = self.step.refusal(result, settings)
        if reason:
            return ToolRule(reason=reason)
        tool = call.name if call is not None else result.name
        rule = self.rules.get((tool, bias))
        if rule is None:
            rule = self.rules[tool, bias] = rule_for(settings, tool, bias)
        return rule

    def result(self, result: ToolResult, rule: ToolRule, asked: tuple[str, str], place: tuple[int, int]) -> ToolResult:
        """The result with its texts compressed, the very same one if none was; a decision for each text is noted."""
        if rule.settings is None:
            self.decisions.append(self.kept(*place, rule.reason, _size(result)))
            return result
        content: list[Text | Opaque] = []
        changed = False
        decided = len(self.decisions)
        for piece in result.content:
            content.append(piece)
            if not isinstance(piece, Text):
                continue
            given = (self.step.others, rule.settings.functions)
            compressed, reason, failed = self._outcome(rule.settings, (self.step.name, rule.key, *asked, piece.text, *given))
            if failed:
                self.warnings.append(f"{self.step.name}: {reason}; the text is unchanged")
            if compressed is None:
                self.decisions.append(self.kept(*place, reason, len(piece.text)))
                continue
            changed = True
            content[-1] = Text(text=compressed.text)
            self.decisions.append(self._compressed(place, piece.text, compressed))
            if compressed.original:
                self.originals.append(Original(compressed.original, piece.text))
        if len(self.decisions) == decided:
            self.decisions.append(self.kept(*place, "no text in it" if result.content else "nothing in it"))
        if not changed:
            return result
        return ToolResult(call_id=result.call_id, content=tuple(content), is_error=result.is_error, name=result.name)

    def _outcome(self, settings: Settings, key: Key) -> Outcome:
        """What becomes of the text in the key, or why nothing does; remembered."""
        known = _OUTCOMES.get(key)
        if known is not None:
            return known
        _, _, question, call, text, _, _ = key
        compressor = self.step.make(settings, self.step.others)
        compressed: Compressed | None = None
        reason, failed = "", False
        try:
            result = compressor(text, query_text(question, call))
            if isinstance(result, Success):
                compressed = result.unwrap()
                if not compressed.kind:
                    compressed = msgspec.structs.replace(compressed, kind=compressor.kind)
            else:
                reason = result.failure().reason
        except Exception as error:  # noqa: BLE001 - one text that somebody fails at must not keep all others as they are
            reason, failed = f"failed: {in_a_line(error)}", True
        # A failure is remembered as well: were it to go well the next time, a prefix that was sent would change.
        outcome = (compressed, reason, failed)
        if len(text) >= _FOUND_FAST:
            held = len(compressed.text) if compressed is not None else 0
            _OUTCOMES.put(key, outcome, len(key[1]) + len(question) + len(call) + len(text) + held)
        return outcome

    def _compressed(self, place: tuple[int, int], text: str, compressed: Compressed) -> Decision:
        return Decision(
            message=place[0],
            part=place[1],
            step=self.step.name,
            action="compressed",
            reason=compressed.summary,
            kind=compressed.kind,
            original=compressed.original,
            relevance=compressed.relevance,
            chars_before=len(text),
            chars_after=len(compressed.text),
        )

    def kept(self, message: int, part: int, reason: str, chars: int = 0) -> Decision:
        """The decision to leave a part."""
        return Decision(
            message=message,
            part=part,
            step=self.step.name,
            action="kept",
            reason=reason,
            chars_before=chars,
            chars_after=chars,
        )


def _size(result: ToolResult) -> int:
    return sum(len(piece.text) for piece in result.content if isinstance(piece, Text))


def _reason(part: Part, role: str) -> str:
    """Why a part that is no tool result stays."""
    if isinstance(part, Text):
        return f"{role} text"
    return "a tool call" if isinstance(part, ToolCall) else f"{part.kind}: never touched" if isinstance(part, Opaque) else ""
