"""Where the provider is asked to cache, decided as a transform: marks and keys are set, no text is touched."""

from headroom.transforms.cache_breakpoints.anthropic import AnthropicCacheOptimizer
from headroom.transforms.cache_breakpoints.google import GoogleCacheOptimizer
from headroom.transforms.cache_breakpoints.openai import OpenAICacheOptimizer
from headroom.transforms.cache_breakpoints.registry import OPTIMIZERS, bound, optimizer_for
from headroom.transforms.cache_breakpoints.settings import BaseCacheOptimizer, CacheSettings, CacheStrategy
from headroom.transforms.cache_breakpoints.summary import CachePlan, plan_summary

__all__ = [
    "OPTIMIZERS",
    "AnthropicCacheOptimizer",
    "BaseCacheOptimizer",
    "CachePlan",
    "CacheSettings",
    "CacheStrategy",
    "GoogleCacheOptimizer",
    "OpenAICacheOptimizer",
    "bound",
    "optimizer_for",
    "plan_summary",
]
