"""What is known of a model, from the best place that knows it."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from headroom.catalog.facts import CacheRules, FactSource, ModelFacts, Prices
from headroom.catalog.names import LOCAL, PRICED_HOSTS, ModelName, model_name
from headroom.catalog.overrides import NO_OVERRIDES, Overrides
from headroom.catalog.patterns import DEFAULT_LIMIT_TOKENS, DEFAULT_LIMITS, pattern_for
from headroom.catalog.snapshot import Entry, index, snapshot

__all__ = ["model_facts"]

_LONG_CONTEXT_TOKENS = 1_000_000
"""What the suffix `[1m]` stands for."""


def model_facts(model: str, provider: str = "", overrides: Overrides = NO_OVERRIDES) -> ModelFacts:
    """What is known of a model at a provider.

    The user's figures go first, then the list that ships with the package, then the shape of the name, then what is usual at
    the provider. Nothing is unknown: `source` says how much the answer is worth. Prices are None where none can be told.

    Cost: a look-up for a model asked for before; the list is read at the first call.
    Raises: ConfigurationError where the list is missing or damaged.
    """
    known = _without_overrides(model, provider.strip().lower())
    if not overrides.limits and not overrides.prices:
        return known
    name = model_name(model)
    providers = (provider, name.host, name.maker)
    limit = overrides.limit_for(name, providers)
    prices = overrides.prices_for(name, providers)
    if limit is None and prices is None:
        return known
    return msgspec.structs.replace(
        known,
        context_limit_tokens=known.context_limit_tokens if limit is None else limit,
        prices=known.prices if prices is None else prices,
        source="override",
    )


@lru_cache(maxsize=1024)
def _without_overrides(model: str, provider: str) -> ModelFacts:
    name = model_name(model)
    maker = name.maker or (provider if provider in DEFAULT_LIMITS else "")
    entry, is_own = _entry(name, provider)
    limit, source = _limit(name, provider, entry)
    prices, cache = (None, CacheRules()) if entry is None else (entry.prices, _rules(entry))
    if entry is None:
        prices, cache = _likeness(name)
    if not is_own:
        prices, cache = None, CacheRules()
    # A fine-tuned model costs more than what it was made from, but is cached alike.
    if name.is_fine_tuned and not (entry is not None and entry.names[0].startswith("ft:")):
        prices = None
    return ModelFacts(
        model=model,
        context_limit_tokens=limit,
        max_output_tokens=None if entry is None else entry.output_limit,
        prices=prices,
        cache=cache,
        source=source,
        family=maker,
    )


def _entry(name: ModelName, provider: str) -> tuple[Entry | None, bool]:
    """The entry of a model, and whether its prices and rules hold at the provider."""
    host = name.host or provider
    is_elsewhere = host in PRICED_HOSTS or host in LOCAL
    if host in PRICED_HOSTS:
        entry = index().find(host, name.spellings)
        if entry is not None:
            return entry, True
    for maker in dict.fromkeys((name.maker, provider)):
        entry = index().find(maker, name.spellings)
        if entry is not None:
            return entry, not is_elsewhere
    return None, not is_elsewhere


def _limit(name: ModelName, provider: str, entry: Entry | None) -> tuple[int, FactSource]:
    if name.is_long_context:
        return _LONG_CONTEXT_TOKENS, "pattern" if entry is None else "catalog"
    if entry is not None and entry.input_limit is not None:
        return entry.input_limit, "catalog"
    pattern = pattern_for(name.spellings)
    if pattern is not None:
        return pattern.limit_tokens, "pattern"
    return DEFAULT_LIMITS.get(provider) or DEFAULT_LIMITS.get(name.maker) or DEFAULT_LIMIT_TOKENS, "default"


def _likeness(name: ModelName) -> tuple[Prices | None, CacheRules]:
    """Prices and rules of the model that the name resembles."""
    pattern = pattern_for(name.spellings)
    entry = None if pattern is None or pattern.like is None else index().exact.get(pattern.like)
    return (None, CacheRules()) if entry is None else (entry.prices, _rules(entry))


def _rules(entry: Entry) -> CacheRules:
    rules = snapshot().cache_rules.get(entry.cache, CacheRules())
    return rules if entry.cache_minimum is None else msgspec.structs.replace(rules, minimum_tokens=entry.cache_minimum)
