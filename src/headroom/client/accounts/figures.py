"""The figures of one request: what came in, what went out, and what that saved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from headroom.client.request.prepared import Prepared, steps_of
from headroom.measures import block_breakdown, waste_signals
from headroom.messages import Conversation, Text, ToolResult, part_text
from headroom.tokens import TokenCounter

__all__ = ["Figures", "figures_of", "tokens_of"]

_MOST_CHARS = 400_000
"""Characters of a conversation up to which it is searched for waste. Source: the product's 100,000 tokens, at four a token."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted of one request."""

    tokens_before: int
    tokens_after: int
    exact: bool
    block_breakdown: dict[str, int]
    waste_signals: dict[str, int]
    transforms: list[str]
    tool_units_dropped: int
    turns_dropped: int
    messages_hash: str


def figures_of(prepared: Prepared, counter: TokenCounter) -> Figures:
    """The figures, counted.

    Cost: a count of every text, a look-up for those counted before; half a count more for waste.
    """
    before, after = prepared.before, prepared.after
    first, second = Counter(_texts(before)), Counter(_texts(after))
    tokens_before = _tokens(first, counter)
    saved = _tokens(first - second, counter) - _tokens(second - first, counter)
    chars = sum(len(text) * times for text, times in first.items())
    units, turns_left = _dropped(before, after)
    return Figures(
        tokens_before=tokens_before,
        tokens_after=tokens_before - saved,
        exact=counter.exact,
        block_breakdown=block_breakdown(before, counter),
        waste_signals=waste_signals(before).to_dict() if chars <= _MOST_CHARS else {},
        transforms=steps_of(prepared.report),
        tool_units_dropped=units,
        turns_dropped=turns_left,
        messages_hash=_hash(before),
    )


def tokens_of(conversation: Conversation, counter: TokenCounter) -> int:
    """The tokens of all texts of a conversation."""
    return _tokens(Counter(_texts(conversation)), counter)


def _tokens(texts: Counter[str], counter: TokenCounter) -> int:
    return sum(counter.count(text) * times for text, times in texts.items())


def _texts(conversation: Conversation) -> Iterator[str]:
    for parts in (conversation.system, *(message.parts for message in conversation.messages)):
        for part in parts:
            if isinstance(part, ToolResult):
                yield from (piece.text for piece in part.content if isinstance(piece, Text))
            else:
                yield part_text(part)


def _dropped(before: Conversation, after: Conversation) -> tuple[int, int]:
    """How many calls with their results the window left out, and how many user messages."""
    kept = {message.origin for message in after.messages}
    gone = [message for message in before.messages if message.origin not in kept]
    units = sum(isinstance(part, ToolResult) for message in gone for part in message.parts)
    turns = sum(message.role == "user" and not any(isinstance(part, ToolResult) for part in message.parts) for message in gone)
    return units, turns


def _hash(conversation: Conversation) -> str:
    """The first 16 hex digits of a SHA-256 over who says what."""
    digest = hashlib.sha256()
    for message in conversation.messages:
        digest.update(message.role.encode("utf-8", "surrogatepass"))
        for part in message.parts:
            digest.update(b"\x1f" + part_text(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
