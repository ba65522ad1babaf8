"""Tool results that are JSON, compressed one by one.

What a result becomes depends on itself, on what the user asked before it and on its call: never on what comes later. Which
texts may be touched is for `tool_rules` to say, how a text becomes shorter for the compressor.
"""

from __future__ import annotations

import msgspec
from returns.result import Success

from headroom.compressors.contract import Compressed
from headroom.compressors.json_records import JsonRecords
from headroom.config import CrushSettings, Settings
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
    turns,
)
from headroom.relevance import query_text
from headroom.tokens import Memo
from headroom.transforms.tool_rules import ToolRule, rule_for

__all__ = ["SmartCrusher", "forget_crushed"]

_NAME = "smart_crusher"

Outcome = tuple[Compressed | None, str]
"""What a text becomes, or why it stays."""
_OUTCOMES: Memo[tuple[str, str, str, str], Outcome] = Memo(max_entries=16_384, max_weight=64_000_000)
"""By settings, question, call arguments and text. Weights are characters in and out; chosen: many long conversations."""


class SmartCrusher(msgspec.Struct, frozen=True):
    """Compresses the JSON of tool results: tables, and the rows that matter.

    Keeps: every message, role, id and order, and all that is not text of a tool result.
    No-op: excluded tools, tools whose profile says so, results marked as errors, the last `keep_turns` turns.
    """

    settings: Settings = Settings()

    @property
    def name(self) -> str:
        """`smart_crusher`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Only with an explicit `keep_turns`: its boundary moves with every turn."""
        return self.settings.keep_turns > 0

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with compressed tool results, and a decision for every part.

        Cost: linear in what is new; a look-up for a result seen before.
        """
        calls = calls_by_result(conversation.messages)
        recent = self._recent_from(conversation.messages)
        decisions = [_kept(-1, place, _reason(part, "system")) for place, part in enumerate(conversation.system)]
        originals: list[Original] = []
        messages: list[Message] = []
        rules: dict[str, ToolRule] = {}
        question = ""
        changed = False
        for index, message in enumerate(conversation.messages):
            parts: list[Part] = []
            for place, part in enumerate(message.parts):
                if not isinstance(part, ToolResult):
                    decisions.append(_kept(index, place, _reason(part, message.role)))
                    if isinstance(part, Text) and message.role == "user":
                        question = part.text
                    parts.append(part)
                    continue
                call = calls.get((index, place))
                rule = self._rule(part, call, rules, is_recent=index >= recent)
                asked = (question, call.arguments if call is not None else "")
                result, decided = _crushed(part, rule, asked, (index, place), originals)
                decisions.extend(decided)
                parts.append(result)
                if result is not part:
                    changed = True
                    message = replace_parts(message, (*parts, *message.parts[place + 1 :]))  # noqa: PLW2901
            messages.append(message)
        report = Report(decisions=tuple(decisions), originals=tuple(originals))
        return (msgspec.structs.replace(conversation, messages=tuple(messages)) if changed else conversation), report

    def _recent_from(self, messages: tuple[Message, ...]) -> int:
        """The index from which messages belong to the turns that stay as they are."""
        keep = self.settings.keep_turns
        if not keep:
            return len(messages)
        spans = turns(messages)
        return spans[-keep].start if len(spans) > keep else 0

    def _rule(self, result: ToolResult, call: ToolCall | None, rules: dict[str, ToolRule], *, is_recent: bool) -> ToolRule:
        """How a result is treated; `rules` are those found so far, by tool."""
        if is_recent:
            return ToolRule(reason=f"within the last {self.settings.keep_turns} turns")
        if result.is_error:
            return _ERROR
        tool = call.name if call is not None else result.name
        rule = rules.get(tool)
        if rule is None:
            rule = rules[tool] = rule_for(self.settings, tool)
        return rule


_ERROR = ToolRule(reason="an error result")


def forget_crushed() -> None:
    """Empty the memo of compressed texts, to measure without it."""
    _OUTCOMES.clear()


def _crushed(
    result: ToolResult, rule: ToolRule, asked: tuple[str, str], place: tuple[int, int], originals: list[Original]
) -> tuple[ToolResult, list[Decision]]:
    """The result with its texts compressed, the very same one if none was; originals of what was left out are added."""
    if rule.crush is None:
        return result, [_kept(*place, rule.reason)]
    content: list[Text | Opaque] = []
    decisions: list[Decision] = []
    reason = "no text in it" if result.content else "nothing in it"
    for piece in result.content:
        compressed = None
        if isinstance(piece, Text):
            compressed, reason = _outcome(rule.crush, (rule.key, *asked, piece.text))
            if compressed is not None:
                decisions.append(_compressed(place, piece.text, compressed))
                if compressed.original:
                    originals.append(Original(compressed.original, piece.text))
        content.append(piece if compressed is None else Text(text=compressed.text))
    if not decisions:
        return result, [_kept(*place, reason)]
    changed = ToolResult(call_id=result.call_id, content=tuple(content), is_error=result.is_error, name=result.name)
    return changed, decisions


def _outcome(settings: CrushSettings, key: tuple[str, str, str, str]) -> Outcome:
    """What becomes of the text at the end of the key, or why nothing does; remembered."""
    known = _OUTCOMES.get(key)
    if known is not None:
        return known
    _, question, call, text = key
    result = JsonRecords(settings)(text, query_text(question, call))
    outcome: Outcome
    if isinstance(result, Success):
        compressed = result.unwrap()
        outcome = (compressed, "")
        _OUTCOMES.put(key, outcome, len(text) + len(compressed.text))
    else:
        outcome = (None, result.failure().reason)
        _OUTCOMES.put(key, outcome, len(text))
    return outcome


def _compressed(place: tuple[int, int], text: str, compressed: Compressed) -> Decision:
    return Decision(
        message=place[0],
        part=place[1],
        step=_NAME,
        action="compressed",
        reason=compressed.summary,
        kind="json",
        original=compressed.original,
        chars_before=len(text),
        chars_after=len(compressed.text),
    )


def _kept(message: int, part: int, reason: str) -> Decision:
    return Decision(message=message, part=part, step=_NAME, action="kept", reason=reason)


def _reason(part: Part, role: str) -> str:
    """Why a part that is no tool result stays."""
    if isinstance(part, Text):
        return f"{role} text"
    return "a tool call" if isinstance(part, ToolCall) else f"{part.kind}: never touched" if isinstance(part, Opaque) else ""
