"""What a client was made with, as one frozen value."""

from __future__ import annotations

from typing import Literal

import msgspec

from headroom.config.checking import at_least, check_function, check_share
from headroom.config.client import CacheOptimizerConfig, CCRConfig, HeadroomMode, PrefixFreezeConfig
from headroom.config.environment import Environment
from headroom.config.freezing import settings_from
from headroom.config.public import HeadroomConfig
from headroom.config.reduction import Embedder
from headroom.config.settings import Settings
from headroom.errors import ConfigurationError

__all__ = [
    "CCRSettings",
    "CacheOptimizerSettings",
    "ClientSettings",
    "Compression",
    "PrefixFreezeSettings",
    "client_settings_from",
    "learning_fields_set",
]

_LEARNING = (
    "smart_crusher.use_feedback_hints",
    "smart_crusher.toin_confidence_threshold",
    "ccr.feedback_enabled",
    "ccr.min_items_to_cache",
)
"""The fields that are for learned hints."""


class CCRSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`CCRConfig` as a value; the fields mean the same."""

    enabled: bool = True
    store_max_entries: int = 1_000
    store_max_bytes: int = 256_000_000
    store_ttl_seconds: int = 1_800
    inject_retrieval_marker: bool = True
    inject_tool: bool = True
    max_retrieval_rounds: int = 3

    @property
    def offers_tool(self) -> bool:
        """Whether requests that can carry it are given the retrieve tool."""
        return self.enabled and self.inject_tool and self.inject_retrieval_marker and self.max_retrieval_rounds > 0


class CacheOptimizerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`CacheOptimizerConfig` as a value; the fields mean the same."""

    enabled: bool = True
    auto_detect_provider: bool = True
    min_cacheable_tokens: int = 1_024
    enable_semantic_cache: bool = False
    semantic_cache_similarity: float = 0.95
    semantic_cache_max_entries: int = 1_000
    semantic_cache_ttl_seconds: int = 300
    semantic_cache_embedder: Embedder | None = None


class PrefixFreezeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`PrefixFreezeConfig` as a value; the fields mean the same."""

    enabled: bool = True
    min_cached_tokens: int = 1_024
    session_ttl_seconds: int = 600
    force_compress_threshold: float = 0.5


class Compression(msgspec.Struct, frozen=True, kw_only=True):
    """How a client compresses, where a request does not say otherwise. Can be hashed."""

    settings: Settings = Settings()
    preset: Literal["default", "token", "lossless"] = "default"
    """`token` where earlier messages may change again, `lossless` where no note may name an original."""
    output_buffer_tokens: int = 4_000
    keep_last_turns: int = 2
    """Turns that a full window leaves, for the window that a model's limit makes."""
    offers_tool: bool = True


class ClientSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a client was made with."""

    mode: HeadroomMode = HeadroomMode.AUDIT
    store_url: str | None = None
    """None is a file in `workspace_dir`."""
    workspace_dir: str | None = None
    """None is the system's folder for temporary files."""
    stateless: bool = False
    """Whether no file may be written."""
    model_context_limits: tuple[tuple[str, int], ...] = ()
    """What the caller said of models; it goes before what a provider or a file says."""
    ccr: CCRSettings = CCRSettings()
    cache_optimizer: CacheOptimizerSettings = CacheOptimizerSettings()
    prefix_freeze: PrefixFreezeSettings = PrefixFreezeSettings()
    generate_diff_artifact: bool = False
    discover_pipeline_extensions: bool = True
    named_extensions: tuple[str, ...] | None = None
    """Of the installed ones, those to load; None for all."""
    pipeline_extensions: tuple[object, ...] = ()
    compression: Compression = Compression()

    def context_limit(self, model: str) -> int | None:
        """What the caller said of a model's context window, in tokens."""
        return dict(self.model_context_limits).get(model)


