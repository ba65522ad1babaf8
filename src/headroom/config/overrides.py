"""What one request says about itself, in keywords that start with `headroom_`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import msgspec

from headroom.config.checking import mode_named
from headroom.config.client import HeadroomMode
from headroom.config.freezing import profile_from
from headroom.config.settings import Profile
from headroom.errors import ConfigurationError

__all__ = ["KEYWORDS", "Overrides", "take_overrides"]

_PREFIX = "headroom_"


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for one request; None where it says nothing."""

    mode: HeadroomMode | None = None
    cache_prefix_tokens: int | None = None
    """How long the prefix that is kept for the provider's cache should be."""
    output_buffer_tokens: int | None = None
    """What to leave of the context window for the reply."""
    keep_turns: int | None = None
    """Turns at the end that stay uncompressed."""
    tool_profiles: tuple[Profile, ...] = ()
    """They take the place of the client's for the same tools."""
    tenant: str = ""
    """Whose request it is: originals and replies kept for one are a miss for all others."""


KEYWORDS = tuple(f"{_PREFIX}{name}" for name in Overrides.__struct_fields__)
"""The keywords there are."""
_NOTHING = Overrides()


def take_overrides(kwargs: Mapping[str, object]) -> tuple[Overrides, dict[str, object]]:
    """What the keywords of a call say to us, and all others as they came.

    None says nothing, as where a keyword is left away.

    Raises: ConfigurationError for an unknown `headroom_` keyword and for a value that cannot be honoured.
    """
    rest = {name: value for name, value in kwargs.items() if not name.startswith(_PREFIX)}
    if len(rest) == len(kwargs):
        return _NOTHING, rest
    said: dict[str, object] = {}
    for name, value in kwargs.items():
        if name in rest:
            continue
        if name not in KEYWORDS:
            raise _unknown(name)
        if value is not None:
            said[name.removeprefix(_PREFIX)] = _read(name, value)
    return msgspec.convert(said, Overrides), rest


def _read(name: str, value: object) -> object:
    match name:
        case "headroom_mode":
            return mode_named(name, value)
        case "headroom_cache_prefix_tokens" | "headroom_output_buffer_tokens" | "headroom_keep_turns":
            return _count(name, value)
        case "headroom_tool_profiles":
            return _profiles(name, value)
        case _:
            if not isinstance(value, str):
                raise ConfigurationError(f"{name} must be a string", {"field": name, "type": type(value).__name__})
            return value


def _count(name: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise ConfigurationError(f"{name} must be a whole number, 0 or more", {"field": name, "value": value})
    return value


def _profiles(name: str, value: object) -> tuple[Profile, ...]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{name} must be profiles by the tool's name", {"field": name, "type": type(value).__name__})
    return tuple(profile_from(tool, profile, name) for tool, profile in value.items())


def _unknown(name: str) -> ConfigurationError:
    nearest = get_close_matches(name, KEYWORDS, n=1, cutoff=0.0)[0]
    return ConfigurationError(f"there is no {name}; did you mean {nearest}?", {"field": name, "nearest": nearest})
