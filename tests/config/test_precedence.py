"""Who wins, and who is told to have."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from headroom.config import HeadroomConfig, HeadroomMode
from headroom.config.client_settings import ClientSettings
from headroom.config.effective import Effective, Source
from headroom.config.environment import Environment, read_environment
from headroom.config.parameters import Parameters
from headroom.config.precedence import resolve
from headroom.errors import ConfigurationError


def told(effective: tuple[Effective, ...], name: str) -> tuple[object, Source]:
    """The value of a setting, and who said so."""
    return next((row.value, row.source) for row in effective if row.name == name)


def test_where_nobody_says_anything_the_defaults_hold() -> None:
    """And a client is as its documentation has it."""
    settings, effective = resolve()
    assert settings == ClientSettings()
    assert {row.source for row in effective} == {"default"}
    assert len({row.name for row in effective}) == len(effective) > 80


@pytest.mark.parametrize(
    ("parameters", "config", "url", "source"),
    [
        (Parameters(), None, None, "default"),
        (Parameters(), HeadroomConfig(), "sqlite:///headroom.db", "config"),
        (Parameters(), HeadroomConfig(store_url="memory://"), "memory://", "config"),
        (Parameters(store_url="jsonl:///x"), HeadroomConfig(store_url="memory://"), "jsonl:///x", "parameter"),
        (Parameters(store_url=None), HeadroomConfig(), None, "parameter"),
    ],
)
def test_where_things_are_kept(parameters: Parameters, config: HeadroomConfig | None, url: str | None, source: Source) -> None:
    """In a temporary file, unless a configuration is given; what is passed goes before it, `None` included."""
    settings, effective = resolve(parameters=parameters, config=config)
    assert settings.store_url == url
    assert told(effective, "store_url") == (url, source)


@pytest.mark.parametrize("parameters", [Parameters(), Parameters(store_url=None)])
def test_the_folder_that_is_named_goes_before_the_one_for_temporary_files(parameters: Parameters) -> None:
    """Where no address is passed or configured."""
    settings, effective = resolve(parameters=parameters, environment=Environment(workspace_dir="~/mine"))
    assert (settings.store_url, settings.workspace_dir) == (None, "~/mine")
    assert told(effective, "workspace_dir") == ("~/mine", "environment")
    assert next(row.note for row in effective if row.name == "store_url") == "a file in HEADROOM_WORKSPACE_DIR"


@pytest.mark.parametrize(
    ("url", "kept"),
    [(None, "memory://"), ("sqlite:///x.db", "memory://"), ("jsonl:///x", "memory://"), ("redis://h", "redis://h")],
)
def test_without_files_nothing_is_written_to_one(url: str | None, kept: str) -> None:
    """Even where an address was passed; what is no file stays."""
    settings, effective = resolve(parameters=Parameters(store_url=url), environment=Environment(stateless=True))
    assert (settings.store_url, settings.stateless) == (kept, True)
    assert told(effective, "stateless") == (True, "environment")


def test_an_explicit_parameter_goes_before_the_configuration() -> None:
    """Also where it says the default; a parameter left away does not."""
    config = HeadroomConfig(default_mode=HeadroomMode.OPTIMIZE)
    config.cache_optimizer.enabled = False
    config.cache_optimizer.enable_semantic_cache = True
    settings, effective = resolve(parameters=Parameters(default_mode="audit", enable_semantic_cache=False), config=config)
    assert settings.mode is HeadroomMode.AUDIT
    assert not settings.cache_optimizer.enable_semantic_cache
    assert not settings.cache_optimizer.enabled
    assert told(effective, "default_mode") == ("audit", "parameter")
    assert told(effective, "cache_optimizer.enable_semantic_cache") == (False, "parameter")
    assert told(effective, "cache_optimizer.enabled") == (False, "config")


def test_the_configuration_goes_before_the_environment() -> None:
    """Where it says something else than the default; elsewhere the environment holds."""
    environment = read_environment(
        {"HEADROOM_TARGET_RATIO": "0.4", "HEADROOM_NO_CCR_INJECT_TOOL": "1", "HEADROOM_CODE_AWARE_ENABLED": "true"}
    )
    settings, effective = resolve(config=HeadroomConfig(target_ratio=0.7), environment=environment)
    assert settings.compression.settings.prose.target_ratio == 0.7
    assert settings.compression.settings.code.enabled
    assert not settings.ccr.inject_tool
    assert told(effective, "target_ratio") == (0.7, "config")
    assert told(effective, "ccr.inject_tool") == (False, "environment")
    assert told(effective, "code_compressor.enabled") == (True, "environment")


def test_switches_of_the_environment_act() -> None:
    """Originals are not kept, and only named extensions are loaded."""
    settings, effective = resolve(
        environment=read_environment({"HEADROOM_NO_CCR": "yes", "HEADROOM_PIPELINE_EXTENSIONS": "audit, trace"})
    )
    assert not settings.ccr.enabled
    assert not settings.compression.offers_tool
    assert settings.named_extensions == ("audit", "trace")
    assert told(effective, "named_extensions") == (["audit", "trace"], "environment")


@pytest.mark.parametrize(("configured", "source"), [([], "environment"), (["a"], "config")])
def test_protected_tools_are_added_up(configured: list[str], source: Source) -> None:
    """Those of the environment to those of the configuration."""
    settings, effective = resolve(
        config=HeadroomConfig(protect_tool_results=configured), environment=Environment(protected_tools=("b",))
    )
    assert settings.compression.settings.protected_tools == (*configured, "b")
    assert told(effective, "protect_tool_results") == ([*configured, "b"], source)


def test_context_windows_are_merged_by_model() -> None:
    """Each by who goes first; those of files are told and stay with who looks them up."""
    models: Mapping[Source, Mapping[str, int]] = {"models.json": {"a": 1, "c": 1, "d": 1}, "environment": {"c": 2}}
    settings, effective = resolve(
        parameters=Parameters(model_context_limits={"a": 4}),
        config=HeadroomConfig(model_context_limits={"a": 3, "b": 3}),
        models=models,
    )
    assert dict(settings.model_context_limits) == {"a": 4, "b": 3}
    found = {row.name[-1]: (row.value, row.source) for row in effective if row.name.startswith("model_context_limits.")}
    assert found == {"a": (4, "parameter"), "b": (3, "config"), "c": (2, "environment"), "d": (1, "models.json")}


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        (Parameters(default_mode="fast"), "default_mode"),
        (Parameters(store_url=3), "store_url"),  # type: ignore[arg-type]
        (Parameters(enable_cache_optimizer="yes"), "enable_cache_optimizer"),  # type: ignore[arg-type]
        (Parameters(model_context_limits=[1]), "model_context_limits"),  # type: ignore[arg-type]
        (Parameters(model_context_limits={"a": 0}), "model_context_limits.a"),
    ],
)
def test_a_parameter_that_cannot_be_honoured_is_refused_by_name(parameters: Parameters, field: str) -> None:
    """With the error that all misuse has."""
    with pytest.raises(ConfigurationError) as caught:
        resolve(parameters=parameters)
    assert caught.value.details["field"] == field


def test_a_configuration_is_one_of_ours() -> None:
    """A dict of its fields is not."""
    with pytest.raises(ConfigurationError, match="HeadroomConfig, not dict"):
        resolve(config={"default_mode": "audit"})  # type: ignore[arg-type]


def test_a_mode_may_be_given_as_its_word() -> None:
    """In the configuration as in the parameter; a wrong word is refused."""
    assert resolve(config=HeadroomConfig(default_mode="simulate"))[0].mode is HeadroomMode.SIMULATE  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError) as caught:
        resolve(config=HeadroomConfig(default_mode="fast"))  # type: ignore[arg-type]
    assert caught.value.details == {"field": "default_mode", "value": "fast"}


def test_nothing_given_is_changed() -> None:
    """The configuration belongs to the caller."""
    config = HeadroomConfig(model_context_limits={"a": 3})
    resolve(
        parameters=Parameters(default_mode="optimize", enable_cache_optimizer=False, model_context_limits={"b": 4}),
        config=config,
        environment=Environment(no_ccr=True),
    )
    assert config == HeadroomConfig(model_context_limits={"a": 3})
