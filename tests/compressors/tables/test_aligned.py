"""Tests of tables that are told apart by where their cells stand."""

from __future__ import annotations

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables.aligned import read_aligned

KUBECTL = "NAME        READY   STATUS             AGE\n" + "".join(
    f"pod-{at:<8}1/1     {'CrashLoopBackOff' if at == 7 else 'Running':<19}{at}d\n" for at in range(20)
)
PS = "USER       PID %CPU COMMAND\n" + "".join(
    f"root     {at * 37:>5}  0.{at % 10} /usr/bin/tool --flag {at}\n" for at in range(20)
)


def test_columns_below_a_head() -> None:
    """Left or right, each holds a word of the head."""
    (table,) = read_aligned(split_lines(KUBECTL))
    assert list(table.names) == ["NAME", "READY", "STATUS", "AGE"]
    assert table.cells[2][7] == "CrashLoopBackOff"


def test_the_last_column_may_hold_anything() -> None:
    """Words of a command are no columns."""
    (table,) = read_aligned(split_lines(PS))
    assert list(table.names) == ["USER", "PID", "%CPU", "COMMAND"]
    assert table.cells[3][3] == "/usr/bin/tool --flag 3"


def test_rows_without_a_head() -> None:
    """A listing below its total."""
    lines = "".join(f"-rw-r--r-- 1 root staff {at * 9173:>8} May {at % 28 + 1:>2} file{at}.txt\n" for at in range(30))
    (table,) = read_aligned(split_lines("total 96\n" + lines))
    assert table.starts[0] == 1
    assert len(table.names) > 4


def test_blank_lines_part_tables() -> None:
    """Each block has its own head."""
    assert len(read_aligned(split_lines(f"{KUBECTL}\n{KUBECTL}"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "# ENABLE THE SNITCH ONLY AFTER\n"
        + "".join(f"# {word} is one of the words that stand here\n" for word in "abcdefghij" * 3),
        "The quick brown fox jumps over\nthe lazy dog and runs away from\nall of its many other friends\n" * 6,
        "def f():\n    return 1\n\n\ndef g():\n    if True:\n        return 2\n    return 3\n" * 5,
        "a\tb\n" * 20,
        " " * 50 + "\n" + "x\n" * 20,
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    """It leaves no places blank, or only at its margin."""
    assert read_aligned(split_lines(text)) == []


def test_a_table_inside_a_document_is_no_table_of_ours() -> None:
    """Most of the text must be rows."""
    prose = "".join(f"This is sentence number {at} of quite some text that says something else.\n" for at in range(60))
    assert read_aligned(split_lines(f"{prose}\n{KUBECTL}")) == []
