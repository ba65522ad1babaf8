"""Tests of what stays or goes as a whole."""

from __future__ import annotations

import pytest

from tests.compressors.prose.samples import lease, spelled, units


def test_paragraphs_are_sentences() -> None:
    """Lists, code and headings are not cut."""
    text = "# Rent\n\nThe tenant shall pay it. It is due on the first day.\n\n- one\n- two\n\n```\na. B\n```\n"
    assert spelled(text) == [
        "# Rent",
        "The tenant shall pay it.",
        "It is due on the first day.",
        "- one\n- two",
        "```\na. B\n```",
    ]
    assert units(text).kinds == ["heading", "paragraph", "paragraph", "list", "code"]


def test_units_tile_the_text() -> None:
    """Joined they are the text."""
    text = lease()
    made = units(text)
    assert made.starts[0] == 0
    assert made.starts[-1] == len(text)
    assert made.starts == sorted(set(made.starts))
    assert [made.unit_at(start) for start in made.starts[:-1]] == list(range(len(made)))


def test_long_lists_are_items() -> None:
    """A short list is one unit; of a long one each item, with the lines that belong to it; a long item is sentences."""
    item = "- The tenant shall pay the rent\n  in advance\n  - and more\n"
    assert len(spelled(item * 2)) == 1
    assert spelled(item * 30) == [item.strip()] * 30
    long = "- " + "The tenant shall pay the rent in advance each month. " * 10 + "\n"
    assert units(long * 2).kinds == ["paragraph"] * 20


def test_long_tables_are_rows_under_their_head() -> None:
    """A short table is one unit; of a long one each row, and the head with its rule."""
    head, rows = "| a | b |\n|---|---|\n", "| the first cell | the second one |\n"
    assert units(head + rows * 3).kinds == ["table"]
    made = units(f"{head}{rows * 60}\nThe tenant shall pay the rent.\n")
    assert made.kinds == ["row"] * 61 + ["paragraph"]
    assert made.words(0) == head.strip()


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# A\n\nThe one.\n\n## B\n\nThe two.\n\n# C\n\nThe three.\n", [-1, 0, 0, 2, -1, 4]),
        ("A\n===\n\nThe one.\n\nB\n---\n\nThe two.\n\nC\n---\n\nThe three.\n", [-1, 0, 0, 2, 0, 4]),
        ("ARTICLE 4\n\nDEPOSIT\n\nThe one.\n\nARTICLE 5\n\nThe two.\n", [-1, 0, 1, -1, 3]),
        ("The one.\n", [-1]),
    ],
)
def test_headings_stand_over_what_follows(text: str, headings: list[int]) -> None:
    """A heading stands over those below it, a plain one over the plain one right behind it."""
    assert units(text).headings == headings


def test_other_scripts_stay_in_place() -> None:
    """The lower-case form has a byte for each character, even where letters are longer in lower case."""
    made = units("İstanbul ist groß. Straße \ud800 und Ärger gehören dazu.")
    assert len(made.low) == len(made.text)
