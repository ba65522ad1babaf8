"""What a compression hands back: the smaller conversation, the report, and figures on demand.

Tokens are counted when they are first asked for, never while compressing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import Any

import msgspec

from headroom.messages import Conversation, Report, Text, ToolResult, part_text
from headroom.tokens import TokenCounter, counter_for

__all__ = ["CompressResult", "CompressedBody", "Outcome"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A conversation before and after, and why each part is as it is."""

    before: Conversation
    conversation: Conversation
    """The compressed one."""
    report: Report
    model: str
    """Whose tokens are counted."""

    @cached_property
    def originals(self) -> dict[str, str]:
        """The whole texts of what was dropped from, by the hash in their markers."""
        return self.report.original_texts

    @cached_property
    def tokens_before(self) -> int:
        """Tokens of all texts that came in.

        Counted are the system prompt, messages, tool arguments and tool results; not images and other opaque content, tool
        definitions, and what a provider adds round each message.

        Cost: one count of the conversation.
        """
        return sum(map(self._counter.count, _texts(self.before)))

    @cached_property
    def tokens_saved(self) -> int:
        """Tokens fewer than before; only texts that changed are counted."""
        before, after = Counter(_texts(self.before)), Counter(_texts(self.conversation))
        return self._tokens(before - after) - self._tokens(after - before)

    @property
    def tokens_after(self) -> int:
        """Tokens of all texts that are left."""
        return self.tokens_before - self.tokens_saved

    @property
    def exact(self) -> bool:
        """Whether the figures are the model's own count; otherwise they are estimates."""
        return self._counter.exact

    @cached_property
    def _counter(self) -> TokenCounter:
        return counter_for(self.model)

    def _tokens(self, texts: Counter[str]) -> int:
        return sum(self._counter.count(text) * times for text, times in texts.items())


class CompressResult(Outcome, frozen=True, kw_only=True, eq=False, dict=True):
    """What `compress` returns: the messages to send, and the outcome."""

    messages: list[Any]
    """In the shape they were given; unchanged ones are the same objects. `Any`, for they go to any SDK as they are."""
    system: object
    """The top-level system prompt, the very object given unless it changed."""
    tools: object
    """The tool definitions as given."""

    def __repr__(self) -> str:
        compressed = sum(decision.action == "compressed" for decision in self.report.final.values())
        counts = f"messages={len(self.before.messages)}, parts_compressed={compressed}, originals={len(self.originals)}"
        return f"{type(self).__name__}({counts})"


class CompressedBody(Outcome, frozen=True, kw_only=True, eq=False, dict=True):
    """What `compress_body` returns: the bytes to send, and the outcome."""

    body: bytes
    """The very bytes given, but for the texts that changed."""


def _texts(conversation: Conversation) -> Iterator[str]:
    """Every text on its own, as each was compressed on its own."""
    parts = chain(conversation.system, *(message.parts for message in conversation.messages))
    for part in parts:
        if isinstance(part, ToolResult):
            yield from (piece.text for piece in part.content if isinstance(piece, Text))
        else:
            yield part_text(part)
