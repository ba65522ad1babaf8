"""Values that stand out among rows of one template: rare ones of small sets."""

from __future__ import annotations

import re
from collections import Counter

from headroom.compressors.log_lines.columns import Columns
from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.templates import Templates

__all__ = ["rare_value_rows"]

_LEAST_ROWS = 12
"""Rows of a template below which no value of it is rare."""
_MOST_VALUES = 12
"""Different values up to which a place holds one of a small set."""
_MOST_WORDS = 40
"""The same for words, if they come back often enough."""
_RARE = 0.1
"""Share of rows up to which a value of a small set is rare. Chosen."""
_TEMPLATES = 12
"""Templates whose values are looked at, the most frequent first."""
_READ = 80
"""Rows of a template whose numbers are looked at for rare ones, evenly spread, and as many for all. Bounds the cost."""
_READ_PART = 50
"""One of so many rows is looked at on top."""
_MOST_CODES = 24
"""The same for numbers behind words that say they are codes."""
_EACH = 8
"""Rows for each template."""
_WORDS = 40
"""Words of a row that are looked at."""
_COLUMNS = 4
"""Numbers of a row that are looked at."""
_BARE = frozenset(("0", "0,", "(0)", "[0]", '"0"'))
_CODES = (
    "status=",
    "status:",
    '"status": ',
    '"status":',
    "code=",
    "code:",
    "code ",
    "rc=",
    "exit=",
    "level=",
    "priority=",
    '" ',
)
"""What stands before numbers that tell how something went; the last is what stands before the status of a request."""
_KEYED = re.compile(r"(\b[A-Za-z_]{2,24}+[=:] ?)0++([^\d.:/-])")
"""A key with a number, and what follows it. Runs on templates."""
_KEYS = 8
"""Keys whose numbers are looked at."""
_CHARS = 400
"""Characters of a template in which keys and codes are looked for."""
_PROBED = 40
"""Numbers of a key that are looked at before all are."""
_CODE = 3
"""Digits that codes have at most."""


def rare_value_rows(shapes: Shapes, templates: Templates, columns: Columns) -> list[int]:
    """The first row for each rare value of a small set, rarest first."""
    found: dict[int, int] = {}
    spoken = templates.shapes
    frequent = _frequent(templates)
    weights = Counter(shapes.of_row) if any(len(spoken[template]) > 1 for template in frequent) else Counter()
    shown = "\n".join([*(templates.texts[template][:_CHARS] for template in frequent), ""])
    offered = _rare_codes(shapes.text, shown)
    offered.extend(_rare_settings(shapes.text, shown))
    read = _READ + len(shapes.rows) // _READ_PART
    for template in frequent:
        rows = templates.rows[template]
        if len(spoken[template]) > 1:
            offered.extend(sorted(_rare_words(shapes, templates, columns, template, weights))[:_EACH])
        if read > 0:
            some = rows[:: len(rows) // _READ + 1]
            offered.extend(sorted(_rare_numbers(shapes, templates.spelling(spoken[template][0])[:_WORDS], some))[:_EACH])
            read -= len(some)
    for count, row in offered:
        found[row] = min(count, found.get(row, count))
    return sorted(found, key=lambda row: (found[row], row))


def _rare_codes(text: str, shown: str) -> list[tuple[int, int]]:
    """How often each rare code stands in a text, and its first row, for codes of frequent templates."""
    found: list[tuple[int, int]] = []
    for literal in _CODES:
        if f"{literal}0" not in shown:
            continue
        counts = Counter([piece[:_CODE] for piece in text.split(literal)[1:]])
        counts = Counter({value: count for value, count in counts.items() if value.isdecimal()})
        if 2 <= len(counts) <= _MOST_CODES:
            least = max(1, _RARE * counts.total())
            rare = sorted([(count, value) for value, count in counts.items() if count <= least])[:_EACH]
            found.extend([(count, text.count("\n", 0, text.find(literal + value))) for count, value in rare])
    return found


def _rare_settings(text: str, shown: str) -> list[tuple[int, int]]:
    """The same for small numbers behind any other key: `attempt=3`."""
    keys = dict.fromkeys([(key[1], key[2]) for key in _KEYED.finditer(shown) if key[1] not in _CODES])
    found: list[tuple[int, int]] = []
    for literal, end in list(keys)[:_KEYS]:
        if len(_numbers(text.split(literal, _PROBED), end)) > _MOST_VALUES:
            continue  # An id, a size, a time.
        counts = _numbers(text.split(literal), end)
        if 2 <= len(counts) <= _MOST_VALUES:
            least = max(1, _RARE * sum(counts.values()))
            rare = sorted([(count, value) for value, count in counts.items() if count <= least])[:_EACH]
            found.extend([(count, text.count("\n", 0, text.find(literal + value + end))) for count, value in rare])
    return found


def _numbers(pieces: list[str], end: str) -> dict[str, int]:
    """The short numbers that pieces of a text begin with, if they end as expected, and how often each comes."""
    counts: dict[str, int] = {}
    for begin, count in Counter([piece[: _CODE + 1] for piece in pieces[1:]]).items():
        head, found, _ = begin.partition(end)
        if found and head.isdecimal():
            counts[head] = counts.get(head, 0) + count
    return counts


def _rare_words(
    shapes: Shapes, templates: Templates, columns: Columns, template: int, weights: Counter[int]
) -> list[tuple[int, int]]:
    """How often each rare word of a small set stands in a template, and its first row; numbers are masked in shapes."""
    rows: list[tuple[int, int]] = []
    spoken, apart = columns.of(template)
    total = sum([weights[shape] for shape in spoken])
    spelled = templates.spelled
    for place in apart:
        if not _is_small_set(len(set(map(spelled.__getitem__, place.different))), total):
            continue
        column = list(map(spelled.__getitem__, place.words))
        counts: dict[str, int] = {}
        for value, shape in zip(column, spoken, strict=True):
            counts[value] = counts.get(value, 0) + weights[shape]
        rows.extend(
            [
                (count, shapes.firsts[spoken[column.index(value)]])
                for value, count in counts.items()
                if count <= max(1, _RARE * total)
            ]
        )
    return rows


def _is_small_set(different: int, total: int) -> bool:
    """Whether so many values, in so many rows, leave any to be rare among others."""
    return 1 < different <= _MOST_VALUES or (_MOST_VALUES < different <= _MOST_WORDS and 2 * different <= total)


def _rare_numbers(shapes: Shapes, words: list[str], rows: list[int]) -> list[tuple[int, int]]:
    """The same for numbers of a small set that stand alone: the status of a request, the code of an exit."""
    wanted = [place for place, word in enumerate(words) if place > 1 and word in _BARE]
    if not wanted:
        return []
    found: list[tuple[int, int]] = []
    wanted = wanted[:_COLUMNS]
    lines = [shapes.rows[row].split(None, wanted[-1] + 1) for row in rows]
    for place in wanted:
        column = [line[place] if len(line) > place else "" for line in lines]
        counts = Counter(column)
        if 2 <= len(counts) <= _MOST_VALUES:
            least = max(1, _RARE * len(rows))
            found.extend([(count, rows[column.index(value)]) for value, count in counts.items() if count <= least])
    return found


def _frequent(templates: Templates) -> list[int]:
    """The most frequent templates."""
    big = [template for template, rows in enumerate(templates.rows) if len(rows) >= _LEAST_ROWS]
    return sorted(big, key=lambda number: -len(templates.rows[number]))[:_TEMPLATES]
