"""What of a text stays or goes as a whole: sentences, headings, lists or their items, tables, code, quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from headroom.compressors.excerpt import split_lines
from headroom.compressors.prose.blocks import Block, blocks_of
from headroom.compressors.prose.layout import heading_level, is_list_item
from headroom.compressors.prose.options import with_options
from headroom.compressors.prose.stops import Marks, marks_in, sentence_ends

__all__ = ["NAMES", "Units", "units_of"]

NAMES = {
    "paragraph": "sentence",
    "heading": "heading",
    "list": "list item",
    "table": "table",
    "row": "table row",
    "code": "code block",
    "quote": "quote",
    "fields": "field list",
    "option": "option",
}
"""What a unit of a kind is called in notes."""
_WHOLE_LIST = 500
"""Chosen: characters up to which a list stays or goes whole; of longer ones items may go."""
_WHOLE_TABLE = 1_000
"""Chosen: characters up to which a table of Markdown stays or goes whole; of longer ones rows may go, but never its head."""
_LONG_ITEM = 320
"""Chosen: characters from which an item of a list is read as a paragraph of sentences."""

_MOST_HEADINGS = 8
"""Chosen: headings in a row, each under the one before, that are kept together."""


class Units(msgspec.Struct, frozen=True):
    """The units of a text, in columns; they tile it."""

    text: str
    raw: bytes
    """The text, a byte a character, with `?` for what is not ASCII."""
    low: bytes
    """The same in lower case."""
    starts: list[int]
    """Where each unit starts, and at the end where the text ends."""
    kinds: list[str]
    """The kind of each unit: of its block, but `paragraph` where it is a sentence."""
    blocks: list[int]
    """The block each unit stands in; a heading is a block of its own."""
    headings: list[int]
    """The unit that is the heading over each unit; -1 where there is none."""

    def __len__(self) -> int:
        """How many units there are."""
        return len(self.kinds)

    def words(self, unit: int) -> str:
        """A unit without the blanks round it."""
        return self.text[self.starts[unit] : self.starts[unit + 1]].strip()

    def unit_at(self, place: int) -> int:
        """The unit that holds a character."""
        return bisect_right(self.starts, place) - 1


def units_of(text: str) -> Units:
    """The units of a text.

    Cost: one pass for blank lines, one for the ends of sentences.
    """
    starts: list[int] = []
    kinds: list[str] = []
    places: list[int] = []
    headings: list[int] = []
    marks = marks_in(text)
    open_headings: list[tuple[int, int]] = []
    """The headings over what comes next, each with its level."""
    over = -1
    for place, block in enumerate(with_options(text, blocks_of(text))):
        start, end, kind = block
        if kind == "heading":
            headings.append(_parent(text, block, open_headings, len(starts)))
            over = len(starts)
        elif kind == "paragraph":
            ends = sentence_ends(text, start, end, marks)
            headings.append(over)
            if len(ends) > 1:
                starts.append(start)
                starts += ends[:-1]
                added = len(ends)
                kinds += [kind] * added
                places += [place] * added
                headings += [over] * (added - 1)
                continue
        elif kind == "list":
            for begin, item in _items(text, block, marks):
                starts.append(begin)
                kinds.append(item)
                places.append(place)
                headings.append(over)
            continue
        elif kind == "table" and end - start > _WHOLE_TABLE and _has_rows(text, start, end):
            for begin in _rows(text, start, end):
                starts.append(begin)
                kinds.append("row")
                places.append(place)
                headings.append(over)
            continue
        else:
            headings.append(over)
        starts.append(start)
        kinds.append(kind)
        places.append(place)
    starts.append(len(text))
    raw = text.encode("ascii", "replace")
    return Units(text, raw, raw.lower(), starts, kinds, places, headings)


def _parent(text: str, block: Block, over: list[tuple[int, int]], unit: int) -> int:
    """The heading over a heading, which becomes the last of those that are open."""
    level = heading_level(text[block[0] : block[1]])
    if level:
        known = [at for at, (other, _) in enumerate(over) if other == level or level < min(7, other)]
        if known:
            del over[known[0] :]
        while over and not over[-1][0]:
            over.pop()
    else:
        while over and not over[-1][0] and over[-1][1] != unit - 1:
            over.pop()
        del over[_MOST_HEADINGS:]
    parent = over[-1][1] if over else -1
    over.append((level, unit))
    return parent


def _items(text: str, block: Block, marks: Marks) -> Iterator[tuple[int, str]]:
    """Where the units of a list start, and their kinds: the list itself if it is short, else its items."""
    start, end, _ = block
    if end - start <= _WHOLE_LIST and text.count("\n", start, end) > 1:
        yield start, "list"
        return
    lines = split_lines(text[start:end])
    least = len(lines[0]) - len(lines[0].lstrip())
    begins = [start]
    at = start + len(lines[0])
    for line in lines[1:]:
        if len(line) - len(line.lstrip()) <= least and is_list_item(line):
            begins.append(at)
        at += len(line)
    for begin, stop in zip(begins, [*begins[1:], end], strict=True):
        ends = sentence_ends(text, begin, stop, marks) if stop - begin > _LONG_ITEM else [stop]
        kind = "list" if len(ends) == 1 else "paragraph"
        for sentence in (begin, *ends[:-1]):
            yield sentence, kind


def _has_rows(text: str, start: int, end: int) -> bool:
    """Whether the second line of a table is the rule under its head, so that each further line is a row."""
    lines = text[start:end].split("\n", 2)
    rule = lines[1].strip() if len(lines) > 2 else ""
    return "-" in rule and "|" in rule and not rule.strip("|-: ")


def _rows(text: str, start: int, end: int) -> Iterator[int]:
    """Where the head of a table and its rows start."""
    lines = split_lines(text[start:end])
    at = start + len(lines[0]) + len(lines[1])
    yield start
    for line in lines[2:]:
        if line.strip():
            yield at
        at += len(line)
