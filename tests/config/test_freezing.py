"""Configuration frozen into settings, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from headroom.config import (
    CrushSettings,
    HeadroomConfig,
    Implied,
    Profile,
    RelevanceScorerConfig,
    RelevanceSettings,
    Settings,
    SmartCrusherConfig,
    ToolProfile,
    crush_settings_from,
    settings_from,
)
from headroom.config.environment import Environment
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
    settings = settings_from(HeadroomConfig(protect_tool_results=["a"]), environment=Environment(protected_tools=("b",)))
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
    settings = settings_from(HeadroomConfig(exclude_tools=listed), implied=Implied(exclude_no_tool=exclude_no_tool))
    assert settings.excluded_tools == excluded


def test_lossless_only_can_be_asked_for() -> None:
    """It is switched on over the configuration and never off."""
    assert settings_from(implied=Implied(lossless_only=True)).crush.lossless_only
    assert settings_from(HeadroomConfig(smart_crusher=SmartCrusherConfig(lossless_only=True))).crush.lossless_only


def vectors(texts: list[str]) -> list[list[float]]:
    """An embedder that no test calls."""
    return [[float(len(text))] for text in texts]


def scored_by(**fields: object) -> HeadroomConfig:
    """A configuration with these fields of relevance, of whatever type."""
    config = HeadroomConfig()
    for name, value in fields.items():
        setattr(config.smart_crusher.relevance, name, value)
    return config


def test_relevance_arrives_as_it_was_set() -> None:
    """Every field, the embedder as the very function that was given."""
    assert RelevanceScorerConfig.__struct_fields__ == RelevanceSettings.__struct_fields__
    fields = {"tier": "hybrid", "bm25_k1": 1.2, "bm25_b": 0.5, "hybrid_alpha": 0.7, "adaptive_alpha": False}
    config = scored_by(**fields, relevance_threshold=0.4, embedder=vectors)
    relevance = settings_from(config).crush.relevance
    assert {name: getattr(relevance, name) for name in fields} == fields
    assert (relevance.relevance_threshold, relevance.embedder) == (0.4, vectors)
    assert config.smart_crusher.relevance.embedder is vectors


def test_another_embedder_is_another_setting() -> None:
    """It takes part in equality, and settings with one can still be a key."""
    settings = settings_from(scored_by(embedder=vectors))
    assert settings == settings_from(scored_by(embedder=vectors))
    assert hash(settings) == hash(settings_from(scored_by(embedder=vectors)))
    assert settings != settings_from(scored_by(embedder=lambda texts: [[0.0] for _ in texts]))
    assert settings != settings_from()


class Unhashable:
    """A callable that no memo can tell from another."""

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, texts: list[str]) -> list[list[float]]:
        """Some vectors."""
        return vectors(texts)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tier", "neural"),
        ("bm25_k1", -0.1),
        ("bm25_k1", float("inf")),
        ("bm25_k1", float("nan")),
        ("bm25_b", 1.1),
        ("bm25_b", "much"),
        ("hybrid_alpha", -0.1),
        ("hybrid_alpha", float("nan")),
        ("relevance_threshold", 2),
        ("adaptive_alpha", "yes"),
        ("embedder", "all-MiniLM-L6-v2"),
        ("embedder", Unhashable()),
    ],
)
def test_relevance_that_cannot_be_honoured_is_refused(field: str, value: object) -> None:
    """Before any text is seen, and the message names the field."""
    with pytest.raises(ConfigurationError, match=field):
        settings_from(scored_by(**{field: value}))


def test_a_relevance_of_another_type_is_refused() -> None:
    """Users may have assigned anything."""
    config = HeadroomConfig()
    config.smart_crusher.relevance = "hybrid"  # type: ignore[assignment]
    with pytest.raises(ConfigurationError, match="relevance"):
        settings_from(config)


def test_an_unknown_tier_is_refused_without_a_whole_configuration() -> None:
    """Who freezes the one struct is told as well."""
    config = SmartCrusherConfig(relevance=RelevanceScorerConfig(tier="neural"))  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="bm25, embedding, hybrid"):
        crush_settings_from(config)
    config.relevance = RelevanceScorerConfig(embedder=3)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="callable"):
        crush_settings_from(config)
