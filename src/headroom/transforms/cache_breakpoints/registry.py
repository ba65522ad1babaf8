"""The optimizer of each provider, and how it is told about a request."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from headroom.transforms.cache_breakpoints.anthropic import AnthropicCacheOptimizer
from headroom.transforms.cache_breakpoints.google import GoogleCacheOptimizer
from headroom.transforms.cache_breakpoints.openai import OpenAICacheOptimizer
from headroom.transforms.cache_breakpoints.settings import BaseCacheOptimizer, CacheSettings

__all__ = ["OPTIMIZERS", "bound", "optimizer_for"]

_Ours = AnthropicCacheOptimizer | OpenAICacheOptimizer | GoogleCacheOptimizer

OPTIMIZERS: Mapping[str, type[_Ours]] = MappingProxyType(
    {"anthropic": AnthropicCacheOptimizer, "openai": OpenAICacheOptimizer, "google": GoogleCacheOptimizer}
)
"""By the provider's name."""


_USUAL = CacheSettings()


def optimizer_for(provider_name: str, settings: CacheSettings | None = None) -> BaseCacheOptimizer | None:
    """The provider's optimizer; None for a provider whose cache needs nothing, or of which nothing is known."""
    made = OPTIMIZERS.get(provider_name.lower())
    return None if made is None else made(settings=settings or CacheSettings())


def bound(optimizer: BaseCacheOptimizer, settings: CacheSettings) -> BaseCacheOptimizer:
    """The optimizer told about a model and a request; one that is not ours as it is.

    Keeps: what it was made with and a request says nothing of, and of two limits the stricter one; `min_tokens` where it is not
    the usual one, which counts as nothing said. What the model takes, and how far its look-back goes, the model says alone.
    """
    if not isinstance(optimizer, _Ours):
        return optimizer
    own = optimizer.settings
    told = msgspec.structs.replace(
        settings,
        min_tokens=settings.min_tokens if own.min_tokens == _USUAL.min_tokens else max(own.min_tokens, settings.min_tokens),
        max_marks=min(own.max_marks, settings.max_marks),
        prefix_tokens=settings.prefix_tokens or own.prefix_tokens,
        ttl=settings.ttl or own.ttl,
        sets_key=settings.sets_key and own.sets_key,
        key_buckets=max(own.key_buckets, settings.key_buckets),
    )
    return msgspec.structs.replace(optimizer, settings=told)
