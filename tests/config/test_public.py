"""The configuration that users build."""

from __future__ import annotations

import msgspec
import pytest

from headroom.config import HeadroomConfig, RelevanceScorerConfig, SmartCrusherConfig, ToolProfile
from headroom.config.public import DEFAULT_EXCLUDED_TOOLS


def test_the_documented_defaults() -> None:
    """Every default that the product's documentation states."""
    config = SmartCrusherConfig()
    documented = {
        "enabled": True,
        "min_items_to_analyze": 5,
        "min_tokens_to_crush": 200,
        "max_items_after_crush": 15,
        "variance_threshold": 2.0,
        "uniqueness_threshold": 0.1,
        "similarity_threshold": 0.8,
        "first_fraction": 0.3,
        "last_fraction": 0.15,
        "preserve_change_points": True,
        "factor_out_constants": False,
        "include_summaries": False,
        "lossless_only": False,
        "lossless_min_savings_ratio": 0.15,
        "use_feedback_hints": True,
        "toin_confidence_threshold": 0.3,
    }
    assert {name: getattr(config, name) for name in documented} == documented


def test_users_assign_to_fields() -> None:
    """Configuration is mutable until a pipeline is made of it."""
    config = HeadroomConfig()
    config.smart_crusher.max_items_after_crush = 30
    config.keep_turns = 2
    assert (config.smart_crusher.max_items_after_crush, config.keep_turns) == (30, 2)


def test_instances_share_nothing() -> None:
    """What one configuration is given does not show up in another."""
    config = HeadroomConfig()
    config.smart_crusher.enabled = False
    config.protect_tool_results.append("Bash")
    config.tool_profiles["Bash"] = ToolProfile()
    assert HeadroomConfig() == msgspec.structs.replace(HeadroomConfig())
    assert HeadroomConfig().smart_crusher.enabled
    assert HeadroomConfig().protect_tool_results == []
    assert HeadroomConfig().tool_profiles == {}


def test_edit_workflows_keep_their_tools() -> None:
    """The five documented tools are excluded, and read-only web tools with them."""
    assert {"Read", "Glob", "Grep", "Write", "Edit", "WebFetch"} <= set(DEFAULT_EXCLUDED_TOOLS)


def test_an_unknown_option_is_a_mistake() -> None:
    """A misspelt field does not pass silently."""
    with pytest.raises(TypeError):
        SmartCrusherConfig(max_items=3)  # type: ignore[call-arg]


def test_the_defaults_of_relevance() -> None:
    """Those that are documented; the tier is the one that needs no vectors."""
    documented = {
        "tier": "bm25",
        "bm25_k1": 1.5,
        "bm25_b": 0.75,
        "embedder": None,
        "hybrid_alpha": 0.5,
        "adaptive_alpha": True,
        "relevance_threshold": 0.25,
    }
    assert msgspec.structs.asdict(SmartCrusherConfig().relevance) == documented
    assert set(RelevanceScorerConfig.__struct_fields__) == set(documented)
