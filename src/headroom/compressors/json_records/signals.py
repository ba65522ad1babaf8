"""Which rows of an array stand out, and why: odd shapes, extreme numbers, rare values.

Each function looks at lexemes and answers with row indexes; what is done with them is for `selection` to say.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, islice
from math import dist, isnan, sqrt
from operator import lt, sub

import msgspec

from headroom.compressors.json_records.columns import Column

__all__ = [
    "Categories",
    "Numbers",
    "categories_of",
    "change_points",
    "first_of_each",
    "is_identifier",
    "numbers_of",
    "odd_shapes",
    "outliers",
    "rare_values",
    "score_order",
]

_WINDOW = 5
"""Rows on either side of a possible change point."""
_RARE_SHARE = 0.2
"""Share of rows below which a key counts as odd, and the part of the rows that common values leave over."""
_LARGEST = 1e150
"""Numbers beyond this are no measurements, and their squares no numbers."""
_LONGEST_CATEGORY = 100
_FLOATS = msgspec.json.Decoder(list[float])
_QUOTE = '"'
_SERIAL_FROM = 1e8
"""Numbers from which whole ones that are all different are rather names than measurements."""
_STEPS = 60
"""Evenly spaced pairs of neighbours by which it is mostly seen that numbers do not steadily rise or fall."""
_UNSTEADY = 0.2
"""Share of them that must go either way for that."""
_DIGITS = frozenset("-0123456789")
_STATUS_VALUES = 50
_RARE_ROWS = 3
_SCORE_NAMES = re.compile("score|rank|relevance|similarity|confidence|rating")
_STATUS_NAMES = re.compile(
    "|".join(
        """state status type kind level severity code color colour result outcome conclusion phase event action class category
        method reason health priority grade tier role flag mode success enabled active""".split()
    )
)
"""Parts of the names of columns that say what became of a row."""


class Numbers(msgspec.Struct, frozen=True):
    """A column of numbers, with what is needed to judge one of them."""

    column: Column
    values: list[float]
    """In row order."""
    rows: list[int] | None
    """Row of each value, where not every row has one."""
    mean: float
    deviation: float
    lowest: float
    highest: float

    def row(self, position: int) -> int:
        """The row that the value at a position belongs to."""
        return position if self.rows is None else self.rows[position]


def numbers_of(column: Column) -> Numbers | None:
    """The column's numbers, if it is one of numbers, in quotes or not (nulls, absent keys and `"NaN"` aside)."""
    rows, values = _parsed(column.cells)
    if not values:
        return None
    total = sum(values)
    if isnan(total):
        rows = [row for row, value in zip(rows or range(len(values)), values, strict=True) if not isnan(value)]
        values = [value for value in values if not isnan(value)]
        total = sum(values)
    if len(values) < 3 or len(values) * 4 < len(column.cells):
        return None
    lowest, highest = min(values), max(values)
    if not -_LARGEST < lowest < highest < _LARGEST:
        return None
    mean = total / len(values)
    # The distance to a point of means: in C, and without two large numbers that cancel each other out.
    deviation = dist(values, [mean] * len(values)) / sqrt(len(values))
    return Numbers(column, values, rows, mean, deviation, lowest, highest) if deviation > 0 else None


def _parsed(cells: list[str]) -> tuple[list[int] | None, list[float]]:
    """The values of the cells and the rows they stand in (None for all rows); no values where a cell is none."""
    first = cells[0] if cells else ""
    if first in ("", "null"):
        return _present(cells)
    if first.strip('"')[:1] not in _DIGITS:
        return None, []
    try:
        return None, _floats(cells)
    except ValueError:
        return _present(cells) if "" in cells or "null" in cells else (None, [])


def _present(cells: list[str]) -> tuple[list[int], list[float]]:
    """The values of the cells that are neither absent nor null, and the rows they stand in."""
    first = next((cell for cell in cells if cell and cell != "null"), "")
    if first.strip('"')[:1] not in _DIGITS:
        return [], []
    rows = [index for index, cell in enumerate(cells) if cell and cell != "null"]
    try:
        return rows, _floats([cells[index] for index in rows])
    except ValueError:
        return rows, []


def _floats(cells: list[str]) -> list[float]:
    """The cells as numbers, in quotes or not.

    Raises: ValueError where one is none; the first tells dates from numbers before all are looked at.
    """
    float(cells[0].strip('"'))
    is_quoted = cells[0][0] == '"'
    try:
        joined = ",".join(cells)
        values = _FLOATS.decode(f"[{joined.replace(_QUOTE, '')}]" if is_quoted else f"[{joined}]")
        if len(values) == len(cells):
            return values
    except (msgspec.DecodeError, UnicodeEncodeError):
        pass
    # Spelled as JSON does not spell them.
    return list(map(float, [cell.strip('"') for cell in cells] if is_quoted else cells))


def is_identifier(numbers: Numbers) -> bool:
    """Whether the numbers only name or date their rows: steadily rising or falling by whole steps, or unique large integers."""
    values = numbers.values
    if any(value != int(value) for value in values[:8]):
        return False
    if numbers.lowest < _SERIAL_FROM and _is_unsteady(values):
        return False
    if len(set(values)) * 10 < len(values) * 9:
        return False
    rising = sum(map(lt, values, islice(values, 1, None)))
    if rising >= 0.95 * (len(values) - 1) or rising <= 0.05 * (len(values) - 1):
        return True
    return numbers.lowest >= _SERIAL_FROM


