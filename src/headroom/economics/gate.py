"""Whether a step may rewrite what the provider has already seen.

A rewritten message costs the cached prefix behind it, and that costs more than most rewrites save. So history stays as it was
sent for as long as there is room for it.
"""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation
from headroom.tokens import TokenCounter, count_conversation, counter_for

__all__ = ["is_over", "may_rewrite", "most_tokens", "saves_tokens"]

_MOST_TOKENS_A_BYTE = 2
"""No OpenAI tokenizer makes more than one; for others the count is that times a factor, of at most 1.6 today."""


class _Bytes(msgspec.Struct, frozen=True):
    """Counts bytes of UTF-8: no text has more tokens."""

    name: str = "bytes"
    exact: bool = False
    error: float = 1.0

    def count(self, text: str) -> int:
        """How many bytes the text takes."""
        return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def most_tokens(conversation: Conversation, counter: TokenCounter | None = None) -> int:
    """More tokens than the conversation can have, found out without counting any.

    For the conversation's own model unless a counter is given.
    """
    counts = counter_for(conversation.model) if counter is None else counter
    return count_conversation(conversation, _Bytes()) * (1 if counts.exact else _MOST_TOKENS_A_BYTE)


def is_over(conversation: Conversation, limit_tokens: int, counter: TokenCounter | None = None) -> bool:
    """Whether the conversation, system prompt and tools included, takes more tokens.

    Counts as the conversation's own model does unless a counter is given.

    Cost: none to speak of where the bytes alone fit into the limit; else a count, which is a look-up for texts counted before.
    """
    counts = counter_for(conversation.model) if counter is None else counter
    if most_tokens(conversation, counts) <= limit_tokens:
        return False
    return count_conversation(conversation, counts) > limit_tokens


def saves_tokens(before: Conversation, after: Conversation, counter: TokenCounter | None = None) -> bool:
    """Whether `after` takes fewer tokens than `before`.

    Cost: a count of the texts not counted before.
    """
    return count_conversation(after, counter) < count_conversation(before, counter)


def may_rewrite(before: Conversation, after: Conversation, limit_tokens: int, counter: TokenCounter | None = None) -> bool:
    """Whether `after`, which rewrites history, may be sent for `before`.

    Only if `before` does not fit into the limit and `after` takes fewer tokens. Nothing to rewrite is permitted.

    Cost: that of `is_over`; over the limit that of `saves_tokens`, too.
    """
    return before is after or (is_over(before, limit_tokens, counter) and saves_tokens(before, after, counter))
