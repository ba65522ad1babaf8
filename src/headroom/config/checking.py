"""What is refused of a configuration: values of another type, out of range, or that nothing can be done with."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from headroom.config.client import HeadroomMode
from headroom.config.public import HeadroomConfig
from headroom.errors import ConfigurationError

__all__ = ["at_least", "check_function", "check_share", "checked", "mode_named"]

S = TypeVar("S", bound=msgspec.Struct)

_FUNCTIONS = (
    ("smart_crusher", "relevance", "embedder"),
    ("prose_compressor", "scorer"),
    ("cache_optimizer", "semantic_cache_embedder"),
)
"""Where a configuration holds what is no plain value and is checked by itself."""
_MODES = frozenset(mode.value for mode in HeadroomMode)
_WHERE = re.compile(r" - at `\$\.([^`]+)`$")
"""Where the library that converts says that a value stands."""


def checked(config: HeadroomConfig) -> HeadroomConfig:
    """The configuration as it is, every field of its declared type: users may have assigned anything.

    Raises: ConfigurationError for a field of another type; `details` holds its path.
    """
    plain = config
    for path in _FUNCTIONS:
        plain = _with(plain, path, None)
    extensions: object = config.pipeline_extensions
    if isinstance(extensions, list | tuple):
        plain = _with(plain, ("pipeline_extensions",), [])
    try:
        checked = msgspec.convert(msgspec.to_builtins(plain), HeadroomConfig)
    except (msgspec.ValidationError, TypeError) as error:
        found = _WHERE.search(str(error))
        field = found[1] if found else "config"
        value = _at(config, tuple(field.split(".")))
        said = {"value": value} if isinstance(value, str | int | float) else {}
        raise ConfigurationError(f"config: {error}", {"field": field, **said}) from error
    for path in _FUNCTIONS:
        setattr(_at(checked, path[:-1]), path[-1], _at(config, path))
    checked.pipeline_extensions = list(config.pipeline_extensions)
    return checked


def _with(struct: S, path: tuple[str, ...], value: object) -> S:
    """A copy with another value at the path; the very same struct where it leads nowhere, for the check to find."""
    if path[0] not in struct.__struct_fields__:
        return struct
    if len(path) > 1:
        inner: object = getattr(struct, path[0])
        if not isinstance(inner, msgspec.Struct):
            return struct
        value = _with(inner, path[1:], value)
    return msgspec.structs.replace(struct, **{path[0]: value})


def _at(found: object, path: tuple[str, ...]) -> object:
    for name in path:
        found = getattr(found, name, None)
    return found


def mode_named(field: str, value: object) -> HeadroomMode:
    """The mode of that name.

    Raises: ConfigurationError for anything else; it lists the modes.
    """
    if isinstance(value, str) and value in _MODES:
        return HeadroomMode(value)
    raise ConfigurationError(f"{field} must be one of {', '.join(sorted(_MODES))}", {"field": field, "value": value})


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
