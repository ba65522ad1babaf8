"""What may be done with the results of a tool, by its name.

Names are compared without case, globs are allowed, and `mcp__server__tool` also counts as `tool`.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

import msgspec

from headroom.config import CrushSettings, Settings
from headroom.retrieval.marker import TOOL_NAME

__all__ = ["ToolRule", "is_named", "rule_for"]


class ToolRule(msgspec.Struct, frozen=True):
    """How the results of one tool are treated."""

    crush: CrushSettings | None = None
    """The settings to compress with; None where the results stay as they are."""
    reason: str = ""
    """Why they do."""
    key: str = ""
    """The settings as text: a `str` remembers its hash, a struct of settings does not."""


@lru_cache(maxsize=1024)
def rule_for(settings: Settings, tool: str) -> ToolRule:
    """The rule for the results of a tool; of an unknown tool, the name is empty."""
    if is_named(tool, (TOOL_NAME,)):
        # What the model asked to see whole stays whole.
        return ToolRule(reason="retrieved by the model")
    if is_named(tool, settings.excluded_tools):
        return ToolRule(reason=f"excluded tool {tool}")
    crush = settings.crush
    if not crush.enabled:
        return ToolRule(reason="smart_crusher is off")
    for profile in settings.profiles:
        if is_named(tool, (profile.tool,)):
            if profile.skip_compression:
                return ToolRule(reason=f"the profile of {tool} skips compression")
            if profile.max_items_after_crush is not None:
                crush = msgspec.structs.replace(crush, max_items_after_crush=profile.max_items_after_crush)
    if is_named(tool, settings.protected_tools):
        crush = msgspec.structs.replace(crush, lossless_only=True)
    return ToolRule(crush, key=msgspec.json.encode(crush).decode())


def is_named(tool: str, patterns: tuple[str, ...]) -> bool:
    """Whether a tool is among those that the patterns name."""
    low = tool.lower()
    names = {low, low.rpartition("__")[2]} if low.startswith("mcp__") else {low}
    return any(fnmatchcase(name, pattern.lower()) for name in names for pattern in patterns)
