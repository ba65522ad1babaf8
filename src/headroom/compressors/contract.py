"""What every compressor is: one text in, a shorter text or a reason out.

A compressor is a frozen callable that holds its settings. It knows neither messages nor providers; the transform that calls
it decides which texts it may see and what it may drop.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import msgspec
from returns.result import Result

__all__ = ["Compressed", "Compressor", "DetectingCompressor", "Skip"]


class Compressed(msgspec.Struct, frozen=True, kw_only=True):
    """A shorter text that says the same, or says what it left out."""

    text: str
    summary: str
    """What was kept, what was left out and why, for the report."""
    original: str = ""
    """The hash of the whole text as it came, which a marker in `text` names; empty where nothing was left out."""
    kind: str = ""
    """The kind of content that was found, where the compressor is for several; empty for the compressor's own."""

    relevance: str = ""
    """How it was judged what answers the question: the tier that ran (`bm25`), or why it was not the one asked for."""

    @property
    def lossless(self) -> bool:
        """Whether everything is still there."""
        return not self.original


class Skip(msgspec.Struct, frozen=True):
    """Why a text passes through unchanged."""

    reason: str


class Compressor(Protocol):
    """One text and what is asked about it -> a shorter text, or why not.

    Ours are also made `from_settings`; one of somebody else's need not be.
    """

    @property
    def kind(self) -> str:
        """The kind of content it is for, as in reports (`json`)."""
        ...

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """`query` is what the user and the tool call asked for; empty when nobody asked."""
        ...


@runtime_checkable
class DetectingCompressor(Compressor, Protocol):
    """A compressor for content that the router does not know by itself."""

    def detects(self, text: str) -> float:
        """How sure it is, from 0 to 1, that a text is its own; it is asked about every text, so it should be quick."""
        ...
