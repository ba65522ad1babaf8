"""How well each unit answers the question, by the words they share."""

from __future__ import annotations

import re
from bisect import bisect_right
from math import log

import msgspec

from headroom.compressors.prose.numbering import number_hits, numbers_in
from headroom.compressors.prose.units import Units
from headroom.compressors.prose.wanting import favoured, is_asking_for_duties
from headroom.relevance import Query, question_and_call

__all__ = ["Asked", "asked_of"]

_TALK = frozenset(
    """read reading open look show tell file files document documents doc docs text data page paper question questions ask asked
    asking answer answers start let's lets call called please content contents summary summarize summarise help result results
    must shall should may note notes txt md pdf rst name path get fetch load whole full give next step steps then yet""".split()
)
"""Words in which one speaks of a text, rather than of what is in it."""
_OVERVIEW = re.compile(
    r"\b(?:summar|overview|tl;?dr\b|gist\b|(?:key|main) (?:points|terms|ideas)|zusammenfass|überblick|résum|resum|riassu|"
    r"samenvat|streszcz|обзор|кратко|суть)|总结|總結|概括|摘要|要約|요약|ملخص|لخص|सारांश|สรุป"
)
"""What asks for all of a text."""
_WHOLES = frozenset(
    """agreement agreements contract lease licence license article report letter email mail manual guide readme policy book
    story essay post speech transcript chapter terms law act bill minutes memo thread note main key points point ideas short
    brief briefly sentences words bullet bullets vertrag vertrags bericht contrat contrato contratto rapport informe договор
    договора документ текст статью 合同 协议 文章 契約 계약""".split()
)
"""Chosen: what a text is called by who asks for all of it."""
_QUESTION_CHARS = 8_000
"""Characters of a question that are read."""
_LABEL = 2.5
"""Chosen: a number behind `section`, `article` and the like says which place is meant."""
_CONTEXT = 0.25
"""Chosen: what a word from the call's arguments is worth beside one of the question."""
_PHRASE = 2.0
"""Chosen: who puts words in quotes means them."""
_NEAR = 0.45
"""Chosen: what a word in the sentence before or after is worth."""
_HEADED = 0.3
"""Chosen: what a word in the heading is worth."""
_LOOSE = 0.4
"""Chosen: what a word is worth that only begins like the one asked for."""
_FEW = 2
"""Chosen: units with a word up to which other words of its root are looked for."""
_COMMON = 0.4
"""Share of units above which a word says nothing."""
_SPREAD = 0.1
"""Share of units up to which a word also counts for the neighbours of those that hold it."""
_MOST_HITS = 4_000
"""Chosen: units with one word that are looked at."""
_MOST_MISSES = 20_000
"""Chosen: places inside other words that are looked at for one word; keeps hostile text linear."""
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ers",
    "ees",
    "ors",
    "ed",
    "es",
    "er",
    "ee",
    "or",
    "ly",
    "s",
    "e",
    "y",
)
_SURE = 1.6
"""Chosen: with five eighths of what is asked, weighed by rarity, in one place, the place is surely found."""
_FEW_NAMED = 4
"""Chosen: units with a word of the question up to which none of them is left out lightly."""
_SHORT_QUESTION = 8
"""Chosen: words up to which each of a question counts so."""
_NAMED = 0.5
"""Chosen: what a sentence is worth at least that holds such a word."""
_SHOWN = 0.6
"""Chosen: the same for tables, code, lists and the like, which name what sentences circumscribe."""
_SCATTERED = 0.6
"""Chosen: how sure a place is where many are asked for."""
_RARE = 0.5
"""Chosen: share of what a word that stands in one unit is worth that must stand together for the place to be surely found."""
_LENGTH = 0.35
"""Chosen: how much of a unit's length counts against it."""
_LONGEST = 1.2
"""Chosen: lengths of the average unit above which it no longer counts where the unit is a table, a list or code."""


class Asked(msgspec.Struct, frozen=True):
    """What the question finds in a text."""

    scores: dict[int, float]
    """Unit -> how well it answers, from 0 to 1."""
    sureness: float
    """From 0 to 1: how much of the question stands together somewhere."""


