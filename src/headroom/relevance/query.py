"""The words of a question that are worth looking for.

A question is read once: quoted phrases, identifiers and words, lower-cased, without the words every question has.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

__all__ = ["Query", "query_text", "question_and_call", "read_query"]

_CALL = "\x1f"
"""Separates the question from the tool call's arguments in the text of a query (the unit separator: nobody types it)."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, lower-cased, in the order it was asked."""

    text: str = ""
    """As it was asked (see `query_text`), for what goes by meaning."""
    phrases: tuple[str, ...] = ()
    """Texts in quotes."""
    words: tuple[str, ...] = ()
    """Words, identifiers, numbers of at least three digits, and those by which something is called: `section 37`."""
    context: tuple[str, ...] = ()
    """The same from the arguments of the tool call: what was looked for, not what is asked."""
    indexes: tuple[tuple[str, int], ...] = ()
    """Paths such as `patterns.2` or `items[7]`: the name and the index."""
    wants_extremes: bool = False
    """Whether it asks for the most, the first of its kind, the unusual."""


def query_text(question: str, call: str) -> str:
    """The text of a query: what the user asked, and the arguments of the call that was made for it."""
    return f"{question.replace(_CALL, ' ')}{_CALL}{call}" if call else question.replace(_CALL, " ")


def question_and_call(text: str) -> tuple[str, str]:
    """What the user asked and the arguments of the call, out of what `query_text` put together."""
    question, _, call = text.partition(_CALL)
    return question, call


_STOP = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by can
    could did do does doing down during each few find first for from further get give had has have having he her here
    hers him his how i if in into is it its itself just know last let list many me more most much my need no nor not
    now of off on once one only or other our out over own please same she should show so some such tell than that the
    their them then there these they this those through to too two under until up us use used uses using very want was
    we were what when where which while who whom whose why will with would you your http https www com
    """.split()
)
_QUOTED = re.compile(r"\"([^\"\n]{0,200})\"|“([^”\n]{0,200})”|`([^`\n]{0,200})`|(?<!\w)'([^'\n]{0,200})'(?!\w)")
"""Short ones, too, of which nothing is made: their closing quote would open another."""
_QUOTES = "\"“`'"
_TOKEN = re.compile(r"[^\s\"'`“”()\[\]{}<>,;!?|]+")
_PIECE = re.compile(r"\w+")
_INDEX = re.compile(r"(?<!\w)(\w+)(?:\.|\[)(\d{1,6})(?!\w)")
_NUMBERED = re.compile(r"([^\W\d_]{2,40})\.?[ #]{1,2}(\d{1,2})(?![\w%]|[.,]\d)")
"""What is numbered: `section 37`, `Art. 45`, `order #7`. Other numbers of one or two digits say nothing by themselves."""
_NUMBERED_CJK = re.compile(r"[\u3400-\u9fff]\d{1,4}[\u3400-\u9fff]")
"""The same where a sign stands before the number and one behind it: `第37号`."""
_AMOUNTS = frozenset(
    "top within exceed exceeds least than past next version python http around roughly nearly line lines".split()
)
"""Words before numbers that count something, or belong to a name."""
_MOST_WORDS = 48
"""Chosen: a question longer than this is a document; its first words are the question."""
_MOST_CONTEXT = 8
"""Chosen: arguments longer than this are a program, not a search."""
_LONGEST = 8_000
"""Characters of a question that are read."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


_EXTREME = frozenset(
    """most least top best worst max maximum min minimum peak extreme extremes outlier outliers anomaly anomalies anomalous
    unusual unusually beyond spike spikes far record""".split()
)
_NO_SUPERLATIVE = frozenset(
    """request requests test latest rest interest west guest forest digest manifest suggest nest ingest harvest invest protest
    honest contest quest modest arrest chest pytest unittest""".split()
)


@lru_cache(maxsize=512)
def read_query(text: str) -> Query:
    """The phrases and words of a question (see `query_text`), each once."""
    question, call = question_and_call(text)
    low = question[:_LONGEST].lower()
    quoted = _QUOTED.findall(low) if any(map(low.__contains__, _QUOTES)) else ()
    phrases = dict.fromkeys([next(filter(None, found), "").strip() for found in quoted])
    indexes = _INDEX.findall(low) if "." in low or "[" in low else ()
    words = _words(low)
    words.update(dict.fromkeys(number for word, number in _NUMBERED.findall(low) if word not in _STOP and word not in _AMOUNTS))
    if not low.isascii():
        words.update(dict.fromkeys(_NUMBERED_CJK.findall(low)))
    return Query(
        text=text,
        phrases=tuple(phrase for phrase in phrases if len(phrase) > 2)[:16],
        words=tuple(words),
        context=tuple(word for word in _words(call[:_LONGEST].lower()) if word not in words)[:_MOST_CONTEXT],
        indexes=tuple([(name, int(index)) for name, index in indexes])[:8],
        wants_extremes=any(map(_is_extreme, _PIECE.findall(low))),
    )


def _is_extreme(word: str) -> bool:
    """Whether a word asks for an end of a scale: `most`, `outlier`, `largest`."""
    return word in _EXTREME or (len(word) > 4 and word.endswith("est") and word not in _NO_SUPERLATIVE)


def _words(low: str) -> dict[str, None]:
    """The words worth looking for, in order."""
    words: dict[str, None] = {}
    for found in _TOKEN.findall(low):
        token = found.strip(".:/-_=*&#%\\")
        if token.isalnum():
            _add(words, token)
        else:
            pieces = _PIECE.findall(token)
            if len(pieces) > 1:
                _add(words, token)
            for piece in pieces:
                _add(words, piece)
        if not token.isascii():
            for run in _CJK.findall(token):
                for start in range(len(run) - 1):
                    words.setdefault(run[start : start + 2])
        if len(words) >= _MOST_WORDS:
            break
    return dict.fromkeys([*words][:_MOST_WORDS])


def _add(words: dict[str, None], word: str) -> None:
    if word in _STOP or len(word) < 2 or len(word) > 200 or (word.isdigit() and len(word) < 3):
        return
    words.setdefault(word)
