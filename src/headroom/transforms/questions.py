"""What has been asked at a point of a conversation."""

from __future__ import annotations

from headroom.messages import Message, Text, ToolResult
from headroom.retrieval.marker import OPENING

__all__ = ["asked_after"]

_FEW_WORDS = 4
"""A user text of fewer words than this answers rather than asks."""
_ASIDE = "\n\x1e\n"
"""Between a question and what was said on top of it (with the record separator: nobody types it)."""


def asked_after(message: Message, question: str) -> str:
    """What has been asked once a message is read, `question` being what had been before.

    All texts of a user message together ask. Texts beside tool results only add to the question, as a short answer does
    (`yes, please`): neither takes its place. Notes of ours ask nothing.
    """
    if message.role != "user":
        return question
    texts = [part.text for part in message.parts if isinstance(part, Text) and not part.text.startswith(OPENING)]
    if not texts:
        return question
    asked = "\n".join(texts)
    base = question.partition(_ASIDE)[0]
    is_aside = any(isinstance(part, ToolResult) for part in message.parts) or len(asked.split(None, _FEW_WORDS)) < _FEW_WORDS
    return f"{base}{_ASIDE}{asked}" if base and is_aside else asked
