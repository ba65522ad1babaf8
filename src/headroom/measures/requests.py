"""What is known of one request afterwards, and what is foreseen of one that is not sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from headroom.economics.bill import Bill

__all__ = ["Bill", "DiffArtifact", "RequestMetrics", "SimulationResult", "TransformDiff"]


class RequestMetrics(msgspec.Struct, kw_only=True):
    """One request, as `get_metrics` gives it."""

    request_id: str
    timestamp: datetime = msgspec.field(default_factory=lambda: datetime.now(UTC).replace(tzinfo=None))
    """When it was sent; naive UTC."""
    model: str = ""
    stream: bool = False
    mode: str = "audit"
    tokens_input_before: int = 0
    """Tokens of the texts as the caller gave them."""
    tokens_input_after: int = 0
    """Of those that were sent."""
    tokens_output: int | None = None
    """None where neither the provider nor the reply says."""
    block_breakdown: dict[str, int] = msgspec.field(default_factory=dict)
    waste_signals: dict[str, int] = msgspec.field(default_factory=dict)
    stable_prefix_hash: str = ""
    cache_alignment_score: float = 0.0
    """From 0 to 1."""
    cached_tokens: int | None = None
    """Read from the provider's cache, where it says."""
    cache_optimizer_used: str | None = None
    cache_optimizer_strategy: str | None = None
    cacheable_tokens: int = 0
    breakpoints_inserted: int = 0
    estimated_cache_hit: bool = False
    estimated_savings_percent: float = 0.0
    semantic_cache_hit: bool = False
    transforms_applied: list[str] = msgspec.field(default_factory=list)
    tool_units_dropped: int = 0
    """Calls with their results that the window left out."""
    turns_dropped: int = 0
    messages_hash: str = ""
    error: str | None = None
    """The type of the exception that the SDK raised, and its status; never its text."""
    exact: bool = False
    """Whether the input figures are the model's own count."""
    bill: Bill = Bill()
    """What the provider billed, over all rounds of the call."""
    cost_usd: float | None = None
    """Of the bill; None where the price is unknown."""
    saved_usd: float | None = None
    """What was saved, net of what cache marks cost; negative when negative."""
    retrieval_rounds: int = 0
    """How often the reply was continued because the model asked for an original."""
    fallback: str = ""
    """Why the request went out otherwise than planned; empty when it did not."""
    tenant: str = ""

    @property
    def tokens_saved(self) -> int:
        """Tokens fewer than before."""
        return self.tokens_input_before - self.tokens_input_after


class SimulationResult(msgspec.Struct, frozen=True, kw_only=True):
    """What would be sent, and what that would save."""

    tokens_before: int
    tokens_after: int
    tokens_saved: int
    transforms: list[str]
    estimated_savings: str
    """`$0.0042 per request`, or `N/A per request` where the price is unknown."""
    messages_optimized: list[Any]
    """In the shape they were given. `Any`, for they go to any SDK as they are."""
    block_breakdown: dict[str, int]
    waste_signals: dict[str, int]
    stable_prefix_hash: str
    """The first 16 hex digits of a SHA-256."""
    cache_alignment_score: float
    """From 0 to 1."""
    exact: bool = False
    """Whether the figures are the model's own count."""
    decisions: list[Any] = msgspec.field(default_factory=list)
    """Every decision of the report (`headroom.Decision`)."""
    warnings: list[str] = msgspec.field(default_factory=list)
    """What went otherwise than planned, such as a hook that failed."""


class TransformDiff(msgspec.Struct, frozen=True, kw_only=True):
    """What one step did to one request."""

    transform_name: str
    tokens_before: int
    tokens_after: int
    tokens_saved: int
    items_removed: int = 0
    """Parts that it changed."""
    items_kept: int = 0
    details: str = ""
    duration_ms: float = 0.0


class DiffArtifact(msgspec.Struct, frozen=True, kw_only=True):
    """What was done to one request, step by step."""

    request_id: str
    original_tokens: int
    optimized_tokens: int
    total_tokens_saved: int
    transforms: list[TransformDiff]
