"""Streams of several rounds spliced into the one that the caller sees."""

from __future__ import annotations

from headroom.messages import WireFormat
from headroom.retrieval.stream_anthropic import AnthropicSplice
from headroom.retrieval.stream_events import Emit, RoundEnd, Splice
from headroom.retrieval.stream_openai_chat import ChatSplice
from headroom.retrieval.stream_openai_responses import ResponsesSplice

__all__ = ["Emit", "RoundEnd", "Splice", "splice_for"]


def splice_for(wire_format: WireFormat) -> Splice:
    """A new splice for one request."""
    if wire_format == "openai_chat":
        return ChatSplice()
    if wire_format == "anthropic":
        return AnthropicSplice()
    return ResponsesSplice()
