"""Tests of what blocks know of themselves."""

from __future__ import annotations

from tests.compressors.markup.pages import block


def test_prose_is_what_is_no_link() -> None:
    """Never less than nothing, as marks and white space are counted differently."""
    assert block("some words", link_chars=4).prose_chars == 6
    assert block("link", link_chars=9).prose_chars == 0
