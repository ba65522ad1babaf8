"""Tests of how serious rows say they are."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.levels import counted, levels_of
from tests.compressors.log_lines.rows import read


def level(row: str) -> str:
    """The level of one row."""
    _, places = read([row])
    return levels_of(places, [row])[0]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-05-01 10:00:00,123 - WARN  [main:X@1] - text", "WARN"),
        ("[Sun Dec 04 04:47:44 2005] [error] mod_jk child", "ERROR"),
        ('time="2026-05-01" level=info msg="an error"', "INFO"),
        ("2016-09-28 04:30:30, Info                  CBS    Loaded", "INFO"),
        ("03-17 16:13:38.811  1702  2395 D WindowManager: print", "DEBUG"),
        ("E/ActivityManager( 123): ANR", "ERROR"),
        ("W0613 10:22:21.684962       1 client.go:58] text", "WARN"),
        ("<3>1 2024-02-18T02:29:57+08:00 host app - text", "ERROR"),
        ("<30>1 2024-02-18T02:29:57+08:00 host app - text", "INFO"),
        ("ERROR:root:text", "ERROR"),
        ("app | FATAL: password authentication failed", "CRITICAL"),
        ("error: could not compile", "ERROR"),
        ("- 1117838570 2005.06.03 R02 RAS KERNEL INFO text", "INFO"),
        ("tests/test_a.py::test_b PASSED [ 3%]", "PASSED"),
        ("we met an error on the way", ""),
        ("debug line 7", ""),
        ("nothing here", ""),
        ("", ""),
    ],
)
def test_levels_of_many_formats(row: str, expected: str) -> None:
    """Words in capitals or marked as levels, letters, and priorities; words of a sentence are none."""
    assert level(row) == expected


def test_the_first_level_word_counts() -> None:
    """What follows belongs to the message."""
    assert level("INFO retried after ERROR") == "INFO"


def test_a_level_far_into_a_row_is_none() -> None:
    """It is part of a message."""
    assert level("x" * 200 + " ERROR") == ""


def test_counts_come_most_frequent_first() -> None:
    """Rows without a level are not told."""
    assert counted([0, 0, 1, 1, 1, 2, 2, 2, 2, 3], ["INFO", "", "WARN", "INFO"]) == [("WARN", 4), ("INFO", 3)]
