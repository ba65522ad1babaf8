"""What is said of the rows that were left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from headroom.compressors.log_lines.levels import counted
from headroom.compressors.log_lines.templates import Templates

__all__ = ["gap_details", "kinds_of"]

_LEAST = 3
"""Rows of a gap from which its levels are told."""


def kinds_of(templates: Templates, levels: Sequence[str]) -> Callable[[Sequence[int]], Iterable[tuple[str, int]]]:
    """What tells the levels of left-out rows."""

    def kinds(rows: Sequence[int]) -> Iterable[tuple[str, int]]:
        return counted(map(templates.of_row.__getitem__, rows), levels)

    return kinds


def gap_details(templates: Templates, levels: Sequence[str]) -> Callable[[int, int], str]:
    """What tells of a gap that its rows are like the one above, or of which levels they are."""
    leveled = any(levels)

    def details(start: int, end: int) -> str:
        there = templates.of_row[start:end]
        if start and there.count(templates.of_row[start - 1]) == end - start:
            return "like the line above"
        if end - start < _LEAST or not leveled:
            return ""
        told = counted(there, levels)
        if len(told) == 1 and told[0][0] == "INFO":
            return ""
        return ", ".join([f"{level} {count}" for level, count in told])

    return details
