"""Cohere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.errors import ProviderError
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import EndpointCounter, asked
from headroom.tokens import count_conversation

__all__ = ["CohereProvider"]

_ENDPOINT = "tokenize"
_MOST_CHARS = 65_536
"""Characters that one question may hold. Source: Cohere's reference of the endpoint."""


class CohereProvider(CataloguedProvider):
    """Cohere: counts are estimates; the tokenizer is downloaded by Cohere's SDK, which we never do.

    With a `cohere` client, `count_messages` of a counter has texts counted by `tokenize`; what surrounds them is not public.
    """

    def __init__(self, client: object = None, context_limits: Mapping[str, int] | None = None, *, warn: bool = True) -> None:
        super().__init__("cohere", context_limits)
        self.client = client
        self.warn = warn
        """Whether a warning tells when the endpoint was asked and gave no count."""

    def get_token_counter(self, model: str) -> TokenCounter:
        """An estimating counter, which asks for the texts of whole requests where there is a client.

        Raises: ProviderError for an empty name.
        """
        estimate = self._estimate(model)
        if self.client is None:
            return estimate

        def endpoint(messages: Sequence[object], system: object, tools: object) -> int:
            texts = _Asking(client=self.client, model=model)
            return count_conversation(conversation_of(messages, system, tools), texts)

        return EndpointCounter(estimate=estimate, endpoint=endpoint, warn=self.warn)


class _Asking(msgspec.Struct, frozen=True, kw_only=True):
    """Counts each text by asking. Short words that stand in every message are asked for like all others."""

    client: object
    model: str
    name: str = "cohere"
    exact: bool = True
    error: float = 0.0

    def count(self, text: str) -> int:
        """How many tokens the text has; a text of more than one question may come out a token off for each cut."""
        return sum(self._ask(text[start : start + _MOST_CHARS]) for start in range(0, len(text), _MOST_CHARS))

    def _ask(self, text: str) -> int:
        tokenize = getattr(self.client, "tokenize", None)
        if not callable(tokenize):
            raise ProviderError("The client cannot count tokens", {"endpoint": _ENDPOINT, "client": type(self.client).__name__})
        tokens = getattr(asked(lambda: tokenize(text=text, model=self.model), _ENDPOINT), "tokens", None)
        if not isinstance(tokens, Sequence):
            raise ProviderError("The provider's answer holds no count", {"endpoint": _ENDPOINT})
        return len(tokens)
