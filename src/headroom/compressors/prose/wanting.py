"""What kind of answer a question asks for: an amount, a time, a name, a denial."""

from __future__ import annotations

import re

from headroom.compressors.prose.denying import denials_of
from headroom.compressors.prose.units import Units
from headroom.relevance import Query, question_and_call

__all__ = ["favoured", "is_asking_for_duties"]

_NUMBER = re.compile(
    r"\b(?:how (?:much|many|large|big|long|old|often|far|high|soon)|when|amount|price|costs?|fee|rent|rate|percent|percentage|"
    r"date|year|days?|month|number|version|limit|size|maximum|minimum|deadline|combien|quand|wie ?viel|wann|cuánt\w{1,3}|"
    r"cuándo|quant[oiae]|сколько|когда)\b|多少|几|幾|何[年月日時]|いくら|いつ|얼마|언제|كم|متى|कितन|कब"
)
_NAME = re.compile(
    r"\b(?:who|whom|whose|where|company|person|author|city|country|wer|wo|wem|qui|où|quién\w{0,2}|dónde|chi|кто|где)\b"
)
_DENIAL = re.compile(
    r"\b(?:not|prohibit\w{0,4}|forbid\w{0,4}|forbidden|except\w{0,6}|exclu\w{0,6}|unless|never|illegal|disallow\w{0,3}|"
    r"restrict\w{0,5}|may i|can i|allowed|permitted)\b"
)
_DIGIT = re.compile(rb"[0-9]")
_NUMERALS = frozenset(b"one two three four five six seven eight nine ten twelve twenty thirty hundred thousand".split())
_CAPITAL = re.compile(rb"[\s(][A-Z]")
_DENIALS = frozenset(b"not no never except unless neither nor without only cannot prohibited forbidden t".split())
"""Words that deny; `t` is what is left of them behind an apostrophe."""
_LETTERS = bytes(code if 0x61 <= code <= 0x7A else 0x20 for code in range(256))
"""Maps what is no letter in lower case to a blank."""
_DUTY = re.compile(
    r"\b(?:not|prohibit\w{0,4}|forbid\w{0,4}|forbidden|never|illegal|nicht|verboten|pas|interdit\w{0,3}|нельзя|запрещ\w{0,6})\b|不得|禁止"
)
"""What asks for what is denied, and not only whether something is."""
_DENIED = 2.5
"""Chosen: how much more a sentence that forbids is worth to such a question."""
_FAVOUR = 1.25
"""Chosen: how much more a sentence is worth that has the kind of thing that is asked for."""
_LEAST = 0.15
"""Score from which sentences are looked at."""

_MOST_CHARS = 2_000
"""Characters of a question, and of a unit, that are looked at."""


_WANTED: tuple[tuple[re.Pattern[str], re.Pattern[bytes] | None, frozenset[bytes]], ...] = (
    (_NUMBER, _DIGIT, _NUMERALS),
    (_NAME, _CAPITAL, frozenset()),
    (_DENIAL, None, _DENIALS),
)
"""What a question asks for, and the pattern and the words of units that have it."""


def is_asking_for_duties(question: str) -> bool:
    """Whether a question, in lower case, asks what must not be, or is not."""
    return _DUTY.search(question) is not None


def favoured(units: Units, scores: dict[int, float], query: Query) -> dict[int, float]:
    """The scores, higher where a unit has the kind of thing that is asked for; none above 1.

    Cost: a look at the units that score, a pattern for each kind.
    """
    question = question_and_call(query.text)[0][:_MOST_CHARS].lower()
    wanted = [(pattern, words) for asks, pattern, words in _WANTED if asks.search(question)]
    is_duty_asked = is_asking_for_duties(question)
    if not wanted and not is_duty_asked:
        return scores
    starts = units.starts
    raised = dict(scores)
    for unit, score in scores.items():
        if score < _LEAST:
            continue
        start, end = starts[unit], min(starts[unit + 1], starts[unit] + _MOST_CHARS)
        raised[unit] *= _FAVOUR ** sum(_has(units, start, end, *kind) for kind in wanted)
    if is_duty_asked:
        for unit in denials_of(units)[1].intersection(raised):
            raised[unit] *= _DENIED
    top = max(raised.values(), default=1.0)
    return {unit: score / top for unit, score in raised.items()} if top > 1 else raised


def _has(units: Units, start: int, end: int, pattern: re.Pattern[bytes] | None, words: frozenset[bytes]) -> bool:
    """Whether a pattern or a word stands in a range."""
    if pattern is not None and pattern.search(units.raw, start + 1, end) is not None:
        return True
    return bool(words) and not words.isdisjoint(units.low[start:end].translate(_LETTERS).split())
