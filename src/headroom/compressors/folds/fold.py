"""What one fold did to the lines of a text."""

from __future__ import annotations

import msgspec

__all__ = ["Fold", "Folded"]


class Fold(msgspec.Struct, frozen=True):
    """One place that became shorter: what may be counted to see by how much."""

    dropped: str
    """A line, or lines, of what is gone, as they stood."""
    left: str
    """What stands there of them now."""
    times: float
    """How often that was done."""
    note: str
    """What was written for it, once."""


class Folded(msgspec.Struct, frozen=True):
    """Lines that are folded, and where."""

    lines: list[str]
    folds: list[Fold]
