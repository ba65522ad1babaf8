"""Which parts of a nested text a question is about.

Names in configuration are written in many ways (`seed_provider`, `seedProvider`, `seed-provider`), so that words are found
inside them, with other endings, and two words as one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise
from math import log

from headroom.compressors.nested_parts.nested import COMMENT, Nested
from headroom.relevance import Query

__all__ = ["asked_parts"]

_PHRASE = 2.0
_PAIR = 1.6
_CONTEXT = 0.3
_REMARK = 0.6
"""What a word in a comment counts. Chosen: what is set says more than what is said of it."""
_WHOLE = 1.3
"""What a whole word counts more than one with another ending or in another name."""
_MOST = 400
"""Parts with a word above which it says nothing."""
_COMMON = 0.15
"""The same as a share of the parts."""
_FEW = 6
"""Parts with a word up to which all of them are wanted; of more, the best."""
_BEST = 4
_RANKED = 10
"""Parts wanted for the words they have together."""
_CLOSE = 0.5
"""Share of the best score from which a part answers as well, where a word stands in many. Chosen."""
_FEW_RARE = 2
"""Parts with a word up to which it says which part is meant. Chosen: a name and one place that refers to it."""
_OFTENER = 3
"""How many times as many parts must have a word, so that it is common beside a rare one. Chosen."""
_COMMON_PARTS = 4
"""The least of them, so that it is. Chosen: fewer may all stay."""
_NEAR = 60
"""Parts above one among which that is looked for to which it belongs. Chosen: records have fewer."""
_RECORD_SHARE = 0.25
"""Share of the text from which a part is no record, but holds all of them. Chosen."""
_ALIKE = 2
"""Parts that are spelled alike, of which more would say the same."""
_COMPARED = 200
"""Characters by which parts are compared."""
_OFTEN = 4
"""Places of a word for each part that may have it, above which it is not looked up."""
_MOST_MISSES = 20_000
"""Chosen: places inside other words that are looked at for one term; keeps hostile text linear."""
_LEAST_NUMBER = 3
"""Digits below which a number is only looked for as a whole."""
_POINTS = (".", ",", ":", "-", "/")
_ENDING = 3
"""Letters that another form of a word may have more."""
_LEAST_STEM = 4


def asked_parts(nested: Nested, query: Query) -> dict[int, float]:
    """The innermost parts that hold what is asked for, best first, each with its score.

    Cost: one search of the text a term.
    """
    scores, found = _scored(nested, query)
    wanted: dict[int, float] = {}

    def rank(part: int) -> tuple[float, int]:
        return (-scores[part], part)

    apart = _narrow(nested, found)
    for part in apart:
        del scores[part]
    least = _CLOSE * max(scores.values(), default=0.0)
    for hits in found:
        few = len(hits) <= _FEW
        best = hits if few else [part for part in sorted(hits, key=rank)[:_BEST] if scores[part] >= least]
        best = _unlike(nested, best)
        wanted.update((part, scores[part]) for part in best)
    if found:
        ranked = [part for part in sorted(scores, key=rank)[:_RANKED] if scores[part] >= least]
        wanted.update((part, scores[part]) for part in _unlike(nested, ranked))
    return dict(sorted(wanted.items(), key=lambda entry: (-entry[1], entry[0])))


def _scored(nested: Nested, query: Query) -> tuple[dict[int, float], list[list[int]]]:
    """The score of each part that holds a term, and the parts that hold each term worth it."""
    text = nested.text
    low = text.replace("\u0130", "I").lower()
    total = len(nested.starts)
    most = min(_MOST, max(_FEW, int(total * _COMMON)))
    scores: dict[int, float] = {}
    found: list[list[int]] = []
    for term, weight in _terms(query, low):
        parts = _parts_with(nested, low, term, most)
        if not parts:
            continue
        gain = weight * log(1 + total / len(parts))
        for part, is_whole in parts.items():
            worth = gain * (_WHOLE if is_whole else 1.0) * (_REMARK if nested.names[part] == COMMENT else 1.0)
            scores[part] = scores.get(part, 0.0) + worth
        if weight > _CONTEXT or (len(parts) <= _BEST and not term.isalpha()):
            found.append(list(parts))
    return scores, found


def _narrow(nested: Nested, found: list[list[int]]) -> set[int]:
    """The parts that hold common words alone, where a rare one says which part is meant; they are taken from those found.

    `How much memory may worker-5 take?` asks for its memory, not for that of the others.
    """
    rare = [hits for hits in found if len(hits) <= _FEW_RARE]
    if not rare or len(rare) == len(found):
        return set()
    meant = {part for part in chain.from_iterable(rare) if nested.names[part] != COMMENT}
    inside = [_surroundings(nested, part) for part in sorted(meant)]
    every = set(chain.from_iterable(found))
    least = max(_COMMON_PARTS, _OFTENER * max(map(len, rare)))
    for place, hits in enumerate(found):
        if len(hits) >= least:
            found[place] = _inside(hits, inside) or hits
    return every.difference(*found)


def _inside(parts: list[int], ranges: list[tuple[int, int]]) -> list[int]:
    return [part for part in parts if any(first <= part < last for first, last in ranges)]


def _surroundings(nested: Nested, part: int) -> tuple[int, int]:
    """The part and what is in it; for one that holds no other, the small part that it belongs to."""
    if nested.lasts[part] > part + 1:
        return part, nested.lasts[part]
    size = _RECORD_SHARE * len(nested.text)
    for outer in range(part - 1, max(0, part - _NEAR), -1):
        if nested.lasts[outer] > part:
            return (outer, nested.lasts[outer]) if nested.size(outer) <= size else (part, part + 1)
    return part, part + 1


def _unlike(nested: Nested, parts: list[int]) -> list[int]:
    """The parts without those that only repeat others."""
    if len(parts) <= _ALIKE:
        return parts
    counts: Counter[str] = Counter()
    found: list[int] = []
    for part in parts:
        start = nested.starts[part]
        spelled = nested.text[start : min(nested.ends[part], start + _COMPARED)].strip()
        counts[spelled] += 1
        if counts[spelled] <= _ALIKE:
            found.append(part)
    return found


def _terms(query: Query, low: str) -> Iterator[tuple[str, float]]:
    """What to look for, and what it is worth; each term once."""
    seen: set[str] = set()
    pairs = [f"{first}{second}" for first, second in pairwise(query.words) if first.isalpha() and second.isalpha()]
    for terms, weight in ((query.phrases, _PHRASE), (pairs, _PAIR), (query.words, 1.0), (query.context, _CONTEXT)):
        for term in terms:
            stem = _stem(term)
            if stem not in seen and stem in low:
                seen.add(stem)
                yield stem, weight


def _stem(word: str) -> str:
    """A word without the ending of a plural or a verb."""
    if not word.isalpha() or not word.isascii() or len(word) <= _LEAST_STEM:
        return word[:-1] if word.isalpha() and len(word) == _LEAST_STEM and word[-1] == "s" and word[-2] != "s" else word
    for ending, least in (("ies", 6), ("ing", 7), ("ed", 6), ("es", 7), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def _parts_with(nested: Nested, low: str, stem: str, most: int) -> dict[int, bool]:
    """Part -> whether the term stands there as a word of its own; none where it is in too many."""
    size = len(stem)
    is_number = stem.isdigit() and size < _LEAST_NUMBER
    if _is_frequent(low, stem, most):
        return {}
    text, starts = nested.text, nested.starts
    found: dict[int, bool] = {}
    is_word = stem.isalpha() and size >= _LEAST_STEM
    misses = 0
    position = low.find(stem)
    while position >= 0:
        whole = _is_word(text, low, position, position + size, is_word=is_word)
        if is_number and not (whole and _is_number(low, position, position + size)):
            whole = None
        if whole is None:
            misses += 1
            if misses > _MOST_MISSES:
                break
            position = low.find(stem, position + 1)
            continue
        part = bisect_right(starts, position) - 1
        found[part] = found.get(part, False) or whole
        if len(found) > most:
            return {}
        position = low.find(stem, starts[part + 1]) if part + 1 < len(starts) else -1
    return found


def _is_frequent(low: str, stem: str, most: int) -> bool:
    """Whether a term stands in so many places that it is not looked up; short numbers mostly are pieces of others."""
    return not (stem.isdigit() and len(stem) < _LEAST_NUMBER) and low.count(stem) > _OFTEN * most


def _is_number(low: str, start: int, end: int) -> bool:
    """Whether digits are no piece of a longer number: of a version, a date, an amount."""
    before, behind = low[max(0, start - 2) : start], low[end : end + 2]
    return not (before[-1:] in _POINTS and before[:1].isdigit()) and not (behind[:1] in _POINTS and behind[1:].isdigit())


def _is_word(text: str, low: str, start: int, end: int, *, is_word: bool) -> bool | None:
    """Whether a place is a word of its own (True), a form or a piece of a name (False), or the inside of a word (None)."""
    first = low[start]
    before = low[start - 1] if start else " "
    whole = True
    if first.isascii() and first.isalnum() and before.isalnum():
        if not (text[start].isupper() and text[start - 1].islower()):
            return None
        whole = False
    behind = low[end : end + 1]
    if not behind.isalnum() or not low[end - 1].isascii() or not low[end - 1].isalnum():
        return whole
    if text[end].isupper() and not text[end - 1].isupper():
        return False
    if not is_word:
        return None
    ending = low[end : end + _ENDING + 1]
    letters = next((place for place, letter in enumerate(ending) if not letter.isalpha()), len(ending))
    return False if letters <= _ENDING and not low[end + letters : end + letters + 1].isdigit() else None
