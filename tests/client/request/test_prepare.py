"""From a request to what is sent for it, over a conversation that grows."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest

from headroom.client.core import Core
from headroom.client.exchange import exchange
from headroom.client.request.prepare import ORIGINALS_WITHIN_S
from headroom.config import CacheOptimizerConfig, CCRConfig, HeadroomConfig, PrefixFreezeConfig
from headroom.config.parameters import Parameters
from headroom.errors import StorageError
from headroom.pipeline.stages import PipelineEvent, PipelineStage
from headroom.retrieval.marker import TOOL_NAME, find_markers
from headroom.runtime.drive import run_sync
from tests.fakes.ports import (
    LOG,
    Journal,
    Script,
    ScriptedOriginals,
    ScriptedTransport,
    Step,
    answered,
    asking,
    core_with,
    row_of,
)
from tests.fakes.requests import openai_messages

Wire = dict[str, object]
DONE: Wire = {"id": "r", "object": "chat.completion", "model": "gpt-4o", "choices": [], "usage": None}
FIRST = openai_messages(LOG)
MORE = [*FIRST, {"role": "assistant", "content": "Number 3."}, {"role": "user", "content": "Why?"}]
SKIPPED: dict[str, Any] = {"headroom_tool_profiles": {"list_jobs": {"skip_compression": True}}}


def frozen(**changes: object) -> HeadroomConfig:
    """A configuration that sends again whatever it sent."""
    freeze = PrefixFreezeConfig(min_cached_tokens=0, force_compress_threshold=1.0)
    plain = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, prefix_freeze=freeze)
    for name, value in changes.items():
        setattr(plain, name, value)
    return plain


def sent(core: Core, messages: object, tenant: str = "somebody", **keywords: Any) -> list[Wire]:
    """The messages that are sent for these."""
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": messages}, **keywords)
    _, (body,) = answered(core, asked, Step(reply=DONE), tenant=tenant)
    found = body["messages"]
    assert isinstance(found, list)
    return found


def test_originals_are_asked_to_be_kept_within_the_promised_time() -> None:
    """Once, with their whole text."""
    journal: Journal = []
    sent(core_with(Script(), journal), FIRST)
    ((_, originals, within_s),) = [entry for entry in journal if entry[0] == "originals.put"]
    assert list(originals.values()) == [LOG]  # type: ignore[attr-defined]
    assert within_s == ORIGINALS_WITHIN_S


@pytest.mark.parametrize("answer", [False, StorageError("it cannot be written")])
def test_what_cannot_be_kept_is_not_left_out(answer: bool | Exception) -> None:
    """The request goes out whole, and why is counted."""
    core = core_with(Script(puts=(answer,)))
    assert sent(core, FIRST) == FIRST
    assert core.session.counts()["fallbacks"] == 1


def test_what_went_out_whole_stays_whole() -> None:
    """Also for those who ask later, when the store can be written again: the prefix is what the provider knows."""
    core = core_with(Script(puts=(False,)), config=frozen())
    assert sent(core, FIRST) == FIRST
    assert sent(core, MORE) == MORE


def test_what_went_out_short_stays_short_where_the_store_refuses_later() -> None:
    """Its original was kept when it was first named."""
    core = core_with(Script(puts=(True, False)), config=frozen())
    first = sent(core, FIRST)
    assert sent(core, MORE)[: len(FIRST)] == first


@pytest.mark.parametrize("before", [SKIPPED, {"headroom_mode": "audit"}, {"headroom_keep_turns": 2}, {}])
def test_what_was_sent_is_sent_again(before: dict[str, Any]) -> None:
    """However it was treated then."""
    core = core_with(Script(), config=frozen())
    first = sent(core, FIRST, **before)
    assert sent(core, MORE)[: len(FIRST)] == first


def test_what_a_request_says_of_itself_goes_before_what_was_sent() -> None:
    """It is asked for this once, and by name."""
    core = core_with(Script(), config=frozen())
    assert sent(core, FIRST) != FIRST
    assert sent(core, MORE, **SKIPPED) == MORE


def test_what_cannot_be_kept_goes_out_whole_where_a_request_says_how_to_treat_it() -> None:
    """All of it: what was sent before is no measure for such a request."""
    core = core_with(Script(puts=(True, False)), config=frozen())
    assert sent(core, FIRST) != FIRST
    more = openai_messages(LOG.replace("a", "b"))
    assert sent(core, [*MORE, *more[1:]], headroom_keep_turns=0) == [*MORE, *more[1:]]


def test_without_freezing_each_request_is_treated_anew() -> None:
    """As its own settings say."""
    core = core_with(Script(), config=frozen(prefix_freeze=PrefixFreezeConfig(enabled=False)))
    assert sent(core, FIRST) != FIRST
    assert sent(core, MORE, **SKIPPED) == MORE


def test_messages_that_the_caller_changes_afterwards_are_not_sent() -> None:
    """What is said is what stands in the request, not what has become of an earlier one's objects."""
    for keywords in ({}, SKIPPED):
        core = core_with(Script(), config=frozen())
        theirs = copy.deepcopy(FIRST)
        first = copy.deepcopy(sent(core, theirs, **keywords))
        later = [*copy.deepcopy(FIRST), *MORE[len(FIRST) :]]
        for message in theirs:
            message["content"] = "Something else."
        assert sent(core, later)[: len(FIRST)] == first


