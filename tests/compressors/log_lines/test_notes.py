"""Tests of what is said of gaps."""

from __future__ import annotations

from headroom.compressors.log_lines.levels import levels_of
from headroom.compressors.log_lines.notes import gap_details, kinds_of
from headroom.compressors.log_lines.templates import Templates
from tests.compressors.log_lines.rows import calm, read_templates

ROWS = [*calm(5), "2026-05-01 WARN low disk", "2026-05-01 DEBUG tick", *calm(3)]


def leveled() -> tuple[Templates, list[str]]:
    """The templates and their levels."""
    _, places, templates = read_templates(ROWS)
    return templates, levels_of(places, [ROWS[same[0]] for same in templates.rows])


def details(start: int, end: int) -> str:
    """What is said of a gap."""
    templates, levels = leveled()
    return gap_details(templates, levels)(start, end)


def test_rows_like_the_one_above_are_told_so() -> None:
    """All of them are of its template."""
    assert details(1, 5) == "like the line above"


def test_levels_are_told() -> None:
    """Most frequent first."""
    assert details(4, 9) == "INFO 3, DEBUG 1, WARN 1"


def test_a_gap_of_ordinary_rows_needs_no_words() -> None:
    """Nor does a short one."""
    assert details(7, 10) == ""
    assert details(5, 7) == ""


def test_kinds_are_levels() -> None:
    """Of the rows that were left out."""
    assert list(kinds_of(*leveled())([0, 1, 5])) == [("INFO", 2), ("WARN", 1)]
