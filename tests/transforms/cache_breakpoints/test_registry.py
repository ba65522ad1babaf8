"""Optimizers by provider."""

from __future__ import annotations

import msgspec
import pytest

from headroom.messages import Conversation, Report
from headroom.transforms.cache_breakpoints import (
    OPTIMIZERS,
    AnthropicCacheOptimizer,
    BaseCacheOptimizer,
    CacheSettings,
    bound,
    optimizer_for,
)
from headroom.wire.cache_marks import CallerMarks


class Theirs(msgspec.Struct, frozen=True):
    """Somebody's own optimizer, which does nothing."""

    name: str = "theirs"
    provider: str = "anthropic"
    strategy: str = "none"

    def __call__(self, conversation: Conversation) -> tuple[Conversation, Report]:
        """The step."""
        return conversation, Report()


@pytest.mark.parametrize("provider", [*OPTIMIZERS, "OpenAI"])
def test_each_provider_has_its_optimizer(provider: str) -> None:
    """By its name, with the settings given."""
    settings = CacheSettings(min_tokens=7)
    found = optimizer_for(provider, settings)
    assert isinstance(found, BaseCacheOptimizer)
    assert found.provider == provider.lower()
    assert found == OPTIMIZERS[provider.lower()](settings=settings)


def test_an_unknown_provider_has_none() -> None:
    """Nothing is known of its cache."""
    assert optimizer_for("cohere") is None


@pytest.mark.parametrize("provider", OPTIMIZERS)
def test_being_told_about_a_request_leaves_what_the_caller_set(provider: str) -> None:
    """Its time and its keys; the stricter of two limits; and what the request says nothing of."""
    set_by_caller = CacheSettings(
        ttl="1h", key_buckets=4, min_tokens=5_000, max_marks=2, sets_key=False, prefix_tokens=900, lookback_blocks=7
    )
    optimizer = optimizer_for(provider, set_by_caller)
    assert optimizer is not None
    told = CacheSettings(min_tokens=2_048, max_marks=4, lookback_blocks=30, has_breakpoints=True, caller=CallerMarks())
    expected = msgspec.structs.replace(set_by_caller, lookback_blocks=30, has_breakpoints=True, caller=CallerMarks())
    assert bound(optimizer, told) == optimizer_for(provider, expected)


@pytest.mark.parametrize("least", [512, 4_096])
def test_what_is_usual_was_not_said_by_the_caller(least: int) -> None:
    """The configuration and the model say what is worth a mark."""
    optimizer = AnthropicCacheOptimizer(settings=CacheSettings(ttl="1h"))
    told = bound(optimizer, CacheSettings(min_tokens=least))
    assert isinstance(told, AnthropicCacheOptimizer)
    assert (told.settings.min_tokens, told.settings.ttl) == (least, "1h")


def test_the_request_comes_before_what_the_caller_set_for_all() -> None:
    """Its prefix; and the model's rules where they are stricter."""
    set_by_caller = CacheSettings(min_tokens=64, max_marks=9, prefix_tokens=900)
    told = CacheSettings(min_tokens=2_048, max_marks=4, prefix_tokens=500, sets_key=False)
    assert bound(AnthropicCacheOptimizer(settings=set_by_caller), told) == AnthropicCacheOptimizer(settings=told)


def test_somebody_elses_optimizer_stays_as_it_is() -> None:
    """It knows what it knows."""
    theirs = Theirs()
    assert isinstance(theirs, BaseCacheOptimizer)
    assert bound(theirs, CacheSettings(min_tokens=7)) is theirs