def asked_of(units: Units, query: Query) -> Asked:
    """The units that share words with the question.

    Cost: a search of the text for each word.
    """
    question = question_and_call(query.text[:_QUESTION_CHARS])[0].lower()
    numbers = numbers_in(question)
    terms = _terms_of(query, numbers, is_whole_asked=_OVERVIEW.search(question) is not None)
    total = len(units)
    if not terms or not total:
        return Asked({}, 0.0)
    named: set[int] = set()
    gathered, owned, asked = _gathered(units, terms, numbers, named)
    if not gathered:
        return Asked({}, 0.0)
    best = max(owned.values(), default=0.0)
    sureness = best / asked * _SURE * min(1.0, best / (_RARE * log(1 + 2 * total))) if asked else 0.0
    starts, kinds = units.starts, units.kinds
    average = len(units.text) / total
    scores: dict[int, float] = {}
    for unit, gain in gathered.items():
        length = max(0.5, (starts[unit + 1] - starts[unit]) / average)
        if length > _LONGEST and kinds[unit] != "paragraph":
            length = _LONGEST
        # Words that stand together say more than each alone.
        scores[unit] = gain * (0.5 + gain / (asked or gain)) / (1 - _LENGTH + _LENGTH * length)
    top = max(scores.values())
    scores = favoured(units, {unit: score / top for unit, score in scores.items()}, query)
    for unit in named:
        floor = _NAMED if kinds[unit] == "paragraph" else _SHOWN
        scores[unit] = max(scores[unit], floor)
    # What is forbidden stands in more places than one.
    return Asked(scores, min(1.0, sureness) * (_SCATTERED if is_asking_for_duties(question) else 1.0))


