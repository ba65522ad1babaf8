"""The note that stands for a text which an earlier tool result already holds.

It names the earlier result as the reader finds it, and by its hash: whoever leaves things out can see by it what must stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from headroom.messages import Message, original_of
from headroom.retrieval.marker import OPENING, find_markers, marker_text, text_marker
from headroom.transforms.replacement import Piece, result_pieces

__all__ = ["name_of", "pointed_at", "pointer", "pointers"]

_START = f"{OPENING}1 result omitted (same as "


def name_of(text: str) -> str:
    """The hash by which a pointer names a text: its own, or of what it is an excerpt of, where one note says so.

    A note that stands for the whole of a text is no excerpt of it.
    """
    markers = () if text.startswith(OPENING) and "\n" not in text else find_markers(text)
    return markers[0].hash if len(markers) == 1 else original_of(text).hash


def pointer(where: str, original: str, retrieval: Literal["none", "tool"] = "none") -> str:
    """The note; `where` says which earlier result holds the same text."""
    return text_marker(marker_text(f"1 result omitted (same as {where} above)", original, retrieval))


def pointed_at(text: str) -> str:
    """The hash of the text that a pointer points at; empty for any other text."""
    if not text.startswith(_START) or "\n" in text:
        return ""
    found = find_markers(text)
    return found[-1].hash if found else ""


def pointers(messages: tuple[Message, ...]) -> Iterator[tuple[Piece, str]]:
    """Where pointers stand in tool results, and the hashes of the texts they point at."""
    for piece, _, text in result_pieces(messages):
        if text.startswith(_START) and (digest := pointed_at(text)):
            yield piece, digest
