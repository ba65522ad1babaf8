"""What a question names outright, and the lines of a diff that hold it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from headroom.relevance import Query

__all__ = ["SAYS_NOTHING", "lines_naming", "low_text", "names_in", "outright", "wanted"]

SAYS_NOTHING = frozenset(
    """change changes changed diff diffs patch patches commit commits review file files line lines code fix fixes fixed bug
    issue version versions release summarise summarize touch touches decisive exactly particular""".split()
)
"""Words of questions about diffs that do not tell one hunk from another."""
_WORD = re.compile(r"\w+")
_LONGEST = 4_000
"""Characters of a question in which words with capitals inside are looked for."""
_SHORT = 6
"""Words of a question up to which each of them is meant. Chosen: longer ones tell a story."""
_MOST_TERMS = 16
_LEAST_WORD = 3
_FEW = 3
"""Hunks up to which a word names what they hold; what stands in more is talked about, not pointed at. Chosen."""
_MOST_MISSES = 400
"""Places inside other words that are looked at for one word. Chosen: keeps hostile text cheap."""


@lru_cache(maxsize=128)
def outright(query: Query) -> tuple[str, ...]:
    """What a question points at: quoted texts and identifiers."""
    mixed = {word.lower() for word in _WORD.findall(query.text[:_LONGEST]) if not word[1:].islower() and not word.isupper()}
    meant = [word for word in query.words if not word.isalpha() or word in mixed]
    return tuple(dict.fromkeys([*query.phrases, *meant]))[:_MOST_TERMS]


@lru_cache(maxsize=128)
def wanted(query: Query) -> tuple[str, ...]:
    """What a question points at, and if it is short, every word of it that says something."""
    words = [word for word in query.words if word not in SAYS_NOTHING and len(word) >= _LEAST_WORD]
    return tuple(dict.fromkeys([*outright(query), *(words if len(words) <= _SHORT else ())]))[:_MOST_TERMS]


def low_text(text: str) -> str:
    """The text in small letters, each in the place of its own."""
    low = text.lower()
    if len(low) != len(text):
        # Some capitals have a longer small form, and places would no longer agree.
        low = "".join([small if len(small := char.lower()) == 1 else char for char in text])
    return low


def names_in(low: str, terms: Sequence[str]) -> bool:
    """Whether one of the terms stands in a text in small letters as a word."""
    return any(_word_at(low, term, 0) >= 0 for term in terms)


def lines_naming(low: str, ends: Sequence[int], starts: Sequence[int], terms: Sequence[str]) -> dict[int, tuple[int, ...]]:
    """Of each row that one of few to hold a term, the first lines that do.

    `ends` are the places where rows end, `starts` those where lines start.

    Cost: a search of the text a term.
    """
    found: dict[int, tuple[int, ...]] = {}
    for term in terms:
        held: dict[int, int] = {}
        place = _word_at(low, term, 0)
        while place >= 0 and len(held) <= _FEW:
            row = bisect_right(ends, place)
            held[row] = bisect_right(starts, place) - 1
            place = _word_at(low, term, ends[row]) if row + 1 < len(ends) else -1
        if len(held) <= _FEW:
            for row, line in held.items():
                found[row] = (*found.get(row, ()), line)
    return found


def _word_at(low: str, term: str, start: int) -> int:
    """The place from some place on where a term stands as a word; -1 where it does not."""
    place = low.find(term, start)
    for _ in range(_MOST_MISSES):
        if place < 0:
            return -1
        after = place + len(term)
        inside = term[0].isalnum() and low[place - 1 : place].isalnum() and low[place - 1].isascii()
        if not inside and not (term[-1].isalnum() and low[after : after + 1].isalnum() and low[after].isascii()):
            return place
        place = low.find(term, place + 1)
    return -1
