"""Configuration frozen into settings, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from headroom.config import (
    CrushSettings,
    HeadroomConfig,
    Profile,
    Settings,
    SmartCrusherConfig,
    ToolProfile,
    crush_settings_from,
    settings_from,
)
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS
from headroom.errors import ConfigurationError


def test_defaults_agree() -> None:
    """No configuration gives the settings that a transform has of itself."""
    assert settings_from() == Settings()
    assert crush_settings_from(SmartCrusherConfig()) == CrushSettings()


def test_settings_can_be_a_key() -> None:
    """Equal settings have equal hashes, so that what is made from them can be kept."""
    config = HeadroomConfig(tool_profiles={"Bash": ToolProfile(skip_compression=True)})
    assert hash(settings_from(config)) == hash(settings_from(config))
    assert {settings_from(config): 1}[settings_from(config)] == 1


def test_every_field_arrives() -> None:
    """No option of the public struct is lost but those of learned hints, which nothing reads yet."""
    public = set(SmartCrusherConfig.__struct_fields__)
    assert public - set(CrushSettings.__struct_fields__) == {"use_feedback_hints", "toin_confidence_threshold"}
    config = SmartCrusherConfig(max_items_after_crush=7, include_summaries=True, variance_threshold=3)
    settings = crush_settings_from(config, retrieval="tool")
    assert (settings.max_items_after_crush, settings.include_summaries, settings.variance_threshold) == (7, True, 3)
    assert settings.retrieval == "tool"


def test_later_assignments_do_not_reach_settings() -> None:
    """What was frozen stays as it was."""
    config = HeadroomConfig(exclude_tools=["Bash"])
    settings = settings_from(config)
    config.smart_crusher.enabled = False
    config.exclude_tools = []
    assert settings.crush.enabled
    assert settings.excluded_tools == ("Bash",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("min_items_to_analyze", 0),
        ("min_tokens_to_crush", -1),
        ("max_items_after_crush", 0),
        ("uniqueness_threshold", 1.5),
        ("similarity_threshold", -0.1),
        ("first_fraction", float("nan")),
        ("last_fraction", 2.0),
        ("lossless_min_savings_ratio", 15),
        ("variance_threshold", 0.0),
        ("variance_threshold", float("nan")),
    ],
)
def test_a_value_out_of_range_is_refused(field: str, value: float) -> None:
    """The error names the field and the value."""
    config = SmartCrusherConfig()
    setattr(config, field, value)
    with pytest.raises(ConfigurationError) as caught:
        crush_settings_from(config)
    assert caught.value.details["field"] == field


@pytest.mark.parametrize(("configured", "asked", "used"), [(0, None, 0), (2, None, 2), (2, 0, 0), (0, 3, 3)])
def test_what_is_asked_this_time_wins(configured: int, asked: int | None, used: int) -> None:
    """An explicit `keep_turns`, 0 included, goes before the configured one."""
    assert settings_from(HeadroomConfig(keep_turns=configured), keep_turns=asked).keep_turns == used


def test_negative_turns_are_refused() -> None:
    """There is no turn before the first."""
    with pytest.raises(ConfigurationError, match="keep_turns"):
        settings_from(keep_turns=-1)


def test_profiles_are_merged_by_tool() -> None:
    """A profile given this time replaces the configured one of the same tool and leaves the others."""
    config = HeadroomConfig(tool_profiles={"a": ToolProfile(max_items_after_crush=3), "b": ToolProfile(skip_compression=True)})
    settings = settings_from(config, tool_profiles={"a": {"max_items_after_crush": 9}})
    assert set(settings.profiles) == {Profile(tool="a", max_items_after_crush=9), Profile(tool="b", skip_compression=True)}


@pytest.mark.parametrize(
    "profile", [{"skip": True}, {"skip_compression": "yes"}, {"max_items_after_crush": 0}, {"max_items_after_crush": 2.5}]
)
def test_a_profile_that_makes_no_sense_is_refused(profile: Mapping[str, object]) -> None:
    """Unknown fields, wrong types and empty budgets name the tool."""
    with pytest.raises(ConfigurationError) as caught:
        settings_from(tool_profiles={"search": profile})
    assert caught.value.details["tool"] == "search"


def test_protected_tools_add_up() -> None:
    """What the environment protects does not replace what the configuration protects."""
    settings = settings_from(HeadroomConfig(protect_tool_results=["a"]), protected_tools=("b",))
    assert settings.protected_tools == ("a", "b")


@pytest.mark.parametrize(
    ("listed", "exclude_no_tool", "excluded"),
    [
        (None, False, DEFAULT_EXCLUDED_TOOLS),
        (None, True, ()),
        (["Bash"], True, ("Bash",)),
        ([], False, ()),
        (list(DEFAULT_EXCLUDED_TOOLS), True, DEFAULT_EXCLUDED_TOOLS),
    ],
)
def test_a_list_of_the_caller_stands(listed: list[str] | None, *, exclude_no_tool: bool, excluded: tuple[str, ...]) -> None:
    """A preset empties the default list of excluded tools, never one that the caller wrote."""
    settings = settings_from(HeadroomConfig(exclude_tools=listed), exclude_no_tool=exclude_no_tool)
    assert settings.excluded_tools == excluded


def test_lossless_only_can_be_asked_for() -> None:
    """It is switched on over the configuration and never off."""
    assert settings_from(lossless_only=True).crush.lossless_only
    assert settings_from(HeadroomConfig(smart_crusher=SmartCrusherConfig(lossless_only=True))).crush.lossless_only
