"""XML with the elements that matter: what was asked for, failures, a few of many alike, and what there is besides."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from returns.result import Failure, Result

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.markup.elements.tags import Read, read_elements
from headroom.compressors.nested_parts.asked import asked_parts
from headroom.compressors.nested_parts.choice import Gap, Room, choose
from headroom.compressors.nested_parts.gaps import named, noted_gaps, text_without
from headroom.compressors.nested_parts.nested import COMMENT, Nested
from headroom.config import MarkupSettings
from headroom.messages import original_of
from headroom.relevance import read_query
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker

__all__ = ["reduce_elements"]

_LEAST_CHARS = 600
"""Characters below which a text is read whole."""
_LEAST_READ = 0.5
"""Share of a text that must be XML, where it is cut or goes wrong; of less, the elements say little."""
_FAILURE = re.compile(r"(?:\w*:)?(?:failure|error|fault|exception|rerunfailure|flakyfailure|fatal)s?", re.IGNORECASE)
_HYPHENS = re.compile(r"--+")
_MOST_FAILURES = 20
"""Elements that tell of failures and stay whatever was asked."""
_FAILURE_CHARS = 2_500
"""Characters of such an element up to which it stays whole."""
_LONGEST_VALUE = 200
"""Characters of a text that statistics look at."""
_ASKED_ROOM = Room(share=0.18, least=800, asked=0.4)
_FREE_ROOM = Room(share=0.4, least=1_200, asked=0.0)
"""Chosen: where nobody asked, more stays, as what is asked later is unknown."""


def reduce_elements(text: str, query: str, settings: MarkupSettings) -> Result[Compressed, Skip]:
    """The XML without the elements that may go, or why it stays.

    Keeps: kept elements byte for byte, in order, and what is well-formed stays so. No-op: short text, text that holds one of
    our markers, text over the work budget, text that is hardly XML, and where nothing may be dropped.
    Cost: linear; less than a count of the text.
    """
    reason = _refusal(text, settings)
    if reason:
        return Failure(Skip(reason))
    read = read_elements(text)
    if read.torn_at < _LEAST_READ * len(text) or len(read.nested.starts) < 3:
        return Failure(Skip("not XML enough"))
    nested = read.nested
    words = read_query(query)
    asked = asked_parts(nested, words)
    room = _ASKED_ROOM if asked else _FREE_ROOM
    gaps = choose(nested, asked, _failures(nested), words, room, _Cells(nested))
    gaps = [gap for gap in gaps if gap.end <= read.torn_at]
    noted = noted_gaps(gaps, _Notes(read).note_of)
    if not noted:
        return Failure(Skip("every element matters"))
    original = original_of(text).hash
    what = _omitted(read, [gap for gap, _ in noted])
    line_end = "\r\n" if "\r\n" in text[:4_000] else "\n"
    before = "" if text.endswith("\n") else line_end
    marker = f"{before}{_comment(text_marker(marker_text(what, original, settings.retrieval)))}{line_end if not before else ''}"
    why = f"{what}; kept: asked for {len(asked)}" if asked else what
    return text_without(text, noted, marker).map(lambda written: Compressed(text=written, summary=why, original=original))


def _refusal(text: str, settings: MarkupSettings) -> str:
    return f"below {_LEAST_CHARS} characters" if len(text) < _LEAST_CHARS else refusal(text, settings)


def _failures(nested: Nested) -> list[int]:
    """The elements that tell of failures, the first ones."""
    names = {name for name in set(nested.names) if _FAILURE.fullmatch(name)}
    if not names:
        return []
    found = [part for part, name in enumerate(nested.names) if name in names and nested.size(part) <= _FAILURE_CHARS]
    return found[:_MOST_FAILURES]


class _Cells:
    """The attributes of an element, and the text of one that holds no other."""

    def __init__(self, nested: Nested) -> None:
        self.nested = nested

    def value(self, part: int) -> str:
        """The text of an element that holds no other."""
        nested = self.nested
        return nested.text[nested.heads[part] : min(nested.tails[part], nested.heads[part] + _LONGEST_VALUE)].strip()

    def head(self, part: int) -> Sequence[str]:
        """Names and values of attributes; names with what stands before them, which is the same in each element of a run."""
        nested = self.nested
        return nested.text[nested.starts[part] : nested.heads[part]].split('"')


def _comment(note: str) -> str:
    """A note as a comment; two hyphens would end it."""
    return f"<!-- {_HYPHENS.sub('-', note)} -->"


class _Notes:
    """Notes as comments in the place of what goes."""

    def __init__(self, read: Read) -> None:
        self.read = read

    def note_of(self, gap: Gap) -> str:
        """The note for a gap: how many elements, and of which names; or how many characters of a text."""
        if gap.is_text:
            return _comment(gap_note(gap.end - gap.start, "character"))
        names = _outer_names(self.read.nested, gap)
        remarks = names.pop(COMMENT, 0)
        elements = _elements(self.read, gap)
        if not elements:
            only_remarks = remarks and not names
            return _comment(gap_note(remarks, "comment") if only_remarks else gap_note(gap.end - gap.start, "character"))
        told = named([name if count == 1 else f"{name} {count}" for name, count in names.items()])
        return _comment(gap_note(elements, "element", told))


def _outer_names(nested: Nested, gap: Gap) -> Counter[str]:
    """The names of the elements that go, not of those inside them."""
    names: Counter[str] = Counter()
    part = gap.first
    while part < gap.stop:
        names[nested.names[part]] += 1
        part = nested.lasts[part]
    return names


def _elements(read: Read, gap: Gap) -> int:
    """How many elements go, those inside others included."""
    return bisect_left(read.begins, gap.end) - bisect_left(read.begins, gap.start)


def _omitted(read: Read, gaps: list[Gap]) -> str:
    """What goes in all, for the marker."""
    elements = sum(_elements(read, gap) for gap in gaps if not gap.is_text)
    if not elements:
        return omission(sum(gap.end - gap.start for gap in gaps), len(read.nested.text), "character")
    kinds: Counter[str] = Counter()
    for gap in gaps:
        if not gap.is_text:
            kinds.update(_outer_names(read.nested, gap))
    kinds["comment"] = kinds.pop(COMMENT, 0)
    kinds["text"] += sum(gap.is_text for gap in gaps)
    return omission(elements, len(read.begins), "element", [(name, count) for name, count in kinds.most_common(4) if count])
