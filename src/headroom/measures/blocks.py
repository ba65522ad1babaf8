"""Tokens by who says it and what it is."""

from __future__ import annotations

from headroom.messages import Conversation, Opaque, Part, Text, ToolCall, ToolResult
from headroom.tokens import TokenCounter, count_part, counter_for

__all__ = ["BLOCKS", "block_breakdown"]

BLOCKS = ("system", "user", "assistant", "tool_call", "tool_result", "rag", "unknown")
"""The names that `block_breakdown` gives, all of them always."""

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}
_DOCUMENTS = frozenset({"document", "search_result"})
"""Blocks that hold what was retrieved."""
_RETRIEVED = ("<document", "<context>", "<search_result", "<retrieved", "[document 1]", "[source 1]", "retrieved context:")
"""How applications open what they retrieved, in lower case; chosen from the prompts of common frameworks."""
_OPENING_CHARS = 2_000


def block_breakdown(conversation: Conversation, counter: TokenCounter | None = None) -> dict[str, int]:
    """The tokens of each of `BLOCKS`.

    `rag` is text of a user or system message that opens like retrieved documents, and document blocks. What messages cost
    beside their texts, and tool definitions, are not among them. Counts as the conversation's own model does unless a counter
    is given.

    Cost: a count of every text, a look-up for those counted before.
    """
    counts = counter_for(conversation.model) if counter is None else counter
    totals = dict.fromkeys(BLOCKS, 0)
    spoken = [("system", conversation.system), *((message.role, message.parts) for message in conversation.messages)]
    for role, parts in spoken:
        for part in parts:
            totals[_block(role, part)] += count_part(part, counts)
    return totals


def _block(role: str, part: Part) -> str:
    if isinstance(part, ToolCall):
        return "tool_call"
    if isinstance(part, ToolResult):
        return "tool_result"
    if isinstance(part, Opaque) and part.kind in _DOCUMENTS:
        return "rag"
    if isinstance(part, Opaque) and part.kind == "message":
        return "unknown"
    block = _ROLES.get(role, "unknown")
    return "rag" if isinstance(part, Text) and block in ("user", "system") and _is_retrieved(part.text) else block


def _is_retrieved(text: str) -> bool:
    opening = text[:_OPENING_CHARS].lower()
    return any(sign in opening for sign in _RETRIEVED)
