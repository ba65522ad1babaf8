"""Tests of finding where a caller asked for caching."""

from __future__ import annotations

import pytest

from headroom.messages import Source
from headroom.transforms.cache_marks import marked_blocks

MARK = {"type": "ephemeral"}
PLAIN = {"type": "text", "text": "a"}
MARKED = {"type": "text", "text": "a", "cache_control": MARK}


@pytest.mark.parametrize(
    ("wire", "found"),
    [
        ({"content": "a"}, ()),
        ({"content": None, "cache_control": None}, ()),
        ({"content": [PLAIN, {**PLAIN, "cache_control": None}, "odd"]}, ()),
        ({"content": [PLAIN, MARKED, PLAIN, MARKED]}, (1, 3)),
        ({"content": [{"type": "tool_result", "content": [PLAIN, MARKED]}, {"type": "tool_result", "content": "a"}]}, (0,)),
        ({"content": "a", "cache_control": MARK}, (0,)),
        ({"content": [MARKED, PLAIN], "cache_control": MARK}, (0, 1)),
        ({"content": [MARKED], "cache_control": MARK}, (0,)),
        ({}, ()),
        ("odd", ()),
    ],
)
def test_marks_are_found(wire: object, found: tuple[int, ...]) -> None:
    """On blocks, in them, and on the message itself."""
    assert marked_blocks(Source(wire, ())) == found


def test_a_message_built_by_hand_has_none() -> None:
    """It came from no wire."""
    assert marked_blocks(None) == ()
