"""What is known of past requests."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.client.queries import diff_of, metrics_of, original_of, stats_of, summary_of
from headroom.config import HeadroomConfig, RollingWindowConfig, SmartCrusherConfig
from headroom.errors import ConfigurationError
from tests.fakes.ports import LOG, Step, answered, asking, core_with
from tests.fakes.requests import openai_messages

REQUEST: dict[str, object] = {"model": "gpt-4o", "messages": openai_messages(LOG)}


def test_calls_that_are_over_are_counted_before_the_answer() -> None:
    """So that nobody has to wait for the writer."""
    core = core_with()
    answered(core, asking("openai_chat", REQUEST), Step(reply={"choices": []}))
    (row,) = metrics_of(core, None, None, None, None, 10, 0)
    assert row.tokens_saved > 5_000
    assert metrics_of(core, None, None, "another", None, 10, 0) == []
    assert metrics_of(core, row.timestamp, row.timestamp, "gpt-4o", "optimize", 10, 0) == [row]
    assert summary_of(core, None, None)["total_requests"] == 1
    with pytest.raises(ConfigurationError):
        metrics_of(core, None, None, None, None, -1, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("yesterday", None, 10, 0), "start_time"),
        ((None, 7.5, 10, 0), "end_time"),
        ((None, None, "x", 0), "limit"),
        ((None, None, True, 0), "limit"),
        ((None, None, 10, None), "offset"),
    ],
)
def test_questions_that_make_no_sense_are_refused(given: tuple[Any, Any, Any, Any], field: str) -> None:
    """By the name of what is wrong with them."""
    start, end, limit, offset = given
    with pytest.raises(ConfigurationError) as refused:
        metrics_of(core_with(), start, end, None, None, limit, offset)
    assert refused.value.details == {"field": field}
    if field.endswith("time"):
        with pytest.raises(ConfigurationError, match="must be a datetime"):
            summary_of(core_with(), start, end)


def test_an_original_is_its_tenants() -> None:
    """A miss for all others."""
    core = core_with()
    core.stores.originals.put("one", {"0" * 24: "text"}, 1.0)
    assert original_of(core, "one", "0" * 24) == "text"
    assert original_of(core, "another", "0" * 24) is None


def test_statistics_have_the_documented_shape() -> None:
    """From the start, without any call."""
    stats: dict[str, Any] = stats_of(core_with())
    assert stats.keys() >= {"session", "config", "transforms"}
    assert stats["session"].keys() >= {
        *("requests_total", "requests_optimized", "requests_audit", "tokens_saved_total", "cache_hits")
    }
    assert stats["config"].keys() >= {"mode", "provider", "cache_optimizer", "semantic_cache"}
    assert (stats["config"]["mode"], stats["config"]["provider"]) == ("optimize", "openai")
    assert stats["transforms"] == {
        "smart_crusher_enabled": True,
        "cache_aligner_enabled": False,
        "rolling_window_enabled": True,
    } or set(map(type, stats["transforms"].values())) == {bool}


def test_statistics_say_what_is_configured() -> None:
    """Of the transforms."""
    config = HeadroomConfig(smart_crusher=SmartCrusherConfig(enabled=False), rolling_window=RollingWindowConfig())
    assert stats_of(core_with(config=config))["transforms"]["smart_crusher_enabled"] is False


def test_statistics_count_what_is_over_first() -> None:
    """Also what was saved, which is counted in another thread."""
    core = core_with()
    answered(core, asking("openai_chat", REQUEST), Step(reply={"choices": []}))
    session = stats_of(core)["session"]
    assert isinstance(session["tokens_saved_total"], int)
    assert session["tokens_saved_total"] > 5_000
    assert session["fallback_reasons"] == {}


def test_the_latest_diff_is_there_where_it_was_asked_for() -> None:
    """None before the first call, and without the setting; without waiting, none before it was counted."""
    config = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, generate_diff_artifact=True)
    plain, asked_for = core_with(), core_with(config=config)
    assert [diff_of(core, settles=True) for core in (plain, asked_for)] == [None, None]
    for core in (plain, asked_for):
        answered(core, asking("openai_chat", REQUEST), Step(reply={"choices": []}))
    assert diff_of(plain, settles=True) is None
    found = diff_of(asked_for, settles=True)
    assert found is not None
    assert found.total_tokens_saved > 5_000
    assert diff_of(asked_for) is found
