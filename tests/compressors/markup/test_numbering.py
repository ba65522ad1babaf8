"""Tests of what stands before the items of lists."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.numbering import Numbering
from tests.compressors.markup.pages import page_of


@pytest.mark.parametrize(
    ("markup", "marks"),
    [
        ("<ul><li>a<li value=3>b</ul>", ["-", "-"]),
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        ("<ol start=9><li>a<li>b</ol>", ["9.", "10."]),
        ("<ol start='-1'><li>a<li>b<li>c</ol>", ["-1.", "0.", "1."]),
        ("<ol><li>a<li value=9>b<li>c</ol>", ["1.", "9.", "10."]),
        ("<ol start=x><li value='1e9'>a</ol>", ["1."]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3.", "2.", "1."]),
        ("<ol reversed start=8><li>a<li>b</ol>", ["8.", "7."]),
        ("<ol reversed><li>a<li value=7>b<li>c</ol>", ["3.", "7.", "6."]),
        ("<ol reversed><li>a<ol reversed><li>x<li>y</ol><li>b</ol>", ["2.", "2.", "1.", "1."]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z.", "aa."]),
        ("<ol type=I start=49><li>a<li>b</ol>", ["XLIX.", "L."]),
        ("<li value=4>a", ["-"]),
    ],
)
def test_items_have_the_numbers_that_a_browser_shows(markup: str, marks: list[str]) -> None:
    """Set by the list or by an item, counted up or down, in digits, letters or Roman."""
    assert [block.mark for block in page_of(markup).blocks] == marks


def test_what_is_beyond_letters_and_roman_is_digits() -> None:
    """There is no letter for 0, and no browser writes 5000 in Roman."""
    numbers = Numbering()
    numbers.open("ol", " type=a start=0")
    assert numbers.mark("") == "0."
    numbers.open("ol", " type=i start=5000")
    assert numbers.mark("") == "5000."
    numbers.close()
    assert numbers.mark("") == "a."
