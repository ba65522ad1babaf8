"""The conversation as immutable values: messages, parts, and the report on what was done to them."""

from headroom.messages.conversation import (
    Breakpoint,
    Conversation,
    Message,
    Source,
    Tool,
    WireFormat,
    calls_by_result,
    part_text,
    replace_parts,
    turns,
)
from headroom.messages.parts import Opaque, Part, Text, ToolCall, ToolResult
from headroom.messages.report import Action, Decision, Original, Report, original_of

__all__ = [
    "Action",
    "Breakpoint",
    "Conversation",
    "Decision",
    "Message",
    "Opaque",
    "Original",
    "Part",
    "Report",
    "Source",
    "Text",
    "Tool",
    "ToolCall",
    "ToolResult",
    "WireFormat",
    "calls_by_result",
    "original_of",
    "part_text",
    "replace_parts",
    "turns",
]
