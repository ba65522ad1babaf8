"""The first read of a source file, made an outline of it.

An agent that opens a file mostly looks for one part of it. It is shown what the file declares, with the lines of each part, and
asks again for what it needs: a range, or the whole file, which it then gets.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from returns.result import Failure, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.source_code import outline
from headroom.config import CodeSettings
from headroom.config.reduction import DEFAULT_KEPT_TAGS
from headroom.detection import protected_spans
from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Original, Report, ToolCall, ToolResult, calls_by_result, original_of
from headroom.retrieval.marker import holds_marker, under_one_original
from headroom.safety import recent_from
from headroom.tokens import Memo
from headroom.transforms.file_access import file_accesses, has_failed
from headroom.transforms.replacement import Note, Piece, replace_texts, result_pieces, was_retrieved
from headroom.transforms.tool_names import is_named

__all__ = ["OutlinedReads", "forget_outlines"]

_NAME = "outlined_reads"
_MIN_CHARS = 500
"""Source: the product's documented least size of a file that is outlined."""
_FIRST, _WHOLE = "", "read before: the whole file"

Outcome = tuple[Compressed | None, str]
"""What a text becomes, or why it stays."""
_OUTLINES: Memo[tuple[CodeSettings, tuple[str, ...], str, str], Outcome] = Memo(max_entries=4_096, max_weight=32_000_000)
"""By settings, arguments of the call and text; weights are characters. Chosen: the files of many conversations."""


class OutlinedReads(msgspec.Struct, frozen=True, kw_only=True):
    """The first read of a whole source file becomes an outline; a second one shows the file.

    Keeps: reads of ranges, further reads, files in no language that is known, and all that is no read.
    No-op: errors, what the model retrieved, short files, texts with a note of ours, `whole_tools`, the last `keep_turns` turns.
    """

    keep_turns: int = 0
    whole_tools: tuple[str, ...] = ()
    """Tools whose results stay as they are; compared without case, globs allowed."""
    min_chars: int = _MIN_CHARS
    code: CodeSettings = CodeSettings()
    """What stays of documentation and comments; no body does."""
    kept_tags: tuple[str, ...] = DEFAULT_KEPT_TAGS
    """Tags that must survive with what is inside them: behind the file; a file that holds them elsewhere stays."""

    def __post_init__(self) -> None:
        if self.min_chars < 1 or self.keep_turns < 0:
            raise ConfigurationError(
                "min_chars must be at least 1 and keep_turns at least 0",
                {"min_chars": self.min_chars, "keep_turns": self.keep_turns},
            )

    @property
    def name(self) -> str:
        """`outlined_reads`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Only with an explicit `keep_turns`: its boundary moves with every turn."""
        return self.keep_turns > 0

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with outlines for first reads, and a decision for every part.

        Cost: one parse of each file that is new; a look-up for one seen before.
        """
        messages = conversation.messages
        calls = calls_by_result(messages)
        recent = recent_from(messages, self.keep_turns)
        again = _read_before(conversation, calls)
        reasons: dict[tuple[int, int], str] = {}
        notes: dict[Piece, Note] = {}
        for piece, result, text in result_pieces(messages):
            place = (piece.message, piece.part)
            if place not in again:
                continue
            call = calls[place]
            reason = again[place] or self._refusal(call, result, text)
            if not reason and piece.message >= recent:
                reason = f"within the last {self.keep_turns} turns"
            outlined, why = (None, reason) if reason else self._outlined(call.arguments, text)
            if outlined is None:
                reasons[place] = why
            else:
                notes[piece] = Note(outlined.text, outlined.original, outlined.summary, (Original(outlined.original, text),))
        return replace_texts(conversation, notes, _NAME, reasons, "no read of a whole file")

    def _refusal(self, call: ToolCall, result: ToolResult, text: str) -> str:
        if result.is_error:
            return "an error result"
        if was_retrieved(call, result):
            return "retrieved by the model"
        if is_named(call.name, self.whole_tools):
            return f"{call.name} must stay whole"
        if len(text) < self.min_chars:
            return f"below {self.min_chars} characters"
        return "holds a headroom marker" if holds_marker(text) else ""

    def _outlined(self, arguments: str, text: str) -> Outcome:
        """The outline of a file, or why there is none; remembered."""
        key = (self.code, self.kept_tags, arguments, text)
        known = _OUTLINES.get(key)
        if known is not None:
            return known
        spans = protected_spans(text, self.kept_tags)
        file = text[: spans[0][0]] if spans else text
        behind = text[len(file) :]
        outcome: Outcome = (None, "holds what must stay as it is")
        if not spans or _is_all_tagged(text, spans):
            match outline(file, arguments, self.code):
                case Success(outlined):
                    outcome = (_with_rest(outlined, text, behind) if behind else outlined), ""
                case Failure(Skip(reason)):
                    outcome = (None, reason)
        _OUTLINES.put(key, outcome, len(arguments) + len(text) + (len(outcome[0].text) if outcome[0] else 0))
        return outcome


def _is_all_tagged(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether nothing stands between spans and behind them."""
    ends = [*(start for start, _ in spans[1:]), len(text)]
    return not any(text[end:after].strip() for (_, end), after in zip(spans, ends, strict=True))


def _with_rest(outlined: Compressed, text: str, behind: str) -> Compressed:
    """The outline of a file with what a tool said behind it, as of the whole text."""
    whole = original_of(text).hash
    shown = under_one_original(outlined.text, [outlined.original], whole).removesuffix("\n")
    return Compressed(text=f"{shown}\n{behind}", summary=outlined.summary, original=whole)


def forget_outlines() -> None:
    """Empty the memo of outlines, to measure without it."""
    _OUTLINES.clear()


def _read_before(conversation: Conversation, calls: Mapping[tuple[int, int], ToolCall]) -> dict[tuple[int, int], str]:
    """The results that show a whole file, by (message, part): empty for the first of a path, else why it stays."""
    seen: set[str] = set()
    found: dict[tuple[int, int], str] = {}
    for place in sorted(calls):
        result = conversation.messages[place[0]].parts[place[1]]
        if not isinstance(result, ToolResult) or has_failed(result):
            continue
        for access in file_accesses(calls[place]):
            if access.is_whole_read:
                found[place] = _WHOLE if access.path in seen else _FIRST
                seen.add(access.path)
    return found
