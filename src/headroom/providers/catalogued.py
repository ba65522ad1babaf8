"""A provider whose answers come from the catalog: what all of ours have in common."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Self

from headroom.catalog import NO_OVERRIDES, ModelFacts, Overrides, limits_as_overrides, model_facts
from headroom.catalog.names import model_name
from headroom.economics.bill import Bill, cost_usd
from headroom.errors import ProviderError
from headroom.providers.contract import TokenCounter
from headroom.providers.counting import ConversationCounter
from headroom.tokens import counter_for

__all__ = ["CataloguedProvider"]


class CataloguedProvider:
    """Windows, prices and cache rules from the catalog, tokens by the model's name.

    `context_limits` go before everything but what a client is given for itself.
    """

    def __init__(self, name: str, context_limits: Mapping[str, int] | None = None) -> None:
        self._name = name
        self.given = limits_as_overrides(context_limits, name)
        """Limits that were given in code."""
        self.overrides = self.given
        """Those, and what files say."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self._name!r})"

    @property
    def name(self) -> str:
        """Of the provider: `openai`, say."""
        return self._name

    def with_overrides(self, overrides: Overrides = NO_OVERRIDES, context_limits: Mapping[str, int] | None = None) -> Self:
        """The same provider with other people's figures: limits first, then its own, then the overrides.

        Keeps: itself as it was.
        Raises: ConfigurationError for a limit that is no positive number of tokens.
        """
        provider = copy.copy(self)
        provider.given = limits_as_overrides(context_limits, self._name, "model_context_limits").over(self.given)
        provider.overrides = provider.given.over(overrides)
        return provider

    def facts(self, model: str) -> ModelFacts:
        """What is known of a model; `source` says how well.

        Raises: ProviderError for an empty name.
        """
        return model_facts(self._named(model), self._name, self.overrides)

    def get_token_counter(self, model: str) -> TokenCounter:
        """The counter for a model: exact for OpenAI's, else an estimate that says so.

        Raises: ProviderError for an empty name.
        """
        return self._estimate(model)

    def get_context_limit(self, model: str) -> int:
        """The most input that the model takes, in tokens.

        Raises: ProviderError for an empty name.
        """
        return self.facts(model).context_limit_tokens

    def supports_model(self, model: str) -> bool:
        """Whether the name is one of this provider's models, or one whose limit was given."""
        name = model_name(model)
        return name.maker == self._name or self.overrides.limit_for(name, (self._name,)) is not None

    def estimate_cost(self, input_tokens: int, output_tokens: int, model: str, cached_tokens: int = 0) -> float | None:
        """What a request costs, in USD; None where the price is unknown. `cached_tokens` are of the input.

        Raises: ProviderError for an empty name.
        """
        read = max(0, min(cached_tokens, input_tokens))
        bill = Bill(input_tokens=max(0, input_tokens - read), cache_read_tokens=read, output_tokens=max(0, output_tokens))
        return cost_usd(bill, self.facts(model).prices)

    def get_output_buffer(self, model: str, default: int = 4000) -> int:
        """Tokens to leave free for the reply: the default, or all that the model can say if that is less.

        Raises: ProviderError for an empty name.
        """
        most = self.facts(model).max_output_tokens
        return default if most is None else min(default, most)

    def _named(self, model: str) -> str:
        """The name, where it is one."""
        if not model.strip():
            raise ProviderError("A model needs a name", {"provider": self._name})
        return model

    def _estimate(self, model: str) -> ConversationCounter:
        return ConversationCounter(texts=counter_for(self._named(model)))
