"""Tool results that say again what an earlier one said, made a pointer to it.

Only what stands before decides, so a prefix of a conversation becomes the same whatever follows. A pointer points at a text
that this request holds, never at another pointer.
"""

from __future__ import annotations

from collections import Counter

from headroom.messages import Conversation, Original, Report, ToolCall, ToolResult, calls_by_result
from headroom.retrieval.marker import find_markers, holds_marker
from headroom.safety import recent_from
from headroom.transforms.pointers import name_of, pointed_at, pointer
from headroom.transforms.pointing_back import PointingBack
from headroom.transforms.replacement import (
    Note,
    Piece,
    call_words,
    outweighs,
    replace_texts,
    result_pieces,
)

__all__ = ["Duplicates"]

_NAME = "duplicates"
_FIRST = "said for the first time"

Results = dict[tuple[int, int], tuple[ToolCall | None, ToolResult]]
"""Every tool result with its call, oldest first, by (message, part)."""


class Duplicates(PointingBack, frozen=True, kw_only=True):
    """A text of a tool result that equals one of an earlier result becomes a line that points there.

    Keeps: the first of equal texts, those left alone not counted; all messages, roles, ids and order.
    Of excerpts, those that left out of the same text what another leaves out are equal.
    No-op: texts below `min_chars`, errors, what the model retrieved, pointers, texts with notes that name no original or
    several, excluded tools, the last `keep_turns` turns, texts that are said twice in one result, and pointers that would not
    be shorter.
    """

    @property
    def name(self) -> str:
        """`duplicates`."""
        return _NAME

    def stays_for_its_notes(self, text: str) -> bool:
        """Whether it is a pointer, or its notes do not say of which one text it is an excerpt."""
        return holds_marker(text) and (len(find_markers(text)) != 1 or bool(pointed_at(text)))

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with pointers, and a decision for every part.

        Cost: a look-up for each text; a hash and a bounded count for each that is seen again.
        """
        messages = conversation.messages
        reasons: dict[tuple[int, int], str] = {}
        pieces = list(result_pieces(messages))
        times = Counter(text for _, _, text in pieces)
        if len(times) == len(pieces):
            return replace_texts(conversation, {}, _NAME, reasons, _FIRST)
        calls = calls_by_result(messages)
        recent = recent_from(messages, self.keep_turns)
        first: dict[str, Piece] = {}
        again: list[tuple[Piece, Piece, str]] = []
        results: Results = {}
        for piece, result, text in pieces:
            place = (piece.message, piece.part)
            call = calls.get(place)
            results[place] = (call, result)
            if times[text] == 1:
                continue
            reason = self.refusal(call, result, text)
            earlier = None if reason else first.setdefault(text, piece)
            if earlier is not None and earlier != piece:
                if (earlier.message, earlier.part) == place:
                    reason = "said twice in one result"
                elif piece.message >= recent:
                    reason = f"within the last {self.keep_turns} turns"
                else:
                    again.append((piece, earlier, text))
                    continue
            if reason:
                reasons[place] = reason
        notes = self._notes(again, results)
        reasons.update(
            ((piece.message, piece.part), "a pointer would not be shorter") for piece, _, _ in again if piece not in notes
        )
        return replace_texts(conversation, notes, _NAME, reasons, _FIRST)

    def _notes(self, again: list[tuple[Piece, Piece, str]], results: Results) -> dict[Piece, Note]:
        """A pointer for each text said again, with the earlier result named so that it cannot be taken for another."""
        notes: dict[Piece, Note] = {}
        if not again:
            return notes
        words = {place: call_words(*answered) for place, answered in results.items()}
        numbers: dict[tuple[int, int], int] = {}
        seen: Counter[str] = Counter()
        waiting = iter(again)
        following = next(waiting, None)
        for place in results:
            while following is not None and (following[0].message, following[0].part) == place:
                piece, earlier, text = following
                source = (earlier.message, earlier.part)
                following = next(waiting, None)
                where = _where(words[source], numbers[source], seen[words[source]], _block(results[source][1], earlier))
                named = name_of(text)
                note = pointer(where, named, self.retrieval)
                if outweighs(text, note):
                    # Of an excerpt, the report that left something out carries the original.
                    carried = () if holds_marker(text) else (Original(named, text),)
                    notes[piece] = Note(note, named, f"same as {where}", carried)
            seen[words[place]] += 1
            numbers[place] = seen[words[place]]
        return notes


def _block(result: ToolResult, piece: Piece) -> str:
    return f"text {piece.block + 1} of " if len(result.content) > 1 else ""


def _where(words: str, number: int, total: int, block: str) -> str:
    """`the result of Read(…)`, or `result 2 of 3 of Read(…)` where one call came several times."""
    return f"{block}the result of {words}" if total == 1 else f"{block}result {number} of {total} of {words}"
