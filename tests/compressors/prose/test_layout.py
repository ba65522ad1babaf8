"""Tests of what lines look like."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.layout import (
    heading_level,
    heading_lines,
    is_code,
    is_list_item,
    is_short_heading,
    kind_of_lines,
)


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (["Rent", "====", "The tenant pays."], 2),
        (["====", "Rent", "====", "The tenant pays."], 3),
        (["Rent and other duties", "---", "x"], 2),
        (["The tenant pays.", "The landlord heats."], 0),
        (["----", "----", "----"], 0),
        (["#hash", "tag"], 0),
    ],
)
def test_headings_are_told_by_their_marks(lines: list[str], size: int) -> None:
    """With a line of signs below, or above and below."""
    assert heading_lines(lines) == size


@pytest.mark.parametrize("line", ["3.2 Rent", "GENERAL PROVISIONS", "Article IV", "Late charges", "第三章 租金"])
def test_short_lines_alone_are_headings(line: str) -> None:
    """Numbered, in capitals, or with a capital first."""
    assert is_short_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "The tenant pays.",
        "and so on",
        "- an item",
        "| a | b |",
        "",
        "12",
        "See https://example.org",
        "A" * 100,
        "x:",
        "Name  Value",
    ],
)
def test_other_short_lines_are_not(line: str) -> None:
    """Sentences, items, rows, numbers, addresses."""
    assert not is_short_heading(line)


@pytest.mark.parametrize(
    "line", ["- one", "* one", "  + one", "1. one", "12) one", "(a) one", "iv. one", "• one", "[ ] one", ".. [1] one"]
)
def test_items_begin_with_a_mark(line: str) -> None:
    """A bullet, a number or a letter, a box."""
    assert is_list_item(line)


@pytest.mark.parametrize("line", ["-one", "1.5 percent", "The rent", "", "(see above) it", "a house"])
def test_other_lines_are_no_items(line: str) -> None:
    """A mark without a blank behind it is none."""
    assert not is_list_item(line)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("- one\n- two", "list"),
        ("> one\n> two", "quote"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        ("+---+---+\n| a | b |\n+---+---+", "table"),
        ("=====  =====\na      b\n=====  =====", "table"),
        ("Name      Size\nalpha     12\nbeta      13", "table"),
        ("PEP: 8\nTitle: Style\nAuthor: Guido", "fields"),
        ("Author: Guido,\n        Barry\nStatus: Active", "fields"),
        ("The tenant pays: always.\nThe landlord heats.", "paragraph"),
        ("This is a line  with\ntwo blanks.  And more", "paragraph"),
    ],
)
def test_lines_have_a_kind(text: str, kind: str) -> None:
    """By their first marks, and where most lines agree."""
    assert kind_of_lines(text, text.split("\n")) == kind


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("    The tenant\n    pays.", "::", True),
        ("    x = f(y[0])\n    return {x: 1}", "y.", True),
        (">>> x = 1\n1", "y.", True),
        ("$ make install", "y.", True),
        ("    The tenant pays the rent here.\n    He does it.", "y.", False),
        ("The tenant pays.\nThe landlord heats.", "::", False),
        ("if (a[i] == {}) {\n  b(c[i]);\n}", "y.", True),
    ],
)
def test_code_is_told_by_marks_and_place(text: str, after: str, *, expected: bool) -> None:
    """Indented behind two colons, begun by a prompt, or full of marks."""
    assert is_code(text, text.split("\n", maxsplit=1)[0], "paragraph", after) is expected


def test_levels_of_headings() -> None:
    """Number signs count; other forms differ from each other; plain lines have none."""
    assert [heading_level(text) for text in ("# A", "### A", "A")] == [1, 3, 0]
    assert len({heading_level(text) for text in ("A\n===", "A\n---", "===\nA\n===")}) == 3
