"""Tests of telling which rows were written by the same statement."""

from __future__ import annotations

import pytest

from tests.compressors.log_lines.rows import CALM, read_templates


def same(*rows: str) -> bool:
    """Whether rows are of one template."""
    _, _, templates = read_templates([*rows])
    return len(templates.rows) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("block blk_-12 added", "block blk_77 added"),
        ("from 10.0.0.1:80 closed", "from 192.168.100.200:65000 closed"),
        ("id 3b1f8f2e-1c1d-4a9b-8f61-0d0c6f1b2a3c", "id 00ffcc3b-ab12-0000-1111-0d0c6f1b2a3c"),
        ('"GET /a/b?c=d HTTP/1.1" 200', '"GET /index.html HTTP/1.1" 304'),
        ("user='alice' logged in", "user='bob' logged in"),
        ("open /etc/passwd now", "open /var/log/messages now"),
        ("[=====>      ] 10%", "[==========> ] 90%"),
        ("free    7 kB", "free 12345 kB"),
        ("state=up host=a", "state=down host=b"),
    ],
)
def test_variable_words_are_masked(first: str, second: str) -> None:
    """Numbers, ids, addresses, paths, quoted words, values and bars."""
    assert same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("INFO started", "WARN started"),
        ("U2F failed", "1FA failed"),
        ("lock taken", "lock released"),
        ('msg="disk is full"', 'msg="login was refused"'),
    ],
)
def test_what_a_row_says_is_not(first: str, second: str) -> None:
    """Levels, short names with digits, words, and quoted sentences."""
    assert not same(first, second)


def test_rows_of_a_template_come_in_order() -> None:
    """Though they are of several shapes."""
    _, _, templates = read_templates(["a /x y", "b", "a /z y", "a /x y"])
    assert templates.rows == [[0, 2, 3], [1]]


@pytest.mark.parametrize("length", range(1, 14))
def test_a_run_of_digits_is_one_zero(length: int) -> None:
    """Of any length."""
    _, _, templates = read_templates(["x" + "7" * length])
    assert templates.spelling(0) == ["x0"]


def test_values_that_tell_of_errors_are_not_masked() -> None:
    """A failure has a template of its own; names that only sound like errors, being many, do not."""
    assert not same("job=1 result=ok", "job=2 result=timeout")
    assert not same("ts=1 level=info msg=done", "ts=2 level=error msg=done")
    assert same(*(f"open file=errors_{'abcdefghij'[at % 10]}{'abcdefghij'[at // 10]}.txt" for at in range(99)))


def test_families_begin_alike() -> None:
    """Templates that share the words after the header are one family; another statement is another."""
    names = ("alice", "bob", "carol")
    rows = [f"Dec 10 09:{at}:00 host sshd[{at}]: Failed password for user {name}" for at, name in enumerate(names)]
    others = [f"Dec 10 10:00:00 host sshd[9]: Server {word}" for word in ("listening on 22", "stopped")]
    _, _, templates = read_templates([*rows, *others])
    assert templates.family == [0, 0, 0, 1, 2]
    assert templates.sizes == [3, 1, 1]


def test_commands_that_a_shell_echoes_are_a_family() -> None:
    """They are seldom of interest."""
    _, _, templates = read_templates([*CALM, "+ cd x", "++ hash -r", "+ export PATH"])
    assert templates.family[-3:] == [templates.family[-1]] * 3