def client_settings_from(
    config: HeadroomConfig, *, store_url: str | None, stateless: bool = False, environment: Environment
) -> ClientSettings:
    """The frozen form of a configuration whose fields are of their types.

    Raises: ConfigurationError for a value out of range, and for values that contradict each other.
    """
    ccr = _ccr(config.ccr)
    freeze = _prefix_freeze(config.prefix_freeze)
    settings = settings_from(config, environment=environment)
    if not ccr.inject_retrieval_marker and settings.window is not None:
        raise ConfigurationError(
            "ccr.inject_retrieval_marker=False leaves nothing out and a window does", {"field": "rolling_window.limit_tokens"}
        )
    preset: Literal["default", "token", "lossless"] = "default" if freeze.enabled else "token"
    return ClientSettings(
        mode=config.default_mode,
        store_url=store_url,
        workspace_dir=environment.workspace_dir,
        stateless=stateless,
        model_context_limits=tuple(
            (model, at_least(f"model_context_limits.{model}", limit, 1)) for model, limit in config.model_context_limits.items()
        ),
        ccr=ccr,
        cache_optimizer=_cache_optimizer(config.cache_optimizer),
        prefix_freeze=freeze,
        generate_diff_artifact=config.generate_diff_artifact,
        discover_pipeline_extensions=config.discover_pipeline_extensions,
        named_extensions=environment.pipeline_extensions,
        pipeline_extensions=tuple(map(_extension, config.pipeline_extensions)),
        compression=Compression(
            settings=settings,
            preset=preset if ccr.inject_retrieval_marker else "lossless",
            output_buffer_tokens=at_least("output_buffer_tokens", config.output_buffer_tokens, 0),
            keep_last_turns=at_least("rolling_window.keep_last_turns", config.rolling_window.keep_last_turns, 1),
            offers_tool=ccr.offers_tool,
        ),
    )


def learning_fields_set(config: HeadroomConfig) -> tuple[str, ...]:
    """The fields for learned hints that are not as they are by default."""
    plain = HeadroomConfig()
    return tuple(
        f"{struct}.{field}"
        for struct, field in (name.split(".") for name in _LEARNING)
        if getattr(getattr(config, struct), field) != getattr(getattr(plain, struct), field)
    )


def _ccr(config: CCRConfig) -> CCRSettings:
    # What keeps nothing, or for no time, would leave notes that lead nowhere.
    for name in ("store_max_entries", "store_max_bytes", "store_ttl_seconds"):
        at_least(f"ccr.{name}", getattr(config, name), 1)
    for name in ("max_retrieval_rounds", "min_items_to_cache"):
        at_least(f"ccr.{name}", getattr(config, name), 0)
    return CCRSettings(**{name: getattr(config, name) for name in CCRSettings.__struct_fields__})


def _cache_optimizer(config: CacheOptimizerConfig) -> CacheOptimizerSettings:
    for name in ("min_cacheable_tokens", "semantic_cache_max_entries", "semantic_cache_ttl_seconds"):
        at_least(f"cache_optimizer.{name}", getattr(config, name), 0)
    check_share("cache_optimizer.semantic_cache_similarity", config.semantic_cache_similarity)
    check_function("cache_optimizer.semantic_cache_embedder", config.semantic_cache_embedder)
    return CacheOptimizerSettings(**msgspec.structs.asdict(config))


def _prefix_freeze(config: PrefixFreezeConfig) -> PrefixFreezeSettings:
    for name in ("min_cached_tokens", "session_ttl_seconds"):
        at_least(f"prefix_freeze.{name}", getattr(config, name), 0)
    check_share("prefix_freeze.force_compress_threshold", config.force_compress_threshold)
    return PrefixFreezeSettings(**msgspec.structs.asdict(config))


def _extension(given: object) -> object:
    if isinstance(given, type) or not callable(getattr(given, "on_pipeline_event", None)):
        name = given.__name__ if isinstance(given, type) else type(given).__name__
        raise ConfigurationError(
            f"{name} is no extension: it must be an object with on_pipeline_event", {"field": "pipeline_extensions"}
        )
    return given
