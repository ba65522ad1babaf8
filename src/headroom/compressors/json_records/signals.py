"""Which rows of an array stand out, and why: errors, odd shapes, extreme numbers, rare values.

Each function looks at lexemes and answers with row indexes; what is done with them is for `selection` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from math import isfinite, sqrt

import msgspec

from headroom.compressors.json_records.columns import Column

__all__ = ["Numbers", "change_points", "error_rows", "numbers_of", "odd_shapes", "outliers", "rare_values", "score_order"]

_ERROR_WORDS = re.compile(
    r"error|exception|fail|critical|fatal|crash|panic|abort|timeout|timed out|denied|rejected|refused|unhealthy|traceback"
)
_NO_ERROR = re.compile(
    r"(?:\b0|\bno|\bzero|\bwithout)[ _-](?:errors?|failures?|failed|exceptions?)\b"
    r"|\"\w*(?:errors?|failures?|failed|exceptions?|timeouts?|aborted|rejected|refused|denied)\w*\":(?:0|null|false|\"\"|\[\]|\{\}|-?\d+(?:\.\d+)?)(?=[,}])"
)
"""What speaks of errors and reports none, counters and limits included."""
_KEY = re.compile(r"\"[^\"\\]*\":")
_VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\b[0-9a-f]{12,}\b|\d+")
_ERROR_SHARE = 0.5
"""Share of rows above which an error word is what all rows are about, not a signal."""
_WINDOW = 5
"""Rows on either side of a possible change point."""
_RARE_SHARE = 0.2
"""Share of rows below which a key counts as odd, and the part of the rows that common values leave over."""
_STATUS_VALUES = 50
_STATUS_NAME = re.compile(r"(?i)stat(?:e|us)|type|kind|level|severity|code|color|colour|result|outcome|conclusion|phase|event|action|class|category|method|reason|health|priority|grade|tier|role|flag|mode|success|ok$|enabled|active")


class Numbers(msgspec.Struct, frozen=True):
    """A column of numbers, with what is needed to judge one of them."""

    column: Column
    values: list[float]
    """In row order."""
    rows: list[int] | None
    """Row of each value, where not every row has one."""
    mean: float
    deviation: float

    def row(self, position: int) -> int:
        """The row that the value at a position belongs to."""
        return position if self.rows is None else self.rows[position]


def error_rows(rows: list[str]) -> list[list[int]]:
    """Rows that report an error, one list for each different error, first ones first.

    Rows that differ only in numbers and ids report the same error. Empty if most rows speak of errors: then it is their subject.
    """
    text = "\n".join(rows).lower()
    if _ERROR_WORDS.search(text) is None:
        return []
    ends = list(accumulate(len(row) + 1 for row in text.split("\n")))
    if len(ends) != len(rows):
        return []
    found: dict[str, list[int]] = {}
    position = 0
    count = 0
    while (hit := _ERROR_WORDS.search(text, position)) is not None:
        row = bisect_right(ends, hit.start())
        start = ends[row - 1] if row else 0
        line = text[start : ends[row] - 1]
        position = ends[row]
        speech = _KEY.sub("", _NO_ERROR.sub("", line)) if '":' in line else _NO_ERROR.sub("", line)
        word = _ERROR_WORDS.search(speech)
        if word is None:
            word = _flagged(line)
            if word is None:
                continue
        count += 1
        if count > len(rows) * _ERROR_SHARE:
            return []
        around = speech[max(0, word.start() - 40) : word.end() + 40] if word.string is speech else word.group()
        found.setdefault(_VARIABLE.sub("#", around), []).append(row)
    return list(found.values())


_FLAG = re.compile(r"\"(?:is_?)?(?:error|errors|exception|failure|failed)\":(?!null|false|0[,}]|\"\"|\[\]|\{\}|-?\d)")


def _flagged(line: str) -> re.Match[str] | None:
    """An error-named key whose value is not an empty one."""
    return _FLAG.search(line)


def numbers_of(column: Column) -> Numbers | None:
    """The column's numbers, if it is one of numbers (nulls and absent keys aside)."""
    cells = column.cells
    rows: list[int] | None = None
    try:
        values = list(map(float, cells))
    except ValueError:
        probe = cells[0] or cells[len(cells) // 2]
        if probe[:1] in ('"', "[", "{") or len(cells) < 2:
            return None
        rows = [index for index, cell in enumerate(cells) if cell and cell != "null"]
        try:
            values = [float(cells[index]) for index in rows]
        except ValueError:
            return None
    if len(values) < 3 or len(values) * 4 < len(cells):
        return None
    mean = sum(values) / len(values)
    variance = sum([(value - mean) ** 2 for value in values]) / len(values) if isfinite(mean) else -1.0
    if not isfinite(variance) or variance <= 0:
        return None
    return Numbers(column, values, rows, mean, sqrt(variance))


def is_identifier(numbers: Numbers) -> bool:
    """Whether the numbers only name or date their rows: steadily rising or falling by whole steps, or unique large integers."""
    cells = numbers.column.cells
    values = numbers.values
    if any("." in cell or "e" in cell for cell in cells[:8] if cell != "null"):
        return False
    if len(set(values)) * 10 < len(values) * 9:
        return False
    rising = sum(later > earlier for earlier, later in pairwise(values))
    if rising >= 0.95 * (len(values) - 1) or rising <= 0.05 * (len(values) - 1):
        return True
    return min(values) >= 1e8


def outliers(numbers: Numbers, threshold: float) -> list[tuple[float, int]]:
    """(deviations from the mean, row) of values beyond the threshold, farthest first."""
    limit = threshold * numbers.deviation
    mean = numbers.mean
    far = [
        (abs(value - mean) / numbers.deviation, numbers.row(position))
        for position, value in enumerate(numbers.values)
        if abs(value - mean) > limit
    ]
    far.sort(key=lambda entry: (-entry[0], entry[1]))
    return far


def change_points(numbers: Numbers, threshold: float) -> list[int]:
    """Rows at which the level of the numbers shifts: windows of five whose means differ by the threshold, one per shift."""
    values = numbers.values
    if len(values) < 2 * _WINDOW + 1:
        return []
    sums = [0.0, *accumulate(values)]
    limit = threshold * numbers.deviation * _WINDOW
    shifts = [
        abs(sums[place + _WINDOW] - 2 * sums[place] + sums[place - _WINDOW]) for place in range(_WINDOW, len(values) - _WINDOW + 1)
    ]
    found: list[int] = []
    place = 0
    while place < len(shifts):
        if shifts[place] > limit:
            stop = min(len(shifts), place + _WINDOW)
            best = max(range(place, stop), key=shifts.__getitem__)
            found.append(numbers.row(min(best + _WINDOW, len(values) - 1)))
            place = stop
        else:
            place += 1
    return found


def rare_values(column: Column) -> list[int]:
    """One row for each rare value of a status-like column: few different values, of which few cover most rows."""
    cells = column.cells
    sample = cells[:: max(1, len(cells) // 50)]
    if len(set(sample)) > max(8, len(sample) // 3):
        return []
    counts = Counter(cells)
    counts.pop("", None)
    if not 1 < len(counts) <= _STATUS_VALUES or len(counts) * 3 > len(cells):
        return []
    if any(len(value) > 60 or value[:1] in "[{" for value in counts):
        return []
    common = counts.most_common()
    covered = 0
    rare: list[str] = []
    named = _STATUS_NAME.search(column.key) is not None
    most = max(2, int(len(cells) * (0.1 if named else 0.02)))
    for value, count in common:
        if covered >= len(cells) * (1 - _RARE_SHARE) and count <= most:
            rare.append(value)
        covered += count
    return [cells.index(value) for value in rare[:_STATUS_VALUES]]


def odd_shapes(columns: list[Column], rows: int) -> list[int]:
    """Rows that have a key which fewer than a fifth of the rows have."""
    found: list[int] = []
    for column in columns:
        absent = column.cells.count("")
        if absent and rows - absent < rows * _RARE_SHARE:
            present = [index for index, cell in enumerate(column.cells) if cell]
            found.extend(present[:2])
    return sorted(set(found))


def score_order(numbers: Numbers) -> list[int]:
    """Row indexes by falling value, if the column is named like a score; else nothing."""
    if re.search(r"(?i)score|rank|relevance|similarity|confidence|rating", numbers.column.key) is None:
        return []
    order = sorted(range(len(numbers.values)), key=lambda position: (-numbers.values[position], position))
    return [numbers.row(position) for position in order]
