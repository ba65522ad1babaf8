"""Whether a tool is among those that names and globs stand for."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

__all__ = ["is_named"]


@lru_cache(maxsize=4096)
def is_named(tool: str, patterns: tuple[str, ...]) -> bool:
    """Whether a tool is among those that the patterns name.

    Names are compared without case, globs are allowed, and `mcp__server__tool` also counts as `tool`.
    """
    low = tool.lower()
    names = {low, low.rpartition("__")[2]} if low.startswith("mcp__") else {low}
    return any(fnmatchcase(name, pattern.lower()) for name in names for pattern in patterns)
