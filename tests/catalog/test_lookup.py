"""Tests of what is known of models, and from where."""

from __future__ import annotations

import pytest

from headroom.catalog import ModelFacts, Overrides, Prices, model_facts, overrides_from


@pytest.mark.parametrize(
    ("model", "provider", "limit_tokens", "source"),
    [
        ("gpt-4o", "openai", 128_000, "catalog"),
        ("azure/gpt-4o-2024-08-06", "", 128_000, "catalog"),
        ("gpt-4.1-mini", "openai", 1_047_576, "catalog"),
        ("gpt-5", "openai", 272_000, "catalog"),
        ("o3", "openai", 200_000, "catalog"),
        ("gpt-4", "openai", 8_192, "catalog"),
        ("claude-3-5-sonnet-20241022", "anthropic", 200_000, "catalog"),
        ("claude-opus-4-6", "anthropic", 1_000_000, "catalog"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "", 200_000, "catalog"),
        ("claude-sonnet-4-5[1m]", "anthropic", 1_000_000, "catalog"),
        ("gemini-1.5-pro", "google", 2_000_000, "catalog"),
        ("command-a-03-2025", "cohere", 256_000, "catalog"),
        ("claude-opus-9-20300101", "anthropic", 200_000, "pattern"),
        ("gpt-4o-of-tomorrow", "openai", 128_000, "pattern"),
        ("o1-of-tomorrow", "openai", 200_000, "pattern"),
        ("my-deployment", "openai", 128_000, "default"),
        ("my-deployment", "anthropic", 200_000, "default"),
        ("my-deployment", "", 128_000, "default"),
        ("", "", 128_000, "default"),
    ],
)
def test_limits_and_where_they_come_from(model: str, provider: str, limit_tokens: int, source: str) -> None:
    """The list, then the shape of the name, then what is usual at the provider."""
    facts = model_facts(model, provider)
    assert (facts.context_limit_tokens, facts.source, facts.model) == (limit_tokens, source, model)


def test_a_dated_model_may_have_prices_of_its_own() -> None:
    """The first GPT-4o cost twice what the later ones do."""
    first, later = model_facts("gpt-4o-2024-05-13").prices, model_facts("gpt-4o-2099-01-01").prices
    assert first is not None
    assert later is not None
    assert (first.input, later.input) == (5.0, 2.5)


def test_prices_of_tiers() -> None:
    """Long requests cost more on some models, all of their tokens."""
    prices = model_facts("gpt-5.4").prices
    assert prices is not None
    assert (prices.at(272_000).input, prices.at(272_001).input) == (2.5, 5.0)


@pytest.mark.parametrize(
    ("model", "minimum_tokens"),
    [
        ("claude-opus-5-5", 512),
        ("claude-fable-5-2", 512),
        ("claude-sonnet-4-5", 1_024),
        ("claude-opus-4-7", 2_048),
        ("claude-haiku-4-5", 4_096),
        ("claude-3-haiku-20240307", 2_048),
    ],
)
def test_cache_rules_of_claude(model: str, minimum_tokens: int) -> None:
    """Marks are asked for, four at most, within twenty blocks; the smallest prefix is the model's own."""
    cache = model_facts(model).cache
    assert cache.minimum_tokens == minimum_tokens
    assert (cache.explicit, cache.implicit, cache.max_breakpoints, cache.lookback_blocks, cache.ttls) == (
        True,
        False,
        4,
        20,
        ("5m", "1h"),
    )


def test_cache_rules_of_openai() -> None:
    """Older models cache by themselves and take no marks; from GPT-5.6 on marks may be set."""
    old, new = model_facts("gpt-4o").cache, model_facts("gpt-5.6-sol").cache
    assert (old.implicit, old.explicit, old.routing_key, old.max_breakpoints, old.ttls) == (True, False, True, 0, ())
    assert (new.implicit, new.explicit, new.routing_key, new.max_breakpoints, new.ttls) == (True, True, True, 4, ("30m", "12h"))
    assert model_facts("gpt-4").cache.minimum_tokens == 0


def test_cache_rules_of_google() -> None:
    """Implicit, the smallest prefix by generation."""
    assert model_facts("gemini-2.5-flash").cache.minimum_tokens == 2_048
    assert model_facts("gemini-3.5-flash").cache.minimum_tokens == 4_096
    assert not model_facts("gemini-2.0-flash").cache.implicit


