"""Tests of the words at each place of a template."""

from __future__ import annotations

from headroom.compressors.log_lines.columns import Columns
from tests.compressors.log_lines.rows import read_templates


def test_places_with_different_words_are_taken_apart() -> None:
    """Others are left out, and numbers are noughts."""
    _, _, templates = read_templates([f"job {at} by user='{name}' done" for at, name in enumerate(["ann", "bob", "ann", "cy"])])
    read, columns = Columns(templates).of(0)
    assert len(read) == 3
    assert [column.words for column in columns] == [("user='ann'", "user='bob'", "user='cy'")]
    assert list(columns[0].different) == ["user='ann'", "user='bob'", "user='cy'"]


def test_a_template_is_taken_apart_once() -> None:
    """Whoever asks gets the same."""
    _, _, templates = read_templates([f"user='{name}' left" for name in ("ann", "bob")])
    columns = Columns(templates)
    assert columns.of(0) is columns.of(0)


def test_what_is_read_of_a_template_is_bounded() -> None:
    """Some shapes stand for all, from early to late."""
    names = [
        f"{one}{two}{three}{four}"
        for one in "abcdefghij"
        for two in "klmnopqrst"
        for three in "uvwxyz"
        for four in "abcdefghij"
    ]
    _, _, templates = read_templates([f"user='{name}' left" for name in names])
    read, _ = Columns(templates).of(0)
    assert 2_000 <= len(read) <= 4_000
    assert read[-1] > 5_000
