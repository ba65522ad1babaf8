"""Configuration as one frozen value, made once and handed down.

`settings_from` is the only way from the public, mutable `*Config` structs to what transforms hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

import msgspec

from headroom.config.history import AlignerSettings, WindowSettings
from headroom.config.public import (
    DEFAULT_EXCLUDED_TOOLS,
    CacheAlignerConfig,
    HeadroomConfig,
    RelevanceScorerConfig,
    RollingWindowConfig,
    SmartCrusherConfig,
    ToolProfile,
)
from headroom.config.reduction import (
    CrushSettings,
    DiffSettings,
    LogSettings,
    RelevanceSettings,
    RouterSettings,
    SearchSettings,
    TextSettings,
)
from headroom.errors import ConfigurationError

S = TypeVar("S", bound=TextSettings)

__all__ = ["Profile", "Settings", "crush_settings_from", "settings_from"]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """`ToolProfile` as a value, with the tool it is for."""

    tool: str
    skip_compression: bool = False
    max_items_after_crush: int | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a pipeline was made with."""

    crush: CrushSettings = CrushSettings()
    logs: LogSettings = LogSettings()
    search: SearchSettings = SearchSettings()
    diffs: DiffSettings = DiffSettings()
    folds: TextSettings = TextSettings()
    router: RouterSettings = RouterSettings()
    excluded_tools: tuple[str, ...] = DEFAULT_EXCLUDED_TOOLS
    protected_tools: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    keep_turns: int = 0
    aligner: AlignerSettings | None = None
    window: WindowSettings | None = None
    compressors: tuple[str, ...] = ()
    """Names of entry points."""
    transforms: tuple[str, ...] = ()

    def lossless(self) -> Settings:
        """The same for texts of which nothing may be left out."""
        return self._each(lossless_only=True)

    def _each(self, **change: object) -> Settings:
        """The same with the settings of every compressor changed."""
        return msgspec.structs.replace(
            self, **{name: msgspec.structs.replace(getattr(self, name), **change) for name in _OF_COMPRESSORS}
        )


_OF_COMPRESSORS = ("crush", "logs", "search", "diffs", "folds", "router")
_TIERS = ("bm25", "embedding", "hybrid")
_POSITIVE = ("min_items_to_analyze", "min_tokens_to_crush", "max_items_after_crush")
_FRACTIONS = ("uniqueness_threshold", "similarity_threshold", "first_fraction", "last_fraction", "lossless_min_savings_ratio")


def crush_settings_from(config: SmartCrusherConfig, *, retrieval: Literal["none", "tool"] = "none") -> CrushSettings:
    """The frozen form of a `SmartCrusherConfig`.

    Raises: ConfigurationError for a value out of range.
    """
    for name in _POSITIVE:
        _at_least(name, getattr(config, name), 1)
    for name in _FRACTIONS:
        _share(name, getattr(config, name))
    if not config.variance_threshold > 0:
        raise ConfigurationError(
            "variance_threshold must be above 0", {"field": "variance_threshold", "value": config.variance_threshold}
        )
    shared = {name: getattr(config, name) for name in CrushSettings.__struct_fields__ if hasattr(config, name)}
    return CrushSettings(**{**shared, "relevance": _relevance(config.relevance), "retrieval": retrieval})


def _relevance(config: RelevanceScorerConfig) -> RelevanceSettings:
    """The frozen form of a `RelevanceScorerConfig`.

    Raises: ConfigurationError for a value out of range, and for an embedder that cannot be called or hashed.
    """
    if config.tier not in _TIERS:
        raise ConfigurationError(f"tier must be one of {', '.join(_TIERS)}", {"field": "tier", "value": config.tier})
    if not 0.0 <= config.bm25_k1 < float("inf"):
        raise ConfigurationError("bm25_k1 must be 0 or more", {"field": "bm25_k1", "value": config.bm25_k1})
    for name in ("bm25_b", "hybrid_alpha", "relevance_threshold"):
        _share(name, getattr(config, name))
    if config.embedder is not None:
        if not callable(config.embedder):
            raise ConfigurationError("embedder must be callable", {"field": "embedder"})
        try:
            hash(config.embedder)
        except TypeError as error:
            raise ConfigurationError(f"embedder must be hashable: {error}", {"field": "embedder"}) from error
    return RelevanceSettings(**msgspec.structs.asdict(config))


