"""Runs of lines of a tool result that an earlier one holds, made a note that points there.

An agent that reads a file again, whole or in part, pays for it again. Only what stands before decides, so a prefix of a
conversation becomes the same whatever follows; and a note points only at lines that this request holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Literal

from returns.result import Success

from headroom.compressors.excerpt import Excerpt, split_lines, write_excerpt
from headroom.messages import Conversation, Original, Report, ToolCall, ToolResult, calls_by_result
from headroom.retrieval.marker import OPENING
from headroom.safety import recent_from
from headroom.tokens import Memo
from headroom.transforms.passages import Run, Said
from headroom.transforms.pointing_back import PointingBack
from headroom.transforms.replacement import Note, Piece, call_words, replace_texts, result_pieces

__all__ = ["RepeatedPassages", "can_be_pointed_at"]

_NAME = "repeated_passages"
_FORMS = (f"{OPENING}JSON; ", f"{OPENING}folded; ")
"""How the headers begin below which lines are written in a shorter form; the one first that mostly opens a text."""
_WRITTEN: Memo[tuple[str, tuple[tuple[int, int, str], ...], str], Note | None] = Memo(max_entries=4_096, max_weight=16_000_000)
"""By text, what is left out of it and why, and retrieval. Weights are characters."""


class RepeatedPassages(PointingBack, frozen=True, kw_only=True):
    """Lines of a tool result that stand in an earlier one as well become a note that says where.

    Keeps: where lines stand first, in results of any kind; all messages, roles, ids and order.
    No-op: texts below `min_chars`, runs below five lines or 400 characters, errors, what the model retrieved, texts with a note
    of ours, excluded tools, the last `keep_turns` turns, and notes that would not be shorter.
    """

    @property
    def name(self) -> str:
        """`repeated_passages`."""
        return _NAME

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation with notes for what is said again, and a decision for every part.

        Cost: linear in what is new; a look-up for each text seen before and for one line in four.
        """
        messages = conversation.messages
        calls = calls_by_result(messages)
        recent = recent_from(messages, self.keep_turns)
        reasons: dict[tuple[int, int], str] = {}
        notes: dict[Piece, Note] = {}
        said = Said()
        sources = _Sources()
        for piece, result, text in result_pieces(messages):
            place = (piece.message, piece.part)
            call = calls.get(place)
            sources.read(place, call, result)
            reason = self.refusal(call, result, text)
            if not reason and piece.message >= recent:
                reason = f"within the last {self.keep_turns} turns"
            runs = () if reason else said.runs(text)
            note = _note(text, {run: sources.place_of(run) for run in runs}, self.retrieval) if runs else None
            if note is not None:
                notes[piece] = note
            elif reason:
                reasons[place] = reason
            if can_be_pointed_at(text, self.min_chars):
                # What a note stands for stands elsewhere: only what stays here can be pointed at.
                said.add(text if note is None else note.text, sources.add(piece.block))
        return replace_texts(conversation, notes, _NAME, reasons, "says nothing again")


def can_be_pointed_at(text: str, min_chars: float) -> bool:
    """Whether lines of a text may be pointed at: in a form of ours, a line says only with its header what it says."""
    return len(text) >= min_chars and not any(map(text.__contains__, _FORMS))


class _Sources:
    """The results read so far, and how a note in the last of them names each."""

    __slots__ = ("_names", "_place", "_results", "_seen", "_texts")

    def __init__(self) -> None:
        self._results: list[tuple[ToolCall | None, ToolResult]] = []
        self._names: list[tuple[str, int]] = []
        """The words for the call of each result, and the how manieth of these words it is; read off when a note needs them."""
        self._seen: Counter[str] = Counter()
        self._texts: list[tuple[int, int]] = []
        """By text: the result it stands in, and which of its blocks it is."""
        self._place = (-1, -1)

    def read(self, place: tuple[int, int], call: ToolCall | None, result: ToolResult) -> None:
        """Go on to a result; nothing for one that is being read."""
        if place != self._place:
            self._place = place
            self._results.append((call, result))

    def add(self, block: int) -> int:
        """The number of a text of the result that is being read."""
        self._texts.append((len(self._results) - 1, block))
        return len(self._texts) - 1

    def place_of(self, run: Run) -> str:
        """Where the lines of a run stand: `lines 12 to 102 of the result of Read(...)`, as that text is in this request."""
        source, block = self._texts[run.source]
        which = f" of text {block + 1}" if len(self._results[source][1].content) > 1 else ""
        return f"lines {run.there + 1} to {run.there + run.end - run.start}{which} of {self._named(source)}"

    def _named(self, source: int) -> str:
        """A result, told apart from others of the same call before this one."""
        now = len(self._results) - 1
        if source == now:
            return "this result"
        for call, result in self._results[len(self._names) : now]:
            words = call_words(call, result)
            self._seen[words] += 1
            self._names.append((words, self._seen[words]))
        words, number = self._names[source]
        return f"the result of {words}" if self._seen[words] == 1 else f"result {number} of {self._seen[words]} of {words}"


def _note(text: str, runs: Mapping[Run, str], retrieval: Literal["none", "tool"]) -> Note | None:
    """The text without its runs, each of which says where it stands, if that is worth the notes; remembered."""
    key = (text, tuple((run.start, run.end, where) for run, where in runs.items()), retrieval)
    known = _WRITTEN.get(key)
    if known is not None:
        return known
    lines = split_lines(text)
    left_out = {index for run in runs for index in range(run.start, run.end)}
    starts, named = [run.start for run in runs], list(runs.values())

    def told(start: int, end: int) -> str:
        # Runs may stand side by side and are one gap; a few lines said again and again are one place.
        inside = groupby(named[bisect_left(starts, start) : bisect_left(starts, end)])
        places = ((where, sum(1 for _ in same)) for where, same in inside)
        return f"same as above in {' and in '.join(f'{where} ({n} times)' if n > 1 else where for where, n in places)}"

    excerpt = Excerpt(lines=lines, kept=[index for index in range(len(lines)) if index not in left_out], details=told)
    match write_excerpt(text, excerpt, retrieval=retrieval):
        case Success(written):
            reason = f"{len(left_out)} of {len(lines)} lines were said before"
            note = Note(written.text, written.original, reason, (Original(written.original, text),))
            _WRITTEN.put(key, note, 2 * len(text))
            return note
    return None
