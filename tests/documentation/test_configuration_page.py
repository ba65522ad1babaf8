"""The page on configuration: every block runs, and does what the page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.documentation.running import Session, long_history, results, source
from tests.fakes.requests import anthropic_messages

OPENING = "15_configuration_client"


def test_client_takes_its_settings(session: Session) -> None:
    """Every parameter of the example is taken, and none of them makes a call."""
    session.run(OPENING)
    assert session.names["client"].get_stats()["config"]["mode"] == "optimize"
    assert not session.server.requests


def test_config_takes_its_fields(session: Session) -> None:
    """Each field has the value it was given, and the object the defaults of the page besides."""
    session.run("16_configuration_config")
    config = session.names["config"]
    assert (config.store_url, config.default_mode) == ("sqlite:///headroom.db", "optimize")
    assert (config.output_buffer_tokens, config.model_context_limits) == (4_000, {})
    assert (config.intercept_tool_results, config.generate_diff_artifact) == (False, False)
    assert config.discover_pipeline_extensions is True
    assert (config.smart_crusher.enabled, config.cache_aligner.enabled) == (True, False)
    assert config.cache_optimizer.enabled is config.ccr.enabled is config.prefix_freeze.enabled is True


def test_config_makes_a_client(session: Session) -> None:
    """A client made of the example's object optimizes, and keeps its records in the file it names."""
    session.run("16_configuration_config")
    client = session.client(config=session.names["config"])
    session.run("19_configuration_overrides", mode="optimize")
    client.close()
    assert results(session.sent[0].messages) != results(long_history())
    assert client.validate_setup()["storage"]["url"] == "sqlite:///headroom.db"


def test_smart_crusher_has_the_defaults_of_the_page(session: Session) -> None:
    """The example writes out the defaults, so it makes what no argument makes; two more follow the table."""
    session.run("17_configuration_smart_crusher")
    config = session.names["config"]
    assert config == session.names["SmartCrusherConfig"]()
    assert (config.lossless_min_savings_ratio, config.use_feedback_hints, config.toin_confidence_threshold) == (0.15, True, 0.3)


def test_cache_aligner_has_the_defaults_of_the_page(session: Session) -> None:
    """But for being on, the example writes out the defaults."""
    session.run("18_configuration_cache_aligner")
    assert session.names["config"] == session.names["CacheAlignerConfig"](enabled=True)
    assert session.names["CacheAlignerConfig"]().enabled is False


def test_audit_override_changes_nothing(session: Session) -> None:
    """In audit mode the request goes out as it was given, whatever else is asked for."""
    session.run(OPENING, "19_configuration_overrides")
    assert session.sent[0].body == {"model": "gpt-4o", "messages": long_history()}


def test_overrides_act_when_optimizing(session: Session) -> None:
    """The last five turns and the important tool stay whole, and the search tool keeps more items than it would.

    Searches of the web are among the tools that are left alone by default.
    """
    session.run(OPENING, "19_configuration_overrides", mode="optimize")
    given, got = results(long_history()), results(session.sent[0].messages)
    assert {call for call, text in got.items() if text == given[call]} == {"call_1", "call_2", "call_8"}
    assert len(got["call_3"]) > len(got["call_0"]) * 1.2


def test_provider_takes_its_setting(session: Session) -> None:
    """Prefix caching can be asked for by name."""
    session.run("20_configuration_provider")
    assert session.names["provider"].name == "openai"


@pytest.mark.parametrize("place", ["text", "path", "folder"])
def test_models_can_be_described(session: Session, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and prices come from a JSON text, from the file that a variable names, or from the configuration folder."""
    text = source("21_configuration_models_json")
    assert json.loads(text)
    folder = Path.cwd() / "config"
    file = folder / "models.json"
    file.write_text(text, encoding="utf-8")
    if place != "folder":
        other = file.rename(folder / "other.json")
        monkeypatch.setenv("HEADROOM_MODEL_LIMITS", text if place == "text" else str(other))
    client = session.client(default_mode="optimize")
    assert "claude-custom-finetune" in client.explain_settings(said_only=True)
    plan = client.chat.completions.simulate(model="gpt-5", messages=long_history())
    assert "within the limit of 252000 tokens" in {decision.reason for decision in plan.decisions}
    session.run("04_client_anthropic")
    anthropic = session.names["client"]
    plan = anthropic.messages.simulate(model="claude-custom-finetune", messages=anthropic_messages())
    assert "within the limit of 124000 tokens" in {decision.reason for decision in plan.decisions}
    plan = anthropic.messages.simulate(model="claude-4-opus-20250301", messages=anthropic_messages())
    assert plan.estimated_savings == f"${plan.tokens_saved * 15 / 1_000_000:.2f} per request"


@pytest.mark.parametrize(
    ("provider", "model", "limit"),
    [
        ("AnthropicProvider", "my-opus-next", 200_000),
        ("AnthropicProvider", "my-sonnet-next", 200_000),
        ("AnthropicProvider", "my-haiku-next", 200_000),
        ("OpenAIProvider", "gpt-4o-of-ours", 128_000),
        ("OpenAIProvider", "o1-of-ours", 200_000),
        ("OpenAIProvider", "o3-of-ours", 200_000),
    ],
)
def test_unknown_models_go_by_their_names(session: Session, provider: str, model: str, limit: int) -> None:
    """A name that follows a known pattern gets that pattern's window and a price."""
    session.run("04_client_anthropic")
    made = session.names[provider]()
    assert made.get_context_limit(model) == limit
    assert made.estimate_cost(1_000_000, 0, model) > 0
