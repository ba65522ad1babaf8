"""Tests of Mistral's provider."""

from __future__ import annotations

import pytest

from headroom.errors import ProviderError
from headroom.providers import MistralProvider
from headroom.providers.tekken import mistral_counter


def test_counts_are_those_of_the_vocabulary_at_hand() -> None:
    """Exact or not, the counter says which."""
    provider = MistralProvider()
    counter = provider.get_token_counter("open-mistral-nemo")
    expected = mistral_counter("open-mistral-nemo")
    assert (counter.name, counter.exact, counter.error) == (expected.name, expected.exact, expected.error)
    assert provider.name == "mistral"


def test_windows_and_prices() -> None:
    """From the catalog, by pattern, and as given."""
    provider = MistralProvider({"mine": 5})
    assert provider.get_context_limit("mistral-large-latest") == 262_144
    assert provider.get_context_limit("open-mixtral-8x7b-x") == 32_768
    assert provider.get_context_limit("mine") == 5
    assert provider.estimate_cost(1_000_000, 0, "mistral-large-latest") == pytest.approx(0.5)
    assert provider.supports_model("codestral-latest")


def test_no_name_is_refused() -> None:
    """As by all providers."""
    with pytest.raises(ProviderError):
        MistralProvider().get_token_counter(" ")
