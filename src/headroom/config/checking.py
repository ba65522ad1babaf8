"""What is refused of a configuration: values of another type, out of range, or that nothing can be done with."""

from __future__ import annotations

import msgspec

from headroom.config.public import HeadroomConfig, ProseCompressorConfig, RelevanceScorerConfig, SmartCrusherConfig
from headroom.config.reduction import Embedder, SentenceScorer
from headroom.errors import ConfigurationError

__all__ = ["at_least", "check_function", "check_share", "checked"]


def checked(config: HeadroomConfig) -> HeadroomConfig:
    """The configuration as it is, every field of its declared type: users may have assigned anything.

    Raises: ConfigurationError for a field of another type.
    """
    plain, functions = _without_functions(config)
    try:
        checked = msgspec.convert(msgspec.to_builtins(plain), HeadroomConfig)
    except (msgspec.ValidationError, TypeError) as error:
        raise ConfigurationError(f"config: {error}", {"field": "config"}) from error
    checked.smart_crusher.relevance.embedder, checked.prose_compressor.scorer = functions
    return checked


def _without_functions(config: HeadroomConfig) -> tuple[HeadroomConfig, tuple[Embedder | None, SentenceScorer | None]]:
    """A configuration that is plain values throughout, and the functions that it may hold."""
    crusher: object = getattr(config, "smart_crusher", None)
    relevance: object = getattr(crusher, "relevance", None)
    prose: object = getattr(config, "prose_compressor", None)
    if not (
        isinstance(crusher, SmartCrusherConfig)
        and isinstance(relevance, RelevanceScorerConfig)
        and isinstance(prose, ProseCompressorConfig)
    ):
        return config, (None, None)
    bare = msgspec.structs.replace(crusher, relevance=msgspec.structs.replace(relevance, embedder=None))
    plain = msgspec.structs.replace(config, smart_crusher=bare, prose_compressor=msgspec.structs.replace(prose, scorer=None))
    return plain, (relevance.embedder, prose.scorer)


def check_function(field: str, given: object) -> None:
    """Nothing, for a function or None.

    Raises: ConfigurationError for what cannot be called or hashed.
    """
    if given is None:
        return
    if not callable(given):
        raise ConfigurationError(f"{field} must be callable", {"field": field})
    try:
        hash(given)
    except TypeError as error:
        raise ConfigurationError(f"{field} must be hashable: {error}", {"field": field}) from error


def check_share(name: str, value: float) -> None:
    """Nothing, for a value from 0 to 1.

    Raises: ConfigurationError for any other.
    """
    if not 0.0 <= value <= 1.0:
        raise ConfigurationError(f"{name} must be between 0 and 1", {"field": name, "value": value})


def at_least(name: str, value: int, least: int) -> int:
    """The value.

    Raises: ConfigurationError for one below the least.
    """
    if value < least:
        raise ConfigurationError(f"{name} must be at least {least}", {"field": name, "value": value})
    return value
