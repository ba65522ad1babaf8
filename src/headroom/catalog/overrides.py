"""The user's own limits and prices, which go before the list that ships with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec

from headroom.catalog.facts import Prices
from headroom.catalog.names import ModelName
from headroom.errors import ConfigurationError

__all__ = ["NO_OVERRIDES", "Overrides", "limits_as_overrides", "overrides_from"]

T = TypeVar("T")

_Limit = Annotated[int, msgspec.Meta(gt=0)]
_Usd = Annotated[float, msgspec.Meta(ge=0)]


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """Figures by provider, then by model; names in lower case."""

    limits: Mapping[str, Mapping[str, int]] = {}
    """The most input, in tokens."""
    prices: Mapping[str, Mapping[str, Prices]] = {}

    @property
    def limits_by_model(self) -> dict[str, int]:
        """The limits of all providers together, to be shown."""
        return {model: limit for said in self.limits.values() for model, limit in said.items()}

    def over(self, others: Overrides) -> Overrides:
        """Both together; these go first where both speak of the same model of the same provider."""
        return Overrides(limits=_merged(self.limits, others.limits), prices=_merged(self.prices, others.prices))

    def limit_for(self, name: ModelName, providers: tuple[str, ...]) -> int | None:
        """The limit under the first of these providers, in any case, and the fullest spelling that has one."""
        return _found(self.limits, name, providers)

    def prices_for(self, name: ModelName, providers: tuple[str, ...]) -> Prices | None:
        """The prices, likewise."""
        return _found(self.prices, name, providers)


NO_OVERRIDES = Overrides()
"""Nothing said."""


class _Pricing(msgspec.Struct, forbid_unknown_fields=True):
    """USD for a million tokens, by the names that the file uses."""

    input: _Usd
    output: _Usd
    cached_input: _Usd | None = None
    cache_write: _Usd | None = None
    cache_write_long: _Usd | None = None


class _Provider(msgspec.Struct, forbid_unknown_fields=True):
    """What the file says of one provider."""

    context_limits: dict[str, _Limit] = {}
    pricing: dict[str, _Pricing | tuple[_Usd, _Usd]] = {}


def overrides_from(text: str, source: str = "models.json") -> Overrides:
    """What a JSON text of the form of `models.json` says.

    `{"openai": {"context_limits": {model: tokens}, "pricing": {model: {"input", "output", "cached_input", "cache_write",
    "cache_write_long"}}}}`, prices in USD for a million tokens; `[input, output]` will do for prices.

    Raises: ConfigurationError for anything else; `details` name the `source` and the place.
    """
    try:
        found = msgspec.json.decode(text.encode("utf-8", "surrogatepass"), type=dict[str, _Provider])
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigurationError(
            "Limits and prices of models are not in the form they need", {"source": source, "problem": str(error)}
        ) from error
    return Overrides(
        limits={
            _lower(provider): {_lower(model): limit for model, limit in said.context_limits.items()}
            for provider, said in found.items()
        },
        prices={
            _lower(provider): {_lower(model): _prices(price) for model, price in said.pricing.items()}
            for provider, said in found.items()
        },
    )


def limits_as_overrides(context_limits: Mapping[str, int] | None, provider: str, setting: str = "context_limits") -> Overrides:
    """Limits that were given in code, for one provider.

    Raises: ConfigurationError for a limit that is no positive integer; `details` name the `setting` and the model.
    """
    if not context_limits:
        return NO_OVERRIDES
    for model, limit in context_limits.items():
        if isinstance(limit, bool) or not isinstance(limit, int) or limit <= 0:
            raise ConfigurationError(
                "A context limit must be a positive number of tokens", {"setting": setting, "model": model, "value": limit}
            )
    return Overrides(limits={_lower(provider): {_lower(model): limit for model, limit in context_limits.items()}})


def _prices(said: _Pricing | tuple[float, float]) -> Prices:
    if isinstance(said, tuple):
        return Prices(input=said[0], output=said[1])
    return Prices(
        input=said.input,
        output=said.output,
        cache_read=said.cached_input,
        cache_write=said.cache_write,
        cache_write_long=said.cache_write_long,
    )


def _lower(name: str) -> str:
    return name.strip().lower()


def _merged(first: Mapping[str, Mapping[str, T]], second: Mapping[str, Mapping[str, T]]) -> dict[str, Mapping[str, T]]:
    return {provider: {**second.get(provider, {}), **first.get(provider, {})} for provider in {**second, **first}}


def _found(figures: Mapping[str, Mapping[str, T]], name: ModelName, providers: tuple[str, ...]) -> T | None:
    for provider in providers:
        said = figures.get(_lower(provider))
        if said:
            for spelling in name.spellings:
                if spelling in said:
                    return said[spelling]
    return None
