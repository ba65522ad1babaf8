"""The configuration structs that users build and assign to.

They are ordinary mutable structs. `settings.settings_from` freezes them once, when a pipeline is made; nothing inside holds
one. Defaults are the product's documented ones.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["DEFAULT_EXCLUDED_TOOLS", "HeadroomConfig", "SmartCrusherConfig", "ToolProfile"]

DEFAULT_EXCLUDED_TOOLS = ("Read", "Glob", "Grep", "Write", "Edit", "WebSearch", "WebFetch", "web_search", "web_fetch")
"""Tools whose results edit workflows need as they are, and read-only web tools. Compared without case; globs allowed."""


class SmartCrusherConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How JSON tool results are compressed."""

    enabled: bool = True
    min_items_to_analyze: int = 5
    """Arrays shorter than this are left alone."""
    min_tokens_to_crush: int = 200
    """Texts below this many tokens, as estimated, are left alone, and arrays of fewer than three bytes for each of them."""
    max_items_after_crush: int = 15
    """An array's budget: the tokens that this many median items take. Items that must be kept come on top."""
    variance_threshold: float = 2.0
    """Standard deviations from the mean beyond which a number is an outlier, or a shift of the mean a change point."""
    uniqueness_threshold: float = 0.1
    """Share of distinct values (of at most 50 rows) below which a column is nearly constant and its numbers not analysed."""
    similarity_threshold: float = 0.8
    """Share of shared words from which two strings of an array count as alike."""
    first_fraction: float = 0.3
    """Share of the kept items taken from the start (at least 3 items)."""
    last_fraction: float = 0.15
    """Share of the kept items taken from the end (at least 2 items)."""
    preserve_change_points: bool = True
    """Keep the items at which a number's level shifts."""
    factor_out_constants: bool = False
    """Also in JSON output, state fields that are equal in all kept items once instead of in each item."""
    include_summaries: bool = False
    """Describe what was left out (ranges of numbers, counts of values) where it was left out."""
    dedup_identical_items: bool = True
    """Keep no item for variety's sake that is identical to a kept one."""
    lossless_only: bool = False
    """Drop nothing and leave no marker; only re-encode."""
    lossless_min_savings_ratio: float = 0.15
    """Share of the text that tables and references must save to be used; leaving out whitespace needs no share."""
    use_feedback_hints: bool = True
    """For learned hints. Nothing is learned yet, so it changes nothing."""
    toin_confidence_threshold: float = 0.3
    """For learned hints. Nothing is learned yet, so it changes nothing."""


class ToolProfile(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is different for the results of one tool."""

    skip_compression: bool = False
    max_items_after_crush: int | None = None


class HeadroomConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Everything about compression that can be set."""

    smart_crusher: SmartCrusherConfig = msgspec.field(default_factory=SmartCrusherConfig)
    exclude_tools: list[str] | None = None
    """Tools whose results are never touched; None means the preset's list."""
    protect_tool_results: list[str] = msgspec.field(default_factory=list)
    """Tools whose results are never lossy-compressed; added to HEADROOM_PROTECT_TOOL_RESULTS."""
    tool_profiles: dict[str, ToolProfile] = msgspec.field(default_factory=dict)
    """Per-tool differences by tool name (dicts of the same fields are accepted by `compress`)."""
    keep_turns: int = 0
    """Leave the last N turns uncompressed. Moves with every turn, so cached prefixes change; 0 is prefix-stable."""
    retrieval: Literal["none", "tool"] = "none"
    """`tool` when the caller offers `headroom_retrieve`: markers then name it."""
