"""From a request to what is sent for it, over a conversation that grows."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from headroom.client.core import Core
from headroom.client.prepare import ORIGINALS_WITHIN_S
from headroom.config import CCRConfig, HeadroomConfig, PrefixFreezeConfig
from headroom.errors import StorageError
from headroom.retrieval.marker import TOOL_NAME, find_markers
from tests.fakes.ports import LOG, Journal, Script, ScriptedOriginals, Step, answered, asking, core_with
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
