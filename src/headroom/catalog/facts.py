"""What is known of a model: how much fits in, what it costs, and what its prompt cache takes."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["CacheRules", "FactSource", "ModelFacts", "Prices"]

FactSource = Literal["override", "catalog", "pattern", "default"]
"""Where facts come from: the user's own figures, the snapshot, the shape of the name, or the provider's usual."""


class Prices(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """USD for a million tokens."""

    input: float
    output: float
    cache_read: float | None = None
    """None where nothing is known to be cheaper: then reading costs what input costs."""
    cache_write: float | None = None
    """None where writing costs what input costs."""
    cache_write_long: float | None = None
    """For the longest retention, where that costs more (an hour at Anthropic, twelve at OpenAI)."""
    above_tokens: int = 0
    """The prices hold for requests with more input than this."""
    tiers: tuple[Prices, ...] = ()
    """The prices of larger requests, which hold for all their tokens; the smallest bound first."""

    def at(self, input_tokens: int) -> Prices:
        """The prices of a request with that much input, cached or not."""
        found = self
        for tier in self.tiers:
            if input_tokens > tier.above_tokens:
                found = tier
        return found


class CacheRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a model's prompt cache takes and does."""

    minimum_tokens: int = 0
    """Prefixes shorter than this are not cached. 0 where nothing is cached, or nothing known."""
    implicit: bool = False
    """Whether prefixes are cached without being asked for."""
    explicit: bool = False
    """Whether a request may mark where to cache."""
    max_breakpoints: int = 0
    """Marks that one request may carry, the caller's counted."""
    lookback_blocks: int = 0
    """How many blocks before a mark an earlier one is found; 0 for no limit."""
    ttls: tuple[str, ...] = ()
    """How long may be asked for, in the provider's words; the usual first. OpenAI has the long one for responses alone."""
    routing_key: bool = False
    """Whether a request may name by which key it finds the machine that cached the prefix (`prompt_cache_key`)."""


class ModelFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one model."""

    model: str
    """As it was asked for."""
    context_limit_tokens: int
    """The most input that it takes. Where input and output share one window, this is the whole window."""
    max_output_tokens: int | None = None
    prices: Prices | None = None
    """None where unknown; never a guess from another host's list."""
    cache: CacheRules = CacheRules()
    source: FactSource = "default"
    """Where the limit comes from, or `override` where any figure is the user's."""
    family: str = ""
    """Who made the model (`openai`, `anthropic`, ...); empty where the name does not say."""
