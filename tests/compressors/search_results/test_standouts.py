"""Tests of the hits that stay whoever asks."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.standouts import Standouts, find_standouts
from tests.compressors.search_results.samples import grep, headed

LINT = [f"src/a{n % 9}.py:{n + 1}:5: F401 [*] `os.p{n}` imported but unused" for n in range(200)]
LOG = [f"logs/app-{n % 5}.log:{n + 1}:2025-11-20 08:{n // 60:02}:{n % 60:02} INFO order {n} accepted" for n in range(400)]


def standouts(lines: list[str], most: int = 30) -> Standouts:
    """What stands out of hits."""
    hits = read_hits(lines)
    assert hits is not None
    return find_standouts(hits, most)


def test_one_hit_of_each_rule_stands_out() -> None:
    """Rare ones first; and each line's rule is known."""
    lines = [*LINT]
    lines[120] = "src/a3.py:9:1: F821 Undefined name `price`"
    lines[80] = "src/a8.py:81:1: E999 SyntaxError: unexpected EOF"
    found = standouts(lines)
    assert found.rows == [80, 120, 0]
    assert found.told(range(70, 90)) == [("F401", 19), ("E999", 1)]
    assert standouts(lines, 1).rows == [80]


def test_many_rules_are_told_together() -> None:
    """The most frequent with their numbers."""
    lines = [f"src/a.py:{n}:1: E{n % 20 + 100} wrong" for n in range(400)]
    told = standouts(lines).told(range(400))
    assert len(told) == 9
    assert told[-1] == ("other rules", 240)


def test_messages_without_rules_that_all_differ_do_not_stand_out() -> None:
    """They are no list of rules."""
    words = [f"{one}{other}" for one in "abcdefghijkl" for other in "abcdefghijkl"]
    assert standouts([f"src/a.py:{n}:1: {word} is wrong" for n, word in enumerate(words)]).rows == []


@pytest.mark.parametrize("alarm", ["ERROR disk full", "FATAL out of space", "kernel panic", "java.io.IOException: closed"])
def test_alarms_stand_out_of_calm_hits(alarm: str) -> None:
    """Of a log, the first and the last of each different text."""
    lines = [*LOG]
    for row in (143, 210, 211):
        lines[row] = f"{lines[row].partition('INFO')[0]}{alarm}"
    lines[300] = lines[300].replace("INFO order", "ERROR of another kind, order")
    assert standouts(lines).rows == [300, 143, 211]


def test_alarms_that_were_searched_for_do_not_stand_out() -> None:
    """Where most hits say so."""
    assert standouts([line.replace("INFO", "ERROR") for line in LOG]).rows == []


def test_the_largest_counts_stand_out() -> None:
    """Of files with a number of hits each."""
    lines = [f"src/mod{n % 9}/file_{n}.py:{n % 3 + 1}" for n in range(150)]
    lines[88] = "src/mod7/file_88.py:912"
    found = standouts(lines)
    assert found.rows[0] == 88
    assert found.reason == "extreme number"


@pytest.mark.parametrize("lines", [grep(50), headed(50), grep(1, 2), [f"a.c:{n}: * text {n}" for n in range(90)]])
def test_code_does_not_stand_out(lines: list[str]) -> None:
    """Calm hits."""
    found = standouts(lines)
    assert (found.rows, found.told(range(2))) == ([], [])
