"""What kind of answer a question asks for: an amount, a time, a name, a denial."""

from __future__ import annotations

import re

from headroom.compressors.prose.units import Units
from headroom.relevance import Query

__all__ = ["favoured"]

_CALL = "\x1f"
"""Separates the question from the tool call's arguments in the text of a query."""
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
_DIGIT = re.compile(rb"[0-9]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|hundred|thousand)\b")
_CAPITAL = re.compile(rb"[\s(][A-Z]")
_DENIED = re.compile(rb"\b(?:not|no|never|except|unless|neither|nor|without|only|cannot|prohibited|forbidden)\b|n't\b")
_FAVOUR = 1.25
"""Chosen: how much more a sentence is worth that has the kind of thing that is asked for."""
_LEAST = 0.15
"""Score from which sentences are looked at."""

_MOST_CHARS = 2_000
"""Characters of a question, and of a unit, that are looked at."""


def favoured(units: Units, scores: dict[int, float], query: Query) -> dict[int, float]:
    """The scores, higher where a unit has the kind of thing that is asked for; none above 1.

    Cost: a look at the units that score, a pattern for each kind.
    """
    question = query.text.partition(_CALL)[0][:_MOST_CHARS].lower()
    wanted: list[tuple[re.Pattern[bytes], bytes]] = []
    if _NUMBER.search(question):
        wanted.append((_DIGIT, units.low))
    if _NAME.search(question):
        wanted.append((_CAPITAL, units.raw))
    if _DENIAL.search(question):
        wanted.append((_DENIED, units.low))
    if not wanted:
        return scores
    starts = units.starts
    raised = dict(scores)
    for unit, score in scores.items():
        if score < _LEAST:
            continue
        for pattern, text in wanted:
            if pattern.search(text, starts[unit] + 1, min(starts[unit + 1], starts[unit] + _MOST_CHARS)):
                raised[unit] *= _FAVOUR
    top = max(raised.values(), default=1.0)
    return {unit: score / top for unit, score in raised.items()} if top > 1 else raised
