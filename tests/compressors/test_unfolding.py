"""The bound on what a decoder makes."""

from __future__ import annotations

import pytest

from headroom.compressors.unfolding import Room


def test_what_was_taken_is_gone() -> None:
    """All of it may be taken, and no more."""
    room = Room(10)
    room.take(4)
    room.take(6)
    assert room.left == 0
    with pytest.raises(ValueError, match="more than any text"):
        room.take(1)
