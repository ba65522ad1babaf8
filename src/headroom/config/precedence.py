"""Who wins: request, explicit parameter, config object, environment, `models.json`, default, in this order.

What a request says is for `request_settings`. A struct does not remember which of its fields were set: a field of a config
object counts as said where it differs from its default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from headroom.config.checking import checked, mode_named
from headroom.config.client_settings import ClientSettings, client_settings_from
from headroom.config.effective import Effective, Source, leaves, shown
from headroom.config.environment import (
    CODE_AWARE,
    NO_CCR,
    NO_CCR_TOOL,
    PROTECT_TOOL_RESULTS,
    STATELESS,
    TARGET_RATIO,
    WORKSPACE_DIR,
    Environment,
)
from headroom.config.parameters import NOTHING_PASSED, Parameters, is_said
from headroom.config.public import HeadroomConfig
from headroom.errors import ConfigurationError

__all__ = ["resolve"]

_NOTHING_SAID = Environment()
_NO_MODELS: Mapping[Source, Mapping[str, int]] = MappingProxyType({})
_OF_MODELS: tuple[Source, ...] = ("environment", "models.json")
_FILES = ("sqlite:", "jsonl:")
"""How addresses of stores begin that write files."""
_IN_MEMORY = "memory://"
_FLAGS = (
    ("ccr.enabled", "no_ccr", NO_CCR),
    ("ccr.inject_tool", "no_ccr_tool", NO_CCR_TOOL),
)
"""Fields that a variable turns off: path, field of `Environment`, variable."""


class _Said(msgspec.Struct, frozen=True):
    """Who said a setting, what, and in which words it is to be told."""

    source: Source
    value: object
    note: str = ""


def resolve(
    *,
    parameters: Parameters = NOTHING_PASSED,
    config: HeadroomConfig | None = None,
    environment: Environment = _NOTHING_SAID,
    models: Mapping[Source, Mapping[str, int]] = _NO_MODELS,
) -> tuple[ClientSettings, tuple[Effective, ...]]:
    """A client's settings, and for each of them who said so.

    `models` are the context windows that `HEADROOM_MODEL_LIMITS` (as `environment`) and `models.json` name; they are told here,
    and looked up where the model is known.

    Raises: ConfigurationError for a value that cannot be honoured.
    """
    if config is not None and not isinstance(config, HeadroomConfig):
        raise ConfigurationError(f"config must be a HeadroomConfig, not {type(config).__name__}", {"field": "config"})
    given = checked(HeadroomConfig() if config is None else config)
    plain = dict(leaves(HeadroomConfig()))
    said = {
        path: _Said("config", value)
        for path, value in leaves(given)
        if path not in plain or (value is not plain[path] and value != plain[path])
    }
    _environment_says(given, environment, said)
    _parameters_say(given, parameters, said)
    given = checked(given)
    store_url = _store_url(given, parameters, environment, said, is_configured=config is not None)
    settings = client_settings_from(given, store_url=store_url, stateless=bool(environment.stateless), environment=environment)
    return settings, tuple(_rows(given, said, environment, models))


def _environment_says(given: HeadroomConfig, environment: Environment, said: dict[str, _Said]) -> None:
    """Note what the environment says where the configuration does not, and turn off what it turns off."""
    for path, field, variable in _FLAGS:
        off: bool | None = getattr(environment, field)
        if off is not None and path not in said:
            said[path] = _Said("environment", not off, variable)
            struct, _, name = path.partition(".")
            setattr(getattr(given, struct), name, not off)
    for path, value, variable in (
        ("code_compressor.enabled", environment.code_aware, CODE_AWARE),
        ("target_ratio", environment.target_ratio, TARGET_RATIO),
    ):
        if value is not None:
            said.setdefault(path, _Said("environment", value, variable))
    if environment.protected_tools:
        named = [*given.protect_tool_results, *environment.protected_tools]
        source: Source = "config" if "protect_tool_results" in said else "environment"
        note = f"with {PROTECT_TOOL_RESULTS}" if source == "config" else PROTECT_TOOL_RESULTS
        said["protect_tool_results"] = _Said(source, named, note)


def _parameters_say(given: HeadroomConfig, parameters: Parameters, said: dict[str, _Said]) -> None:
    """Put what was passed to the constructor into the configuration."""
    if is_said(parameters.default_mode):
        given.default_mode = mode_named("default_mode", parameters.default_mode)
        said["default_mode"] = _Said("parameter", given.default_mode)
    for name, field in (("enable_cache_optimizer", "enabled"), ("enable_semantic_cache", "enable_semantic_cache")):
        value: bool = getattr(parameters, name)
        if is_said(value):
            if not isinstance(value, bool):
                raise ConfigurationError(f"{name} must be True or False", {"field": name, "value": value})
            setattr(given.cache_optimizer, field, value)
            said[f"cache_optimizer.{field}"] = _Said("parameter", value, name)
    limits = parameters.model_context_limits
    if is_said(limits) and limits is not None:
        if not isinstance(limits, Mapping):
            raise ConfigurationError(
                "model_context_limits must be tokens by the model's name",
                {"field": "model_context_limits", "type": type(limits).__name__},
            )
        given.model_context_limits = {**given.model_context_limits, **limits}
        said.update((f"model_context_limits.{model}", _Said("parameter", limit)) for model, limit in limits.items())


def _store_url(
    given: HeadroomConfig, parameters: Parameters, environment: Environment, said: dict[str, _Said], *, is_configured: bool
) -> str | None:
    """Where things are kept: None for a file in the folder that the environment names, or in that for temporary ones."""
    url: str | None
    source: Source
    if is_said(parameters.store_url):
        url, source = parameters.store_url, "parameter"
    elif is_configured:
        url, source = given.store_url, "config"
    else:
        url, source = None, "default" if environment.workspace_dir is None else "environment"
    if url is not None and not isinstance(url, str):
        raise ConfigurationError("store_url must be a string", {"field": "store_url", "type": type(url).__name__})
    note = ""
    if url is None:
        note = f"a file in {'the folder for temporary ones' if environment.workspace_dir is None else WORKSPACE_DIR}"
    if environment.stateless and (url is None or url.startswith(_FILES)):
        url, source, note = _IN_MEMORY, "environment", f"{STATELESS}: no file is written"
    said["store_url"] = _Said(source, url, note)
    return url


def _rows(
    given: HeadroomConfig, said: Mapping[str, _Said], environment: Environment, models: Mapping[Source, Mapping[str, int]]
) -> Iterator[Effective]:
    for path, value in leaves(given):
        word = said.get(path, _Said("default", value))
        yield Effective(name=path, value=shown(word.value), source=word.source, note=word.note)
    told = set(given.model_context_limits)
    for who in _OF_MODELS:
        for model, limit in models.get(who, {}).items():
            if model not in told:
                told.add(model)
                yield Effective(name=f"model_context_limits.{model}", value=limit, source=who)
    for name in ("stateless", "config_dir", "workspace_dir"):
        value = getattr(environment, name)
        source: Source = "default" if value == getattr(_NOTHING_SAID, name) else "environment"
        yield Effective(name=name, value=bool(value) if name == "stateless" else value, source=source)
    if environment.pipeline_extensions is not None:
        named = list(environment.pipeline_extensions)
        yield Effective(name="named_extensions", value=shown(named), source="environment")
