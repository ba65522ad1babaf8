"""Tests of telling words that report errors from words that only name them."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.error_words import error_places, is_counted, reports
from headroom.compressors.log_lines.places import places_of


def speaks(row: str) -> bool:
    """Whether any error word of a row reports an error."""
    return any(reports(row.lower(), word) for _, word in error_places(places_of([row])))


@pytest.mark.parametrize(
    "row",
    [
        "Connection refused",
        "request timed out after 30 s",
        "java.lang.IllegalStateException: closed",
        "3 failed, 10 passed",
        "failed=2",
        "error=EACCES",
        "no such file or directory",
        "Segfault, core dumped",
        "Out of memory: Killed process 42",
        "exit code 137",
        "Host unreachable",
        "could not resolve host",
        "user not found",
        "Can't find child 5619",
        "panic: index out of range",
        "Too many authentication attempts",
        "login_failed for root",
    ],
)
def test_reports_are_found(row: str) -> None:
    """In many words, alone or in others."""
    assert speaks(row)


@pytest.mark.parametrize(
    "row",
    [
        "0 errors",
        "no errors found",
        "completed without error",
        "failed=0 errors: 0",
        '"error": null',
        "error=none",
        "opened error_log",
        "failover enabled",
        "timeout=30",
        "exit code 0",
        "exited with code 0",
        "restart on failure",
        "all is well",
    ],
)
def test_names_and_zeros_are_not(row: str) -> None:
    """Counters at zero, denials, settings and files."""
    assert not speaks(row)


@pytest.mark.parametrize(("shape", "expected"), [("0 errors", True), ("failed=0", True), ("disk error on sda", False)])
def test_shapes_whose_numbers_decide_are_known(shape: str, expected: bool) -> None:
    """Their rows have to be looked at one by one."""
    word = "fail" if "fail" in shape else "error"
    assert is_counted(shape, word) is expected


def test_hostile_rows_are_read_only_so_far() -> None:
    """A row of nothing but denials ends."""
    assert not reports("no error " * 100_000, "error")
