"""How well lines answer what was asked: BM25 over whole words, and less for parts of words.

Lines are folded to lower-cased words between single spaces, so that a word stands alone where it has a space on each side.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import log

import msgspec

from headroom.compressors.search_results.terms import Terms, Word, folded

__all__ = ["Scores", "best_first", "score_lines"]

_K1 = 1.5
_B = 0.75
"""Saturation and length normalisation of BM25; the usual values."""
_PHRASE_WEIGHT = 2.0
"""Chosen: who puts words in quotes means them."""
_LOOSE_WEIGHT = 0.4
"""Chosen: a stem inside another word is a hint; the word itself is worth 1."""
_PAIR_WEIGHT = 0.8
"""Chosen: two words of the question in one name are nearly as good as the name."""
_COMMON = 0.5
"""Share of a short text's lines from which a term says nothing."""
_FREQUENT = 40
_FREQUENT_SHARE = 0.1
"""Lines, and share of them, from which a term says little in a long text; chosen: it tells a quarter of a rare one."""


_RARE = 16
_SOME = 4
"""A term that fewer than one in so many lines have is looked up by place, where that may be at least so many."""


class Scores(msgspec.Struct, frozen=True):
    """How well lines answer."""

    values: dict[int, float]
    """Line -> score, for lines that hold a term."""
    informed: bool
    """Whether words of the question itself were found, not only of the search that was made."""


class _Rows:
    """Lines as words between single spaces, and what each has gained so far."""

    def __init__(self, lines: Sequence[str], *, ascii_only: bool) -> None:
        self.text = f" {folded(chr(10).join(lines), ascii_only=ascii_only)} ".replace("\n", " \n ")
        self.rows = self.text.split("\n")
        total = len(self.rows)
        self.frequent = max(_FREQUENT, int(total * _FREQUENT_SHARE))
        self.half = max(2, int(total * _COMMON))
        self.common = min(self.half, max(2 * _FREQUENT, self.frequent))
        self.ends: list[int] = []
        self.gained: dict[int, float] = {}
        self.seen: dict[str, list[int]] = {}
        """Word -> the lines that hold it or its stem."""

    def holding(self, part: str) -> list[int]:
        """The lines that hold a text anywhere."""
        text, rows = self.text, self.rows
        position = text.find(part)
        if position < 0:
            return []
        most = len(rows) // _RARE
        if most >= _SOME:
            ends = self.ends = self.ends or list(accumulate([len(row) + 1 for row in rows]))
            found: list[int] = []
            while position >= 0:
                found.append(bisect_right(ends, position))
                if len(found) > most:
                    break
                position = text.find(part, ends[found[-1]])
            else:
                return found
        return [at for at, row in enumerate(rows) if part in row]

    def add(self, found: Sequence[int], most: int, weight: float) -> bool:
        """Credit lines with a term, unless none or too many have it; whether they were."""
        count = len(found)
        if not count or count > most:
            return False
        gain = weight * log(1 + (len(self.rows) - count + 0.5) / (count + 0.5))
        gained = self.gained
        for row in found:
            gained[row] = gained.get(row, 0.0) + gain
        return True

    def add_text(self, part: str, weight: float) -> bool:
        """Credit the lines that hold a text anywhere."""
        return self.add(self.holding(part), self.frequent, weight)

    def add_word(self, word: Word) -> bool:
        """Credit the lines in which a word stands, less where it is a part of another."""
        rows, alone, many = self.rows, word.alone, word.many
        found = self.holding(word.near)
        self.seen[word.text] = found
        if not found:
            return False
        whole = [at for at in found if alone in rows[at] or many in rows[at]]
        is_found = self.add(whole, self.common, word.weight)
        return (bool(word.stem) and self.add(found, self.frequent, _LOOSE_WEIGHT)) or is_found

    def add_pair(self, one: str, other: str) -> bool:
        """Credit the lines that hold two words as one name; of words that were not looked for, one may be such."""
        first, second = self.seen.get(one), self.seen.get(other)
        near = {*first} & {*second} if first is not None and second is not None else first or second or ()
        forms = (one + other, f"{one} {other}")
        found = [at for at in near if forms[0] in self.rows[at] or forms[1] in self.rows[at]]
        return self.add(found, self.frequent, _PAIR_WEIGHT)

    def add_question(self, terms: Terms) -> bool:
        """Credit the lines with all that the question asks for; whether any of it was found."""
        text = self.text
        is_found = False
        for phrase in terms.phrases:
            is_found |= self.add_text(phrase, _PHRASE_WEIGHT)
        for word in terms.words:
            is_found |= self.add_word(word)
        for needed, forms in terms.spelled:
            if all(part in text for part in needed):
                for form in forms:
                    is_found |= self.add_text(form, 1.0)
        for one, other in terms.pairs:
            is_found |= self.add_pair(one, other)
        return is_found

    def scores(self) -> dict[int, float]:
        """What lines gained, less for long ones."""
        rows = self.rows
        scale = _K1 * _B * len(rows) / max(1, len(self.text))
        flat = 1 + _K1 * (1 - _B)
        return {row: gain * (_K1 + 1) / (flat + scale * len(rows[row])) for row, gain in self.gained.items()}


def score_lines(lines: Sequence[str], terms: Terms) -> Scores:
    """The scores of lines, none of which holds a line feed.

    The search that was made is looked at only where nothing of the question is found.
    Cost: one search of the text a term.
    """
    if not lines or not (terms.phrases or terms.words or terms.context):
        return Scores({}, informed=False)
    rows = _Rows(lines, ascii_only=terms.is_ascii)
    informed = rows.add_question(terms)
    if not informed:
        # Even words that many lines have tell lines apart where there are no others.
        rows.common = rows.frequent = rows.half
        for word in terms.words:
            informed |= rows.add_word(word)
        for word in terms.context if not informed else ():
            rows.add_word(word)
    return Scores(rows.scores(), informed)


def best_first(scores: dict[int, float]) -> list[int]:
    """The keys by falling score; equal ones in their own order."""
    return sorted(sorted(scores), key=scores.__getitem__, reverse=True)