def test_hosts_have_prices_of_their_own() -> None:
    """By the router's prefix or by the provider; a host that does not list a model has none for it."""
    by_prefix, by_provider = model_facts("groq/llama-3.3-70b-versatile"), model_facts("llama-3.3-70b-versatile", "groq")
    assert by_prefix.prices is not None
    assert by_prefix.prices == by_provider.prices
    assert model_facts("groq/claude-sonnet-4-5").prices is None
    assert model_facts("command-r", "ollama").prices is None
    assert model_facts("ollama/command-r").prices is None
    assert model_facts("ollama/claude-opus-9").prices is None


def test_a_gateway_passes_the_makers_prices_on() -> None:
    """A provider that the list does not know is taken for one."""
    assert model_facts("gpt-4o", "our-gateway").prices == model_facts("gpt-4o").prices


def test_a_fine_tuned_model_costs_what_the_list_says_of_it_or_nobody_knows() -> None:
    """Never what the model costs that it was made from."""
    listed, unlisted = model_facts("ft:gpt-4o-2024-08-06:org::id"), model_facts("ft:gpt-4.1-2025-04-14:org::id")
    assert listed.prices is not None
    assert listed.prices.input == 3.75
    assert unlisted.prices is None
    assert unlisted.context_limit_tokens == 1_047_576


def test_a_pattern_prices_as_the_family_does() -> None:
    """A sonnet of tomorrow as the newest sonnet."""
    assert model_facts("claude-sonnet-99").prices == model_facts("claude-sonnet-5-5").prices
    assert model_facts("gpt-4o-of-tomorrow").prices == model_facts("gpt-4o").prices
    assert model_facts("my-deployment", "openai").prices is None


def test_overrides_go_first() -> None:
    """For limits and prices by themselves; what is not said stays."""
    overrides = overrides_from(
        '{"openai": {"context_limits": {"gpt-4o": 64000}, "pricing": {"gpt-5": {"input": 9, "output": 10, "cached_input": 1}}}}'
    )
    limited = model_facts("gpt-4o", "openai", overrides)
    assert (limited.context_limit_tokens, limited.source) == (64_000, "override")
    assert limited.prices == model_facts("gpt-4o").prices
    priced = model_facts("gpt-5", "openai", overrides)
    assert (priced.context_limit_tokens, priced.source) == (272_000, "override")
    assert priced.prices == Prices(input=9.0, output=10.0, cache_read=1.0)
    assert model_facts("o3", "openai", overrides) == model_facts("o3", "openai")


@pytest.mark.parametrize("model", ["gpt-4o", "openai/GPT-4o", "gpt-4o-2024-08-06", "ft:gpt-4o:my-org"])
def test_an_override_reaches_every_spelling(model: str) -> None:
    """And every way to the provider: by name, through a router, by the maker."""
    overrides = overrides_from('{"openai": {"context_limits": {"gpt-4o": 64000}}}')
    for provider in ("openai", " OpenAI ", "litellm", "our-gateway", ""):
        assert model_facts(model, provider, overrides).context_limit_tokens == 64_000
    assert model_facts(model, "openai", Overrides(limits={"anthropic": {"gpt-4o": 1}})).source == "catalog"


def test_the_fullest_spelling_decides() -> None:
    """A dated name said by the user goes before the name without the date."""
    overrides = overrides_from('{"openai": {"context_limits": {"gpt-4o": 1000, "gpt-4o-2024-08-06": 2000}}}')
    assert model_facts("gpt-4o-2024-08-06", "openai", overrides).context_limit_tokens == 2_000
    assert model_facts("gpt-4o-2024-11-20", "openai", overrides).context_limit_tokens == 1_000


def test_overrides_go_before_patterns_defaults_and_suffixes() -> None:
    """Whatever else would have been assumed."""
    overrides = overrides_from(
        '{"anthropic": {"context_limits": {"claude-opus-9": 5, "finetune": 6, "claude-sonnet-4-5[1m]": 7}}}'
    )
    found = [
        model_facts(model, "anthropic", overrides).context_limit_tokens
        for model in ("claude-opus-9", "finetune", "claude-sonnet-4-5[1m]", "claude-sonnet-4-5")
    ]
    assert found == [5, 6, 7, 200_000]


def test_asking_again_costs_a_look_up() -> None:
    """The very same value comes back where nothing is overridden."""
    first: ModelFacts = model_facts("gpt-4o", "openai")
    assert model_facts("gpt-4o", "openai") is first
