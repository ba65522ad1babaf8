"""Tests of OpenAI's provider."""

from __future__ import annotations

import pytest

from headroom.providers import OpenAIProvider
from headroom.tokens import count


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-5-mini", "o3", "gpt-4", "azure/gpt-4.1", "ft:gpt-4o-2024-08-06:org::id"])
def test_counts_are_exact(model: str) -> None:
    """From the vocabularies that ship with the package."""
    counter = OpenAIProvider().get_token_counter(model)
    assert (counter.exact, counter.error) == (True, 0.0)
    assert counter.count_text("Hello, world!") == count("Hello, world!", model)


def test_a_deployment_of_unknown_name_still_works() -> None:
    """With an estimate that says so, and OpenAI's usual window."""
    provider = OpenAIProvider()
    assert not provider.get_token_counter("my-deployment").exact
    assert provider.facts("my-deployment").source == "default"
    assert provider.get_context_limit("my-deployment") == 128_000


def test_prefix_caching_can_be_turned_off() -> None:
    """It is on unless said otherwise, by the name that the product's page shows."""
    assert OpenAIProvider().enable_prefix_caching is True
    assert OpenAIProvider(enable_prefix_caching=False).with_overrides().enable_prefix_caching is False
    assert OpenAIProvider({"gpt-4o": 5}).get_context_limit("gpt-4o") == 5
    assert OpenAIProvider().name == "openai"
