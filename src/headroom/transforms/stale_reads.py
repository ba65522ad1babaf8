"""Results of file reads that no longer show the file, made a line that says so.

A read is stale once its file was edited or written later, and superseded once a later read shows at least the same lines. Both
are known only afterwards, so this rewrites history; `Gated` says when it may.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.errors import ConfigurationError
from headroom.messages import Conversation, Message, Report, ToolCall, ToolResult, calls_by_result, original_of
from headroom.retrieval.marker import holds_marker, marker_text, text_marker
from headroom.safety import recent_from
from headroom.transforms.file_access import FileAccess, file_accesses, has_failed
from headroom.transforms.pointers import name_of, pointers
from headroom.transforms.replacement import Note, Piece, outweighs, replace_texts, result_pieces, shown, was_retrieved

__all__ = ["StaleReads"]

_NAME = "stale_reads"
_RANGES = 32
"""Later reads of one file that an earlier one is compared with; chosen: more are pages of a file that nobody reads twice."""


class StaleReads(msgspec.Struct, frozen=True, kw_only=True):
    """A read of a file that was changed afterwards becomes a line that says so.

    Keeps: the latest look at each file that was not changed since; all messages, roles, ids and order.
    No-op: errors, what the model retrieved, texts with a note of ours or that a pointer points at, the last `keep_turns` turns.
    """

    keep_turns: int = 2
    compress_stale: bool = True
    compress_superseded: bool = False
    """Also reads of which a later read shows at least the same lines."""
    min_size_bytes: int = 512
    """Results smaller than this stay. Source: the product's documented default."""
    retrieval: Literal["none", "tool"] = "none"

    def __post_init__(self) -> None:
        if self.min_size_bytes < 1 or self.keep_turns < 0:
            raise ConfigurationError(
                "min_size_bytes must be at least 1 and keep_turns at least 0",
                {"min_size_bytes": self.min_size_bytes, "keep_turns": self.keep_turns},
            )

    @property
    def name(self) -> str:
        """`stale_reads`."""
        return _NAME

    @property
    def rewrites_history(self) -> bool:
        """Always: what comes later decides."""
        return True

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with notes for outdated reads, and a decision for every part.

        Cost: linear in the calls of file tools; a hash and a bounded count for each outdated text.
        """
        messages = conversation.messages
        calls = calls_by_result(messages)
        recent = recent_from(messages, self.keep_turns)
        outdated = self._outdated(messages, calls)
        reasons: dict[tuple[int, int], str] = {}
        notes: dict[Piece, Note] = {}
        pinned = {digest for _, digest in pointers(messages)} if outdated else set()
        for piece, result, text in result_pieces(messages):
            place = (piece.message, piece.part)
            why = outdated.get(place)
            if why is None:
                continue
            if piece.message >= recent:
                reasons[place] = f"within the last {self.keep_turns} turns"
                continue
            reason = self._refusal(calls.get(place), result, text)
            note = None if reason else self._note(text, why, pinned)
            if note is None:
                reasons[place] = reason or "needed below, or no longer than a note"
            else:
                notes[piece] = note
        return replace_texts(conversation, notes, _NAME, reasons, "no outdated read of a file")

    def _outdated(self, messages: tuple[Message, ...], calls: dict[tuple[int, int], ToolCall]) -> dict[tuple[int, int], str]:
        """Why a result no longer shows its file, by (message, part); read from the last result back to the first."""
        edited: dict[str, str] = {}
        shown_later: dict[str, list[FileAccess]] = {}
        found: dict[tuple[int, int], str] = {}
        for place in sorted(calls, reverse=True):
            result = messages[place[0]].parts[place[1]]
            for access in file_accesses(calls[place]) if isinstance(result, ToolResult) and not has_failed(result) else ():
                if access.kind == "edit":
                    edited.setdefault(access.path, calls[place].name)
                    continue
                later = shown_later.setdefault(access.path, [])
                if self.compress_stale and access.path in edited:
                    found[place] = f"{shown(access.path)} was changed after this read, by {shown(edited[access.path])}"
                elif self.compress_superseded and any(other.covers(access) for other in later):
                    found[place] = f"{shown(access.path)} was read again later"
                if len(later) < _RANGES:
                    later.append(access)
        return found

    def _refusal(self, call: ToolCall | None, result: ToolResult, text: str) -> str:
        if result.is_error:
            return "an error result"
        if was_retrieved(call, result):
            return "retrieved by the model"
        # A character takes one to four bytes, so a long text is not encoded.
        if len(text) < self.min_size_bytes and len(text.encode("utf-8", "surrogatepass")) < self.min_size_bytes:
            return f"below {self.min_size_bytes} bytes"
        return "holds a headroom marker" if holds_marker(text) else ""

    def _note(self, text: str, why: str, pinned: set[str]) -> Note | None:
        """The note for an outdated text; None where it must stay or a note would not be shorter."""
        original = original_of(text)
        note = text_marker(marker_text(f"1 result omitted ({why})", original.hash, self.retrieval))
        if name_of(text) in pinned or not outweighs(text, note):
            return None
        return Note(note, original.hash, why, (original,))
