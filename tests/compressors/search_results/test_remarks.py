"""Tests of how remarks of linters and compilers are read."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.remarks import are_remarks, read_remarks, template


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("3:5: F401 [*] `os` imported but unused", "F401"),
        ("12: error: Incompatible types in assignment  [assignment]", "error assignment"),
        ("12:1: C0116: Missing function or method docstring (missing-function-docstring)", "C0116"),
        ("9:2: Error return value of `x.Close` is not checked (errcheck)", "errcheck"),
        ("9:2: warning: unused variable 'x' [-Wunused-variable]", "warning -Wunused-variable"),
        ("9:2: note: Double quote to prevent globbing. [SC2086]", "note SC2086"),
        ("1:2: error TS2304: Cannot find name 'price'.", "error TS2304"),
    ],
)
def test_a_rule_has_a_code_or_a_name(body: str, rule: str) -> None:
    """At the start or at the end."""
    found = read_remarks([body])
    assert (found.rules, found.coded) == ([rule], True)


def test_without_either_the_message_is_the_rule() -> None:
    """But for what stands in quotes, and numbers."""
    found = read_remarks(["3:5: 'os' is defined 2 times", "9:1: 'sys' is defined 31 times", "9:1: undefined: price"])
    assert found.rules == [" is defined  times", " is defined  times", "undefined: price"]
    assert not found.coded
    assert template("'a' and 'b' of 3", quoted=True) == "'a' and 'b' of "


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["3:5: F401 unused", "9: error: wrong"], True),
        (["3:    value = compute()", "9:def compute():"], False),
        (["3: * a comment", "9: * of C"], False),
        (["3:5:    a hit with its column"], False),
    ],
)
def test_code_is_no_remark(bodies: list[str], expected: bool) -> None:
    """It follows its number at once, or is indented by more."""
    assert are_remarks(bodies) is expected
