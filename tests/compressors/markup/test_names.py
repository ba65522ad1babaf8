"""Tests of names of elements."""

from __future__ import annotations

from headroom.compressors.markup.names import BOXES, BREAKS, CODE, HEADINGS, HIDING, PLAIN, STRIKING


def test_no_element_is_of_two_sorts() -> None:
    """What holds blocks, what starts one and what stands in one each have ends of their own."""
    sorts = (BOXES, BREAKS, CODE, HIDING, STRIKING, [name for name in PLAIN if name[0] != "/"])
    assert len({name for sort in sorts for name in sort}) == sum(map(len, sorts))
    assert set(HEADINGS) <= set(BREAKS)
