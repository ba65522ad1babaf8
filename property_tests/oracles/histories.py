"""What notes over a history say, read from the messages alone. Independent of the steps under test."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from headroom.compressors.excerpt import split_lines
from headroom.messages import Conversation, Report, Text, ToolResult, calls_by_result, original_of
from headroom.retrieval.marker import OPENING, find_markers
from headroom.tokens import count_conversation, counter_for
from headroom.transforms.pointers import pointed_at
from headroom.transforms.replacement import call_words

__all__ = ["SAID_ABOVE", "ShownLines", "dangling", "fresh_markers", "last_to_leave", "runs_that_left"]

SAID_ABOVE = re.compile(r"\[headroom: (\d+) lines omitted \(same as above in (.*)\)\]\r?\n")
"""A note for lines that earlier results hold: how many, and which results."""
_LINES = re.compile(r"lines (\d+) to (\d+)(?: of text (\d+))? of (.*?)(?: \((\d+) times\))?", re.DOTALL)
_NUMBERED = re.compile(r"result (\d+) of (\d+) of (.*)", re.DOTALL)


class ShownLines:
    """The lines of the texts of the results so far, by the words for their calls."""

    def __init__(self, conversation: Conversation) -> None:
        self._messages = conversation.messages
        self._calls = calls_by_result(conversation.messages)
        self._before: dict[str, list[list[list[str]]]] = {}
        self._own: list[list[str]] = []
        self._place = (-1, -1)
        self._words = ""

    def read(self, message: int, part: int) -> None:
        """Go on to a result."""
        if (message, part) == self._place:
            return
        if self._place[0] >= 0:
            self._before.setdefault(self._words, []).append(self._own)
        result = self._messages[message].parts[part]
        assert isinstance(result, ToolResult)
        self._place, self._own = (message, part), []
        self._words = call_words(self._calls.get(self._place), result)

    def add(self, text: str) -> None:
        """Take in a text of the result."""
        self._own.append(split_lines(text))

    def named(self, sources: str) -> list[str]:
        """The lines that a note names, in order; numbers must be true."""
        found: list[str] = []
        for source in sources.split(" and in "):
            place = _LINES.fullmatch(source)
            assert place is not None
            first, last = int(place.group(1)), int(place.group(2))
            texts = self._result(place.group(4))
            block = int(place.group(3) or 1)
            assert (place.group(3) is None) <= (len(texts) == 1)
            assert 1 <= first <= last <= len(texts[block - 1])
            found.extend(texts[block - 1][first - 1 : last] * int(place.group(5) or 1))
        return found

    def _result(self, named: str) -> list[list[str]]:
        numbered = _NUMBERED.fullmatch(named)
        if named == "this result":
            return self._own
        if numbered is not None:
            shown = self._before[numbered.group(3)]
            assert len(shown) == int(numbered.group(2))
            return shown[int(numbered.group(1)) - 1]
        (only,) = self._before[named.removeprefix("the result of ")]
        return only


def runs_that_left(before: Conversation, after: Conversation) -> Iterator[range]:
    """The runs of messages that are gone; prompts in the middle of a run do not part it."""
    stayed = {message.origin for message in after.messages}
    start = -1
    for index, message in enumerate(before.messages):
        if index not in stayed:
            start = index if start < 0 else start
        elif start >= 0 and message.role not in ("system", "developer"):
            yield range(start, index)
            start = -1


def fresh_markers(before: Conversation, after: Conversation) -> Counter[str]:
    """The hashes that texts name now and did not before, with how often."""
    old = {marker.hash for text in _texts(before) for marker in find_markers(text)}
    return Counter(marker.hash for text in _texts(after) for marker in find_markers(text) if marker.hash not in old)


def dangling(conversation: Conversation, *, is_noted: bool = False) -> set[str]:
    """The hashes that pointers name and no text above them has; with `is_noted`, one that names it as its own will do."""
    found: set[str] = set()
    above: set[str] = set()
    for text in _result_texts(conversation):
        digest = pointed_at(text)
        if digest:
            found |= {digest} - above
            continue
        above.add(original_of(text).hash)
        markers = find_markers(text)
        # What is left of a text goes by its name; a note that stands for all of it is nothing that is left.
        is_excerpt = len(markers) == 1 and not (text.startswith(OPENING) and "\n" not in text)
        above.update(marker.hash for marker in markers if is_noted or is_excerpt)
    return found


def _texts(conversation: Conversation) -> Iterator[str]:
    """All that the messages say."""
    for message in conversation.messages:
        for part in message.parts:
            pieces = part.content if isinstance(part, ToolResult) else (part,)
            yield from (piece.text for piece in pieces if isinstance(piece, Text))


def _result_texts(conversation: Conversation) -> Iterator[str]:
    for message in conversation.messages:
        results = (part for part in message.parts if isinstance(part, ToolResult))
        yield from (piece.text for part in results for piece in part.content if isinstance(piece, Text))


def last_to_leave(before: Conversation, after: Conversation, report: Report, spans: Sequence[range]) -> int:
    """The tokens of the newest turns that went; where none did, of the newest result.

    `spans` are the messages that go together, in order. They take what each of them takes, images and all, which no count of
    their transcript tells.
    """
    stayed = {message.origin for message in after.messages}
    gone = [span for span in spans if span.start not in stayed]
    if gone:
        rest = tuple(message for message in before.messages if message.origin in stayed or message.origin not in gone[-1])
        return count_conversation(before) - count_conversation(msgspec.structs.replace(before, messages=rest))
    _, newest = max(((one.message, one.part), one.original) for one in report.decisions if one.action == "compressed")
    return counter_for(before.model).count(report.original_texts[newest])
