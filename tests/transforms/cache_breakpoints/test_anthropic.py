"""Where Anthropic's marks go."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.messages import Breakpoint, Conversation
from headroom.transforms.cache_breakpoints import AnthropicCacheOptimizer, CacheSettings
from headroom.wire.cache_marks import CallerMarks, Mark
from tests.transforms.cache_breakpoints.conversations import (
    FIVE,
    HOUR,
    LONG,
    TOOL,
    anthropic,
    exchange,
    marks_of_ours,
    openai,
)

USER: dict[str, Any] = {"role": "user", "content": "Which?"}
ANSWER: dict[str, Any] = {"role": "assistant", "content": "This."}


def planned(conversation: Conversation, **settings: Any) -> list[tuple[str, int, int, str]]:
    """The marks that are set; no text changes and every part has a decision."""
    optimizer = AnthropicCacheOptimizer(settings=CacheSettings(**settings))
    after, report = optimizer(conversation)
    assert after.messages is conversation.messages
    assert (after.system, after.tools, after.cache_key) == (conversation.system, conversation.tools, "")
    parts = len(conversation.system) + sum(len(message.parts) for message in conversation.messages)
    assert len(report.decisions) == parts
    assert {decision.action for decision in report.decisions} <= {"kept"}
    assert optimizer(after)[0] is after
    return marks_of_ours(after)


def test_a_question_alone_gets_no_mark() -> None:
    """Writing costs more than plain input, and nothing says that anybody will read."""
    assert planned(anthropic(USER)) == []
    assert planned(anthropic(USER, system=None, tools=None)) == []


@pytest.mark.parametrize(
    ("messages", "newest"), [((USER, ANSWER, USER), 2), ((USER, *exchange(1)), 2), ((USER, ANSWER, USER, {**ANSWER}), 2)]
)
def test_a_conversation_gets_a_mark_at_prompt_and_newest_message(messages: tuple[Any, ...], newest: int) -> None:
    """An answer that the model is to continue is not marked: it will be longer next time."""
    assert planned(anthropic(*messages)) == [("system", -1, 0, "5m"), ("messages", newest, 0, "5m")]


def test_tools_alone_are_a_sign_of_going_on() -> None:
    """Without a prompt their end is the prefix. A question that nobody has answered yet may be all there is."""
    assert planned(anthropic(USER, system=None, tools=[TOOL])) == [("tools", -1, -1, "5m")]
    assert planned(anthropic(USER, system=LONG, tools=[TOOL])) == [("system", -1, 0, "5m")]
    answered = anthropic(USER, ANSWER, USER, system=None, tools=[TOOL])
    assert planned(answered) == [("tools", -1, -1, "5m"), ("messages", 2, 0, "5m")]


def test_short_prefixes_get_no_mark() -> None:
    """The provider would ignore it."""
    short = anthropic(USER, ANSWER, USER, system="Be brief.")
    assert planned(short) == []
    assert planned(short, min_tokens=0) == [("system", -1, 0, "5m"), ("messages", 2, 0, "5m")]
    long_message = anthropic(USER, ANSWER, {"role": "user", "content": LONG}, system="Be brief.")
    assert planned(long_message) == [("messages", 2, 0, "5m")]


def test_places_that_may_not_be_marked_are_passed_over() -> None:
    """Blank texts and thinking: the mark goes to the last block before them."""
    thinking = {
        "role": "assistant",
        "content": [{"type": "text", "text": "x"}, {"type": "thinking", "thinking": "…", "signature": "s"}],
    }
    odd = {"role": "user", "content": [{"type": "novelty"}, {"type": "text", "text": " "}]}
    prompt = [{"type": "text", "text": LONG}, {"type": "text", "text": "\n"}]
    assert planned(anthropic(USER, thinking, odd, system=prompt)) == [("system", -1, 0, "5m"), ("messages", 1, 0, "5m")]


def test_a_far_newest_mark_gets_one_in_between() -> None:
    """The provider looks back over 20 blocks: the last request's newest message is marked again where that is too far."""
    near = anthropic(USER, *exchange(1, 9))
    far = anthropic(USER, *exchange(1, 10))
    assert planned(near) == [("system", -1, 0, "5m"), ("messages", 2, 8, "5m")]
    assert planned(far) == [("system", -1, 0, "5m"), ("messages", 0, 0, "5m"), ("messages", 2, 9, "5m")]
    assert planned(far, lookback_blocks=100) == [("system", -1, 0, "5m"), ("messages", 2, 9, "5m")]


