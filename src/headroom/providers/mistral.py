"""Mistral."""

from __future__ import annotations

from collections.abc import Mapping

from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import ConversationCounter
from headroom.providers.tekken import mistral_counter

__all__ = ["MistralProvider"]


class MistralProvider(CataloguedProvider):
    """Mistral: counts are exact for models whose vocabulary is in `mistral-common` (extra `mistral`), else estimates."""

    def __init__(self, context_limits: Mapping[str, int] | None = None) -> None:
        super().__init__("mistral", context_limits)

    def get_token_counter(self, model: str) -> TokenCounter:
        """The counter for a model; `exact` and `error` say what it is worth.

        Raises: ProviderError for an empty name.
        """
        return ConversationCounter(texts=mistral_counter(self._named(model)))
