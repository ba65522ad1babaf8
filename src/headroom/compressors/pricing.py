"""What a form costs in tokens, from exact counts of a bounded sample.

The whole of a text is never counted: evenly spaced rows stand for the others, the same rows in both forms that are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from headroom.retrieval.marker import OPENING

Row = TypeVar("Row")

__all__ = [
    "foreseen_tokens",
    "is_larger_than",
    "is_smaller",
    "least_tokens",
    "most_tokens",
    "respaced_share",
    "spaced",
    "tokens_of",
]

_ROWS = 6
"""Chosen: rows of one array resemble each other; more change the price by a few percent."""
_WINDOWS = 5
"""Evenly spaced parts of a text that are counted with its own whitespace and with less."""
_WINDOW = 200
_SPANS = 10
_SPAN = 160
"""Ten parts of 160 characters each: chosen, as a text of several arrays costs differently from place to place."""
_CHARS = 100
"""Characters of a sampled row that are counted, each time another part of it."""
_OPENED = 6
"""Bytes of what notes of ours open with, beyond its tokens. Measured: 5 tokens."""
_SAID = (" omitted]", " omitted (")
_OMITTED = 7
"""Bytes of what nearly all of them say, up to the word's end, beyond its tokens. Measured: 1 token."""
_DIGITS = b"0123456789"
_LETTERS = bytes(0x61 if 0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A else 0x20 for code in range(256))
"""Maps each letter of ASCII to `a`, and all else to a blank."""


def is_larger_than(text: str, size_bytes: int) -> bool:
    """Whether a text takes more UTF-8 bytes; encoded only where its length leaves that open."""
    if len(text) > size_bytes or text.isascii() or len(text) * 4 <= size_bytes:
        return len(text) > size_bytes
    return len(text.encode("utf-8", "surrogatepass")) > size_bytes


def is_smaller(written: str, text: str) -> bool:
    """Whether what was written takes fewer UTF-8 bytes than the text."""
    if len(written) * 4 < len(text):
        return True
    if written.isascii():
        return len(written) < len(text) or is_larger_than(text, len(written))
    return is_larger_than(text, len(written.encode("utf-8", "surrogatepass")))


def least_tokens(text: str) -> int:
    """How many tokens a text has at least, without counting any.

    No token holds letters of two words, unless an apostrophe joins them, nor more than three digits, nor both. What is not
    ASCII does not count, and words that it parts count as one.
    """
    raw = text.encode("ascii", "ignore")
    digits = len(raw) - len(raw.translate(None, _DIGITS))
    letters = raw.translate(_LETTERS)
    return letters.count(b" a") + letters.startswith(b"a") - raw.count(b"'") + digits // 3


def most_tokens(notes: Sequence[str]) -> int:
    """How many tokens notes have together at most, without counting any.

    No token is shorter than a byte, and what notes of ours have in common is known.
    """
    joined = "".join(notes)
    known = _OPENED * joined.count(OPENING) + _OMITTED * sum(map(joined.count, _SAID))
    return len(joined.encode("utf-8", "surrogatepass")) - known


def tokens_of(rows: Sequence[str], count: Callable[[str], int]) -> float:
    """About how many tokens the rows have, one by one or together.

    Cost: one count of at most 650 characters.
    """
    text = "\n".join(_part(row, place) for place, row in enumerate(spaced(rows)))
    return count(text) * (sum(map(len, rows)) + len(rows)) / (len(text) + 1)


def foreseen_tokens(text: str, count: Callable[[str], int]) -> float:
    """About how many tokens a text has, from evenly spaced parts of it.

    Cost: one count of at most 1,600 characters.
    """
    if len(text) <= _SPANS * _SPAN:
        return count(text)
    step = (len(text) - _SPAN) // (_SPANS - 1)
    parts = [text[start : start + _SPAN] for start in range(0, len(text), step)][:_SPANS]
    return count("".join(parts)) * len(text) / (_SPANS * _SPAN)


def respaced_share(written: str, text: str, count: Callable[[str], int]) -> float:
    """Tokens of a text written with other whitespace, as a share of what it had.

    Spaces between JSON tokens are often part of the next token, so that a text without them may well have more.
    Cost: one count of at most 2,000 characters of both, and a few passes over both that look for whitespace.
    """
    new: list[str] = []
    old: list[str] = []
    new_end = old_end = 0
    for window in range(_WINDOWS):
        start = max(0, len(text) - _WINDOW) * window // (_WINDOWS - 1)
        new_start = _forward(written, new_end, _letters(text, old_end, start))
        old_end = start + _WINDOW
        new_end = _forward(written, new_start, _letters(text, start, old_end))
        old.append(text[start:old_end])
        new.append(written[new_start:new_end])
    return count("".join(new)) / max(1, count("".join(old)))


def _forward(text: str, place: int, letters: int) -> int:
    """The place behind so many letters from a place on."""
    step = letters
    while letters > 0 and place < len(text):
        passed = _letters(text, place, place + step)
        if passed > letters:
            step = letters
            continue
        place = min(len(text), place + step)
        letters -= passed
        # Ever longer steps over a long run of white space, which would take as many as it has characters.
        step = letters if passed else 2 * step
    return place


def _letters(text: str, start: int, end: int) -> int:
    """How many characters of text[start:end] are not whitespace of JSON."""
    end = min(len(text), end)
    return end - start - sum(text.count(space, start, end) for space in " \n\t\r")


def _part(row: str, place: int) -> str:
    """The part of a sampled row that is counted: the later the row, the later the part."""
    start = max(0, len(row) - _CHARS) * place // _ROWS
    return row[start : start + _CHARS]


def spaced(rows: Sequence[Row], most: int = _ROWS) -> Sequence[Row]:
    """Up to `most` evenly spaced rows."""
    step = max(1, len(rows) // most)
    return rows[step // 2 :: step][:most]
