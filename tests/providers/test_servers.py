"""Tests of ready-made providers."""

from __future__ import annotations

import openai
import pytest

from headroom.providers import (
    LiteLLMProvider,
    ModelCapabilities,
    OpenAICompatibleProvider,
    create_anyscale_provider,
    create_fireworks_provider,
    create_groq_provider,
    create_litellm_provider,
    create_lmstudio_provider,
    create_ollama_provider,
    create_together_provider,
    create_vllm_provider,
)


@pytest.mark.parametrize(
    ("provider", "name", "address"),
    [
        (create_ollama_provider(), "ollama", "http://localhost:11434/v1"),
        (create_ollama_provider("http://elsewhere:1/v1"), "ollama", "http://elsewhere:1/v1"),
        (create_vllm_provider("http://gpu:8000/v1", "k"), "vllm", "http://gpu:8000/v1"),
        (create_lmstudio_provider(), "lmstudio", "http://localhost:1234/v1"),
        (create_together_provider("k"), "together", "https://api.together.xyz/v1"),
        (create_groq_provider("k"), "groq", "https://api.groq.com/openai/v1"),
        (create_fireworks_provider("k"), "fireworks", "https://api.fireworks.ai/inference/v1"),
        (create_anyscale_provider("k"), "anyscale", "https://api.endpoints.anyscale.com/v1"),
    ],
)
def test_every_server_has_its_name_and_address(provider: OpenAICompatibleProvider, name: str, address: str) -> None:
    """And its options make the SDK's client."""
    assert (provider.name, provider.base_url) == (name, address)
    client = openai.OpenAI(**provider.client_options())
    assert str(client.base_url).rstrip("/") == address
    client.close()


def test_hosts_price_models_themselves() -> None:
    """From the catalog's list of the host; local servers have no prices."""
    assert create_groq_provider().estimate_cost(1_000_000, 0, "llama-3.3-70b-versatile") == pytest.approx(0.59)
    assert create_together_provider().estimate_cost(1_000_000, 0, "MiniMaxAI/MiniMax-M3") == pytest.approx(0.3)
    assert create_fireworks_provider().estimate_cost(1_000_000, 0, "accounts/fireworks/models/deepseek-v3p2") == pytest.approx(
        0.56
    )
    assert create_ollama_provider().estimate_cost(1_000_000, 0, "gpt-oss:20b") is None


def test_models_can_be_given() -> None:
    """With a default among them."""
    provider = create_ollama_provider(default_model="llama3", models=(ModelCapabilities("llama3", context_window=8_192),))
    assert provider.get_context_limit("") == 8_192


def test_litellm_is_a_provider_of_its_own() -> None:
    """Models are told by their prefix."""
    assert isinstance(create_litellm_provider(), LiteLLMProvider)
