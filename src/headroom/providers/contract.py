"""What a provider is to a client, and what the least is that one may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from headroom.catalog import ModelFacts

__all__ = ["BareCounter", "BareProvider", "Provider", "TokenCounter"]


class BareCounter(Protocol):
    """The least that counts tokens."""

    def count_text(self, text: str, /) -> int:
        """How many tokens the text has."""
        ...


class TokenCounter(Protocol):
    """Counts the tokens of texts and of messages. Whatever it may be given, it is also a `headroom.tokens.TokenCounter`."""

    @property
    def name(self) -> str:
        """The tokenizer."""
        ...

    @property
    def exact(self) -> bool:
        """Whether counts of texts are the model's own."""
        ...

    @property
    def error(self) -> float:
        """How far off a count of prose, code or JSON may be, relative; 0 when exact."""
        ...

    def count(self, text: str) -> int:
        """How many tokens the text has. Never a call over a network."""
        ...

    def count_text(self, text: str) -> int:
        """The same."""
        ...

    def count_message(self, message: object) -> int:
        """How many tokens one message takes, with what surrounds it. Never a call over a network."""
        ...

    def count_messages(self, messages: Sequence[object], system: object = None, tools: object = None) -> int:
        """How many tokens a request with these messages takes.

        Asks the provider where the counter was made with a client; so it stays off the path of requests.
        """
        ...


class BareProvider(Protocol):
    """The least that a client takes for a provider: what others wrote to the product's published interface."""

    @property
    def name(self) -> str:
        """Of the provider: `openai`, say."""
        ...

    def get_token_counter(self, model: str, /) -> BareCounter:
        """The counter for a model."""
        ...

    def get_context_limit(self, model: str, /) -> int:
        """The most input that the model takes, in tokens."""
        ...


class Provider(Protocol):
    """Counts tokens, and knows windows, prices and cache rules."""

    @property
    def name(self) -> str:
        """Of the provider: `openai`, say."""
        ...

    def facts(self, model: str) -> ModelFacts:
        """What is known of a model; `source` says how well."""
        ...

    def get_token_counter(self, model: str) -> TokenCounter:
        """The counter for a model."""
        ...

    def get_context_limit(self, model: str) -> int:
        """The most input that the model takes, in tokens."""
        ...

    def supports_model(self, model: str) -> bool:
        """Whether the name is one of this provider's."""
        ...

    def estimate_cost(self, input_tokens: int, output_tokens: int, model: str, cached_tokens: int = 0) -> float | None:
        """What a request costs, in USD; None where the price is unknown. `cached_tokens` are of the input."""
        ...

    def get_output_buffer(self, model: str, default: int = 4000) -> int:
        """Tokens to leave free for the reply: the default, or all that the model can say if that is less."""
        ...
