"""What may be done with the results of a tool, by its name.

Names are compared without case, globs are allowed, and `mcp__server__tool` also counts as `tool`.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

import msgspec

from headroom.config import Settings
from headroom.retrieval.marker import TOOL_NAME

__all__ = ["ToolRule", "is_named", "rule_for"]


class ToolRule(msgspec.Struct, frozen=True):
    """How the results of one tool are treated."""

    settings: Settings | None = None
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
    used = msgspec.structs.replace(settings, excluded_tools=(), protected_tools=(), profiles=(), keep_turns=0)
    for profile in settings.profiles:
        if is_named(tool, (profile.tool,)):
            if profile.skip_compression:
                return ToolRule(reason=f"the profile of {tool} skips compression")
            if profile.max_items_after_crush is not None:
                crush = msgspec.structs.replace(used.crush, max_items_after_crush=profile.max_items_after_crush)
                used = msgspec.structs.replace(used, crush=crush)
    if is_named(tool, settings.protected_tools):
        used = used.lossless()
    return ToolRule(used, key=_key(used))


def _key(settings: Settings) -> str:
    """The settings as text, but for the embedder, which is no text: who remembers by this key has to add it."""
    relevance = msgspec.structs.replace(settings.crush.relevance, embedder=None)
    crush = msgspec.structs.replace(settings.crush, relevance=relevance)
    return msgspec.json.encode(msgspec.structs.replace(settings, crush=crush)).decode()


@lru_cache(maxsize=4096)
def is_named(tool: str, patterns: tuple[str, ...]) -> bool:
    """Whether a tool is among those that the patterns name."""
    low = tool.lower()
    names = {low, low.rpartition("__")[2]} if low.startswith("mcp__") else {low}
    return any(fnmatchcase(name, pattern.lower()) for name in names for pattern in patterns)