def _gathered(
    units: Units, terms: list[tuple[str, float, bool]], numbers: dict[str, bool], named: set[int]
) -> tuple[dict[int, float], dict[int, float], float]:
    """What each unit has of all words, what it has of the question's own, and how much those are worth together.

    Adds to `named` the units with a word that hardly any other has.
    """
    gathered: dict[int, float] = {}
    owned: dict[int, float] = {}
    asked = 0.0
    total = len(units)
    widest = max(8.0, _SPREAD * total)
    most = min(max(4.0, _COMMON * total), _MOST_HITS)
    few = min(_FEW_NAMED, max(_FEW, total // 8)) if len(terms) <= _SHORT_QUESTION else -1
    kinds = units.kinds
    known: dict[str, dict[int, float]] = {}
    for term, weight, own in terms:
        key = term if term in numbers else _stem(term)
        if key not in known:
            known[key] = _found(units, key, most, numbers)
        hits = known[key]
        count = sum(map((1.0).__eq__, hits.values())) or len(hits)
        gain = weight * log(1 + (total - count + 0.5) / (count + 0.5))
        if own:
            # A word that stands nowhere may have been said otherwise; so it counts, but not for all.
            asked += gain if hits else 0.5 * weight * log(1 + 2 * total)
            if count <= few:
                named.update([unit for unit, worth in hits.items() if worth == 1 and kinds[unit] != "heading"])
        if count > most:
            continue
        if count <= widest and not numbers.get(term):
            hits = _spread(units, hits)
        for gains in (gathered, owned)[: 1 + own]:
            _add(gains, hits, gain)
    return gathered, owned, asked


def _found(units: Units, key: str, most: float, numbers: dict[str, bool]) -> dict[int, float]:
    """Where a stem or a number stands."""
    return number_hits(units, key, most, is_label=numbers[key]) if key in numbers else _hits(units, key, most)


def _add(gains: dict[int, float], hits: dict[int, float], gain: float) -> None:
    """Add what a word is worth where it was found."""
    for unit, worth in hits.items():
        gains[unit] = gains.get(unit, 0.0) + gain * worth


def _terms_of(query: Query, numbers: dict[str, bool], *, is_whole_asked: bool) -> list[tuple[str, float, bool]]:
    """The words to look for, what each is worth, and whether the question itself holds it."""
    words = [word for word in query.words if word not in _TALK and word not in numbers]
    if is_whole_asked:
        words = [word for word in words if word not in _WHOLES and not _OVERVIEW.search(word)]
    return [
        *((number, _LABEL if is_label else 1.0, True) for number, is_label in numbers.items()),
        *((phrase, _PHRASE, True) for phrase in query.phrases),
        *((word, 1.0, True) for word in words if "_" not in word or len(words) > 1),
        *((word, _CONTEXT, False) for word in query.context if word not in _TALK),
    ]


def _stem(word: str) -> str:
    """The word without its ending."""
    if len(word) < 5 or not word.isalpha():
        return word
    if not word.isascii():
        return word[: max(3, len(word) - 2)] if word[0] < "\u0900" and len(word) > 5 else word
    for suffix in _SUFFIXES if word.endswith(_SUFFIXES) else ():
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


def _hits(units: Units, stem: str, most: float) -> dict[int, float]:
    """The units that hold words of a stem, 1 where it is that word in some form, less where it only begins like it.

    Of a word in more than `most` units not all are found.
    """
    if not stem.isascii():
        return _hits_beyond(units, stem)
    exact = stem.encode()
    found = _places(units, exact, most, is_word=len(exact) < 5 or not exact.isalpha())
    if len(found) > _FEW or len(exact) < 6 or not exact.isalpha():
        return found
    # So few that it may be said with another word of the same root.
    loose = _places(units, exact[: max(5, -(-len(exact) * 2 // 3))], most, is_word=False)
    if len(loose) <= most:
        for unit in loose:
            found.setdefault(unit, _LOOSE)
    return found


def _places(units: Units, word: bytes, most: float, *, is_word: bool) -> dict[int, float]:
    """The units in which a word begins so, or, where `is_word`, stands alone or with the `s` of a plural."""
    low, starts = units.low, units.starts
    opens = word[:1].isalnum()
    size = len(word)
    found: dict[int, float] = {}
    misses = 0
    position = low.find(word)
    while position >= 0:
        is_hit = not (opens and position and low[position - 1 : position].isalnum())
        if is_hit and is_word:
            behind = low[position + size : position + size + 2]
            is_hit = not (behind[1:] if behind[:1] == b"s" else behind[:1]).isalnum()
        if is_hit:
            unit = bisect_right(starts, position) - 1
            found[unit] = 1.0
            if len(found) > most:
                break
            position = low.find(word, starts[unit + 1])
            continue
        misses += 1
        if misses > _MOST_MISSES:
            break
        position = low.find(word, position + 1)
    return found


def _hits_beyond(units: Units, stem: str) -> dict[int, float]:
    """The same for a word that is not ASCII: in the spellings in which it may begin."""
    text, starts = units.text, units.starts
    found: dict[int, float] = {}
    opens = stem[0].isalpha() and stem[0] < "\u0600"
    misses = 0
    for spelling in dict.fromkeys((stem, stem[:1].upper() + stem[1:], stem.upper())):
        position = text.find(spelling)
        while position >= 0 and len(found) <= _MOST_HITS:
            if opens and position and text[position - 1].isalpha():
                misses += 1
                if misses > _MOST_MISSES:
                    return found
                position = text.find(spelling, position + 1)
                continue
            unit = bisect_right(starts, position) - 1
            found[unit] = 1.0
            position = text.find(spelling, starts[unit + 1])
    return found


def _spread(units: Units, hits: dict[int, float]) -> dict[int, float]:
    """The hits with what they are worth to their neighbours, and headings to what stands under them."""
    spread = dict(hits)
    kinds, blocks = units.kinds, units.blocks
    last = len(kinds) - 1
    for unit, worth in hits.items():
        if kinds[unit] == "heading":
            reach = unit + 1
            while reach <= last and reach <= unit + 6 and kinds[reach] != "heading":
                spread[reach] = max(spread.get(reach, 0.0), worth * (_NEAR if reach == unit + 1 else _HEADED))
                reach += 1
            continue
        for near in (unit - 1, unit + 1):
            if 0 <= near <= last and kinds[near] != "heading" and blocks[unit] - 2 < blocks[near] < blocks[unit] + 2:
                share = _NEAR if blocks[near] == blocks[unit] or kinds[near] != "paragraph" else _NEAR / 2
                if spread.get(near, 0.0) < worth * share:
                    spread[near] = worth * share
    return spread
