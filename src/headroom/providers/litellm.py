"""Models as LiteLLM names them, with the provider in front."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.catalog.names import model_name
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import ConversationCounter
from headroom.providers.tekken import mistral_counter

__all__ = ["LiteLLMProvider"]


class LiteLLMProvider(CataloguedProvider):
    """LiteLLM: the provider is read from each model's name, `anthropic/claude-sonnet-4-5` say."""

    def __init__(self, context_limits: Mapping[str, int] | None = None) -> None:
        super().__init__("litellm", context_limits)

    def supports_model(self, model: str) -> bool:
        """Whether there is a name: LiteLLM knows more models than we do."""
        return bool(model.strip())

    def get_token_counter(self, model: str) -> TokenCounter:
        """The counter of the model's own provider.

        Raises: ProviderError for an empty name.
        """
        if model_name(self._named(model)).maker == "mistral":
            return ConversationCounter(texts=mistral_counter(model))
        return self._estimate(model)
