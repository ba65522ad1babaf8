"""When messages are sent again as they were sent."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from headroom.client.lineages import Sent
from headroom.client.request.history import as_decided, as_sent
from headroom.config.client_settings import PrefixFreezeSettings
from headroom.messages import Conversation, Decision, Message, Report, Text, original_of

LONG = "word " * 2_000
ORIGINAL = original_of(LONG)
ALWAYS = PrefixFreezeSettings(min_cached_tokens=0, force_compress_threshold=1.0)


def conversation(*texts: str) -> Conversation:
    """Messages that say this."""
    return Conversation(
        messages=tuple(Message(role="tool", parts=(Text(text=text),), origin=index) for index, text in enumerate(texts))
    )


def report(*messages: int) -> Report:
    """A report by which these messages were shortened."""
    decisions = tuple(
        Decision(message=index, part=0, step="s", action="compressed", reason="r", original=ORIGINAL.hash, chars_before=9)
        for index in messages
    )
    return Report(decisions=decisions, originals=(ORIGINAL,) if messages else (), warnings=("w",))


def sent(after: Conversation, made: Report | None = None) -> Sent:
    """A request that went out so, at second 100."""
    return Sent(
        around=None,
        items=tuple(range(len(after.messages))),
        before=after,
        after=after,
        wire=(),
        report=made or Report(),
        progress=None,
        hidden={},
        offers_tool=False,
        chars=0,
        at_s=100.0,
    )


def test_what_was_sent_takes_the_place_of_what_would_be() -> None:
    """Only before what is new, and the report names what is really sent."""
    then = sent(conversation("a", "short then"), report(1))
    now = conversation("a", "short now", "new")
    after, said = as_sent(now, report(1, 2), then, ALWAYS, 100.0)
    assert after.messages == conversation("a", "short then", "new").messages
    assert after.messages[0] is now.messages[0]
    assert [decision.action for decision in said.decisions] == ["reverted", "compressed"]
    assert said.originals == (ORIGINAL,)
    assert said.warnings == ("w",)


def test_what_is_the_same_is_left_alone() -> None:
    """The very conversation and report."""
    now, said = conversation("a", "b", "new"), report(2)
    after, made = as_sent(now, said, sent(conversation("a", "b")), ALWAYS, 100.0)
    assert after is now
    assert made is said


@pytest.mark.parametrize(
    ("settings", "now_s"),
    [
        ({"enabled": False}, 100.0),
        ({"session_ttl_seconds": 10}, 110.1),
        ({"min_cached_tokens": 3_000}, 100.0),
        ({"force_compress_threshold": 0.9}, 100.0),
    ],
    ids=["off", "idle for too long", "too short to be cached", "too much to save"],
)
def test_when_the_prefix_may_change(settings: dict[str, Any], now_s: float) -> None:
    """For each reason there is."""
    now, said = conversation("short", "new"), report(0)
    then = sent(conversation(LONG))
    after, made = as_sent(now, said, then, msgspec.structs.replace(ALWAYS, **settings), now_s)
    assert (after, made) == (now, said)
    assert as_sent(now, said, then, ALWAYS, 100.0)[0].messages[0] == then.after.messages[0]


def test_the_last_moment_counts() -> None:
    """A prefix is as old as its time to live, and as long as the least that is cached."""
    settings = PrefixFreezeSettings(min_cached_tokens=2_500, session_ttl_seconds=10, force_compress_threshold=1.0)
    after, _ = as_sent(conversation("short"), report(0), sent(conversation(LONG)), settings, 110.0)
    assert after.messages == conversation(LONG).messages


@pytest.mark.parametrize("then", [None, sent(conversation("a", "b", "c"))])
def test_without_a_prefix_nothing_is_done(then: Sent | None) -> None:
    """Nothing was sent, or the window has left messages out since."""
    now = conversation("a", "b")
    assert as_sent(now, Report(), then, ALWAYS, 100.0) == (now, Report())


def test_texts_that_went_out_whole_once_stay_whole() -> None:
    """Their whole message does, and the report says so; without any, nothing changes."""
    before, short = conversation("a", LONG, "c"), conversation("a", "short", "short, too")
    after, said = as_decided(before, short, report(1), {ORIGINAL.hash})
    assert after.messages == conversation("a", LONG, "short, too").messages
    assert [decision.action for decision in said.decisions] == ["reverted"]
    assert said.originals == ()
    assert as_decided(before, short, report(1), set()) == (short, report(1))
    assert as_decided(before, short, report(1), {"another"}) == (short, report(1))


def test_a_conversation_that_lost_messages_is_left_alone() -> None:
    """Places do not say the same any more."""
    short = conversation("short")
    assert as_decided(conversation("a", LONG), short, report(1), {ORIGINAL.hash}) == (short, report(1))
