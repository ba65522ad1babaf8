"""Tests of finding how something ended."""

from __future__ import annotations

import pytest

from headroom.compressors.log_lines.summaries import Outcome, outcome_of, phases_of, reasons_of
from tests.compressors.log_lines.rows import CALM, read_templates


def outcome(rows: list[str]) -> Outcome:
    """What rows say about how things went."""
    _, places, templates = read_templates(rows)
    return outcome_of(rows, templates, places)


def reasons(rows: list[str]) -> list[int]:
    """Why something failed according to rows."""
    _, places, templates = read_templates(rows)
    return reasons_of(outcome_of(rows, templates, places), templates, places)


@pytest.mark.parametrize(
    "row",
    [
        "=== 3 failed, 210 passed in 4.1s ===",
        "Tests:       1 failed, 160 passed, 161 total",
        "Tests run: 5, Failures: 1, Errors: 0, Skipped: 0",
        "BUILD FAILED in 12s",
        "[INFO] BUILD SUCCESS",
        "FAIL\tgithub.com/u/app\t0.412s",
        "ok  \tgithub.com/u/app/util\t0.011s",
        "test result: FAILED. 3 passed; 1 failed; 0 ignored",
        "Ran 12 tests in 0.3s",
        "npm ERR! code ELIFECYCLE",
        "make: *** [all] Error 2",
        "Process completed with exit code 1.",
        "Plan: 1 to add, 0 to change, 1 to destroy.",
        "PLAY RECAP *********",
        "web1 : ok=60 changed=2 unreachable=0 failed=0",
        "5 examples, 1 failure",
        "added 53 packages in 4s",
        "HEAD is now at 93c55f8 Merge",
    ],
)
def test_totals_are_found(row: str) -> None:
    """Of test runners, build tools and package managers."""
    assert outcome([*CALM, row]).totals == [len(CALM)]


@pytest.mark.parametrize(
    "row",
    [
        "FAILED tests/test_a.py::test_b - assert 1 == 2",
        "--- FAIL: TestParse (0.00s)",
        "test parser::reads ... FAILED",
        "ERROR: test_b (tests.A)",
        "not ok 3 - adds",
        "  ● Cart › adds items",
        "    ✕ adds items (5 ms)",
        "FAIL src/cart.test.js",
        "rspec ./spec/cart_spec.rb:12 # Cart adds",
        "com.x.CartTest > totals() FAILED",
        " 3/9 Test #3: parse ....***Failed    0.01 sec",
    ],
)
def test_names_of_what_failed_are_found(row: str) -> None:
    """In the words of many test runners."""
    assert outcome([*CALM, row]).failed == [len(CALM)]


def test_a_test_is_named_once() -> None:
    """By the row that says most."""
    rows = ["tests/a.py::test_x FAILED", "FAILED tests/a.py::test_x - KeyError: 'id'"]
    assert outcome(rows).failed == [1]


def test_each_function_comes_before_its_other_parameters() -> None:
    """So that a bound on rows hides no function."""
    rows = [f"FAILED tests/a.py::test_{name}[{mode}]" for name in "xy" for mode in ("dark", "light")]
    assert outcome(rows).failed == [0, 2, 1, 3]


def test_reasons_are_told_where_something_failed() -> None:
    """In a log without tests or builds the same words are no reasons."""
    rows = ["FAILED tests/a.py::test_x", "E       assert 1 == 2"]
    assert reasons(rows) == [1]
    assert reasons(["Received: 7 bytes"]) == []


def test_frequent_rows_are_no_totals() -> None:
    """A log of finished tasks has no total for each."""
    rows = [f"Finished task {at}" for at in range(100)]
    assert outcome(rows).totals == []


def test_phases_are_found() -> None:
    """Headings of CI systems and playbooks."""
    _, places, templates = read_templates([*CALM, "TASK [web : install]", "##[group]Run tests"])
    assert phases_of(templates, places) == [60, 61]
