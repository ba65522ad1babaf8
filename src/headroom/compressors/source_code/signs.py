"""Where in a text definitions may be, by the words that open them: more places than there are, so that none is missed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["definition_signs", "row_starts"]

_FOREVER = 1 << 60
_WORDS = {
    "python": (b"def ", b"class ", b"lambda"),
    "javascript": (b"function", b"=>", b"class "),
    "go": (b"func(", b"func "),
    "rust": (b"fn ", b"impl", b"trait ", b"mod ", b"struct ", b"enum ", b"|"),
    "java": (b"class ", b"interface ", b"enum ", b"record ", b"->", b"new "),
    "c": (b"struct", b"union", b"enum"),
    "cpp": (b"struct", b"union", b"enum", b"class", b"](", b"] (", b"]{", b"] {"),
}
"""What opens a definition inside of a function; `->` and `new` may, where a bracket follows."""
_BRACED = frozenset({b"->", b"new ", b"|", b"struct", b"union", b"enum"})
"""Words that open one only with a bracket that opens on their row, or at the end of the next."""
_MACROS = frozenset({"javascript", "c", "cpp"})
"""Languages in which functions may stand inside of others without a word: as methods of objects, or for a macro before."""
_OPENED = re.compile(rb"\{[ \t\r]*+\n")
_CONTROL = re.compile(r"\}|(?:if|for|while|switch|catch|with|do|else|try|return)\b")
"""How rows begin at the end of which a bracket opens, but no method of an object."""


def row_starts(data: bytes, rows: Sequence[str]) -> list[int]:
    """The first byte of each row, and one that is behind all; `rows` are those of the text, with their ends."""
    if not data.isascii():
        starts = [0, *accumulate([len(row) + 1 for row in data.split(b"\n")])]
    else:
        starts = [0, *accumulate(map(len, rows))]
        if not data or data.endswith(b"\n"):
            starts.append(0)
    starts[-1] = _FOREVER
    return starts


def definition_signs(data: bytes, rows: Sequence[str], starts: Sequence[int], language: str) -> list[int]:
    """The bytes at which a definition inside of a function may begin, in order. Cost: one search of the text a word."""
    family = language if language in _WORDS else "javascript"
    signs: list[int] = []
    find = data.find
    for word in _WORDS[family]:
        at = find(word)
        while at >= 0:
            if word not in _BRACED or b"{" in data[at : starts[min(len(starts) - 1, bisect_right(starts, at) + 1)]]:
                signs.append(at)
            at = find(word, at + len(word))
    if family in _MACROS:
        signs += _methods(data, rows, starts)
    return sorted(signs)


def _methods(data: bytes, rows: Sequence[str], starts: Sequence[int]) -> list[int]:
    """Where methods of objects may begin: rows that end in a bracket and begin with no word of control."""
    found: list[int] = []
    for opened in _OPENED.finditer(data):
        row = bisect_right(starts, opened.start()) - 1
        line = rows[row].strip()
        if line == "{" and row:
            row -= 1
            line = rows[row].strip()
        if ")" in line and not _CONTROL.match(line):
            found.append(opened.start())
    return found
