"""What was left out, in numbers: counts of a status, ranges of numbers."""

from __future__ import annotations

from collections import Counter
from itertools import compress

from headroom.compressors.json_records.columns import Column, json_key
from headroom.compressors.json_records.signals import is_identifier, numbers_of
from headroom.compressors.json_records.sizing import median

__all__ = ["dropped_kinds", "dropped_summary"]

_STATUS = frozenset("state status level severity type kind color colour result conclusion".split())
"""Names of columns whose values say of what kind a row is."""
_MOST_KINDS = 4
_LONGEST_KIND = 24
_MOST_RANGES = 6


def dropped_kinds(columns: list[Column], kept: list[int]) -> tuple[tuple[str, int], ...]:
    """How often each value of a status-like column was left out; nothing where no column is one."""
    for column in columns:
        if column.key.lower() not in _STATUS:
            continue
        cells = column.cells
        if not 1 < len(set(cells[:: max(1, len(cells) // 50)])) <= _MOST_KINDS:
            continue
        counts = Counter(cells)
        for index in kept:
            counts[cells[index]] -= 1
        named = [(value.strip('"'), count) for value, count in counts.most_common() if count > 0]
        if 0 < len(named) <= _MOST_KINDS and all(
            name and len(name) <= _LONGEST_KIND and name[0] not in "[{" for name, _ in named
        ):
            return tuple(named)
    return ()


def dropped_summary(columns: list[Column], rows: list[str], kept: list[int]) -> str:
    """`; left out: price 3..90 median 12, ...`: the ranges of the numbers that were left out."""
    left_out = [True] * len(rows)
    for index in kept:
        left_out[index] = False
    ranges: list[str] = []
    for column in columns or [Column("", "values", rows)]:
        if len(ranges) == _MOST_RANGES:
            break
        dropped = Column(column.key, column.path, list(compress(column.cells, left_out)))
        numbers = numbers_of(dropped)
        if numbers is None or (columns and is_identifier(numbers)):
            continue
        values = numbers.values
        ranges.append(f"{json_key(column.path)[1:-1]} {min(values):g}..{max(values):g} median {median(values):g}")
    return f"; left out: {', '.join(ranges)}" if ranges else ""
