"""XML as elements inside elements, read in one pass over its tags."""

from __future__ import annotations

import re

import msgspec

from headroom.compressors.nested_parts.nested import COMMENT, Growing, Nested

__all__ = ["STRAY", "Read", "read_elements"]

STRAY = "text"
"""The name of text that stands beside elements."""

_MARKUP = re.compile(
    r"<(?:(!--|!\[CDATA\[|[!?])"
    r"|/([^\s<>/]+)\s*>"
    r"|([^\s<>/!?\"'=&]+)((?:[\s/][^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*)?)>(?:(?<!/>)([^<]*)</\3\s*>)?"
    r"|)"
)
"""What opens with `<`: something that is no element (1), a closing tag (2), an opening one (3, 4) with, for an element that
holds text alone, the text (5). A `<` that is none of these matches alone. No part of it goes past another `<`."""
_CDATA = "![CDATA["
_ENDS = {"!--": "-->", _CDATA: "]]>", "?": "?>"}
_PARAGRAPH = 1_000
"""Characters up to which an element with text between others is read as one piece, like a paragraph."""
_SUBSET = re.compile(r"\]\s*>")


class Read(msgspec.Struct, frozen=True):
    """The elements of a text."""

    nested: Nested
    torn_at: int
    """Where it stops being XML; the text's length where it does not."""
    begins: list[int]
    """Where each element begins, those inside mixed ones included."""


class _Reader:
    """The elements of one text, read tag by tag."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = Growing(text)
        self.mixed: set[int] = set()
        self.begins: list[int] = []
        self.place = 0
        """Behind the last tag."""

    def read(self) -> Read:
        text, parts, begins = self.text, self.parts, self.begins
        rows = parts.rows
        torn_at = len(text)
        behind = 0
        """Where something that is no element ends, inside which there are no tags."""
        for found in _MARKUP.finditer(text):
            start, end = found.span()
            if start < behind:
                continue
            what = found.lastindex
            # CDATA is text like that round it, which is one piece.
            if start > self.place and found[1] != _CDATA and not text[self.place : start].isspace():
                self._stray(start, is_last=what == 2)
            if what == 5:
                begins.append(start)
                rows.append((found[3], start, found.end(4) + 1, found.end(5), end, len(rows) + 1))
                self.place = end
                continue
            behind = self._tag(found, start, end)
            if behind < 0:
                torn_at = start
                break
        if torn_at == len(text) and text[self.place :].strip():
            torn_at = self.place
        return Read(parts.done(len(text)), torn_at, self.begins)

    def _tag(self, found: re.Match[str], start: int, end: int) -> int:
        """Where a tag ends that is no element of text alone, or something that is no tag; -1 where it is no XML."""
        parts = self.parts
        if found.lastindex == 4:
            self.begins.append(start)
            if self.text[end - 2] == "/":
                parts.leaf(found[3], start, end, end, end)
            else:
                parts.begin(found[3], start, end)
        elif found.lastindex == 2:
            if len(parts.open) == 1 or parts.rows[parts.open[-1]][0] != found[2]:
                return -1
            self._close(start, end)
        else:
            end = self._other_end(found[1] or "", start)
            if end < 0 or found[1] == _CDATA:
                return end
        self.place = end
        return end

    def _stray(self, end: int, *, is_last: bool) -> None:
        """Note text that stands beside elements."""
        parts = self.parts
        part = parts.open[-1]
        if is_last and part == len(parts.rows) - 1:
            return
        self.mixed.add(part)
        parts.leaf(STRAY, self.place, end, end, end)

    def _close(self, start: int, end: int) -> None:
        """End an element; a short one in which text stands between others is never opened."""
        part = self.parts.close(start, end)
        if part in self.mixed:
            self.mixed.discard(part)
            if end - self.parts.rows[part][1] <= _PARAGRAPH:
                self.parts.seal(part)

    def _other_end(self, opening: str, start: int) -> int:
        """Where a comment, CDATA, an instruction or a document type ends; -1 if it does not."""
        text = self.text
        if not opening:
            return -1
        closing = _ENDS.get(opening)
        if closing is not None:
            end = text.find(closing, start + len(opening) + 1)
            end = end + len(closing) if end >= 0 else -1
        else:
            end = text.find(">", start) + 1 or -1
            if text.find("[", start, end) >= 0:
                subset = _SUBSET.search(text, start)
                end = subset.end() if subset else -1
        if opening == "!--" and end > 0:
            self.parts.leaf(COMMENT, start, start, end, end)
        return end


def read_elements(text: str) -> Read:
    """The elements of a text, up to where it is torn or no XML.

    Short elements that hold text beside others are read as one piece. Cost: linear, some steps a tag.
    """
    return _Reader(text).read()
