"""What the transforms over a whole history hold, made once from the public configuration."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["DATE_PATTERNS", "DYNAMIC_TAIL", "AlignerSettings", "WindowSettings"]

DATE_PATTERNS = (
    r"[Cc]urrent [Dd]ate(?: is)?:? *[^\n]{4,40}",
    r"[Tt]oday is [^\n]{4,40}",
    r"[Tt]oday's [Dd]ate(?: is)?:? *[^\n]{4,40}",
    r"[Cc]urrent [Tt]ime(?: is)?:? *[^\n]{4,40}",
)
"""How dates are introduced in system prompts, for those who look for nothing else."""
DYNAMIC_TAIL = "\n\n---\n[Dynamic Context]\n"
"""What stands before the lines that moved to the end of a system prompt. Source: the product's documented default."""


class AlignerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`CacheAlignerConfig` as a value; the fields mean the same."""

    mode: Literal["detect", "extract"] = "detect"
    use_dynamic_detector: bool = True
    detection_tiers: tuple[str, ...] = ("regex",)
    extra_dynamic_labels: tuple[str, ...] = ()
    entropy_threshold: float = 0.7
    date_patterns: tuple[str, ...] = DATE_PATTERNS
    normalize_whitespace: bool = True
    collapse_blank_lines: bool = True
    dynamic_tail_separator: str = DYNAMIC_TAIL


class WindowSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`RollingWindowConfig` as a value; the fields mean the same."""

    limit_tokens: int
    keep_last_turns: int = 2