def test_the_callers_marks_count_and_are_not_repeated() -> None:
    """In prompt, tools and messages."""
    marked = {"role": "user", "content": [{"type": "text", "text": "x", "cache_control": FIVE}]}
    told = CallerMarks(marks=(Mark(place="system", index=0),))
    assert planned(anthropic(USER, ANSWER, marked)) == [("system", -1, 0, "5m")]
    assert planned(anthropic(USER, ANSWER, USER), caller=told) == [("messages", 2, 0, "5m")]
    assert planned(anthropic(USER, ANSWER, USER, system=None, tools=[{**TOOL, "cache_control": FIVE}])) == [
        ("messages", 2, 0, "5m")
    ]
    full = anthropic(marked, ANSWER, marked, ANSWER, marked, ANSWER, USER)
    in_messages = (Mark(place="messages", index=index) for index in (0, 2, 4))
    assert planned(full, caller=CallerMarks(marks=(*told.marks, *in_messages))) == []
    assert planned(full) == [("messages", 6, 0, "5m")]
    assert planned(full, max_marks=3) == []


def test_a_mark_of_the_callers_between_spares_ours() -> None:
    """What the last request wrote is found by looking back from it."""
    asked = {"role": "assistant", "content": [*exchange(1, 10)[0]["content"]]}
    results = exchange(1, 10)[1]
    between = {**asked, "content": [{**asked["content"][0], "cache_control": FIVE}, *asked["content"][1:]]}
    assert planned(anthropic(USER, between, results)) == [("system", -1, 0, "5m"), ("messages", 2, 9, "5m")]


def test_the_automatic_mark_is_the_newest() -> None:
    """It counts as one, and ours goes to the prompt alone."""
    assert planned(anthropic(USER, ANSWER, USER), caller=CallerMarks(automatic_ttl="5m")) == [("system", -1, 0, "5m")]
    assert planned(anthropic(USER, ANSWER, USER), caller=CallerMarks(automatic_ttl="1h")) == [("system", -1, 0, "1h")]
    assert planned(anthropic(USER, ANSWER, USER), caller=CallerMarks(automatic_ttl="5m"), max_marks=1) == []


def test_short_tools_are_no_prefix_because_of_the_prompt_behind_them() -> None:
    """What is too short to be cached gets no mark, and takes none from others."""
    short = [{**TOOL, "description": "Looks."}]
    assert planned(anthropic(USER, ANSWER, USER, tools=short), prefix_tokens=1_000) == [("messages", 2, 0, "5m")]
    blocks = [{"type": "text", "text": "Be brief."}, {"type": "text", "text": LONG}]
    assert planned(anthropic(USER, ANSWER, USER, system=blocks), prefix_tokens=1_000) == [("messages", 2, 0, "5m")]
    assert planned(anthropic(USER, ANSWER, USER, tools=[TOOL]), prefix_tokens=4_000)[0] == ("tools", -1, -1, "5m")


def test_a_prefix_of_all_messages_ends_at_the_automatic_mark() -> None:
    """However much is to be cached, no second mark is told of at the last message."""
    whole = anthropic(USER, ANSWER, USER, ANSWER)
    assert planned(whole, prefix_tokens=100_000)[-1][:2] == ("messages", 3)
    assert planned(whole, prefix_tokens=100_000, caller=CallerMarks(automatic_ttl="5m")) == []


