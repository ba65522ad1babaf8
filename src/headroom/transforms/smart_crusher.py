"""Tool results that are JSON, compressed one by one.

What a result becomes depends on itself, on what the user asked before it and on its call: never on what comes later. Which
texts may be touched is for `tool_rules` to say, how a text becomes shorter for the compressor.
"""

from __future__ import annotations

from operator import is_

import msgspec
from returns.result import Success

from headroom.compressors.contract import Compressed
from headroom.compressors.json_records import JsonRecords
from headroom.config import CrushSettings, HeadroomConfig, Settings, settings_from
from headroom.errors import ConfigurationError
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
from headroom.transforms.tool_rules import ToolRule, rule_for

__all__ = ["SmartCrusher", "asked_after", "forget_crushed"]

_NAME = "smart_crusher"
_KIND = JsonRecords().kind
_FEW_WORDS = 4
"""A user text of fewer words than this answers rather than asks."""
_ASIDE = "\n\x1e\n"
"""Between a question and what was said on top of it (with the record separator: nobody types it)."""

Outcome = tuple[Compressed | None, str]
"""What a text becomes, or why it stays."""
_OUTCOMES: Memo[tuple[str, str, str, str], Outcome] = Memo(max_entries=16_384, max_weight=64_000_000)
"""By settings, question, call arguments and text. Weights are characters of all that is held; chosen: many conversations."""


class SmartCrusher(msgspec.Struct, frozen=True):
    """Compresses the JSON of tool results: tables, and the rows that matter.

    Keeps: every message, role, id and order, and all that is not text of a tool result.
    No-op: excluded tools, tools whose profile says so, results marked as errors, the last `keep_turns` turns.
    """

    settings: Settings = Settings()

    def __post_init__(self) -> None:
        given: object = self.settings
        if not isinstance(given, Settings):
            raise ConfigurationError(
                f"SmartCrusher takes Settings (SmartCrusher.configured takes a config), not {type(given).__name__}",
                {"field": "settings"},
            )

    @classmethod
    def configured(cls, config: HeadroomConfig) -> SmartCrusher:
        """The transform with a configuration, frozen now.

        Raises: ConfigurationError for a value that cannot be honoured.
        """
        return cls(settings_from(config))

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
        recent = recent_from(conversation.messages, self.settings.keep_turns)
        decisions = [_kept(-1, place, _reason(part, "system")) for place, part in enumerate(conversation.system)]
        originals: list[Original] = []
        messages: list[Message] = []
        rules: dict[str, ToolRule] = {}
        question = ""
        for index, message in enumerate(conversation.messages):
            parts: list[Part] = []
            for place, part in enumerate(message.parts):
                if not isinstance(part, ToolResult):
                    decisions.append(_kept(index, place, _reason(part, message.role)))
                    parts.append(part)
                    continue
                call = calls.get((index, place))
                rule = self._rule(part, call, rules, is_recent=index >= recent)
                asked = (question, call.arguments if call is not None else "")
                result, decided = _crushed(part, rule, asked, (index, place), originals)
                decisions.extend(decided)
                parts.append(result)
            same = all(map(is_, parts, message.parts))
            messages.append(message if same else replace_parts(message, tuple(parts)))
            question = asked_after(message, question)
        report = Report(decisions=tuple(decisions), originals=tuple(originals))
        if all(map(is_, messages, conversation.messages)):
            return conversation, report
        return msgspec.structs.replace(conversation, messages=tuple(messages)), report

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


def asked_after(message: Message, question: str) -> str:
    """What has been asked once a message is read, `question` being what had been before.

    All texts of a user message together ask. Texts beside tool results only add to the question, as a short answer does
    (`yes, please`): neither takes its place.
    """
    if message.role != "user":
        return question
    texts = [part.text for part in message.parts if isinstance(part, Text)]
    if not texts:
        return question
    asked = "\n".join(texts)
    base = question.partition(_ASIDE)[0]
    is_aside = any(isinstance(part, ToolResult) for part in message.parts) or len(asked.split(None, _FEW_WORDS)) < _FEW_WORDS
    return f"{base}{_ASIDE}{asked}" if base and is_aside else asked


def forget_crushed() -> None:
    """Empty the memo of compressed texts, to measure without it."""
    _OUTCOMES.clear()


def _crushed(
    result: ToolResult, rule: ToolRule, asked: tuple[str, str], place: tuple[int, int], originals: list[Original]
) -> tuple[ToolResult, list[Decision]]:
    """The result with its texts compressed, the very same one if none was, and a decision for each text.

    Originals of what was left out are added to `originals`.
    """
    if rule.crush is None:
        return result, [_kept(*place, rule.reason, _size(result))]
    content: list[Text | Opaque] = []
    decisions: list[Decision] = []
    changed = False
    for piece in result.content:
        content.append(piece)
        if not isinstance(piece, Text):
            continue
        compressed, reason = _outcome(rule.crush, (rule.key, *asked, piece.text))
        if compressed is None:
            decisions.append(_kept(*place, reason, len(piece.text)))
            continue
        changed = True
        content[-1] = Text(text=compressed.text)
        decisions.append(_compressed(place, piece.text, compressed))
        if compressed.original:
            originals.append(Original(compressed.original, piece.text))
    if not decisions:
        decisions.append(_kept(*place, "no text in it" if result.content else "nothing in it"))
    if not changed:
        return result, decisions
    return ToolResult(call_id=result.call_id, content=tuple(content), is_error=result.is_error, name=result.name), decisions


def _outcome(settings: CrushSettings, key: tuple[str, str, str, str]) -> Outcome:
    """What becomes of the text at the end of the key, or why nothing does; remembered."""
    known = _OUTCOMES.get(key)
    if known is not None:
        return known
    _, question, call, text = key
    result = JsonRecords(settings)(text, query_text(question, call))
    compressed = result.unwrap() if isinstance(result, Success) else None
    outcome = (None, result.failure().reason) if compressed is None else (compressed, "")
    weight = sum(map(len, key)) + (len(compressed.text) if compressed is not None else 0)
    if len(text) >= settings.min_tokens_to_crush:
        # What is too small is found out as fast as it is looked up.
        _OUTCOMES.put(key, outcome, weight)
    return outcome


def _compressed(place: tuple[int, int], text: str, compressed: Compressed) -> Decision:
    return Decision(
        message=place[0],
        part=place[1],
        step=_NAME,
        action="compressed",
        reason=compressed.summary,
        kind=_KIND,
        original=compressed.original,
        chars_before=len(text),
        chars_after=len(compressed.text),
    )


def _kept(message: int, part: int, reason: str, chars: int = 0) -> Decision:
    return Decision(message=message, part=part, step=_NAME, action="kept", reason=reason, chars_before=chars, chars_after=chars)


def _size(result: ToolResult) -> int:
    return sum(len(piece.text) for piece in result.content if isinstance(piece, Text))


def _reason(part: Part, role: str) -> str:
    """Why a part that is no tool result stays."""
    if isinstance(part, Text):
        return f"{role} text"
    return "a tool call" if isinstance(part, ToolCall) else f"{part.kind}: never touched" if isinstance(part, Opaque) else ""
