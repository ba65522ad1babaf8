from __future__ import annotations

import pytest

from benchmarks.document import PAGE, SECTIONS, with_figures

PAGE_TEXT = "Words.\n<!-- figures: rows -->\nold\n<!-- end of figures -->\nMore words.\n"


def test_figures_are_replaced_and_words_are_not() -> None:
    """Only what stands between the marks changes."""
    assert with_figures(PAGE_TEXT, {"rows": "new"}) == (
        "Words.\n<!-- figures: rows -->\n\nnew\n\n<!-- end of figures -->\nMore words.\n"
    )


def test_writing_figures_twice_changes_nothing_more() -> None:
    """The page does not grow with each measurement."""
    once = with_figures(PAGE_TEXT, {"rows": "new"})
    assert with_figures(once, {"rows": "new"}) == once


def test_unmeasured_section_is_an_error() -> None:
    """A stale table does not stay unnoticed."""
    with pytest.raises(KeyError):
        with_figures(PAGE_TEXT, {})


def test_sections_can_be_measured_alone() -> None:
    """The others stay as they are."""
    assert with_figures(PAGE_TEXT, {}, only=["corpus"]) == PAGE_TEXT
    assert "new" in with_figures(PAGE_TEXT, {"rows": "new"}, only=["rows"])


def test_page_has_every_section() -> None:
    """The page that is published shows all that is measured."""
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in SECTIONS if f"<!-- figures: {name} -->" not in page] == []
