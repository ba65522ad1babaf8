"""A compressor and a transform in a package of their own. Nothing runs unless a configuration names it.

HeadroomConfig(compressors=["thermometer"], transforms=["calibrated"])
"""

from __future__ import annotations

import msgspec
from returns.result import Failure, Result

from headroom import Compressed, Conversation, Report, Skip
from headroom.compressors.excerpt import Excerpt, split_lines, write_excerpt
from headroom.config import Settings, TextSettings

__all__ = ["Calibrated", "Thermometer", "compressor", "transform"]

HEADING = "# thermometer "


class Thermometer(msgspec.Struct, frozen=True):
    """The first and the last readings of a thermometer, and a note for the others."""

    settings: TextSettings = TextSettings()

    @property
    def kind(self) -> str:
        """`thermometer`, for the report."""
        return "thermometer"

    def detects(self, text: str) -> float:
        """1 for a text with the heading of our thermometers."""
        return 1.0 if text.startswith(HEADING) else 0.0

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:  # noqa: ARG002
        """The text without most of its readings; all of it where nothing may be left out."""
        if self.settings.lossless_only:
            return Failure(Skip("readings have no lossless form"))
        lines = split_lines(text)
        excerpt = Excerpt(lines=lines, kept=[0, 1, 2, len(lines) - 1])
        return write_excerpt(text, excerpt, retrieval=self.settings.retrieval)


class Calibrated(msgspec.Struct, frozen=True, kw_only=True):
    """A step that changes nothing and tells how many messages it saw."""

    name: str = "calibrated"
    rewrites_history: bool = False

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The conversation as it is, and a warning with the count."""
        return conversation, Report(warnings=(f"{self.name}: {len(conversation.messages)} messages",))


def compressor(settings: Settings) -> Thermometer:
    """What the entry point `thermometer` names."""
    return Thermometer(settings.router)


def transform(settings: Settings) -> Calibrated:  # noqa: ARG001
    """What the entry point `calibrated` names."""
    return Calibrated()