def test_the_objects_of_no_request_are_sent_for_a_later_one() -> None:
    """Neither of the one before nor of the one before that, though nothing was left out of any, nor what stands inside them."""
    core = core_with(Script(), config=frozen())
    plain = [{"role": "user", "content": [{"type": "text", "text": text}]} for text in ("a", "b", "c", "d")]
    sent(core, plain[:1], **SKIPPED)
    for length in (2, 3, 4):
        theirs = copy.deepcopy(plain[:length])
        assert sent(core, theirs) == plain[:length]
        for message in theirs:
            message["content"][0]["text"] = "Something else."  # type: ignore[index]


def test_a_marker_that_names_the_tool_is_only_sent_with_the_tool() -> None:
    """A body that the caller reads itself cannot carry it."""
    core = core_with(Script(), config=frozen())
    assert TOOL_NAME in json.dumps(sent(core, FIRST))
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": MORE}, stream=True, raw="streaming")
    _, (body,) = answered(core, asked, Step(events=()))
    assert "tools" not in body
    assert TOOL_NAME not in json.dumps(body["messages"])


@pytest.mark.parametrize(
    ("ccr", "is_kept", "is_named", "is_offered"),
    [
        (CCRConfig(), True, True, True),
        (CCRConfig(enabled=False), False, True, False),
        (CCRConfig(inject_tool=False), True, True, False),
        (CCRConfig(inject_retrieval_marker=False), False, False, False),
        (CCRConfig(max_retrieval_rounds=0), True, True, False),
    ],
)
def test_switches_of_retrieval(ccr: CCRConfig, *, is_kept: bool, is_named: bool, is_offered: bool) -> None:
    """What is kept, what notes name, and whether the tool is offered."""
    core = core_with(Script(), config=frozen(ccr=ccr))
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": FIRST})
    _, (body,) = answered(core, asked, Step(reply=DONE))
    text = json.dumps(body["messages"])
    originals = core.ports.originals
    assert isinstance(originals, ScriptedOriginals)
    messages = body["messages"]
    assert isinstance(messages, list)
    assert bool(originals.kept) is is_kept
    assert bool(find_markers(messages[3]["content"])) is is_named
    assert (TOOL_NAME in json.dumps(body.get("tools"))) is is_offered
    assert (TOOL_NAME in text) is is_offered


def test_tenants_share_nothing() -> None:
    """What one sent is not remembered of another."""
    core = core_with(Script(puts=(False,)), config=frozen())
    assert sent(core, FIRST, "one") == FIRST
    assert sent(core, FIRST, "another") != FIRST


@pytest.mark.parametrize("mode", ["audit", "optimize"])
def test_an_input_that_is_a_string_is_no_trouble(mode: str) -> None:
    """It goes out as it is, its tokens are counted, and nothing goes on from it."""
    core = core_with(Script())
    asked = asking("openai_responses", {"model": "gpt-4o", "input": "Which job failed?"}, headroom_mode=mode)
    _, (body,) = answered(core, asked, Step(reply={}))
    assert body["input"] == "Which job failed?"
    row = row_of(core)
    assert (row.fallback, row.tokens_input_before > 0) == ("", True)
    assert len(core.lineages) == 0


class Unhelpful:
    """Somebody's optimizer that never works."""

    name = "unhelpful"

    def __call__(self, *_: object) -> object:
        """Nothing."""
        raise LookupError


def test_an_optimizer_that_fails_costs_only_its_marks() -> None:
    """What was left out stays out, why is counted, and nobody is said to have optimized."""
    parameters = Parameters(default_mode="optimize", cache_optimizer=Unhelpful())
    core = core_with(Script(), parameters=parameters)
    assert "omitted" in json.dumps(sent(core, FIRST))
    assert core.session.reasons() == {"LookupError in the cache optimizer": 1}
    row = row_of(core)
    assert (row.fallback, row.cache_optimizer_used) == ("LookupError in the cache optimizer", None)
    assert row.tokens_input_after < row.tokens_input_before


