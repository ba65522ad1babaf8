"""What lies over the content of a text is read, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from headroom.detection.surface import notice_of, numbering_of, without_escapes, without_number


@pytest.mark.parametrize(
    ("text", "numbering"),
    [
        ("  1→one\n  2→two\n  3→three", "arrow"),
        ("     1\tone\n     2\ttwo\n     3\tthree", "tab"),
        ("12: one\n13: two\n14: three", "colon"),
        ("9 | one\n10 | two\n11 | three", "bar"),
        ("one\ntwo\nthree", ""),
    ],
)
def test_numbering_is_read(text: str, numbering: str) -> None:
    """In each of the ways that viewers number lines."""
    assert numbering_of(text.split("\n")) == numbering


@pytest.mark.parametrize(
    "notice",
    [
        "... (123 lines truncated)",
        "... [123 lines truncated] ...",
        "[truncated]",
        "[Output truncated]",
        "<response clipped>",
        "<response clipped><NOTE>To save on context only part of this file has been shown to you.</NOTE>",
        "... 4,096 characters truncated ...",
        "[Truncated: showing 100 of 2000 lines]",
        "Output too large (12.3KB). Full output saved to: out.txt",
        "(27 more lines below)",
        "... 12 more lines",
    ],
)
@pytest.mark.parametrize("place", ["start", "middle", "end"])
def test_notices_of_tools_are_found(notice: str, place: str) -> None:
    """Where they stand at an end of the text, and the usual ones anywhere."""
    many = "a line of the output\n" * 3
    text = {"start": f"{notice}\n{many}", "middle": f"{many}{notice}\n{many}", "end": f"{many}{notice}"}[place]
    assert notice_of(text) == notice


def test_the_usual_notices_are_found_far_inside() -> None:
    """Tools keep both ends and cut the middle."""
    many = "a line of the output\n" * 2_000
    assert notice_of(f"{many}[1200 lines truncated]\n{many}") == "[1200 lines truncated]"


@pytest.mark.parametrize(
    "text",
    [
        "The table was truncated by the migration, which nobody had expected.\n",
        "def truncated(text):\n    return text[:10]\n",
        "2024-01-01 10:00:00 ERROR request body truncated after 100 bytes\n",
        "wings were clipped\n",
    ],
)
def test_words_about_cutting_are_no_notices(text: str) -> None:
    """A notice says nothing else."""
    assert notice_of(text) == ""


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["1: one", "2: two"],
        ["6:one", "12:two", "40:three", "41:four"],
        ["10:00:01 one", "10:00:02 two", "10:00:03 three"],
        ["id\tname", "1\tAnn", "2\tBob", "3\tCy"],
        ["one", "two", "three"],
        ["1→one", "2\ttwo", "3: three"],
    ],
)
def test_not_every_number_is_a_line_number(lines: list[str]) -> None:
    """Hits, times and columns of tables have numbers, too."""
    assert numbering_of(lines) == ""


def test_words_may_stand_round_numbered_lines() -> None:
    """A viewer says which file it shows."""
    assert numbering_of(["[File: a.py]", "(4 more lines above)", "5:a", "6:", "7:b", "8:c", "(2 more lines below)"]) == "colon"


def test_numbers_are_taken_off_once() -> None:
    """And only from where there is one."""
    assert without_number("  12→  x = 1") == "  x = 1"
    assert without_number("7:8:9") == "8:9"
    assert without_number("x = 1") == "x = 1"


def test_escapes_are_taken_out() -> None:
    """Colours, movements, titles and links; what is no escape stays."""
    assert without_escapes("\x1b[1;31ma\x1b[0m\x1b[2K\x1b]8;;http://x\x1b\\b\x1b]0;t\x07c") == "abc"
    assert without_escapes("[31m") == "[31m"
