"""The configuration structs that matter to clients alone: where things are kept, what is offered, what is cached.

Ordinary mutable structs like those of `public`. `precedence.resolve` makes them one frozen value, with who said what.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from headroom.config.reduction import Embedder

__all__ = ["CCRConfig", "CacheOptimizerConfig", "HeadroomMode", "PrefixFreezeConfig"]


class HeadroomMode(StrEnum):
    """What a client does with a request."""

    AUDIT = "audit"
    """Observe only: what is sent is what the caller gave."""
    OPTIMIZE = "optimize"
    """Run the pipeline."""
    SIMULATE = "simulate"
    """Return what would be sent, without a call."""


class CCRConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Compress, cache, retrieve: how what was left out is kept and given back."""

    enabled: bool = True
    """Whether originals are kept and the model may ask for them. Off: notes name no tool, and nothing is stored."""
    store_max_entries: int = 1_000
    """Originals kept, 1 at least; beyond it those unused for longest go first, never those of the last minute."""
    store_max_bytes: int = 256_000_000
    """Bytes of originals kept, likewise."""
    store_ttl_seconds: int = 1_800
    """How long an original is kept after its last use; a conversation that still holds its marker uses it each time."""
    inject_retrieval_marker: bool = True
    """Whether notes name the original. Off: nothing is left out that would need one; only lossless steps run."""
    inject_tool: bool = True
    """Whether requests offer `headroom_retrieve`. Off: as `enabled`, but originals are kept for `client.retrieve`."""
    max_retrieval_rounds: int = 3
    """How often a reply that asks for originals is answered and continued. At 0 the tool is not offered."""
    min_items_to_cache: int = 20
    """For learned hints. Nothing is learned yet, so it changes nothing."""
    feedback_enabled: bool = True
    """For learned hints. Nothing is learned yet, so it changes nothing."""


class CacheOptimizerConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is done for the provider's prompt cache, and the cache of replies."""

    enabled: bool = True
    """Whether requests are marked for the provider's cache."""
    auto_detect_provider: bool = True
    """Whether the optimizer follows from the provider where none was given."""
    min_cacheable_tokens: int = 1_024
    """Prefixes shorter than this get no mark; a model's own minimum counts where it is higher."""
    enable_semantic_cache: bool = False
    """Whether a reply is given again to the same request."""
    semantic_cache_similarity: float = 0.95
    """From 0 to 1: how near a question must be to one answered before, where an embedder is given."""
    semantic_cache_max_entries: int = 1_000
    semantic_cache_ttl_seconds: int = 300
    semantic_cache_embedder: Embedder | None = None
    """Judges how near questions are. None: only the very same request is a hit."""


class PrefixFreezeConfig(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What was sent before goes out again as it was sent, while the provider may still have it cached."""

    enabled: bool = True
    """Off: the client compresses with the preset `token`, which may change earlier messages over the limit of a window."""
    min_cached_tokens: int = 1_024
    """Prefixes shorter than this are not cached by any provider, so they may change."""
    session_ttl_seconds: int = 600
    """After so long without a request a conversation counts as new."""
    force_compress_threshold: float = 0.5
    """From 0 to 1: the share of the prefix that sending it anew must save for it to change all the same."""
