"""The rows that a question is about."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.templates import Templates
from headroom.relevance import Match, Query, row_text, rows_matching

__all__ = ["Asked", "asked_rows"]

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile("[0-9]+")
_RARE = 40
"""Rows up to which a term names something particular, so that all of its rows are wanted. Chosen."""
_CLOSE = 0.45
"""Share of the best score from which a row answers as well. Chosen."""
_ALONE = 6
"""Rows up to which what is next to them is wanted, too."""
_ALIKE = 2
"""Rows alike but for numbers that answer a question in words; more would say the same."""
_REPEATED = 0.4
"""What the others score of that; below `_CLOSE`, so that they are wanted only where the numbers are asked for."""
_FREQUENT = 200
"""Places of a word above which it names nothing particular and is not worth looking up."""
_IDENTIFIER = 5
"""Characters from which a word with digits in a call's arguments is an identifier, not a limit."""
_WEAK = 12
"""Rows that hold only frequent words of the question, each of another family."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that hold what is asked for."""

    named: list[int]
    """Best first."""
    near: list[int]
    """Next to few that are named."""
    weak: list[int]
    """With more frequent words of the question, different ones."""


def asked_rows(shapes: Shapes, templates: Templates, query: Query) -> Asked:
    """The rows that a question is about; none where nobody asked."""
    scores, rarest = _scores(shapes, templates, query)
    if not scores:
        return Asked(named=[], near=[], weak=[])
    total = len(shapes.rows)
    ranked = sorted(sorted(scores), key=scores.__getitem__, reverse=True)
    least = scores[ranked[0]] * _CLOSE
    most = max(_RARE, total // 100)
    named = [row for row in ranked if rarest[row] <= most and scores[row] >= least]
    near = [near for row in named for near in (row - 1, row + 1) if 0 <= near < total] if len(named) <= _ALONE else []
    taken = set(named)
    weak: dict[int, int] = {}
    for row in ranked:
        if len(weak) >= _WEAK:
            break
        if row not in taken:
            weak.setdefault(templates.family[templates.of_row[row]], row)
    return Asked(named=named, near=near, weak=list(weak.values()))


def _scores(shapes: Shapes, templates: Templates, query: Query) -> tuple[dict[int, float], dict[int, int]]:
    """The score of each row that matches, and in how many rows the rarest of its terms stands.

    Words without digits are looked up in the shapes, which are fewer than rows.
    """
    scores: dict[int, float] = {}
    rarest: dict[int, int] = {}
    wordy, exact = _parted(query, "" if shapes.folded else "\n".join(templates.spelled).lower())
    if shapes.folded:
        exact = Query(phrases=(*wordy.phrases, *exact.phrases), words=(*wordy.words, *exact.words))
        wordy = Query()
    matches = _matching(shapes.texts, wordy)
    if matches:
        members: dict[int, list[int]] = {shape: [] for shape in matches}
        for template in {templates.of_shape[shape] for shape in matches}:
            for row in templates.rows[template]:
                if shapes.of_row[row] in members:
                    members[shapes.of_row[row]].append(row)
        rows_with: Counter[int] = Counter()
        for shape, match in matches.items():
            # Shapes with the same rarest term, as a rule, so that together they are the rows that hold it.
            rows_with[match.rarest] += len(members[shape])
        for shape, match in matches.items():
            for place, row in enumerate(members[shape]):
                scores[row] = match.score * (1.0 if place < _ALIKE else _REPEATED)
                rarest[row] = rows_with[match.rarest]
    for row, match in _matching(shapes.rows, _standing(exact, shapes.text)).items():
        scores[row] = scores.get(row, 0.0) + match.score
        rarest[row] = min(rarest.get(row, match.rarest), match.rarest)
    return scores, rarest


def _matching(rows: list[str], query: Query) -> dict[int, Match]:
    """The rows that hold terms of a query which are not frequent."""
    if not query.phrases and not query.words:
        return {}
    low = row_text(rows)
    words = tuple([word for word in query.words if _is_rare(low.text.count(_stem(word)), word)])
    phrases = tuple([phrase for phrase in query.phrases if _is_rare(low.text.count(phrase), phrase)])
    return rows_matching(low, Query(phrases=phrases, words=words)) if words or phrases else {}


def _is_rare(places: int, term: str) -> bool:
    """Whether a term that stands in so many places is worth looking up; of other letters than ASCII it may be escaped."""
    return 0 < places <= _FREQUENT or (not places and not term.isascii())


def _standing(query: Query, text: str) -> Query:
    """The terms of a query whose numbers stand in a text: those have no case, so that it need not be lower-cased."""
    return Query(
        phrases=tuple([phrase for phrase in query.phrases if all(map(text.__contains__, _NUMBER.findall(phrase)))]),
        words=tuple([word for word in query.words if all(map(text.__contains__, _NUMBER.findall(word)))]),
    )


def _parted(query: Query, known: str) -> tuple[Query, Query]:
    """The terms of a query without digits, those that the text knows, and the terms with digits.

    Of the tool call's arguments only what has digits counts: other words of it are the name of the log.
    """
    words = [word for word in query.words if not _DIGIT.search(word) and (not known or _stem(word) in known)]
    named = [word for word in query.context if len(word) >= _IDENTIFIER]
    return (
        Query(phrases=tuple(phrase for phrase in query.phrases if not _DIGIT.search(phrase)), words=tuple(words)),
        Query(
            phrases=tuple(phrase for phrase in query.phrases if _DIGIT.search(phrase)),
            words=tuple(word for word in [*query.words, *named] if _DIGIT.search(word)),
        ),
    )


def _stem(word: str) -> str:
    """A word without the `s` of a plural."""
    return word[:-1] if len(word) > 3 and word[-1] == "s" else word
