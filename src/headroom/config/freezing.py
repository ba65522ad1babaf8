"""The way from the public, mutable `*Config` structs to the one frozen value that transforms hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import msgspec

from headroom.config.checking import at_least, check_function, check_share, checked
from headroom.config.environment import Environment
from headroom.config.history import AlignerSettings, WindowSettings
from headroom.config.public import (
    DEFAULT_EXCLUDED_TOOLS,
    CacheAlignerConfig,
    CodeCompressorConfig,
    ContentRouterConfig,
    HeadroomConfig,
    RelevanceScorerConfig,
    RollingWindowConfig,
    SmartCrusherConfig,
    ToolProfile,
)
from headroom.config.reduction import (
    CodeSettings,
    CrushSettings,
    DiffSettings,
    LogSettings,
    MarkupSettings,
    ProseSettings,
    RelevanceSettings,
    RouterSettings,
    SearchSettings,
    TextSettings,
)
from headroom.config.settings import Profile, Settings
from headroom.errors import ConfigurationError

__all__ = ["Implied", "crush_settings_from", "profile_from", "settings_from"]

S = TypeVar("S", bound=TextSettings)


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """What holds where neither the caller nor the environment said anything."""

    exclude_no_tool: bool = False
    """Whether the default list of excluded tools is empty; a list that the caller set stands."""
    protect_errors: bool = True
    """Whether short texts that speak of errors stay."""
    with_code: bool = False
    """Whether source code is compressed."""
    lossless_only: bool = False
    """Whether nothing may be dropped and no marker left, whatever was said."""


_NOTHING_SAID = Environment()
_NOTHING_IMPLIED = Implied()
_TIERS = ("bm25", "embedding", "hybrid")
_POSITIVE = ("min_items_to_analyze", "min_tokens_to_crush", "max_items_after_crush")
_FRACTIONS = ("uniqueness_threshold", "similarity_threshold", "first_fraction", "last_fraction", "lossless_min_savings_ratio")


def crush_settings_from(config: SmartCrusherConfig, *, retrieval: Literal["none", "tool"] = "none") -> CrushSettings:
    """The frozen form of a `SmartCrusherConfig`.

    Raises: ConfigurationError for a value out of range.
    """
    for name in _POSITIVE:
        at_least(name, getattr(config, name), 1)
    for name in _FRACTIONS:
        check_share(name, getattr(config, name))
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
        check_share(name, getattr(config, name))
    check_function("embedder", config.embedder)
    return RelevanceSettings(**msgspec.structs.asdict(config))


def settings_from(
    config: HeadroomConfig | None = None,
    *,
    tool_profiles: Mapping[str, ToolProfile | Mapping[str, Any]] | None = None,
    keep_turns: int | None = None,
    environment: Environment = _NOTHING_SAID,
    implied: Implied = _NOTHING_IMPLIED,
) -> Settings:
    """One frozen `Settings` out of the configuration and what was asked for this time.

    Explicit arguments win over `config`, and that over the environment, whose protected tools are added to the configured ones.
    `implied` is what the preset says of all that nobody set.

    Raises: ConfigurationError for a value of the wrong type or out of range, and for an unknown field of a tool profile.
    """
    given = HeadroomConfig() if config is None else checked(config)
    turns = given.keep_turns if keep_turns is None else keep_turns
    if type(turns) is not int or turns < 0:
        raise ConfigurationError("keep_turns must be a number of turns, 0 or more", {"field": "keep_turns", "value": turns})
    router = given.content_router
    if given.exclude_tools is not None:
        excluded = tuple(given.exclude_tools)
    else:
        excluded = () if implied.exclude_no_tool else DEFAULT_EXCLUDED_TOOLS
    if tool_profiles is not None and not isinstance(tool_profiles, Mapping):
        raise ConfigurationError("tool_profiles must be profiles by the tool's name", {"field": "tool_profiles"})
    check_function("scorer", given.prose_compressor.scorer)
    ratio = _ratio(given, environment)
    merged = {**given.tool_profiles, **(tool_profiles or {})}
    settings = Settings(
        crush=crush_settings_from(given.smart_crusher, retrieval=given.retrieval),
        logs=_frozen(given.log_compressor, LogSettings, given.retrieval),
        search=_frozen(given.search_compressor, SearchSettings, given.retrieval),
        diffs=_frozen(given.diff_compressor, DiffSettings, given.retrieval),
        code=_code(
            given.code_compressor, implied.with_code if environment.code_aware is None else environment.code_aware, given
        ),
        markup=MarkupSettings(**msgspec.structs.asdict(given.markup_compressor), target_ratio=ratio, retrieval=given.retrieval),
        config=TextSettings(enabled=given.config_compressor.enabled, retrieval=given.retrieval),
        prose=ProseSettings(
            enabled=given.prose_compressor.enabled,
            scorer=given.prose_compressor.scorer,
            target_ratio=ratio,
            retrieval=given.retrieval,
        ),
        folds=TextSettings(enabled=router.lossless_folds, retrieval=given.retrieval),
        router=_router(router, implied.protect_errors, given),
        excluded_tools=excluded,
        protected_tools=(*given.protect_tool_results, *environment.protected_tools),
        profiles=tuple(profile_from(tool, profile) for tool, profile in merged.items()),
        keep_turns=turns,
        aligner=_aligner(given.cache_aligner),
        window=_window(given.rolling_window),
        intercept_tool_results=given.intercept_tool_results,
        compressors=tuple(given.compressors),
        transforms=tuple(given.transforms),
    )
    return settings.lossless() if implied.lossless_only else settings


def _frozen(config: msgspec.Struct, settings: type[S], retrieval: Literal["none", "tool"]) -> S:
    """The settings of the same fields; numbers of lines, hits and files are at least 0.

    Raises: ConfigurationError for a number below.
    """
    values = msgspec.structs.asdict(config)
    for name, value in values.items():
        if not isinstance(value, bool):
            at_least(name, value, 0)
    return settings(**values, retrieval=retrieval)


def _ratio(given: HeadroomConfig, environment: Environment) -> float | None:
    """The share of prose to keep, if anybody said one."""
    ratio = given.target_ratio if given.target_ratio is not None else environment.target_ratio
    if ratio is not None and not 0.0 < ratio <= 1.0:
        raise ConfigurationError("target_ratio must be above 0 and at most 1", {"field": "target_ratio", "value": ratio})
    return ratio


def _router(config: ContentRouterConfig, otherwise: bool, given: HeadroomConfig) -> RouterSettings:  # noqa: FBT001
    """The frozen form of a `ContentRouterConfig`; `otherwise` says whether errors are protected where the caller did not."""
    return RouterSettings(
        enabled=config.enabled,
        retrieval=given.retrieval,
        min_tokens_to_compress=at_least("min_tokens_to_compress", config.min_tokens_to_compress, 1),
        protect_error_outputs=otherwise if config.protect_error_outputs is None else config.protect_error_outputs,
        error_protection_max_chars=at_least("error_protection_max_chars", config.error_protection_max_chars, 0),
        kept_tags=tuple(config.kept_tags),
    )


def _code(config: CodeCompressorConfig, otherwise: bool, given: HeadroomConfig) -> CodeSettings:  # noqa: FBT001
    """The frozen form of a `CodeCompressorConfig`; `otherwise` says whether it is on where the caller did not say."""
    check_share("target_compression_rate", config.target_compression_rate)
    return CodeSettings(
        enabled=otherwise if config.enabled is None else config.enabled,
        docstring_mode=config.docstring_mode,
        target_compression_rate=config.target_compression_rate,
        max_body_lines=at_least("max_body_lines", config.max_body_lines, 0),
        compress_comments=config.compress_comments,
        min_tokens_for_compression=at_least("min_tokens_for_compression", config.min_tokens_for_compression, 1),
        retrieval=given.retrieval,
    )


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
        limit_tokens=at_least("limit_tokens", config.limit_tokens, 1),
        keep_last_turns=at_least("keep_last_turns", config.keep_last_turns, 1),
    )


def profile_from(tool: object, profile: object, field: str = "tool_profiles") -> Profile:
    """The frozen form of a tool's profile, a `ToolProfile` or a mapping of its fields.

    Raises: ConfigurationError for anything else, for an unknown field and for a value out of range.
    """
    if not isinstance(tool, str) or not isinstance(profile, (ToolProfile, Mapping)):
        raise ConfigurationError(f"{field} must be profiles by the tool's name", {"field": field, "tool": tool})
    values = msgspec.structs.asdict(profile) if isinstance(profile, ToolProfile) else dict(profile)
    try:
        given = msgspec.convert(values, ToolProfile)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{field}: profile of {tool!r}: {error}", {"field": field, "tool": tool}) from error
    if given.max_items_after_crush is not None and given.max_items_after_crush < 1:
        raise ConfigurationError(
            "max_items_after_crush must be at least 1", {"field": field, "tool": tool, "value": given.max_items_after_crush}
        )
    return Profile(tool=tool, skip_compression=given.skip_compression, max_items_after_crush=given.max_items_after_crush)
