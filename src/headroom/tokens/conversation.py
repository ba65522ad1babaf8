"""How many tokens a whole conversation costs a model.

The texts are counted; what surrounds them is not public for most models and follows conventions stated here.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from headroom.messages import Conversation, Opaque, Part, Text, ToolCall, ToolResult
from headroom.tokens.counter import TokenCounter, counter_for

__all__ = ["count_conversation", "count_part"]

MESSAGE_TOKENS = 4
REQUEST_TOKENS = 3
"""What a message and the opening of the reply cost beside their texts. Source: a convention for OpenAI, used for all."""

IMAGE_TOKENS = 1600
"""An image of about 1.15 megapixels, the most that Claude looks at before scaling down. Source: Anthropic's vision guide."""
DOCUMENT_TOKENS = 2000
"""One page as image and text; chosen: the pages of a file are not counted here."""
AUDIO_TOKENS = 200
"""About twenty seconds of speech at ten tokens a second; chosen."""

_FLAT = {
    "image": IMAGE_TOKENS,
    "image_url": IMAGE_TOKENS,
    "input_image": IMAGE_TOKENS,
    "document": DOCUMENT_TOKENS,
    "file": DOCUMENT_TOKENS,
    "input_file": DOCUMENT_TOKENS,
    "audio": AUDIO_TOKENS,
    "input_audio": AUDIO_TOKENS,
}
_SEALED = frozenset({"signature", "data", "encrypted_content"})
"""Keys whose strings stand for hidden text."""
_SEALED_CHARS = 16
_SEALED_TOKENS = 3
"""Sixteen characters of base64 are twelve bytes, counted as three tokens."""
_BOOKKEEPING = frozenset({"type", "id", "cache_control"})
"""Keys of a block whose strings are for the provider, not for the model."""


def count_conversation(conversation: Conversation, counter: TokenCounter | None = None) -> int:
    """The tokens of everything the model is shown: system, tools, messages.

    Counts as the conversation's own model does unless a counter is given.
    """
    counts = counter_for(conversation.model) if counter is None else counter
    total = REQUEST_TOKENS
    if conversation.system:
        total += MESSAGE_TOKENS + sum(count_part(part, counts) for part in conversation.system)
    for message in conversation.messages:
        total += MESSAGE_TOKENS + counts.count(message.role) + sum(count_part(part, counts) for part in message.parts)
    for tool in conversation.tools:
        total += counts.count(tool.name) if tool.source is None else _count_strings(tool.source, counts, with_keys=True)
    return total


def count_part(part: Part, counter: TokenCounter) -> int:
    """The tokens of one part, flat figures for what is no text."""
    if isinstance(part, Text):
        return counter.count(part.text)
    if isinstance(part, ToolCall):
        return counter.count(part.name) + counter.count(part.arguments)
    if isinstance(part, ToolResult):
        name = counter.count(part.name) if part.name else 0
        return name + sum(count_part(piece, counter) for piece in part.content)
    return _count_opaque(part, counter)


def _count_opaque(part: Opaque, counter: TokenCounter) -> int:
    flat = _FLAT.get(part.kind)
    return _count_strings(part.value, counter, with_keys=False) if flat is None else flat


def _count_strings(value: object, counter: TokenCounter, *, with_keys: bool) -> int:
    """The tokens of the strings in a wire value, and of its keys where the model reads those too."""
    total = 0
    pending: list[tuple[str, object]] = [("", value)]
    while pending:
        key, item = pending.pop()
        if isinstance(item, msgspec.Raw):
            item = msgspec.json.decode(item)
        if isinstance(item, str):
            total += len(item) * _SEALED_TOKENS // _SEALED_CHARS if key in _SEALED else counter.count(item)
        elif isinstance(item, Mapping):
            if with_keys:
                total += sum(counter.count(str(name)) for name in item)
            pending.extend((str(name), inner) for name, inner in item.items() if with_keys or name not in _BOOKKEEPING)
        elif isinstance(item, list | tuple):
            pending.extend((key, inner) for inner in item)
    return total
