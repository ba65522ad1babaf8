"""Values that say how things stand, though they are values: `level=error`, `result="timeout"`."""

from __future__ import annotations

from collections.abc import Iterator

from headroom.compressors.log_lines.error_words import ERROR_STEMS, ERROR_WORDS
from headroom.compressors.log_lines.levels import LEVEL_WORDS

__all__ = ["telling_words"]

_LETTERS = bytes(
    code | 0x20 if 0x41 <= code <= 0x5A else code if 0x61 <= code <= 0x7A or code >= 0x80 or code in b"0\n" else 0x20
    for code in range(256)
)
"""Maps all of ASCII but letters, noughts and line feeds to blanks, and letters to small ones: shapes have no other digit, and
`0b0bad` is one word."""
_MOST = 64
"""Telling words beyond which they are names, which differ from row to row. Chosen."""
_READ = 80
"""Characters of a word that are read."""
_STEMS = tuple(stem.encode() for stem in ERROR_STEMS)
_TELLING = frozenset(word.encode() for word in ERROR_WORDS | LEVEL_WORDS)


def telling_words(words: list[str]) -> frozenset[str]:
    """Those of the words that name an error or a level; none if they are many."""
    joined = " \n ".join(["", *(word[:_READ] for word in words), ""])
    letters = joined.encode("utf-8", "surrogatepass").translate(_LETTERS)[2:-2]
    signs = [stem for stem in _STEMS if stem in letters]
    signs.extend([b" %b " % word for word in sorted(_TELLING.intersection(letters.split()))])
    if not signs:
        return frozenset()
    found: set[str] = set()
    for sign in signs:
        found.update(map(words.__getitem__, _holding(letters, sign)))
        if len(found) > _MOST:
            return frozenset()
    return frozenset(found)


def _holding(text: bytes, sign: bytes) -> Iterator[int]:
    """The lines that hold a sign."""
    line = before = 0
    at = text.find(sign)
    while at >= 0:
        line += text.count(b"\n", before, at)
        yield line
        before = text.find(b"\n", at)
        at = text.find(sign, before) if before >= 0 else -1