def test_times_follow_the_callers() -> None:
    """Longer where a longer one of theirs stands behind, shorter where a shorter one stands before."""
    hour = {"role": "user", "content": [{"type": "text", "text": "x", "cache_control": HOUR}]}
    five = {"role": "user", "content": [{"type": "text", "text": "x", "cache_control": FIVE}]}
    assert planned(anthropic(hour, ANSWER, USER)) == [("system", -1, 0, "1h"), ("messages", 2, 0, "5m")]
    assert planned(anthropic(five, ANSWER, USER), ttl="1h") == [("system", -1, 0, "1h"), ("messages", 2, 0, "5m")]
    assert planned(anthropic(USER, ANSWER, USER), ttl="1h") == [("system", -1, 0, "1h"), ("messages", 2, 0, "1h")]
    broken = anthropic(five, ANSWER, USER, ANSWER, hour, ANSWER, five, system=None, tools=[TOOL])
    assert planned(broken) == [("tools", -1, -1, "1h")]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (1, None),
        (2_000, None),
        (4_000, ("system", -1, 0, "5m")),
        (12_000, ("messages", 0, 0, "5m")),
        (100_000, ("messages", 2, 0, "5m")),
    ],
)
def test_a_target_moves_the_end_of_the_prefix(target: int, expected: tuple[str, int, int, str] | None) -> None:
    """To the last boundary within so many tokens, also for a question alone."""
    long = {"role": "user", "content": LONG * 2}
    found = planned(anthropic(long, {"role": "assistant", "content": LONG * 2}, USER), prefix_tokens=target)
    newest = ("messages", 2, 0, "5m")
    assert found == sorted({*([expected] if expected else []), newest}, key=lambda mark: (mark[0] == "messages", mark[1]))
    alone = planned(anthropic(long), prefix_tokens=target)
    assert alone == ([] if expected is None else [("messages", 0, 0, "5m") if target > 4_000 else expected])


def test_a_target_that_the_caller_marked_needs_no_mark() -> None:
    """Theirs stands there."""
    long = {"role": "user", "content": LONG}
    told = CallerMarks(marks=(Mark(place="system", index=0),))
    assert planned(anthropic(long), prefix_tokens=4_000) == [("system", -1, 0, "5m")]
    assert planned(anthropic(long), prefix_tokens=4_000, caller=told) == []
    marked = {"role": "user", "content": [{"type": "text", "text": LONG, "cache_control": FIVE}]}
    assert planned(anthropic(marked, system=None), prefix_tokens=9_000) == []
    tools = [{**TOOL, "cache_control": FIVE}]
    assert planned(anthropic(long, system=None, tools=tools), prefix_tokens=4_000) == []
    assert planned(anthropic(long, system=None, tools=[TOOL]), prefix_tokens=4_000) == [("tools", -1, -1, "5m")]


def test_with_little_room_the_newest_goes_first() -> None:
    """It writes what the next request reads."""
    far = anthropic(USER, *exchange(1, 10))
    assert planned(far, max_marks=1) == [("messages", 2, 9, "5m")]
    assert planned(far, max_marks=2) == [("messages", 0, 0, "5m"), ("messages", 2, 9, "5m")]


def test_the_report_says_where_and_why() -> None:
    """Of the parts marked, of those that are not, and why there is none."""
    _, report = AnthropicCacheOptimizer()(anthropic(USER, ANSWER, USER, system=None, tools=[TOOL]))
    assert [decision.reason for decision in report.decisions] == [
        "cache marks (2, one (5m) at the tools) change no text",
        "cache marks (2, one (5m) at the tools) change no text",
        "a cache mark (5m) stands here; the text stays",
    ]
    _, alone = AnthropicCacheOptimizer()(anthropic(USER))
    assert alone.decisions[-1].reason == "no cache mark: nothing says that the conversation goes on"
    _, full = AnthropicCacheOptimizer(settings=CacheSettings(max_marks=0))(anthropic(USER, ANSWER, USER))
    assert full.decisions[-1].reason == "no cache mark: the caller's own are as many as there may be"
    _, short = AnthropicCacheOptimizer()(anthropic(USER, ANSWER, USER, system=None))
    assert short.decisions[-1].reason.endswith("shorter than 1024 tokens")


def test_other_formats_are_left_alone() -> None:
    """A conversation for OpenAI comes back as it is."""
    conversation = openai(USER, ANSWER, USER)
    after, report = AnthropicCacheOptimizer()(conversation)
    assert after is conversation
    assert len(report.decisions) == 3


def test_earlier_marks_of_ours_are_planned_anew() -> None:
    """They are not the caller's, and do not count."""
    stale = anthropic(USER)
    after, _ = AnthropicCacheOptimizer()(
        Conversation(messages=stale.messages, format="anthropic", breakpoints=(Breakpoint(place="tools"),))
    )
    assert after.breakpoints == ()


def test_what_it_is() -> None:
    """A transform that never rewrites."""
    optimizer = AnthropicCacheOptimizer()
    assert (optimizer.name, optimizer.provider, optimizer.strategy, optimizer.rewrites_history) == (
        "anthropic_cache_optimizer",
        "anthropic",
        "explicit_breakpoints",
        False,
    )
