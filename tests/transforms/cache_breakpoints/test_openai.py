"""OpenAI's keys and marks."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.messages import Conversation
from headroom.transforms.cache_breakpoints import CacheSettings, OpenAICacheOptimizer
from headroom.transforms.cache_breakpoints.openai import cache_key
from headroom.wire.cache_marks import CallerMarks, Mark
from tests.transforms.cache_breakpoints.conversations import LONG, TOOL, anthropic, marks_of_ours, openai, responses

PROMPT: dict[str, Any] = {"role": "system", "content": LONG}
USER: dict[str, Any] = {"role": "user", "content": "Which?"}
ANSWER: dict[str, Any] = {"role": "assistant", "content": "This."}


def planned(conversation: Conversation, **settings: Any) -> Conversation:
    """The conversation with key and marks; no text changes and every part has a decision."""
    optimizer = OpenAICacheOptimizer(settings=CacheSettings(**settings))
    after, report = optimizer(conversation)
    assert after.messages is conversation.messages
    parts = len(conversation.system) + sum(len(message.parts) for message in conversation.messages)
    assert [decision.action for decision in report.decisions] == ["kept"] * parts
    assert optimizer(after)[0] is after
    return after


def marked(conversation: Conversation, **settings: Any) -> list[int]:
    """The messages that are marked."""
    marks = marks_of_ours(planned(conversation, has_breakpoints=True, **settings))
    assert {ttl for _, _, _, ttl in marks} <= {settings.get("ttl", "30m")}
    return [message for _, message, _, _ in marks]


def test_the_key_stays_for_a_whole_conversation() -> None:
    """Whatever comes after the prompt."""
    first, later = openai(PROMPT, USER), openai(PROMPT, USER, ANSWER, {**USER, "content": "And?"})
    assert planned(first).cache_key == planned(later).cache_key != ""
    assert len(planned(first).cache_key) == 32
    assert planned(first).breakpoints == ()


def test_what_cannot_share_a_prefix_has_another_key() -> None:
    """Another model, other tools, another prompt."""
    given = [
        openai(PROMPT, USER),
        openai(PROMPT, USER, model="gpt-5.5"),
        openai(PROMPT, USER, tools=[TOOL]),
        openai({**PROMPT, "content": "Else. " + LONG}, USER),
        responses(USER, instructions="Be brief."),
        openai(USER),
        openai({**USER, "content": "What?"}),
    ]
    assert len({cache_key(conversation) for conversation in given}) == len(given)


def test_what_shares_a_prefix_shares_the_key() -> None:
    """Prompts that differ only behind what a cached prefix is at least, or in what is dynamic, and what follows that."""
    assert cache_key(openai({**PROMPT, "content": LONG + "For Ann."})) == cache_key(
        openai({**PROMPT, "content": LONG + "For Bob."})
    )
    times = [
        openai({**PROMPT, "content": f"Be brief. Now: {time}. {rest}"}, USER)
        for time, rest in (("10:42:07", "A"), ("11:00:01", "B"))
    ]
    assert cache_key(times[0]) == cache_key(times[1])
    assert cache_key(openai(PROMPT, tools=[TOOL])) == cache_key(openai(tools=[TOOL]))
    assert cache_key(responses(USER, instructions=LONG)) == cache_key(responses({"role": "developer", "content": LONG}, USER))


def test_a_busy_prefix_is_spread_over_buckets() -> None:
    """By the first question, so that a conversation keeps its key."""
    asked = [openai(PROMPT, {**USER, "content": f"Question {number}"}) for number in range(60)]
    assert len({cache_key(conversation, 4) for conversation in asked}) == 4
    later = openai(PROMPT, {**USER, "content": "Question 1"}, ANSWER, USER)
    assert cache_key(later, 4) == cache_key(asked[1], 4)
    assert planned(asked[0], key_buckets=4).cache_key == cache_key(asked[0], 4)


def test_odd_prompts_have_a_key() -> None:
    """Without words, with an image, with half a surrogate pair."""
    image = {"role": "system", "content": [{"type": "image_url", "image_url": {"url": "u"}}]}
    for conversation in (openai(), openai(image), openai({**PROMPT, "content": "\ud800"}), openai(ANSWER)):
        assert len(cache_key(conversation)) == 32


@pytest.mark.parametrize("settings", [{"sets_key": False}, {"caller": CallerMarks(has_key=True)}])
def test_no_key_where_there_is_one_or_none_is_taken(settings: dict[str, Any]) -> None:
    """The caller's stays, and a server that may refuse the field does not get it."""
    assert planned(openai(PROMPT, USER), **settings).cache_key == ""


