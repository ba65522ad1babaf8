"""Tests of models as LiteLLM names them."""

from __future__ import annotations

import pytest

from headroom.catalog import model_facts, overrides_from
from headroom.errors import ProviderError
from headroom.providers import LiteLLMProvider
from headroom.providers.tekken import mistral_counter

PROVIDER = LiteLLMProvider()


@pytest.mark.parametrize(
    ("model", "limit_tokens", "family"),
    [
        ("gpt-4o", 128_000, "openai"),
        ("anthropic/claude-sonnet-4-5", 200_000, "anthropic"),
        ("bedrock/us.anthropic.claude-opus-4-6-v1:0", 1_000_000, "anthropic"),
        ("gemini/gemini-2.5-pro", 1_048_576, "google"),
        ("cohere/command-r", 128_000, "cohere"),
        ("xai/grok-4", 256_000, "x-ai"),
        ("ollama/llama3:8b", 128_000, ""),
    ],
)
def test_the_provider_is_read_from_the_name(model: str, limit_tokens: int, family: str) -> None:
    """Windows are those of the models themselves."""
    facts = PROVIDER.facts(model)
    assert (facts.context_limit_tokens, facts.family) == (limit_tokens, family)
    assert facts.prices == model_facts(model).prices


def test_tokens_are_counted_as_the_model_does() -> None:
    """OpenAI's exactly, Mistral's as its provider counts them."""
    assert PROVIDER.get_token_counter("azure/gpt-4o").exact
    assert PROVIDER.get_token_counter("anthropic/claude-sonnet-4-5").name == "claude"
    assert PROVIDER.get_token_counter("mistral/open-mistral-nemo").name == mistral_counter("open-mistral-nemo").name


def test_limits_of_the_models_own_provider_reach_it() -> None:
    """What the file says of Anthropic's models holds for them through LiteLLM, too."""
    said = overrides_from('{"anthropic": {"context_limits": {"claude-custom-finetune": 128001}}}')
    assert PROVIDER.with_overrides(said).get_context_limit("anthropic/claude-custom-finetune") == 128_001
    assert LiteLLMProvider({"x/y": 5}).get_context_limit("x/y") == 5


def test_every_name_is_one() -> None:
    """But none."""
    assert PROVIDER.supports_model("some/model")
    assert not PROVIDER.supports_model("")
    with pytest.raises(ProviderError):
        PROVIDER.get_token_counter("")
