"""Tests of what all providers of ours have in common."""

from __future__ import annotations

import pytest

from headroom.catalog import Prices, model_facts, overrides_from
from headroom.errors import ConfigurationError, ProviderError
from headroom.providers.catalogued import CataloguedProvider

FILE = overrides_from(
    '{"openai": {"context_limits": {"gpt-4o": 2000, "o3": 3000}, "pricing": {"gpt-4o": {"input": 1, "output": 2}}}}'
)


def test_answers_come_from_the_catalog() -> None:
    """Limit, room for the reply, and facts of the provider's own name."""
    provider = CataloguedProvider("openai")
    assert provider.facts("gpt-4o") == model_facts("gpt-4o", "openai")
    assert provider.get_context_limit("gpt-4o") == 128_000
    assert provider.get_output_buffer("gpt-4o") == 4_000
    assert provider.get_output_buffer("gpt-4o", 99_999) == 16_384
    assert provider.get_output_buffer("my-deployment", 99_999) == 99_999
    assert provider.get_token_counter("gpt-4o").exact


def test_cost_is_of_input_output_and_what_was_cached() -> None:
    """Cached tokens are of the input, and never more than it."""
    provider = CataloguedProvider("openai")
    assert provider.estimate_cost(1_000_000, 0, "gpt-4o") == pytest.approx(2.5)
    assert provider.estimate_cost(0, 1_000_000, "gpt-4o") == pytest.approx(10.0)
    assert provider.estimate_cost(1_000_000, 0, "gpt-4o", cached_tokens=400_000) == pytest.approx(0.6 * 2.5 + 0.4 * 1.25)
    assert provider.estimate_cost(1_000_000, 0, "gpt-4o", 2_000_000) == pytest.approx(1.25)
    assert provider.estimate_cost(1_000, 0, "my-deployment") is None


def test_limits_given_in_code_go_before_files_and_a_clients_before_those() -> None:
    """Client, constructor, file, catalog."""
    own = CataloguedProvider("openai", {"gpt-4o": 1_500})
    filed = own.with_overrides(FILE)
    assert (filed.get_context_limit("gpt-4o"), filed.get_context_limit("o3")) == (1_500, 3_000)
    assert own.with_overrides(FILE, {"gpt-4o": 1_000}).get_context_limit("gpt-4o") == 1_000
    assert filed.with_overrides(FILE, {"gpt-4o": 1_000}).get_context_limit("gpt-4o") == 1_000
    assert filed.get_context_limit("gpt-4.1") == 1_047_576
    assert filed.facts("gpt-4o").prices == Prices(input=1.0, output=2.0)
    assert filed.facts("gpt-4o").source == "override"


def test_a_provider_with_overrides_leaves_the_first_as_it_was() -> None:
    """And is of the same kind."""
    first = CataloguedProvider("openai")
    second = first.with_overrides(FILE)
    assert type(second) is type(first)
    assert first.get_context_limit("gpt-4o") == 128_000


def test_models_are_supported_by_name_or_by_declaration() -> None:
    """A limit that was given makes a model known."""
    provider = CataloguedProvider("openai", {"my-deployment": 5})
    assert provider.supports_model("gpt-9")
    assert provider.supports_model("openai/o3-mini")
    assert provider.supports_model("my-deployment")
    assert not provider.supports_model("claude-opus-5")
    assert not provider.supports_model("")


@pytest.mark.parametrize("model", ["", "   "])
def test_nothing_is_known_of_no_model(model: str) -> None:
    """Every question is refused, by the provider's name."""
    provider = CataloguedProvider("openai")
    for question in (provider.facts, provider.get_token_counter, provider.get_context_limit, provider.get_output_buffer):
        with pytest.raises(ProviderError) as caught:
            question(model)
        assert caught.value.details == {"provider": "openai"}
    with pytest.raises(ProviderError):
        provider.estimate_cost(1, 1, model)


def test_a_limit_that_cannot_be_is_refused() -> None:
    """Under the name of the argument it was given by."""
    with pytest.raises(ConfigurationError) as caught:
        CataloguedProvider("openai", {"gpt-4o": 0})
    assert caught.value.details["setting"] == "context_limits"
    with pytest.raises(ConfigurationError) as caught:
        CataloguedProvider("openai").with_overrides(context_limits={"gpt-4o": -1})
    assert caught.value.details["setting"] == "model_context_limits"


def test_its_name_is_shown() -> None:
    """And nothing else."""
    assert repr(CataloguedProvider("openai")) == "CataloguedProvider(name='openai')"
