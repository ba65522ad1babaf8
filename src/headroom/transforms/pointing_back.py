"""What the transforms have in common that point back at what an earlier tool result said."""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.errors import ConfigurationError
from headroom.messages import ToolCall, ToolResult
from headroom.retrieval.marker import holds_marker
from headroom.transforms.replacement import was_retrieved
from headroom.transforms.tool_names import is_named

__all__ = ["PointingBack"]

_MIN_CHARS = 600
"""Chosen: some 150 to 250 tokens; a pointer is 40 to 90, a marker and a note are 80."""


class PointingBack(msgspec.Struct, frozen=True, kw_only=True):
    """Which texts may become, or lose lines to, a pointer.

    Raises: ConfigurationError for a number out of range.
    """

    min_chars: int = _MIN_CHARS
    """Texts shorter than this stay."""
    keep_turns: int = 0
    """Leave the last N turns as they are; that moves with every turn, so it rewrites history."""
    excluded_tools: tuple[str, ...] = ()
    """Tools whose results always stay, by name; globs allowed."""
    retrieval: Literal["none", "tool"] = "none"
    """Whether the caller offers the retrieve tool; notes name it only then."""

    def __post_init__(self) -> None:
        if self.min_chars < 1 or self.keep_turns < 0:
            raise ConfigurationError(
                "min_chars must be at least 1 and keep_turns at least 0",
                {"min_chars": self.min_chars, "keep_turns": self.keep_turns},
            )

    @property
    def rewrites_history(self) -> bool:
        """Only with an explicit `keep_turns`."""
        return self.keep_turns > 0

    def refusal(self, call: ToolCall | None, result: ToolResult, text: str) -> str:
        """Why a text stays as it is; empty where it need not."""
        if len(text) < self.min_chars:
            return f"below {self.min_chars} characters"
        if self.stays_for_its_notes(text):
            return "holds a headroom marker"
        if result.is_error:
            return "an error result"
        if was_retrieved(call, result):
            return "retrieved by the model"
        tool = call.name if call is not None else result.name
        return f"excluded tool {tool}" if is_named(tool, self.excluded_tools) else ""

    def stays_for_its_notes(self, text: str) -> bool:
        """Whether a text stays as it is because it holds notes of ours."""
        return holds_marker(text)
