"""What compressors hold: one frozen struct for each of them, made once from the public configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec

__all__ = [
    "DEFAULT_KEPT_TAGS",
    "CodeSettings",
    "CrushSettings",
    "DiffSettings",
    "Embedder",
    "LogSettings",
    "MarkupSettings",
    "ProseSettings",
    "RelevanceSettings",
    "RouterSettings",
    "SearchSettings",
    "SentenceScorer",
    "TextSettings",
    "WorkBudget",
]

DEFAULT_KEPT_TAGS = (
    "system-reminder",
    "system_reminder",
    "system-message",
    "system-warning",
    "important",
    "important-instructions",
    "instructions",
)
"""Tags that agents put round what the model must read as it stands. Chosen: those that common agents use."""


Embedder = Callable[[list[str]], Iterable[Iterable[float]]]
"""Texts -> a vector each; always the same for the same text."""
SentenceScorer = Callable[[Sequence[str], str], Iterable[float]]
"""Sentences and what is asked -> how much each matters, from 0 to 1; always the same for the same input."""


class WorkBudget(msgspec.Struct, frozen=True, kw_only=True):
    """How much work one text may cost before it passes through unchanged. Deterministic: sizes, never time."""

    text_bytes: int = 32 * 1024 * 1024
    """Chosen: about three seconds of work, far above any tool result a model could read."""
    depth: int = 100
    """Levels of nesting that are walked into; chosen well below what recursion allows."""


class TextSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What every compressor is told."""

    enabled: bool = True
    lossless_only: bool = False
    """Drop nothing and leave no marker; only re-encode."""
    retrieval: Literal["none", "tool"] = "none"
    """Whether the caller offers the retrieve tool; markers name it only then."""
    budget: WorkBudget = WorkBudget()


class RelevanceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`RelevanceScorerConfig` as a value; the fields mean the same."""

    tier: Literal["bm25", "embedding", "hybrid"] = "bm25"
    bm25_k1: float = 1.5
    bm25_b: float = 0.75
    embedder: Embedder | None = None
    """Compared as callables are: two that are not equal make different settings."""
    hybrid_alpha: float = 0.5
    adaptive_alpha: bool = True
    relevance_threshold: float = 0.25


class CrushSettings(TextSettings, frozen=True, kw_only=True):
    """`SmartCrusherConfig` as a value; the fields mean the same."""

    min_items_to_analyze: int = 5
    min_tokens_to_crush: int = 200
    max_items_after_crush: int = 15
    variance_threshold: float = 2.0
    uniqueness_threshold: float = 0.1
    similarity_threshold: float = 0.8
    first_fraction: float = 0.3
    last_fraction: float = 0.15
    preserve_change_points: bool = True
    factor_out_constants: bool = False
    include_summaries: bool = False
    dedup_identical_items: bool = True
    lossless_min_savings_ratio: float = 0.15
    relevance: RelevanceSettings = RelevanceSettings()


class LogSettings(TextSettings, frozen=True, kw_only=True):
    """`LogCompressorConfig` as a value; the fields mean the same."""

    max_total_lines: int = 100
    error_context_lines: int = 3
    max_stack_traces: int = 3
    stack_trace_max_lines: int = 20


class SearchSettings(TextSettings, frozen=True, kw_only=True):
    """`SearchCompressorConfig` as a value; the fields mean the same."""

    max_matches_per_file: int = 5
    max_total_matches: int = 30
    max_files: int = 15


class DiffSettings(TextSettings, frozen=True, kw_only=True):
    """`DiffCompressorConfig` as a value; the fields mean the same."""

    max_context_lines: int = 2
    max_hunks_per_file: int = 10
    max_files: int = 20


class CodeSettings(TextSettings, frozen=True, kw_only=True):
    """`CodeCompressorConfig` as a value; the fields mean the same."""

    docstring_mode: Literal["full", "first_line", "remove"] = "first_line"
    target_compression_rate: float = 0.2
    max_body_lines: int = 5
    compress_comments: bool = True
    min_tokens_for_compression: int = 100


class MarkupSettings(TextSettings, frozen=True, kw_only=True):
    """`MarkupCompressorConfig` as a value; the fields mean the same."""

    include_links: bool = True
    include_tables: bool = True
    target_ratio: float | None = None


class ProseSettings(TextSettings, frozen=True, kw_only=True):
    """`ProseCompressorConfig` as a value; the fields mean the same."""

    target_ratio: float | None = None
    scorer: SentenceScorer | None = None
    """Compared as callables are: two that are not equal make different settings."""


class RouterSettings(TextSettings, frozen=True, kw_only=True):
    """`ContentRouterConfig` as a value; the fields mean the same."""

    min_tokens_to_compress: int = 250
    protect_error_outputs: bool = True
    error_protection_max_chars: int = 8_000
    kept_tags: tuple[str, ...] = DEFAULT_KEPT_TAGS
