"""Sizes and counts of a listing's entries, and the entries that stand out by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import median_low

__all__ = ["outstanding"]

_NUMBER = re.compile(r"(\d{1,15}(?:[.,]\d{1,3})*)([KMGTPkmgtp]?)(?:i?[Bb])?(%?)")
"""A size as tools write it: `7.9G`, `12K`, `4.0KiB`, `1,024`, `97%`."""
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40, "P": 2**50}
_LONG = re.compile(r"[bcdlps-][rwxsStTl-]{9}[.+@]?$")
"""The first word of a line of `ls -l`; the size is the fifth, the fourth where the group is not shown."""
_SHARE = 0.8
"""Share of the entries that must have a number in a column."""
_MOST = 5
"""Largest entries that stay; chosen: each is an aside."""
_MOST_OF_COLUMN = 2
"""Largest entries that stay of each of several columns."""
_LEAST = 2
"""Smallest entries that stay."""
_FAR = 10
"""Times the middle size, or one part of it in so many, from which a size stands out though nobody asks for it."""
_FULL = 90
"""Percent from which a share stands out."""
_FEWEST_COLUMNS = 4
_MOST_COLUMNS = 12
"""Words of a line among which columns of numbers are looked for where neither the first nor those of `ls` are sizes."""
_PROBE = 30


def outstanding(lines: Sequence[str], entries: Sequence[int], *, wanted: bool) -> list[int]:
    """The entries with the largest and the smallest numbers.

    Those of a list that was made for its numbers, as of `du` and `wc`, and where they are `wanted`; else what stands far out.
    """
    if not entries:
        return []
    probe = [lines[entry] for entry in entries[:: max(1, len(entries) // _PROBE)]]
    first = [line.split(None, 5) for line in probe]
    if sum(len(words) > 4 and _LONG.match(words[0]) is not None for words in first) > _SHARE * len(first):
        return _extremes(_of_long(lines, entries), wanted=wanted)
    if sum(bool(words) and _value(words[0]) is not None for words in first) > _SHARE * len(first):
        return _extremes(_of_column(lines, entries, 0), wanted=True)
    columns = [column for column in range(1, _width(probe) - 1) if _has_numbers(probe, column)]
    rows = [_extremes(_of_column(lines, entries, column), wanted=wanted, most=_MOST_OF_COLUMN) for column in columns]
    return [*dict.fromkeys(chain.from_iterable(rows))]


def _width(lines: Sequence[str]) -> int:
    """How many words most lines have; none where those are too few or too many for a table."""
    widths = sorted(len(line.split()) for line in lines)
    middle = widths[len(widths) // 2]
    return middle if _FEWEST_COLUMNS <= middle <= _MOST_COLUMNS else 0


def _has_numbers(lines: Sequence[str], column: int) -> bool:
    """Whether a column of words holds numbers."""
    words = [words[column] for words in map(str.split, lines) if len(words) > column]
    return sum(_value(word) is not None for word in words) > _SHARE * len(lines)


def _of_long(lines: Sequence[str], entries: Iterable[int]) -> dict[int, float]:
    """Sizes of `ls -l`."""
    sizes: dict[int, float] = {}
    for entry in entries:
        words = lines[entry].split(None, 5)
        value = _value(words[4]) if len(words) > 5 else None
        if value is None and len(words) > 4:
            value = _value(words[3])
        if value is not None:
            sizes[entry] = value
    return sizes


def _of_column(lines: Sequence[str], entries: Iterable[int], column: int) -> dict[int, float]:
    """Numbers of a column of words."""
    known: dict[str, float | None] = {}
    found: dict[int, float] = {}
    for entry in entries:
        words = lines[entry].split(None, column + 1)
        if len(words) <= column:
            continue
        word = words[column].rstrip()
        if word not in known:
            known[word] = _value(word)
        value = known[word]
        if value is not None:
            found[entry] = value
    return found


def _value(word: str) -> float | None:
    """A number with its unit; percents are below zero, so that they are known as such."""
    found = _NUMBER.fullmatch(word)
    if found is None:
        return None
    digits, unit, percent = found.groups()
    if digits.count(",") + digits.count(".") > 1 or (not unit and not percent and digits[-4:-3] == ","):
        digits = digits.replace(",", "").replace(".", "")
    number = float(digits.replace(",", "."))
    return -1 - number if percent else number * _UNITS[unit.upper()]


def _extremes(sizes: Mapping[int, float], *, wanted: bool, most: int = _MOST) -> list[int]:
    """The largest and the smallest; where they are not wanted, only those that are far from the middle, or full."""
    if not sizes:
        return []
    percents = any(size < 0 for size in sizes.values())
    values = {entry: -1 - size if size < 0 else size for entry, size in sizes.items()} if percents else sizes
    order = sorted(values, key=lambda entry: (-values[entry], entry))
    largest, smallest = order[:most], order[max(most, len(order) - _LEAST) :]
    if values[order[0]] == values[order[-1]]:
        return []
    if wanted:
        return [*largest, *smallest]
    if percents:
        return [entry for entry in largest if values[entry] >= _FULL]
    middle = median_low(values.values())
    return [
        *(entry for entry in largest if values[entry] > _FAR * middle),
        *(entry for entry in smallest if 0 < values[entry] * _FAR < middle),
    ]
