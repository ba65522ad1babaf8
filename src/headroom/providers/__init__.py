"""Providers: how their models' tokens are counted, what fits into them, and what they cost.

Importing this imports no SDK, reads no list and loads no vocabulary.
"""

from headroom.providers.anthropic import AnthropicProvider
from headroom.providers.cohere import CohereProvider
from headroom.providers.compatible import ModelCapabilities, OpenAICompatibleProvider
from headroom.providers.contract import BareCounter, BareProvider, Provider, TokenCounter
from headroom.providers.google import GoogleProvider
from headroom.providers.litellm import LiteLLMProvider
from headroom.providers.mistral import MistralProvider
from headroom.providers.openai import OpenAIProvider
from headroom.providers.overriding import with_overrides
from headroom.providers.servers import (
    create_anyscale_provider,
    create_fireworks_provider,
    create_groq_provider,
    create_litellm_provider,
    create_lmstudio_provider,
    create_ollama_provider,
    create_together_provider,
    create_vllm_provider,
)

__all__ = [
    "AnthropicProvider",
    "BareCounter",
    "BareProvider",
    "CohereProvider",
    "GoogleProvider",
    "LiteLLMProvider",
    "MistralProvider",
    "ModelCapabilities",
    "OpenAICompatibleProvider",
    "OpenAIProvider",
    "Provider",
    "TokenCounter",
    "create_anyscale_provider",
    "create_fireworks_provider",
    "create_groq_provider",
    "create_litellm_provider",
    "create_lmstudio_provider",
    "create_ollama_provider",
    "create_together_provider",
    "create_vllm_provider",
    "with_overrides",
]
