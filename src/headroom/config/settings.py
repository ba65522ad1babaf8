"""Configuration as one frozen value, made once and handed down.

`settings_from` is the only way from the public, mutable `*Config` structs to what transforms hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from headroom.config.public import DEFAULT_EXCLUDED_TOOLS, HeadroomConfig, SmartCrusherConfig, ToolProfile
from headroom.errors import ConfigurationError

__all__ = ["CrushSettings", "Profile", "Settings", "WorkBudget", "crush_settings_from", "settings_from"]


class WorkBudget(msgspec.Struct, frozen=True, kw_only=True):
    """How much work one text may cost before it passes through unchanged. Deterministic: sizes, never time."""

    text_bytes: int = 32 * 1024 * 1024
    """Chosen: about three seconds of work, far above any tool result a model could read."""
    depth: int = 100
    """Levels of nesting that are walked into; chosen well below what recursion allows."""


class CrushSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`SmartCrusherConfig` as a value; the fields mean the same."""

    enabled: bool = True
    min_items_to_analyze: int = 5
    min_tokens_to_crush: int = 200
    max_items_after_crush: int = 15
    variance_threshold: float = 2.0
    uniqueness_threshold: float = 0.1
    similarity_threshold: float = 0.8
    first_fraction: float = 0.3
    last_fraction: float = 0.15
    preserve_change_points: bool = True
    factor_out_constants: bool = False
    include_summaries: bool = False
    dedup_identical_items: bool = True
    lossless_only: bool = False
    lossless_min_savings_ratio: float = 0.15
    retrieval: Literal["none", "tool"] = "none"
    """Whether the caller offers the retrieve tool; markers name it only then."""
    budget: WorkBudget = WorkBudget()


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """`ToolProfile` as a value, with the tool it is for."""

    tool: str
    skip_compression: bool = False
    max_items_after_crush: int | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a pipeline was made with."""

    crush: CrushSettings = CrushSettings()
    excluded_tools: tuple[str, ...] = DEFAULT_EXCLUDED_TOOLS
    protected_tools: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    keep_turns: int = 0


_POSITIVE = ("min_items_to_analyze", "min_tokens_to_crush", "max_items_after_crush")
_FRACTIONS = ("uniqueness_threshold", "similarity_threshold", "first_fraction", "last_fraction", "lossless_min_savings_ratio")


def crush_settings_from(config: SmartCrusherConfig, *, retrieval: Literal["none", "tool"] = "none") -> CrushSettings:
    """The frozen form of a `SmartCrusherConfig`.

    Raises: ConfigurationError for a value out of range.
    """
    for name in _POSITIVE:
        if getattr(config, name) < 1:
            raise ConfigurationError(f"{name} must be at least 1", {"field": name, "value": getattr(config, name)})
    for name in _FRACTIONS:
        if not 0.0 <= getattr(config, name) <= 1.0:
            raise ConfigurationError(f"{name} must be between 0 and 1", {"field": name, "value": getattr(config, name)})
    if not config.variance_threshold > 0:
        raise ConfigurationError(
            "variance_threshold must be above 0", {"field": "variance_threshold", "value": config.variance_threshold}
        )
    shared = {name: getattr(config, name) for name in CrushSettings.__struct_fields__ if hasattr(config, name)}
    return CrushSettings(**shared, retrieval=retrieval)


def settings_from(
    config: HeadroomConfig | None = None,
    *,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, Any]] | None = None,
    keep_turns: int | None = None,
    protected_tools: tuple[str, ...] = (),
    exclude_no_tool: bool = False,
    lossless_only: bool = False,
) -> Settings:
    """One frozen `Settings` out of the configuration and what was asked for this time.

    Explicit arguments win over `config`; `protected_tools` are added to the configured ones.
    `exclude_no_tool` empties the default list of excluded tools, not one that the caller set.

    Raises: ConfigurationError for a value of the wrong type or out of range, and for an unknown field of a tool profile.
    """
    given = HeadroomConfig() if config is None else _checked(config)
    turns = given.keep_turns if keep_turns is None else keep_turns
    if type(turns) is not int or turns < 0:
        raise ConfigurationError("keep_turns must be a number of turns, 0 or more", {"field": "keep_turns", "value": turns})
    crush = crush_settings_from(given.smart_crusher, retrieval=given.retrieval)
    if lossless_only:
        crush = msgspec.structs.replace(crush, lossless_only=True)
    if given.exclude_tools is not None:
        excluded = tuple(given.exclude_tools)
    else:
        excluded = () if exclude_no_tool else DEFAULT_EXCLUDED_TOOLS
    if tool_profiles is not None and not isinstance(tool_profiles, Mapping):
        raise ConfigurationError("tool_profiles must be profiles by the tool's name", {"field": "tool_profiles"})
    merged = {**given.tool_profiles, **(tool_profiles or {})}
    return Settings(
        crush=crush,
        excluded_tools=excluded,
        protected_tools=(*given.protect_tool_results, *protected_tools),
        profiles=tuple(_profile(tool, profile) for tool, profile in merged.items()),
        keep_turns=turns,
    )


def _checked(config: HeadroomConfig) -> HeadroomConfig:
    """The configuration as it is, every field of its declared type: users may have assigned anything.

    Raises: ConfigurationError for a field of another type.
    """
    try:
        return msgspec.convert(msgspec.to_builtins(config), HeadroomConfig)
    except (msgspec.ValidationError, TypeError) as error:
        raise ConfigurationError(f"config: {error}", {"field": "config"}) from error


def _profile(tool: str, profile: ToolProfile | Mapping[str, Any]) -> Profile:
    if not isinstance(tool, str) or not isinstance(profile, (ToolProfile, Mapping)):
        raise ConfigurationError("tool_profiles must be profiles by the tool's name", {"field": "tool_profiles", "tool": tool})
    if not isinstance(profile, ToolProfile):
        try:
            profile = msgspec.convert(dict(profile), ToolProfile)
        except msgspec.ValidationError as error:
            raise ConfigurationError(f"tool profile of {tool!r}: {error}", {"field": "tool_profiles", "tool": tool}) from error
    if profile.max_items_after_crush is not None and profile.max_items_after_crush < 1:
        raise ConfigurationError("max_items_after_crush must be at least 1", {"field": "tool_profiles", "tool": tool})
    return Profile(tool=tool, skip_compression=profile.skip_compression, max_items_after_crush=profile.max_items_after_crush)
