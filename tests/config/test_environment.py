"""The variables of the environment."""

from __future__ import annotations

import pytest

from headroom.config import HeadroomConfig, Implied, settings_from
from headroom.config.environment import (
    CODE_AWARE,
    CONFIG_DIR,
    EXTENSIONS,
    MODEL_LIMITS,
    NO_CCR,
    NO_CCR_TOOL,
    PROTECT_TOOL_RESULTS,
    STATELESS,
    TARGET_RATIO,
    WORKSPACE_DIR,
    Environment,
    read_environment,
)
from headroom.config.public import CodeCompressorConfig
from headroom.errors import ConfigurationError


@pytest.mark.parametrize(
    ("value", "tools"),
    [("Bash", ("Bash",)), (" Bash , mcp__db__*,,", ("Bash", "mcp__db__*")), ("", ()), (" , ", ())],
)
def test_names_are_separated_by_commas(value: str, tools: tuple[str, ...]) -> None:
    """White space and empty names do not count."""
    assert read_environment({PROTECT_TOOL_RESULTS: value}).protected_tools == tools


def test_nothing_set_protects_nothing() -> None:
    """An environment without the variable names no tool."""
    assert read_environment({}) == Environment()


def test_without_a_mapping_the_process_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment at the time of the call counts."""
    monkeypatch.setenv(PROTECT_TOOL_RESULTS, "Bash")
    assert read_environment().protected_tools == ("Bash",)
    monkeypatch.delenv(PROTECT_TOOL_RESULTS)
    assert read_environment().protected_tools == ()


@pytest.mark.parametrize(
    ("value", "means"),
    [("1", True), ("true", True), (" On ", True), ("YES", True), ("0", False), ("false", False), ("off", False), ("", None)],
)
def test_flags_have_the_usual_spellings(value: str, means: bool | None) -> None:
    """And an empty one says nothing."""
    assert read_environment({CODE_AWARE: value}).code_aware is means


@pytest.mark.parametrize(
    "environ",
    [
        {CODE_AWARE: "maybe"},
        {STATELESS: "maybe"},
        {NO_CCR: "2"},
        {NO_CCR_TOOL: "x"},
        {TARGET_RATIO: "half"},
        {TARGET_RATIO: "0"},
        {TARGET_RATIO: "1.5"},
        {TARGET_RATIO: "nan"},
    ],
)
def test_what_means_nothing_is_refused_by_name(environ: dict[str, str]) -> None:
    """Rather than ignored: who set it wanted something."""
    with pytest.raises(ConfigurationError, match=next(iter(environ))):
        read_environment(environ)


def test_the_configuration_wins_over_the_environment() -> None:
    """And the environment over what the preset says."""
    environment = read_environment({CODE_AWARE: "true", TARGET_RATIO: "0.4"})
    said = settings_from(environment=environment)
    assert said.code.enabled
    assert (said.prose.target_ratio, said.markup.target_ratio) == (0.4, 0.4)
    config = HeadroomConfig(code_compressor=CodeCompressorConfig(enabled=False), target_ratio=0.7)
    own = settings_from(config, environment=environment)
    assert not own.code.enabled
    assert (own.prose.target_ratio, own.markup.target_ratio) == (0.7, 0.7)
    assert not settings_from(environment=read_environment({CODE_AWARE: "off"}), implied=Implied(with_code=True)).code.enabled


def test_places_and_limits_are_handed_on_as_they_stand() -> None:
    """Whoever opens them finds out what they are; an empty one says nothing."""
    said = read_environment({MODEL_LIMITS: ' {"openai": {}} ', CONFIG_DIR: "~/mine", WORKSPACE_DIR: " "})
    assert (said.model_limits, said.config_dir, said.workspace_dir) == ('{"openai": {}}', "~/mine", None)
    assert read_environment({}).config_dir == "~/.headroom/config"


@pytest.mark.parametrize(("value", "names"), [(None, None), ("", ()), (" audit ,trace,", ("audit", "trace"))])
def test_no_extension_is_not_all_of_them(value: str | None, names: tuple[str, ...] | None) -> None:
    """Set to nothing, it names none; not set, it says nothing."""
    assert read_environment({} if value is None else {EXTENSIONS: value}).pipeline_extensions == names


def test_switches_that_turn_off_are_three_valued() -> None:
    """On, off, and nothing said."""
    said = read_environment({STATELESS: "true", NO_CCR: "off"})
    assert (said.stateless, said.no_ccr, said.no_ccr_tool) == (True, False, None)