def _is_unsteady(values: list[float]) -> bool:
    """Whether numbers clearly go up and down, by some of them."""
    step = len(values) // _STEPS
    if not step:
        return False
    sample: list[bool] = list(map(lt, values[::step], values[1::step]))
    rising = sum(sample)
    return _UNSTEADY * len(sample) < rising < (1 - _UNSTEADY) * len(sample)


def outliers(numbers: Numbers, threshold: float, most: int = 2) -> list[tuple[float, int]]:
    """(deviations from the mean, row) of the values farthest beyond the threshold, farthest first."""
    limit = threshold * numbers.deviation
    mean, highest, lowest = numbers.mean, numbers.highest, numbers.lowest
    found: list[tuple[float, int]] = []
    rest = numbers.values
    while len(found) < most and (highest - mean > limit or mean - lowest > limit):
        above, below = rest.index(highest), rest.index(lowest)
        is_above = (highest - mean, below) > (mean - lowest, above)
        position = above if is_above else below
        found.append((abs(rest[position] - mean) / numbers.deviation, numbers.row(position)))
        rest = [*rest[:position], mean, *rest[position + 1 :]]
        highest, lowest = max(rest), min(rest)
    return found


def change_points(numbers: Numbers, threshold: float, most: int) -> list[int]:
    """Rows at which the level of the numbers shifts: windows of five whose means differ by the threshold, one per shift."""
    values = numbers.values
    if len(values) < 2 * _WINDOW + 1:
        return []
    sums = [0.0, *accumulate(values)]
    limit = threshold * numbers.deviation * _WINDOW
    windows = list(map(sub, sums[_WINDOW:], sums))
    shifts = list(map(sub, windows[_WINDOW:], windows))
    if max(shifts) <= limit and -min(shifts) <= limit:
        return []
    found: list[int] = []
    behind = 0
    for place in [place for place, shift in enumerate(shifts) if not -limit <= shift <= limit]:
        if place >= behind and len(found) < most:
            behind = min(len(shifts), place + _WINDOW)
            near = list(map(abs, shifts[place:behind]))
            found.append(numbers.row(min(place + near.index(max(near)) + _WINDOW, len(values) - 1)))
    return found


class Categories(msgspec.Struct, frozen=True):
    """A column of few different short values."""

    column: Column
    counts: Counter[str]
    """How often each value stands in it."""


def categories_of(columns: list[Column]) -> list[Categories]:
    """Those of the columns that have few different short values."""
    found = ((column, _counts(column.cells)) for column in columns)
    return [Categories(column, counts) for column, counts in found if counts is not None]


def rare_values(categories: Categories) -> list[int]:
    """The rows with rare values of a status-like column: few different values, of which few cover most rows.

    A value that stands in up to three rows brings them all, a more frequent one its first.
    """
    cells = categories.column.cells
    covered = 0
    rare: dict[str, int] = {}
    most = max(2, int(len(cells) * (0.1 if _is_status(categories.column.key) else 0.02)))
    for value, count in categories.counts.most_common():
        if covered >= len(cells) * (1 - _RARE_SHARE) and count <= most:
            rare[value] = count if count <= _RARE_ROWS else 1
        covered += count
    found: list[int] = []
    if rare:
        for row in [row for row, cell in enumerate(cells) if cell in rare]:
            if rare[cells[row]] > 0:
                rare[cells[row]] -= 1
                found.append(row)
    return found


def _is_status(key: str) -> bool:
    return _STATUS_NAMES.search(key.lower()) is not None


def first_of_each(categories: Categories, most: int) -> list[int]:
    """The first row of each value of a column that has but a few (at most `most`) different ones, none of them a number."""
    counts = categories.counts
    if len(counts) > most or any(value[:1] in "-0123456789" for value in counts):
        return []
    return [categories.column.cells.index(value) for value in counts]


def _counts(cells: list[str]) -> Counter[str] | None:
    """How often each value stands in a column of few different short values; None for any other column."""
    sample = cells[:: max(1, len(cells) // 50)]
    if len(set(sample)) > max(8, len(sample) // 3):
        return None
    counts = Counter(cells)
    counts.pop("", None)
    if not 1 < len(counts) <= _STATUS_VALUES or len(counts) * 3 > len(cells):
        return None
    if max(map(len, counts)) > _LONGEST_CATEGORY:
        return None
    return counts


def odd_shapes(columns: list[Column], rows: int) -> list[int]:
    """Rows that have a key which fewer than a fifth of the rows have."""
    found: list[int] = []
    for column in columns:
        absent = column.cells.count("") if column.has_gaps else 0
        if absent and rows - absent < rows * _RARE_SHARE:
            present = [index for index, cell in enumerate(column.cells) if cell]
            found.extend(present[:2])
    return sorted(set(found))


def score_order(numbers: Numbers) -> list[int]:
    """Row indexes by falling value, if the column is named like a score; else nothing."""
    if not _SCORE_NAMES.search(numbers.column.key.lower()):
        return []
    order = sorted(range(len(numbers.values)), key=lambda position: (-numbers.values[position], position))
    return [numbers.row(position) for position in order]