def test_a_cache_of_replies_that_fails_costs_only_the_request_its_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes out, and why it was not shortened is counted."""
    cache = CacheOptimizerConfig(enable_semantic_cache=True)
    core = core_with(Script(), config=frozen(cache_optimizer=cache))

    def fails(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(core.replies, "get", fails)
    assert sent(core, FIRST) == FIRST
    assert core.session.reasons() == {"LookupError while preparing": 1}


def test_a_request_that_could_not_be_prepared_is_still_counted() -> None:
    """Its row holds what it says."""
    core = core_with(Script(recalls=(StorageError("it cannot be read"),)))
    assert sent(core, FIRST) == FIRST
    row = row_of(core)
    assert row.fallback == "StorageError while preparing"
    assert row.tokens_input_before == row.tokens_input_after > len(LOG) / 10


@pytest.mark.parametrize("name", ["messages", "tools"])
def test_what_the_extra_body_replaces_goes_out_as_it_is(name: str) -> None:
    """What we would change is not what is sent; the row counts what is."""
    core = core_with(Script())
    body: Wire = {"model": "gpt-4o", "messages": FIRST if name == "tools" else [{"role": "user", "content": "x"}]}
    further = {"tools": [{"type": "function", "function": {"name": "f"}}]} if name == "tools" else {"messages": FIRST}
    asked = msgspec.structs.replace(asking("openai_chat", body), extras={"extra_json": further})
    _, (posted,) = answered(core, asked, Step(reply=DONE))
    assert posted is body
    row = row_of(core)
    assert row.fallback == f"extra_body replaces {name}"
    assert row.tokens_input_before > len(LOG) / 10


class Following:
    """An extension that notes what it is told, sets a header, and changes every message."""

    def __init__(self) -> None:
        self.heard: list[PipelineEvent] = []

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent:
        """The event, changed."""
        self.heard.append(event)
        changed = [{"role": "user", "content": "changed"}] if event.stage == PipelineStage.PRE_SEND else event.messages
        return event.with_changes(headers={"x-team": "blue"}, messages=changed)


def followed(**keywords: Any) -> tuple[Following, list[tuple[object, ...]], Wire]:
    """What an extension hears of a request, what the ports are asked, and what is sent."""
    extension, journal = Following(), list[tuple[object, ...]]()
    core = core_with(Script(), journal, config=frozen(pipeline_extensions=[extension]))
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": FIRST}, **keywords)
    transport = ScriptedTransport((Step(reply=DONE),), journal)
    run_sync(exchange(core, asked, "somebody", transport))
    return extension, journal, dict(transport.bodies[0])


def test_extensions_see_the_messages_as_they_are_compressed() -> None:
    """At the stage that is about them, and before it as they were given."""
    extension, _, _ = followed()
    seen = {event.stage: json.dumps(event.messages) for event in extension.heard}
    assert "omitted" not in seen[PipelineStage.INPUT_ROUTED]
    assert "omitted" in seen[PipelineStage.INPUT_COMPRESSED]
    assert "omitted" in seen[PipelineStage.INPUT_REMEMBERED]


def test_extensions_follow_what_is_observed_and_change_only_its_headers() -> None:
    """All stages are told, in their order, and the messages are sent as they were given."""
    extension, journal, body = followed(headroom_mode="audit")
    assert body["messages"] is FIRST
    assert ("with_headers", {"x-team": "blue"}) in journal
    stages = [event.stage for event in extension.heard if str(event.stage).startswith(("input_", "pre_send"))]
    assert [str(stage) for stage in stages] == [
        *("input_received", "input_cached", "input_routed", "input_compressed", "input_remembered", "pre_send"),
    ]
    assert all(event.messages is FIRST for event in extension.heard if event.stage in stages)


def test_a_reply_from_the_cache_leaves_what_is_remembered_alone() -> None:
    """The provider has seen the request that was shortened, and no other."""
    core = core_with(Script(), config=frozen(cache_optimizer=CacheOptimizerConfig(enable_semantic_cache=True)))
    first = sent(core, FIRST)
    _, bodies = answered(core, asking("openai_chat", {"model": "gpt-4o", "messages": FIRST}))
    assert bodies == []
    assert sent(core, MORE)[: len(FIRST)] == first != FIRST
