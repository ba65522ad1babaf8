"""BM25 over the rows of one text, by looking terms up instead of tokenising rows.

A term counts once a row. Terms that stand in more than half of the rows say nothing and are dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import log

import msgspec

from headroom.relevance.query import Query

__all__ = ["Match", "rows_matching"]

_K1 = 1.5
"""Term saturation; the usual value."""
_B = 0.75
"""Length normalisation; the usual value."""
_PHRASE_WEIGHT = 2.0
"""Chosen: who puts words in quotes means them."""
_COMMON = 0.5
"""Share of rows above which a term says nothing."""


class Match(msgspec.Struct, frozen=True):
    """What a row has of the question."""

    score: float
    rarest: int
    """In how many rows the rarest of its terms stands."""


def rows_matching(rows: list[str], query: Query) -> dict[int, Match]:
    """The rows that hold a term of the query, by index, with their BM25 score.

    Cost: one lower-casing of the text and one search a term.
    """
    if not (query.phrases or query.words) or not rows:
        return {}
    text = "\n".join(rows).lower()
    lengths = list(map(len, text.split("\n")))
    if len(lengths) != len(rows):
        return {}
    ends = [end + index for index, end in enumerate(accumulate(lengths), start=1)]
    average = len(text) / len(rows)
    scores: dict[int, float] = {}
    rarest: dict[int, int] = {}
    escaped = "\\u" in text
    most = max(2, int(len(rows) * _COMMON))
    for term, weight in [*((phrase, _PHRASE_WEIGHT) for phrase in query.phrases), *((word, 1.0) for word in query.words)]:
        hits = _rows_holding(text, term, ends, most)
        if not hits and escaped and not term.isascii():
            hits = _rows_holding(text, _escaped(term), ends, most)
        count = len(hits)
        if not count or count > most:
            continue
        idf = log(1 + (len(rows) - count + 0.5) / (count + 0.5)) * weight
        for row, whole in hits.items():
            norm = 1 - _B + _B * lengths[row] / average
            gain = idf * (_K1 + 1) / (1 + _K1 * norm) * (1.5 if whole else 1.0)
            scores[row] = scores.get(row, 0.0) + gain
            rarest[row] = min(rarest.get(row, count), count)
    return {row: Match(score, rarest[row]) for row, score in scores.items()}


def _rows_holding(text: str, term: str, ends: list[int], most: int) -> dict[int, bool]:
    """Row -> whether the term is a whole JSON value there, for rows that hold it as a word; stops beyond `most` rows."""
    stem = term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") and term.isalpha() else term
    plural = stem.isalpha() and len(stem) > 2
    size = len(stem)
    found: dict[int, bool] = {}
    position = text.find(stem)
    while position >= 0:
        after = position + size
        if plural and text[after : after + 1] == "s":
            after += 1
        if _is_edge(text, position, after, stem):
            row = bisect_right(ends, position)
            found[row] = text[position - 1 : position] == '"' and text[after : after + 1] == '"'
            if len(found) > most:
                return found
            position = text.find(stem, ends[row]) if row < len(ends) else -1
        else:
            position = text.find(stem, position + 1)
    return found


def _is_edge(text: str, start: int, end: int, term: str) -> bool:
    """Whether text[start:end] stands alone as a word (scripts without spaces always do)."""
    if not term[0].isascii() and term[0].isalpha() and len(term) == 2:
        return True
    if start and term[0].isalnum():
        before = text[start - 1]
        if (before.isalnum() or before == "_") and not (before in "ntr" and text[start - 2 : start - 1] == "\\"):
            return False
    after = text[end : end + 1]
    return not (after and term[-1].isalnum() and (after.isalnum() or after == "_"))


def _escaped(term: str) -> str:
    return "".join(char if char.isascii() else f"\\u{ord(char):04x}" if ord(char) < 0x10000 else _pair(char) for char in term)


def _pair(char: str) -> str:
    high, low = divmod(ord(char) - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
