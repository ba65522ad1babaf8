"""Any provider with the user's limits and prices: ours, and those that others wrote to the published interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from headroom.catalog import NO_OVERRIDES, ModelFacts, Overrides, limits_as_overrides, model_facts
from headroom.catalog.names import model_name
from headroom.economics.bill import Bill, cost_usd
from headroom.providers.catalogued import CataloguedProvider
from headroom.providers.contract import BareCounter, BareProvider, Provider, TokenCounter
from headroom.providers.counting import ConversationCounter

__all__ = ["ForeignProvider", "with_overrides"]


def with_overrides(
    provider: BareProvider, overrides: Overrides = NO_OVERRIDES, context_limits: Mapping[str, int] | None = None
) -> Provider:
    """The provider with the user's figures: `context_limits` first, then its own, then the overrides, then what it assumes.

    One that others wrote gets what it lacks of ours; to it `context_limits` and overrides both go before what it says, for
    which of that was asked for and which is assumed cannot be told.

    Keeps: the provider as it was.
    Raises: ConfigurationError for a limit that is no positive number of tokens.
    """
    # A subclass that tells limits in its own way is one that others wrote.
    if isinstance(provider, CataloguedProvider) and type(provider).get_context_limit is CataloguedProvider.get_context_limit:
        return provider.with_overrides(overrides, context_limits)
    given = limits_as_overrides(context_limits, provider.name, "model_context_limits")
    return ForeignProvider(inner=provider, overrides=given.over(overrides))


class ForeignProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider that others wrote, with what clients of ours ask of one. Every other attribute is its own."""

    inner: BareProvider
    overrides: Overrides = NO_OVERRIDES

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    @property
    def name(self) -> str:
        """Its own."""
        return self.inner.name

    def facts(self, model: str) -> ModelFacts:
        """What is known of a model; its own facts where it has them, else its limit and what the name says."""
        own = getattr(self.inner, "facts", None)
        known = cast("ModelFacts", own(model)) if callable(own) else model_facts(model, self.name)
        limit: object = self.inner.get_context_limit(model)
        # Without facts of its own, it states the limit, even where that is what we would have guessed. What is no number of
        # tokens states nothing.
        if isinstance(limit, int) and limit > 0 and (not callable(own) or limit != known.context_limit_tokens):
            known = msgspec.structs.replace(known, context_limit_tokens=limit, source="override")
        name = model_name(model)
        providers = (self.name, name.host, name.maker)
        said_limit, said_prices = self.overrides.limit_for(name, providers), self.overrides.prices_for(name, providers)
        if said_limit is None and said_prices is None:
            return known
        return msgspec.structs.replace(
            known,
            context_limit_tokens=known.context_limit_tokens if said_limit is None else said_limit,
            prices=known.prices if said_prices is None else said_prices,
            source="override",
        )

    def get_token_counter(self, model: str) -> TokenCounter:
        """Its own counter, with what that lacks of ours."""
        counter = self.inner.get_token_counter(model)
        if all(hasattr(counter, name) for name in ("name", "exact", "error", "count", "count_message", "count_messages")):
            return cast("TokenCounter", counter)
        return ConversationCounter(texts=_ForeignCounter(inner=counter, provider=self.name))

    def get_context_limit(self, model: str) -> int:
        """The user's limit, else its own."""
        return self.facts(model).context_limit_tokens

    def supports_model(self, model: str) -> bool:
        """What it says itself; yes where it says nothing."""
        own = getattr(self.inner, "supports_model", None)
        return bool(own(model)) if callable(own) else True

    def estimate_cost(self, input_tokens: int, output_tokens: int, model: str, cached_tokens: int = 0) -> float | None:
        """At the user's prices, else what it says itself, else at those of the catalog."""
        own = getattr(self.inner, "estimate_cost", None)
        name = model_name(model)
        is_said = self.overrides.prices_for(name, (self.name, name.host, name.maker)) is not None
        if callable(own) and not is_said:
            # The published page shows it without the last argument.
            cost: float | None = (
                own(input_tokens, output_tokens, model, cached_tokens)
                if cached_tokens
                else own(input_tokens, output_tokens, model)
            )
            return cost
        read = max(0, min(cached_tokens, input_tokens))
        bill = Bill(input_tokens=max(0, input_tokens - read), cache_read_tokens=read, output_tokens=max(0, output_tokens))
        return cost_usd(bill, self.facts(model).prices)

    def get_output_buffer(self, model: str, default: int = 4000) -> int:
        """What it says itself, else the default or all that the model can say."""
        own = getattr(self.inner, "get_output_buffer", None)
        if callable(own):
            buffer: int = own(model, default)
            return buffer
        most = self.facts(model).max_output_tokens
        return default if most is None else min(default, most)


class _ForeignCounter(msgspec.Struct, frozen=True, kw_only=True):
    """A counter of texts that others wrote; what it does not say of itself is taken for unknown."""

    inner: BareCounter
    provider: str

    @property
    def name(self) -> str:
        """Its own name, or its provider's."""
        name = getattr(self.inner, "name", None)
        return name if isinstance(name, str) else self.provider

    @property
    def exact(self) -> bool:
        """What it says; no where it says nothing."""
        return getattr(self.inner, "exact", False) is True

    @property
    def error(self) -> float:
        """What it says; anything is possible where it says nothing."""
        error = getattr(self.inner, "error", None)
        return float(error) if isinstance(error, (int, float)) else 1.0

    def count(self, text: str) -> int:
        """Its own count."""
        return self.inner.count_text(text)
