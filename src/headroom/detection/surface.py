"""What lies over the content of a text without being part of it: colours, line ends, line numbers, a tool's notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

__all__ = ["Numbering", "notice_of", "numbering_of", "without_escapes", "without_number"]

Numbering = Literal["", "arrow", "tab", "colon", "bar"]
"""How line numbers stand before the lines: `  12→`, `   12\\t`, `12: ` or `12:`, `12 | `."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
"""ANSI escapes: colours, cursor movements, titles and links. Every run ends before the next escape, so that it is linear."""
_NUMBER = re.compile(r"[ ]{0,12}([0-9]{1,7})(→|\t|:[ ]?|[ ]?\|[ ]?)")
_NAMES: dict[str, Numbering] = {"→": "arrow", "\t": "tab", ":": "colon", "|": "bar"}
_LEAST_NUMBERED = 3
"""Chosen: fewer numbered lines could be anything."""
_NUMBERED_SHARE = 0.3
"""Chosen: a viewer's heading and notices may stand round few numbered lines."""
_STEPS_SHARE = 0.8
"""Chosen: line numbers go up by one; what goes up otherwise are hits of a search."""
_NOTICES = ("runcated", "lipped")
"""Words of notices that stand anywhere."""
_NOTICES_AT_ENDS = ("TRUNCATED", "too large", "too long", "omitted", "more lines", "more chars", "more results")
_ENDS = 3_000
"""Chosen: how far from the ends of a text the words of the others are looked for."""
_NOTICE = re.compile(
    r"\W*(?:(?:output|response|result|content|file|text|log|lines?|message)s?\b[^\n]{0,40}?\b)?"
    r"(?:\d[\d,.]*\s*(?:more\s+)?(?:lines?|characters?|chars?|bytes|tokens|items|results|[kKmM]i?B)\b[^\n]{0,40}?\b)?"
    r"(?:truncated|clipped|(?:was|is|are)?\s?too\s(?:large|long)|omitted|(?:\d[\d,.]*\s+)?more\s(?:lines|characters|chars|bytes"
    r"|results))\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 300
"""Chosen: a notice is a line; a longer line only mentions one."""
_MOST_TRIES = 4
"""Chosen: mentions of each word that are looked at."""


def without_escapes(text: str) -> str:
    """A text without its ANSI escapes."""
    return _ESCAPE.sub("", text) if "\x1b" in text else text


def numbering_of(lines: Sequence[str]) -> Numbering:
    """How neighbouring lines are numbered: one after another, in one way; empty where they are not."""
    every = [_NUMBER.match(line) for line in lines]
    found = [match for match in every if match]
    if len(found) < _LEAST_NUMBERED or len(found) < _NUMBERED_SHARE * len(lines):
        return ""
    steps = sum(
        int(after.group(1)) == int(before.group(1)) + 1
        for before, after in pairwise(every)
        if before is not None and after is not None
    )
    if steps < _STEPS_SHARE * (len(found) - 1):
        return ""
    marks = {match.group(2).strip(" ") for match in found}
    mark = marks.pop()
    if marks or (every[0] is None and mark in "\t|" and mark in lines[0]):
        # A heading over the numbers makes them the first column of a table.
        return ""
    return _NAMES[mark]


def without_number(line: str) -> str:
    """A line without the number before it."""
    match = _NUMBER.match(line)
    return line[match.end() :] if match else line


def notice_of(text: str) -> str:
    """The line in which a tool says that it cut its output, without space round it; empty where none does.

    Cost: a search through the text for each of a few words.
    """
    found = next((line for word in _NOTICES if (line := _said(text, word))), "")
    if found:
        return found
    ends = (text,) if len(text) <= 2 * _ENDS else (text[:_ENDS], text[-_ENDS:])
    return next((line for word in _NOTICES_AT_ENDS for end in ends if (line := _said(end, word))), "")


def _said(text: str, word: str) -> str:
    """The first line with this word that says no more than that something was cut."""
    at = -1
    for _ in range(_MOST_TRIES):
        at = text.find(word, at + 1)
        if at < 0:
            break
        start = text.rfind("\n", max(0, at - _LONGEST_NOTICE), at) + 1
        end = text.find("\n", at, at + _LONGEST_NOTICE)
        line = text[start : end if end >= 0 else at + _LONGEST_NOTICE].strip()
        if (start or at < _LONGEST_NOTICE) and len(line) < _LONGEST_NOTICE and _NOTICE.match(line):
            return line
    return ""
