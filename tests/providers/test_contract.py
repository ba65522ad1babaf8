"""Tests that every provider is one."""

from __future__ import annotations

import inspect

import pytest

from headroom.providers import (
    AnthropicProvider,
    BareProvider,
    CohereProvider,
    GoogleProvider,
    LiteLLMProvider,
    MistralProvider,
    OpenAICompatibleProvider,
    OpenAIProvider,
    Provider,
    TokenCounter,
    create_anyscale_provider,
    create_fireworks_provider,
    create_groq_provider,
    create_litellm_provider,
    create_lmstudio_provider,
    create_ollama_provider,
    create_together_provider,
    create_vllm_provider,
    with_overrides,
)
from headroom.tokens import TokenCounter as TextCounter


class Least:
    """The least that is a provider."""

    name = "least"

    def get_token_counter(self, model: str, /) -> Least:
        """Itself."""
        del model
        return self

    def count_text(self, text: str, /) -> int:
        """A token a character."""
        return len(text)

    def get_context_limit(self, model: str, /) -> int:
        """A million for all."""
        del model
        return 1_000_000


LEAST: BareProvider = Least()
PROVIDERS: tuple[Provider, ...] = (
    OpenAIProvider(),
    AnthropicProvider(),
    GoogleProvider(),
    CohereProvider(),
    MistralProvider(),
    LiteLLMProvider(),
    OpenAICompatibleProvider("mine"),
    create_ollama_provider(),
    create_together_provider(),
    create_groq_provider(),
    create_fireworks_provider(),
    create_anyscale_provider(),
    create_vllm_provider(),
    create_lmstudio_provider(),
    create_litellm_provider(),
    with_overrides(LEAST),
)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize("model", ["gpt-4o", "claude-sonnet-4-5", "llama-3.3-70b", "anthropic/claude-opus-4-1", "of-tomorrow"])
def test_every_provider_answers_for_every_model(provider: Provider, model: str) -> None:
    """Nothing is unknown; what is assumed says so."""
    facts = provider.facts(model)
    assert facts.context_limit_tokens == provider.get_context_limit(model) > 0
    assert facts.source in {"catalog", "pattern", "default", "override"}
    counter: TokenCounter = provider.get_token_counter(model)
    texts: TextCounter = counter
    assert texts.count("Hello, world") == counter.count_text("Hello, world") > 0
    assert counter.count_messages([{"role": "user", "content": "Hello"}]) > counter.count_message(
        {"role": "user", "content": "Hello"}
    )
    assert counter.exact is (counter.error == 0.0)
    assert isinstance(counter.name, str)
    assert 0 < provider.get_output_buffer(model) <= 4_000
    assert isinstance(provider.supports_model(model), bool)
    cost = provider.estimate_cost(1_000, 10, model)
    assert cost is None or cost > 0


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_arguments_have_the_names_that_were_published(provider: Provider) -> None:
    """Callers give them by name."""
    parameters = inspect.signature(provider.estimate_cost).parameters
    assert list(parameters) == ["input_tokens", "output_tokens", "model", "cached_tokens"]
    assert list(inspect.signature(provider.get_output_buffer).parameters) == ["model", "default"]