def settings_from(
    config: HeadroomConfig | None = None,
    *,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, Any]] | None = None,
    keep_turns: int | None = None,
    protected_tools: tuple[str, ...] = (),
    exclude_no_tool: bool = False,
    protect_errors: bool = True,
    lossless_only: bool = False,
) -> Settings:
    """One frozen `Settings` out of the configuration and what was asked for this time.

    Explicit arguments win over `config`; `protected_tools` are added to the configured ones.
    `exclude_no_tool` empties the default list of excluded tools, not one that the caller set; `protect_errors` is likewise for
    where the caller said nothing.

    Raises: ConfigurationError for a value of the wrong type or out of range, and for an unknown field of a tool profile.
    """
    given = HeadroomConfig() if config is None else _checked(config)
    turns = given.keep_turns if keep_turns is None else keep_turns
    if type(turns) is not int or turns < 0:
        raise ConfigurationError("keep_turns must be a number of turns, 0 or more", {"field": "keep_turns", "value": turns})
    router = given.content_router
    if given.exclude_tools is not None:
        excluded = tuple(given.exclude_tools)
    else:
        excluded = () if exclude_no_tool else DEFAULT_EXCLUDED_TOOLS
    if tool_profiles is not None and not isinstance(tool_profiles, Mapping):
        raise ConfigurationError("tool_profiles must be profiles by the tool's name", {"field": "tool_profiles"})
    merged = {**given.tool_profiles, **(tool_profiles or {})}
    settings = Settings(
        crush=crush_settings_from(given.smart_crusher, retrieval=given.retrieval),
        logs=_frozen(given.log_compressor, LogSettings, given.retrieval),
        search=_frozen(given.search_compressor, SearchSettings, given.retrieval),
        diffs=_frozen(given.diff_compressor, DiffSettings, given.retrieval),
        folds=TextSettings(enabled=router.lossless_folds, retrieval=given.retrieval),
        router=RouterSettings(
            enabled=router.enabled,
            retrieval=given.retrieval,
            min_tokens_to_compress=_at_least("min_tokens_to_compress", router.min_tokens_to_compress, 1),
            protect_error_outputs=protect_errors if router.protect_error_outputs is None else router.protect_error_outputs,
            error_protection_max_chars=_at_least("error_protection_max_chars", router.error_protection_max_chars, 0),
            kept_tags=tuple(router.kept_tags),
        ),
        excluded_tools=excluded,
        protected_tools=(*given.protect_tool_results, *protected_tools),
        profiles=tuple(_profile(tool, profile) for tool, profile in merged.items()),
        keep_turns=turns,
        aligner=_aligner(given.cache_aligner),
        window=_window(given.rolling_window),
        compressors=tuple(given.compressors),
        transforms=tuple(given.transforms),
    )
    return settings.lossless() if lossless_only else settings


def _frozen(config: msgspec.Struct, settings: type[S], retrieval: Literal["none", "tool"]) -> S:
    """The settings of the same fields; numbers of lines, hits and files are at least 0.

    Raises: ConfigurationError for a number below.
    """
    values = msgspec.structs.asdict(config)
    for name, value in values.items():
        if not isinstance(value, bool):
            _at_least(name, value, 0)
    return settings(**values, retrieval=retrieval)


def _aligner(config: CacheAlignerConfig) -> AlignerSettings | None:
    if not config.enabled:
        return None
    return AlignerSettings(
        mode=config.mode,
        use_dynamic_detector=config.use_dynamic_detector,
        detection_tiers=tuple(config.detection_tiers),
        extra_dynamic_labels=tuple(config.extra_dynamic_labels),
        entropy_threshold=config.entropy_threshold,
        date_patterns=tuple(config.date_patterns),
        normalize_whitespace=config.normalize_whitespace,
        collapse_blank_lines=config.collapse_blank_lines,
        dynamic_tail_separator=config.dynamic_tail_separator,
    )


def _window(config: RollingWindowConfig) -> WindowSettings | None:
    if config.limit_tokens is None:
        return None
    return WindowSettings(
        limit_tokens=_at_least("limit_tokens", config.limit_tokens, 1),
        keep_last_turns=_at_least("keep_last_turns", config.keep_last_turns, 1),
    )


def _share(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ConfigurationError(f"{name} must be between 0 and 1", {"field": name, "value": value})


def _at_least(name: str, value: int, least: int) -> int:
    if value < least:
        raise ConfigurationError(f"{name} must be at least {least}", {"field": name, "value": value})
    return value


def _checked(config: HeadroomConfig) -> HeadroomConfig:
    """The configuration as it is, every field of its declared type: users may have assigned anything.

    Raises: ConfigurationError for a field of another type.
    """
    plain, embedder = _without_embedder(config)
    try:
        checked = msgspec.convert(msgspec.to_builtins(plain), HeadroomConfig)
    except (msgspec.ValidationError, TypeError) as error:
        raise ConfigurationError(f"config: {error}", {"field": "config"}) from error
    checked.smart_crusher.relevance.embedder = embedder
    return checked


def _without_embedder(config: HeadroomConfig) -> tuple[HeadroomConfig, Callable[[list[str]], Iterable[Iterable[float]]] | None]:
    """A configuration that is plain values throughout, and the one function that it may hold."""
    crusher: object = getattr(config, "smart_crusher", None)
    relevance: object = getattr(crusher, "relevance", None)
    if not isinstance(crusher, SmartCrusherConfig) or not isinstance(relevance, RelevanceScorerConfig):
        return config, None
    bare = msgspec.structs.replace(crusher, relevance=msgspec.structs.replace(relevance, embedder=None))
    return msgspec.structs.replace(config, smart_crusher=bare), relevance.embedder


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
