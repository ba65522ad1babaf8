"""What would be sent, found out without sending anything."""

from __future__ import annotations

import re
from typing import Any

import openai
import pytest

from headroom.client.simulate import simulated
from headroom.config import HeadroomConfig, PrefixFreezeConfig
from headroom.errors import CompressionError, ConfigurationError
from headroom.measures.requests import SimulationResult
from headroom.pipeline.hooks import CompressContext, CompressionHooks
from headroom.runtime.drive import run_sync
from tests.fakes.ports import LOG, Journal, Script, Step, answered, asking, core_with
from tests.fakes.requests import anthropic_messages, openai_messages

REQUEST: dict[str, Any] = {"model": "gpt-4o", "messages": openai_messages(LOG)}


def simulation(place: str = "chat.completions", **arguments: Any) -> SimulationResult:
    """A simulation, over ports that block."""
    return run_sync(simulated(core_with(Script()), place, arguments, "somebody"))


def test_the_figures_are_of_what_would_be_sent() -> None:
    """In the shape that was given, with every decision."""
    result = simulation(**REQUEST)
    assert result.tokens_saved == result.tokens_before - result.tokens_after > 5_000
    assert result.exact
    assert [message["role"] for message in result.messages_optimized] == ["system", "user", "assistant", "tool"]
    assert len(result.messages_optimized[3]["content"]) < len(LOG) / 4
    assert result.transforms
    assert {decision.action for decision in result.decisions} >= {"compressed"}
    assert len(result.stable_prefix_hash) == 16
    assert REQUEST["messages"] == openai_messages(LOG)


def test_hooks_that_fail_are_told() -> None:
    """As in the report of `compress`."""

    class Failing(CompressionHooks):
        def protect_messages(self, messages: list[object], ctx: CompressContext) -> tuple[int, ...]:
            raise LookupError(f"{len(messages)} of {ctx.model}")

    core = core_with(Script(), hooks=Failing())
    (warning,) = run_sync(simulated(core, "chat.completions", REQUEST, "somebody")).warnings
    assert warning == "Failing.protect_messages failed: LookupError: 4 of gpt-4o; it changed nothing"
    assert simulation(**REQUEST).warnings == []


@pytest.mark.parametrize(
    ("model", "result", "words"),
    [
        ("gpt-4o", LOG, r"\$0\.0\d per request"),
        ("gpt-4o-mini", LOG, r"\$0\.00\d\d per request"),
        ("gpt-4o", "short", r"-\$0\.000\d per request"),
        ("somebody-s-model", LOG, "N/A per request"),
    ],
)
def test_savings_in_words(model: str, result: str, words: str) -> None:
    """Four digits below a cent, two above; nothing is said of prices that nobody knows."""
    assert re.fullmatch(words, simulation(model=model, messages=openai_messages(result)).estimated_savings)


def test_nothing_is_kept() -> None:
    """No original, no decision, and the next request knows nothing of it."""
    journal: Journal = []
    core = core_with(Script(), journal)
    run_sync(simulated(core, "chat.completions", REQUEST, "somebody"))
    assert not {"originals.put", "decisions.remember"} & {entry[0] for entry in journal}
    assert len(core.lineages) == 0


def test_overrides_are_honoured() -> None:
    """A mode of observing changes nothing, profiles change their tools, and misuse is told."""
    assert simulation(**REQUEST, headroom_mode="audit").tokens_saved == 0
    assert simulation(**REQUEST, headroom_tool_profiles={"list_jobs": {"skip_compression": True}}).tokens_saved == 0
    with pytest.raises(ConfigurationError, match="headroom_keep_turns"):
        simulation(**REQUEST, headroom_keep_turn=1)


def test_other_places() -> None:
    """Anthropic's messages and OpenAI's responses, whose input may be a string; nothing at others."""
    messages = simulation("messages", model="claude-sonnet-4-5", messages=anthropic_messages(LOG))
    assert messages.tokens_saved > 5_000
    assert simulation("responses", model="gpt-4o", input="Hello.").messages_optimized == ["Hello."]
    with pytest.raises(ConfigurationError, match="nothing to simulate"):
        simulation("embeddings", model="m", input="x")


def test_what_is_no_conversation_cannot_be_simulated() -> None:
    """There are no figures of it."""
    with pytest.raises(CompressionError, match="cannot be simulated"):
        simulation(model="gpt-4o", messages="Hello.")


def test_what_goes_along_beside_the_body_counts_as_in_a_call() -> None:
    """Headers, further fields, iterators, what the SDKs mark as not given; none of it is a field of the body."""
    extra = {"messages": openai_messages("short")}
    replaced = simulation(**REQUEST, extra_body=extra)
    assert (replaced.tokens_saved, replaced.messages_optimized) == (0, extra["messages"])
    raw = simulation(**REQUEST, extra_headers={"X-Stainless-Raw-Response": "stream"})
    assert raw.tokens_saved < simulation(**REQUEST).tokens_saved
    assert simulation("chat.completions", **{**REQUEST, "messages": iter(REQUEST["messages"])}, timeout=5).tokens_saved > 5_000
    assert simulation(**REQUEST, tools=openai.omit).tokens_saved > 5_000


def test_a_tenant_may_be_named() -> None:
    """What one of them sent whole stays whole for that one alone."""
    freeze = PrefixFreezeConfig(min_cached_tokens=0, force_compress_threshold=1.0)
    core = core_with(
        Script(), config=HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, prefix_freeze=freeze)
    )
    answered(core, asking("openai_chat", REQUEST, headroom_mode="audit"), Step(reply={}), tenant="one")
    for tenant, is_whole in (("one", True), ("other", False)):
        found = run_sync(simulated(core, "chat.completions", {**REQUEST, "headroom_tenant": tenant}, "somebody"))
        assert (found.tokens_saved == 0) is is_whole
