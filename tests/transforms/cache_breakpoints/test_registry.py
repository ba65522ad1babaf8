"""Optimizers by provider."""

from __future__ import annotations

import msgspec
import pytest

from headroom.messages import Conversation, Report
from headroom.transforms.cache_breakpoints import OPTIMIZERS, BaseCacheOptimizer, CacheSettings, bound, optimizer_for


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
    assert found == bound(OPTIMIZERS[provider.lower()](), settings)


def test_an_unknown_provider_has_none() -> None:
    """Nothing is known of its cache."""
    assert optimizer_for("cohere") is None


def test_somebody_elses_optimizer_stays_as_it_is() -> None:
    """It knows what it knows."""
    theirs = Theirs()
    assert isinstance(theirs, BaseCacheOptimizer)
    assert bound(theirs, CacheSettings(min_tokens=7)) is theirs
