"""A nested text as an outline, for tests."""

from __future__ import annotations

from headroom.compressors.nested_parts.nested import Nested

__all__ = ["Outline", "outline_of"]

Outline = list[tuple[str, "Outline"]]


def outline_of(nested: Nested, part: int = 0) -> Outline:
    """The names inside a part, each with what is inside it."""
    return [(nested.names[inner], outline_of(nested, inner)) for inner in nested.inside(part)]
