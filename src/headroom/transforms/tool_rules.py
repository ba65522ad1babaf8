"""What may be done with the results of a tool, by its name."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from headroom.config import Settings
from headroom.retrieval.marker import TOOL_NAME
from headroom.transforms.biases import biased
from headroom.transforms.file_access import READ_TOOLS
from headroom.transforms.tool_names import is_named

__all__ = ["ToolRule", "rule_for"]


class ToolRule(msgspec.Struct, frozen=True):
    """How the results of one tool are treated."""

    settings: Settings | None = None
    """The settings to compress with; None where the results stay as they are."""
    reason: str = ""
    """Why they do."""
    key: str = ""
    """The settings as text, but for their functions: a `str` remembers its hash, a struct of settings does not."""


@lru_cache(maxsize=1024)
def rule_for(settings: Settings, tool: str, bias: float = 1.0) -> ToolRule:
    """The rule for the results of a tool; of an unknown tool, the name is empty.

    `bias` is how many times as much of them is wanted.
    """
    if is_named(tool, (TOOL_NAME,)):
        # What the model asked to see whole stays whole.
        return ToolRule(reason="retrieved by the model")
    if is_named(tool, settings.excluded_tools):
        return ToolRule(reason=f"excluded tool {tool}")
    used = msgspec.structs.replace(
        settings, excluded_tools=(), protected_tools=(), profiles=(), keep_turns=0, protected_messages=(), biases=()
    )
    for profile in settings.profiles:
        if is_named(tool, (profile.tool,)):
            if profile.skip_compression:
                return ToolRule(reason=f"the profile of {tool} skips compression")
            if profile.max_items_after_crush is not None:
                crush = msgspec.structs.replace(used.crush, max_items_after_crush=profile.max_items_after_crush)
                used = msgspec.structs.replace(used, crush=crush)
    used = biased(used, bias)
    if used.intercept_tool_results and is_named(tool, READ_TOOLS):
        # Its first read is outlined by another step, so that the second can show the file.
        used = msgspec.structs.replace(used, code=msgspec.structs.replace(used.code, enabled=False))
    if is_named(tool, settings.protected_tools):
        used = used.lossless()
    return ToolRule(used, key=msgspec.json.encode(used.plain()).decode())
