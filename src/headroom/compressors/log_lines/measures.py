"""Rows whose numbers are far off the others of their kind: the slowest request, the largest file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates
from headroom.relevance import Query

__all__ = ["extreme_rows", "wants_extremes"]

_LEAST_ROWS = 12
"""Rows below which none is far off the others."""
_TEMPLATES = 12
"""Templates whose numbers are looked at, the most frequent first."""
_READ = 400
"""Rows of a template whose numbers are compared where extremes are asked for, evenly spread. Bounds the cost."""
_EACH = 8
"""Rows for each template."""
_CHARS = 600
"""Characters of a row in which numbers are looked for."""
_COLUMNS = 24
"""Numbers of a row that are compared."""
_WORD = 24
"""Characters in which the word before a number is looked for."""
_PLACES = 6
"""Different words before measures that are looked for."""
_NUMBER = re.compile(r"\d(?<![\w.:/-]\d)\d*+(?:\.\d++)?(?![.:/-]\w)")
"""It opens with the digit, so that what stands before it is only looked at where there is one."""
_NAMED = re.compile(r"[A-Za-z]*[\"']?(?: ?[=:(] ?[\"']?| )(?=0)")
"""What goes on from a word to the number that follows. Runs on templates."""
_TIMED = re.compile(r"0 ?(?:ms|s|secs?|seconds|us|ns)\b")
"""The end of a number with a unit of time."""
_AMOUNT = re.compile(r"\0(?:(\d{1,15}(?:\.\d{1,9})?) ?(ns|us|µs|ms|s\b|sec|min|m\b|h\b)?)?")
"""The amount that each of several texts begins with, or none; a zero stands before each."""
_AMOUNT_CHARS = 32
"""Characters in which one stands, and a character more."""
_MS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "ms": 1.0, "s": 1e3, "sec": 1e3, "min": 6e4, "m": 6e4, "h": 3.6e6}
_MEASURES = frozenset(
    "time took taken duration elapsed latency delay cost runtime spent ms sec secs seconds lag wait waited rt".split()
)
"""Words of texts that tell how long something took."""
_LETTERS = re.compile("[a-z]+")
_OUTLIER = 5.0
"""Times the median from which a measure stands out without being asked for. Chosen."""
_ASKED = frozenset(
    "slow slower long longer time took duration latency performance fast delay delays expensive bottleneck".split()
)


def wants_extremes(query: Query) -> bool:
    """Whether a question asks for ends of a scale."""
    return query.wants_extremes or not _ASKED.isdisjoint(query.words)


def extreme_rows(shapes: Shapes, templates: Templates, places: Places, query: Query) -> list[int]:
    """Rows whose numbers are the largest of their template, if extremes are asked for or a time is far off the others."""
    asked = wants_extremes(query)
    if not asked and _MEASURES.isdisjoint(places.low_words):
        return []
    found: dict[int, None] = {}
    frequent = [template for template, rows in enumerate(templates.rows) if len(rows) >= _LEAST_ROWS]
    frequent = sorted(frequent, key=lambda number: -len(templates.rows[number]))[:_TEMPLATES]
    for literal in _measures(templates, places, frequent):
        found.update(dict.fromkeys(_far_off(shapes.text, literal)))
    if asked:
        for template in frequent:
            found.update(dict.fromkeys(_largest(shapes, templates, template)))
    return list(found)


def _measures(templates: Templates, places: Places, frequent: list[int]) -> list[str]:
    """What stands before numbers that tell how long something took."""
    literals: dict[str, None] = {}
    words = sorted(_MEASURES & places.words)
    for template in frequent:
        text = templates.texts[template][:_CHARS]
        for word in words:
            at = text.find(word)
            found = _NAMED.match(text, at + len(word)) if at > 0 and not text[at - 1].isalpha() else None
            if found is not None:
                literals.setdefault(text[at : found.end()])
        for timed in _TIMED.finditer(text):
            *_, word = text[: timed.start()].rstrip("0.")[-_WORD:].rstrip(" ").split(" ")
            if len(word) > 1 and "0" not in word:
                literals.setdefault(text[text.rfind(word, 0, timed.start()) : timed.start()].rstrip("0."))
    return list(literals)[:_PLACES]


def _far_off(text: str, literal: str) -> list[int]:
    """The row of the largest amount that follows a literal anywhere in a text, if it is far off the median."""
    text = text.replace("\0", " ")
    pieces = text.split(literal)
    told = _AMOUNT.findall("\0".join(["", *[piece[:_AMOUNT_CHARS] for piece in pieces[1:]]]))
    values = [float(amount) * _MS.get(unit, 1.0) if amount else -1.0 for amount, unit in told]
    amounts = sorted(value for value in values if value >= 0)
    if len(amounts) < _LEAST_ROWS or amounts[-1] <= _OUTLIER * max(amounts[len(amounts) // 2], 1e-3):
        return []
    latest = len(values) - values[::-1].index(amounts[-1])
    return [text.count("\n", 0, sum(map(len, pieces[:latest])) + latest * len(literal))]


def _largest(shapes: Shapes, templates: Templates, template: int) -> list[int]:
    """For each number of a template, the row where it is largest, and of times where it is least."""
    text = templates.texts[template][:_CHARS]
    measured = not _MEASURES.isdisjoint(_LETTERS.findall(text.lower()))
    if not measured and "=0" not in text:
        return []
    rows = templates.rows[template]
    read = rows if len(rows) <= _READ else rows[:: len(rows) // _READ + 1]
    numbers = [_NUMBER.findall(shapes.rows[row][:_CHARS]) for row in read]
    usual = Counter(map(len, numbers)).most_common(1)[0][0]
    pairs = [(row, own) for row, own in zip(read, numbers, strict=True) if len(own) == usual]
    return list(dict.fromkeys(_peaks(pairs, usual, measured=measured)))[:_EACH]


def _peaks(pairs: list[tuple[int, list[str]]], width: int, *, measured: bool) -> Iterator[int]:
    for place in range(min(width, _COLUMNS)):
        column = [float(numbers[place]) for _, numbers in pairs]
        if all(a <= b for a, b in pairwise(column)):
            continue  # A clock, a counter or a constant.
        yield pairs[max(range(len(column)), key=column.__getitem__)][0]
        if measured:
            yield pairs[min(range(len(column)), key=column.__getitem__)][0]