def test_marks_stand_where_they_will_stand_again() -> None:
    """At the end of the prompt, the newest question, and the one before it."""
    assert marked(openai(PROMPT, USER)) == []
    assert marked(openai(PROMPT, USER, ANSWER, USER)) == [0, 1, 3]
    assert marked(openai(PROMPT, USER, ANSWER, USER, ANSWER, USER)) == [0, 3, 5]
    assert marked(openai(PROMPT, USER, tools=[TOOL])) == [0, 1]
    assert marked(openai(USER, ANSWER, USER)) == []
    assert marked(openai(USER, ANSWER, USER), min_tokens=0) == [0, 2]
    assert marked(openai(PROMPT, USER, ANSWER, USER), ttl="12h") == [0, 1, 3]


def test_marks_of_the_responses() -> None:
    """Instructions cannot be marked, messages of the developer can; calls and outputs are left alone."""
    call = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "c", "output": "rows"}
    assert marked(responses(USER, call, output, instructions=LONG)) == [0]
    assert marked(responses({"role": "developer", "content": LONG}, USER, call, output)) == [0, 1]


def test_one_mark_is_the_providers_own() -> None:
    """Unless the caller told it to set none; without any mark of theirs, that switches the cache off."""
    talk = (PROMPT, USER, ANSWER, USER)
    assert marked(openai(*talk), max_marks=3) == [1, 3]
    assert marked(openai(*talk), max_marks=1) == []
    assert marked(openai(*talk), caller=CallerMarks(is_explicit=True)) == []
    block = {"type": "text", "text": "x", "prompt_cache_breakpoint": {"mode": "explicit"}}
    theirs = {"role": "user", "content": [block]}
    assert marked(openai(PROMPT, theirs, ANSWER, USER)) == [0, 3]
    told = CallerMarks(is_explicit=True, marks=(Mark(place="messages", index=1, ttl="30m"),))
    assert marked(openai(PROMPT, theirs, ANSWER, USER), caller=told, max_marks=2) == [3]
    assert marked(openai(PROMPT, *[theirs] * 3, ANSWER, USER)) == []


def test_a_target_moves_the_end_of_the_prefix() -> None:
    """To the last part within so many tokens that may be marked."""
    talk = (PROMPT, {**USER, "content": LONG}, {**ANSWER, "content": LONG}, USER)
    assert marked(openai(*talk), prefix_tokens=4_000) == [0, 1, 3]
    assert marked(openai(PROMPT, USER), prefix_tokens=100_000) == [1]
    assert marked(openai(PROMPT, USER), prefix_tokens=1) == []


def test_the_report_says_what_is_sent() -> None:
    """The key, and where marks stand."""
    conversation = openai(PROMPT, USER, ANSWER, USER)
    _, report = OpenAICacheOptimizer(settings=CacheSettings(has_breakpoints=True))(conversation)
    assert report.decisions[0].reason == "a cache mark (30m) stands here; the text stays"
    assert report.decisions[2].reason == f"sent with cache key {cache_key(conversation)}; no text changes"
    _, report = OpenAICacheOptimizer(settings=CacheSettings(sets_key=False))(conversation)
    assert report.decisions[0].reason.startswith("no cache key: ")


def test_other_formats_are_left_alone() -> None:
    """A conversation for Anthropic comes back as it is."""
    conversation = anthropic(USER, ANSWER, USER)
    after, report = OpenAICacheOptimizer()(conversation)
    assert after is conversation
    assert len(report.decisions) == 4


def test_what_it_is() -> None:
    """A transform that never rewrites; how it works depends on the model."""
    optimizer = OpenAICacheOptimizer()
    assert (optimizer.name, optimizer.provider, optimizer.rewrites_history) == ("openai_cache_optimizer", "openai", False)
    assert optimizer.strategy == "prefix_stabilization"
    assert OpenAICacheOptimizer(settings=CacheSettings(has_breakpoints=True)).strategy == "explicit_breakpoints"
