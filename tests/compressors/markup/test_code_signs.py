"""Tests of what tells code."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.code_signs import is_line_of_code, is_numbering, language_of


@pytest.mark.parametrize(
    ("attributes", "language"),
    [
        (' class="language-py3 x"', "py3"),
        (' class="highlight highlight-source-c++"', "c++"),
        (' class="brush: js"', "js"),
        (' class="lang-rust"', "rust"),
        (' class="wide"', ""),
        ("", ""),
    ],
)
def test_languages_are_told_by_classes(attributes: str, language: str) -> None:
    """In the manners of the common highlighters."""
    assert language_of(attributes) == language


def test_numbers_of_lines_rise_by_one() -> None:
    """Any other numbers are code, or what it prints."""
    assert is_numbering("7\n8\n 9")
    assert not is_numbering("1")
    assert not is_numbering("1\n3")
    assert not is_numbering("a\nb")


def test_cells_may_be_lines_of_code() -> None:
    """By the classes of the common viewers."""
    assert is_line_of_code(' id="LC1" class="blob-code js-file-line"')
    assert not is_line_of_code(' class="code"')
