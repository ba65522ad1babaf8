"""Tests of what may be done with the results of a tool."""

from __future__ import annotations

import pytest

from headroom.config import CrushSettings, Profile, RelevanceSettings, Settings
from headroom.retrieval.marker import TOOL_NAME
from headroom.transforms.tool_rules import rule_for

CRUSH = CrushSettings()


def crush_of(settings: Settings, tool: str) -> CrushSettings:
    """How the JSON of a tool is compressed; the test fails where nothing is."""
    used = rule_for(settings, tool).settings
    assert used is not None
    return used.crush


def test_any_other_tool_is_crushed_with_the_settings() -> None:
    """Also one of which the name is unknown."""
    for tool in ("search", ""):
        assert crush_of(Settings(), tool) == CRUSH


@pytest.mark.parametrize("tool", ["Read", "grep", "mcp__fs__Edit", "WebFetch"])
def test_excluded_tools_stay(tool: str) -> None:
    """The default list, in any spelling."""
    rule = rule_for(Settings(), tool)
    assert (rule.settings, rule.reason) == (None, f"excluded tool {tool}")


@pytest.mark.parametrize("tool", [TOOL_NAME, TOOL_NAME.upper(), f"mcp__headroom__{TOOL_NAME}"])
def test_retrieved_results_stay_whatever_is_set(tool: str) -> None:
    """Even where no tool is excluded."""
    rule = rule_for(Settings(excluded_tools=()), tool)
    assert (rule.settings, rule.reason) == (None, "retrieved by the model")


def test_a_profile_may_skip_a_tool() -> None:
    """And only that one."""
    settings = Settings(profiles=(Profile(tool="search", skip_compression=True),))
    assert rule_for(settings, "Search").reason == "the profile of Search skips compression"
    assert crush_of(settings, "list") == CRUSH


def test_a_profile_may_want_more_rows() -> None:
    """The rest of the settings stays; without a number, all of them."""
    settings = Settings(profiles=(Profile(tool="list*", max_items_after_crush=40), Profile(tool="find")))
    assert crush_of(settings, "list_users") == CrushSettings(max_items_after_crush=40)
    assert crush_of(settings, "find") == CRUSH


def test_protected_tools_lose_nothing() -> None:
    """Their results are only re-encoded, profile or not."""
    settings = Settings(protected_tools=("db_*",), profiles=(Profile(tool="db_query", max_items_after_crush=40),))
    assert crush_of(settings, "DB_query") == CrushSettings(max_items_after_crush=40, lossless_only=True)
    assert crush_of(settings, "query") == CRUSH


def test_rules_of_different_settings_have_different_keys() -> None:
    """What was remembered under one rule is not found under another."""
    settings = Settings(protected_tools=("db",), profiles=(Profile(tool="list", max_items_after_crush=40),))
    keys = {rule_for(settings, tool).key for tool in ("search", "db", "list")}
    assert len(keys) == 3
    assert rule_for(settings, "other").key == rule_for(settings, "search").key


def test_an_embedder_is_no_part_of_the_key() -> None:
    """It is no text; all that is said of relevance beside it is."""

    def embed(texts: list[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]

    without, given, other = (
        rule_for(Settings(crush=CrushSettings(relevance=relevance)), "search")
        for relevance in (
            RelevanceSettings(tier="hybrid"),
            RelevanceSettings(tier="hybrid", embedder=embed),
            RelevanceSettings(tier="hybrid", hybrid_alpha=0.9),
        )
    )
    assert without.key == given.key != other.key
    assert given.settings is not None
    assert given.settings.crush.relevance.embedder is embed


def test_what_is_for_one_run_alone_is_no_part_of_the_key() -> None:
    """But the bias is, as it changes what stays."""
    settings = Settings()
    hooked = Settings(protected_messages=(1,), biases=((3, 2.0),))
    assert rule_for(hooked, "search").key == rule_for(settings, "search").key
    biased = rule_for(settings, "search", 2.0)
    assert biased.key != rule_for(settings, "search").key
    assert biased.settings is not None
    assert biased.settings.crush.max_items_after_crush == 2 * settings.crush.max_items_after_crush
