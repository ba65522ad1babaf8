"""Cohere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.errors import ProviderError
from headroom.providers.counting import conversation_of
from headroom.providers.endpoints import AskingProvider, asked
from headroom.tokens import count_conversation

__all__ = ["CohereProvider"]

_ENDPOINT = "tokenize"
_MOST_CHARS = 65_536
"""Characters that one question may hold. Source: Cohere's reference of the endpoint."""


class CohereProvider(AskingProvider):
    """Cohere: counts are estimates; the tokenizer is downloaded by Cohere's SDK, which we never do.

    With a `cohere` client, `count_messages` of a counter has texts counted by `tokenize`; what surrounds them is not public.
    """

    def __init__(self, client: object = None, context_limits: Mapping[str, int] | None = None, *, warn: bool = True) -> None:
        super().__init__("cohere", context_limits, client, warn=warn)

    def count_by_asking(self, model: str, messages: Sequence[object], system: object, tools: object) -> int:
        """The provider's own count of a request.

        Raises: ProviderError where it gives none.
        """
        return count_conversation(conversation_of(messages, system, tools), _Asking(client=self.client, model=model))


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
        tokens = getattr(asked(self.client, _ENDPOINT, text=text, model=self.model), "tokens", None)
        if not isinstance(tokens, Sequence):
            raise ProviderError("The provider's answer holds no count", {"endpoint": _ENDPOINT})
        return len(tokens)
