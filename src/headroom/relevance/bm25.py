"""BM25 over the rows of one text, by looking terms up instead of tokenising rows.

A term counts once a row. Terms that stand in more than half of the rows say nothing and are dropped.
"""

from __future__ import annotations

from bisect import bisect_right
from math import log

import msgspec

from headroom.relevance.query import Query
from headroom.relevance.rows import RowText

__all__ = ["K1", "B", "Match", "rows_matching"]

K1 = 1.5
"""Term saturation; the usual value."""
B = 0.75
"""Length normalisation; the usual value."""
_PHRASE_WEIGHT = 2.0
"""Chosen: who puts words in quotes means them."""
_CONTEXT_WEIGHT = 0.3
"""Chosen: the arguments of a call say where was looked more than what is wanted."""
_COMMON = 0.5
"""Share of rows above which a term says nothing."""
_WHOLE_VALUE = 2.5
"""Chosen: a value that is the term says more than a text in which it occurs."""
_MOST_ROWS = 2_000
"""Chosen: a term in more rows than this says nothing, however many rows there are."""
_IN_A_ROW = 10
"""Rows from the first on that all hold a term, after which it is taken to stand in most of the rest, too."""
_FIRST_WIDE, _LAST_WIDE = "\u3040", "\ud7af"
"""Between them are the scripts that put no space between words, or hang endings on them."""
_MOST_MISSES = 20_000
"""Chosen: places inside other words that are looked at for one term; keeps hostile text linear and cheap."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """What a row has of the question."""

    score: float
    rarest: int
    """In how many rows the rarest of its terms stands."""
    whole: bool
    """Whether one of its terms is a whole JSON value in it."""


def rows_matching(rows: RowText, query: Query, *, k1: float = K1, b: float = B) -> dict[int, Match]:
    """The rows that hold a term of the query, by index, with their BM25 score.

    `k1` says how soon a term is worth as much as it can be, `b` how much of a row's length counts against it.

    Cost: one search of the text a term.
    """
    total = len(rows.ends)
    terms = _weighted(query)
    if not terms or not total:
        return {}
    ends = rows.ends
    average = len(rows.text) / total
    damped: dict[int, float] = {}
    """How much each row's length counts against a term in it."""
    scores: dict[int, float] = {}
    rarest: dict[int, int] = {}
    wholes: set[int] = set()
    most = min(max(2, int(total * _COMMON)), _MOST_ROWS)
    for term, weight in terms:
        hits = _rows_holding(rows, term, most)
        if hits is not None and not hits and not term.isascii():
            hits = _rows_holding(rows, _escaped(term), most)
        if not hits:
            continue
        count = len(hits)
        most_gain = log(1 + (total - count + 0.5) / (count + 0.5)) * weight * (k1 + 1)
        for row, whole in hits.items():
            if row not in damped:
                norm = 1 - b + b * (ends[row] - (ends[row - 1] if row else 0)) / average
                damped[row] = 1 + k1 * norm
                scores[row], rarest[row] = 0.0, count
            gain = most_gain / damped[row]
            if whole:
                gain *= _WHOLE_VALUE
                wholes.add(row)
            scores[row] += gain
            rarest[row] = min(rarest[row], count)
    return {row: Match(score, rarest[row], row in wholes) for row, score in scores.items()}


def _weighted(query: Query) -> list[tuple[str, float]]:
    """The terms to look for, and what each is worth."""
    return [
        *((phrase, _PHRASE_WEIGHT) for phrase in query.phrases),
        *((word, 1.0) for word in query.words),
        *((word, _CONTEXT_WEIGHT) for word in query.context),
    ]


def _rows_holding(rows: RowText, term: str, most: int) -> dict[int, bool] | None:
    """Row -> whether the term is a whole JSON value there, for rows that hold it as a word; None if more than `most` do."""
    text = rows.text
    stem = _stem(term)
    position = text.find(stem)
    ends = rows.ends
    plural = stem.isalpha() and len(stem) > 2
    opens, closes = _edges(stem)
    size = len(stem)
    least = min(_IN_A_ROW, most)
    found: dict[int, bool] = {}
    misses = 0
    while position >= 0:
        after = position + size
        behind = text[after : after + 1]
        if plural and behind == "s":
            after += 1
            behind = text[after : after + 1]
        before = text[position - 1 : position]
        if not (closes and behind.isalnum()) and not (opens and before.isalnum() and not _is_escape(text, position)):
            row = bisect_right(ends, position)
            found[row] = before == '"' == behind
            if len(found) >= least and _is_common(len(found), row, len(ends), most):
                return None
            position = text.find(stem, ends[row])
        else:
            misses += 1
            if misses > _MOST_MISSES:
                return found
            position = text.find(stem, position + 1)
    return found


def _stem(term: str) -> str:
    """The term without the `s` of a plural."""
    return term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") and term.isalpha() else term


def _edges(stem: str) -> tuple[bool, bool]:
    """Whether no letter may stand before it, and none behind it; scripts without spaces always stand alone."""
    first, last = stem[0], stem[-1]
    return first.isalnum() and not _FIRST_WIDE <= first <= _LAST_WIDE, last.isalnum() and not _FIRST_WIDE <= last <= _LAST_WIDE


def _is_common(found: int, row: int, rows: int, most: int) -> bool:
    """Whether a term stands in too many rows, or by the look of the first ones in each of them."""
    return found > most or (found == _IN_A_ROW and row < _IN_A_ROW and rows > 2 * _IN_A_ROW)


def _is_escape(text: str, position: int) -> bool:
    """Whether what stands before a place is the letter of a line break or tab in JSON."""
    return text[position - 1] in "ntr" and text[position - 2 : position - 1] == "\\"


def _escaped(term: str) -> str:
    """The term with JSON escapes for what is not ASCII, as many encoders write it."""
    units = term.encode("utf-16-be", "surrogatepass")
    codes = [int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2)]
    return "".join(chr(code) if code < 0x80 else f"\\u{code:04x}" for code in codes)
