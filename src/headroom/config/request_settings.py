"""What holds for one request: the client's settings, and what the request itself says."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from headroom.config.client import HeadroomMode
from headroom.config.client_settings import ClientSettings, Compression
from headroom.config.history import WindowSettings
from headroom.config.overrides import Overrides
from headroom.config.settings import Profile, Settings
from headroom.errors import ConfigurationError

__all__ = ["RequestSettings", "settings_for_request"]

_USUAL_BUFFER = Compression().output_buffer_tokens


class RequestSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How one request is treated."""

    mode: HeadroomMode
    preset: Literal["default", "token", "lossless"]
    """The preset of the pipeline that `settings` are for."""
    settings: Settings
    output_buffer_tokens: int
    cache_prefix_tokens: int | None = None
    """None where neither the request nor the client says."""
    tenant: str = ""


def settings_for_request(
    client: ClientSettings,
    overrides: Overrides,
    limit_tokens: int | None = None,
    *,
    can_offer: bool = True,
) -> RequestSettings:
    """The settings of one request to a model of so long a context window.

    `limit_tokens` is None where the length is only guessed: nothing is left out for that. A window that the configuration names
    itself goes before the model's. `can_offer` says whether this request may carry the retrieve tool: where the client wants to
    and it may not, only lossless steps run, and a full window.

    Raises: ConfigurationError where the reply is to have all of the window.
    Cost: a look-up for what was asked before.
    """
    compression = client.compression
    buffer = _buffer(compression, overrides, limit_tokens)
    if limit_tokens is not None and buffer >= limit_tokens and _takes_window(compression):
        field = "output_buffer_tokens" if overrides.output_buffer_tokens is None else "headroom_output_buffer_tokens"
        raise ConfigurationError(
            f"{field}={buffer} leaves nothing of a context window of {limit_tokens} tokens",
            {"field": field, "value": buffer, "limit_tokens": limit_tokens},
        )
    settings = _settings(compression, overrides.keep_turns, overrides.tool_profiles, buffer, limit_tokens, can_offer)
    return RequestSettings(
        mode=client.mode if overrides.mode is None else overrides.mode,
        preset=compression.preset,
        settings=settings,
        output_buffer_tokens=buffer,
        cache_prefix_tokens=overrides.cache_prefix_tokens,
        tenant=overrides.tenant,
    )


@lru_cache(maxsize=256)
def _settings(
    compression: Compression,
    keep_turns: int | None,
    profiles: tuple[Profile, ...],
    buffer_tokens: int,
    limit_tokens: int | None,
    can_offer: bool,  # noqa: FBT001 - a key of the cache
) -> Settings:
    """The client's settings with what differs for these requests."""
    settings = compression.settings
    if compression.offers_tool:
        settings = settings.naming("tool") if can_offer else settings.lossless()
    changed: dict[str, object] = {}
    if keep_turns is not None:
        changed["keep_turns"] = keep_turns
    if profiles:
        asked = {profile.tool.casefold() for profile in profiles}
        changed["profiles"] = (
            *(profile for profile in settings.profiles if profile.tool.casefold() not in asked),
            *profiles,
        )
    if limit_tokens is not None and _takes_window(compression):
        changed["window"] = WindowSettings(
            limit_tokens=limit_tokens - buffer_tokens, keep_last_turns=compression.keep_last_turns
        )
    return msgspec.structs.replace(settings, **changed) if changed else settings


def _buffer(compression: Compression, overrides: Overrides, limit_tokens: int | None) -> int:
    """What is left of the window for the reply: what somebody said, else at most half of it."""
    if overrides.output_buffer_tokens is not None:
        return overrides.output_buffer_tokens
    buffer = compression.output_buffer_tokens
    # Of small windows, what nobody asked for would leave nothing to say.
    return min(buffer, limit_tokens // 2) if limit_tokens is not None and buffer == _USUAL_BUFFER else buffer


def _takes_window(compression: Compression) -> bool:
    """Whether a model's context window is kept to: not where the caller named one, and where nothing may be left out."""
    return compression.settings.window is None and compression.preset != "lossless"
