"""Ready-made providers for well-known servers of models."""

from __future__ import annotations

from collections.abc import Iterable

from headroom.providers.compatible import ModelCapabilities, OpenAICompatibleProvider
from headroom.providers.litellm import LiteLLMProvider

__all__ = [
    "create_anyscale_provider",
    "create_fireworks_provider",
    "create_groq_provider",
    "create_litellm_provider",
    "create_lmstudio_provider",
    "create_ollama_provider",
    "create_together_provider",
    "create_vllm_provider",
]

_Models = Iterable[ModelCapabilities]


def create_ollama_provider(
    base_url: str = "http://localhost:11434/v1", default_model: str = "", models: _Models = ()
) -> OpenAICompatibleProvider:
    """Ollama on this machine unless said otherwise. Ollama cuts what is above its own `num_ctx`: register that window."""
    return OpenAICompatibleProvider("ollama", base_url, "ollama", default_model, models)


def create_vllm_provider(
    base_url: str = "http://localhost:8000/v1", api_key: str = "", default_model: str = "", models: _Models = ()
) -> OpenAICompatibleProvider:
    """A vLLM server."""
    return OpenAICompatibleProvider("vllm", base_url, api_key, default_model, models)


def create_lmstudio_provider(
    base_url: str = "http://localhost:1234/v1", default_model: str = "", models: _Models = ()
) -> OpenAICompatibleProvider:
    """LM Studio on this machine unless said otherwise."""
    return OpenAICompatibleProvider("lmstudio", base_url, "lm-studio", default_model, models)


def create_together_provider(api_key: str = "", default_model: str = "", models: _Models = ()) -> OpenAICompatibleProvider:
    """Together AI."""
    return OpenAICompatibleProvider("together", "https://api.together.xyz/v1", api_key, default_model, models)


def create_groq_provider(api_key: str = "", default_model: str = "", models: _Models = ()) -> OpenAICompatibleProvider:
    """Groq."""
    return OpenAICompatibleProvider("groq", "https://api.groq.com/openai/v1", api_key, default_model, models)


def create_fireworks_provider(api_key: str = "", default_model: str = "", models: _Models = ()) -> OpenAICompatibleProvider:
    """Fireworks AI."""
    return OpenAICompatibleProvider("fireworks", "https://api.fireworks.ai/inference/v1", api_key, default_model, models)


def create_anyscale_provider(api_key: str = "", default_model: str = "", models: _Models = ()) -> OpenAICompatibleProvider:
    """Anyscale."""
    return OpenAICompatibleProvider("anyscale", "https://api.endpoints.anyscale.com/v1", api_key, default_model, models)


def create_litellm_provider() -> LiteLLMProvider:
    """LiteLLM."""
    return LiteLLMProvider()
