"""The kinds of content there are, and what is said of a text once its kind is known."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["Detection", "Guess", "Kind", "Section"]

Kind = Literal[
    "json", "table", "log", "build", "traceback", "search", "diff", "code", "markup", "config", "listing", "prose", "unknown"
]
"""`json`: JSON, JSON lines. `table`: CSV, TSV, Markdown and fixed-width tables. `build`: output of builds and test runs.
`search`: grep-like hits. `markup`: HTML and XML. `listing`: paths, directory listings and trees. `unknown`: none of these."""


class Detection(msgspec.Struct, frozen=True, kw_only=True):
    """What a text is."""

    kind: Kind
    confidence: float
    """From 0 to 1; below 0.5 is a guess that nothing should be lost by."""
    format: str = ""
    """Finer, where it is known: `lines` of JSON, `csv`, `ripgrep`, `git`, `pytest`, `python`, `html`, `yaml`, `tree`."""


class Section(msgspec.Struct, frozen=True):
    """A run of whole lines of one kind; the sections of a text tile it."""

    start: int
    """In characters."""
    end: int
    detection: Detection


class Guess(msgspec.Struct, frozen=True):
    """How much a text looks like one kind of content, from 0 to 1, and which format of it."""

    score: float = 0.0
    format: str = ""
