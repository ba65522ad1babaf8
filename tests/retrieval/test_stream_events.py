"""Tests of what goes in and out of a spliced stream."""

from __future__ import annotations

from headroom.retrieval.stream_events import Emit, RoundEnd


def test_an_event_passes_as_it_is_unless_it_says_otherwise() -> None:
    """And a round asks for nothing unless it does."""
    event = object()
    assert Emit(event).source is event
    assert Emit(event).value is None
    assert RoundEnd() == RoundEnd(own=(), others=0, reply={})
