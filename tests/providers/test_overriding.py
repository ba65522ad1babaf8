"""Tests of providers with the user's figures."""

from __future__ import annotations

from typing import cast

import msgspec
import pytest

from headroom.catalog import ModelFacts, Prices, model_facts, overrides_from
from headroom.errors import ConfigurationError
from headroom.providers import AnthropicProvider, OpenAIProvider, with_overrides
from headroom.providers.overriding import ForeignProvider

SAID = overrides_from(
    '{"theirs": {"context_limits": {"m": 700}, "pricing": {"m": {"input": 5, "output": 6}}},'
    ' "openai": {"context_limits": {"gpt-4o": 800}}}'
)


class TheirCounter:
    """A counter that says nothing of itself."""

    def count_text(self, text: str, /) -> int:
        """A token a word."""
        return len(text.split())


class Theirs:
    """The least of a provider, with something of its own."""

    name = "theirs"
    enable_prefix_caching = False

    def get_token_counter(self, model: str, /) -> TheirCounter:
        """The same for all."""
        del model
        return TheirCounter()

    def get_context_limit(self, model: str, /) -> int:
        """The same for all."""
        del model
        return 500


class Complete(Theirs):
    """A provider with all of the published interface, written by somebody else."""

    def supports_model(self, model: str) -> bool:
        """Its own alone."""
        return model == "m"

    def estimate_cost(self, input_tokens: int, output_tokens: int, model: str, cached_tokens: int = 0) -> float | None:
        """A cent for each token."""
        del model
        return (input_tokens + output_tokens - cached_tokens) / 100

    def get_output_buffer(self, model: str, default: int = 4000) -> int:
        """Half of what others take."""
        del model
        return default // 2


class Published(Theirs):
    """A provider written to the page that shows three methods, one of them shorter."""

    def estimate_cost(self, input_tokens: int, output_tokens: int, model: str) -> float | None:
        """A cent for each token."""
        del model
        return (input_tokens + output_tokens) / 100


class Limitless(Published):
    """A provider that knows what a request costs and not what fits in."""

    def get_context_limit(self, model: str, /) -> int:
        """None."""
        raise LookupError(model)


class Known(Theirs):
    """A provider with facts of its own."""

    def facts(self, model: str) -> ModelFacts:
        """The same for all."""
        return ModelFacts(model=model, context_limit_tokens=500, prices=Prices(input=1.0, output=1.0), source="catalog")


class Strict(OpenAIProvider):
    """A provider of ours with another idea of limits."""

    def get_context_limit(self, model: str) -> int:
        """A tenth."""
        return super().get_context_limit(model) // 10


def test_ours_stay_what_they_are() -> None:
    """With the figures, and with every setting of their own."""
    provider = with_overrides(OpenAIProvider(enable_prefix_caching=False), SAID)
    assert isinstance(provider, OpenAIProvider)
    assert provider.enable_prefix_caching is False
    assert provider.get_context_limit("gpt-4o") == 800
    assert isinstance(with_overrides(AnthropicProvider()), AnthropicProvider)


def test_the_least_of_a_provider_is_enough() -> None:
    """What it lacks is ours, what it says stays, and its other attributes are there."""
    provider = with_overrides(Theirs())
    assert isinstance(provider, ForeignProvider)
    assert provider.name == "theirs"
    assert provider.enable_prefix_caching is False
    assert provider.get_context_limit("x") == 500
    assert provider.facts("x").source == "override"
    assert provider.supports_model("x")
    assert provider.get_output_buffer("x") == 4_000
    assert provider.get_output_buffer("gpt-4o", 99_999) == 16_384
    assert provider.estimate_cost(1, 1, "x") is None
    assert provider.estimate_cost(1_000_000, 0, "gpt-4o", 1_000_000) == pytest.approx(1.25)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = provider.nothing_like_it


@pytest.mark.parametrize("model", ["claude-opus-99", "our-deployment", "gpt-4o"])
def test_a_limit_that_it_states_is_known(model: str) -> None:
    """Though it be what would have been guessed."""

    class Agreeing(Theirs):
        def get_context_limit(self, model: str, /) -> int:
            return model_facts(model, self.name).context_limit_tokens

    facts = with_overrides(Agreeing()).facts(model)
    assert facts == msgspec.structs.replace(model_facts(model, "theirs"), source="override")


@pytest.mark.parametrize("limit", [0, -1, None, "8k"])
def test_a_limit_that_is_none_states_nothing(limit: object) -> None:
    """What is usual for unknown must not fail a request."""

    class Unsure(Theirs):
        def get_context_limit(self, _: str, /) -> int:
            return cast("int", limit)

    facts = with_overrides(Unsure()).facts("gpt-4o")
    assert facts.context_limit_tokens > 1_000
    assert facts.source != "override"


def test_a_counter_that_says_nothing_of_itself_is_not_exact() -> None:
    """Messages are counted with it all the same."""
    counter = with_overrides(Theirs()).get_token_counter("x")
    assert (counter.name, counter.exact, counter.error) == ("theirs", False, 1.0)
    assert counter.count("one two") == counter.count_text("one two") == 2
    assert counter.count_messages([{"role": "user", "content": "one two"}]) == 3 + 4 + 1 + 2


def test_a_counter_that_is_one_of_ours_is_handed_on() -> None:
    """As it is."""

    class Borrowing(Theirs):
        def get_token_counter(self, model: str, /) -> TheirCounter:
            return OpenAIProvider().get_token_counter(model)  # type: ignore[return-value]

    assert with_overrides(Borrowing()).get_token_counter("gpt-4o").exact


def test_the_users_figures_reach_it() -> None:
    """Limits and prices, a client's limits first."""
    provider = with_overrides(Complete(), SAID)
    assert (provider.get_context_limit("m"), provider.get_context_limit("x")) == (700, 500)
    assert provider.estimate_cost(1_000_000, 0, "m") == pytest.approx(5.0)
    assert provider.estimate_cost(1, 0, "x") == pytest.approx(0.01)
    assert provider.facts("m").prices == Prices(input=5.0, output=6.0)
    assert with_overrides(Complete(), SAID, {"m": 600}).get_context_limit("m") == 600
    assert with_overrides(Complete(), SAID).get_context_limit("gpt-4o") == 800
    with pytest.raises(ConfigurationError):
        with_overrides(Complete(), SAID, {"m": 0})


def test_what_it_says_itself_stays() -> None:
    """With the arguments that it takes."""
    provider = with_overrides(Complete())
    assert (provider.supports_model("m"), provider.supports_model("x")) == (True, False)
    assert provider.get_output_buffer("m", 100) == 50
    assert provider.estimate_cost(10, 0, "m", 5) == pytest.approx(0.05)
    assert with_overrides(Published()).estimate_cost(10, 0, "m") == pytest.approx(0.10)
    assert with_overrides(Limitless()).estimate_cost(10, 0, "m") == pytest.approx(0.10)
    assert with_overrides(Known()).facts("m").prices == Prices(input=1.0, output=1.0)
    assert with_overrides(Known()).facts("m").source == "catalog"


def test_a_subclass_with_limits_of_its_own_is_heard() -> None:
    """In its facts, too."""
    provider = with_overrides(Strict())
    assert provider.get_context_limit("gpt-4o") == provider.facts("gpt-4o").context_limit_tokens == 12_800
