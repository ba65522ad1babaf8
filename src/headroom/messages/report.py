"""What was decided about each part, and why.

A report is a monoid: `Report()` is empty, `+` concatenates. Totals are derived from what is in it, never stored.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

__all__ = ["Action", "Decision", "Original", "Report", "original_of"]

Action = Literal["compressed", "kept", "reverted"]


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one step did with one part of the conversation it was given."""

    message: int
    """Index of the message in the conversation that the pipeline was given; -1 for the top-level system prompt."""
    part: int
    step: str
    """The step's name, `smart_crusher` say."""
    action: Action
    reason: str
    """Why, for a person to read."""
    kind: str = ""
    """The kind of content, `json` say, where the step looked."""
    original: str = ""
    """Hash of the original, where something was dropped."""
    relevance: str = ""
    """The tier of relevance that chose what stayed (`hybrid`), or why it was not the one asked for; empty where none did."""
    chars_before: int = 0
    chars_after: int = 0


class Original(msgspec.Struct, frozen=True, gc=False):
    """The whole text of one part as it came, under its hash."""

    hash: str
    text: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions oldest first, the originals of what was dropped, and warnings."""

    decisions: tuple[Decision, ...] = ()
    originals: tuple[Original, ...] = ()
    warnings: tuple[str, ...] = ()

    def __add__(self, other: Report) -> Report:
        if not other.decisions and not other.originals and not other.warnings:
            return self
        return Report(
            decisions=self.decisions + other.decisions,
            originals=self.originals + other.originals,
            warnings=self.warnings + other.warnings,
        )

    @property
    def original_texts(self) -> dict[str, str]:
        """The originals by hash."""
        return {original.hash: original.text for original in self.originals}

    @property
    def final(self) -> dict[tuple[int, int], Decision]:
        """The decision that stands for each part, by (message, part): the last one that changed it, else the first one made."""
        standing: dict[tuple[int, int], Decision] = {}
        for decision in self.decisions:
            before = standing.get((decision.message, decision.part))
            if before is None or decision.action != "kept":
                standing[decision.message, decision.part] = decision
        return standing


def original_of(text: str) -> Original:
    """The original under the first 24 hex digits of the SHA-256 of its UTF-8.

    The hash is unkeyed: it names a text, it keeps no secret. Lone surrogates are hashed as they are.
    """
    return Original(hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24], text=text)
