"""Tests of recency: what is last is not touched for lack of room."""

from __future__ import annotations

import pytest

from headroom.messages import Conversation
from headroom.safety.changes import changes_between
from headroom.safety.recency import recent_from, recent_kept
from tests.safety.builders import call, message, openai, result, text, with_parts, without


def three_turns() -> Conversation:
    """Instructions at 0; turns start at 1, 4 and 6."""
    return openai(
        message("system", text("Be brief.")),
        message("user", text("one")),
        message("assistant", call("c1")),
        message("tool", result("c1", "a long text")),
        message("user", text("two")),
        message("assistant", text("yes")),
        message("user", text("three")),
    )


@pytest.mark.parametrize(("keep_turns", "start"), [(0, 7), (1, 6), (2, 4), (3, 0), (9, 0)])
def test_recent_turns_start_at_a_user_message(keep_turns: int, start: int) -> None:
    """The last N turns reach back to where the Nth last one starts; of no more than N turns all is recent."""
    assert recent_from(three_turns().messages, keep_turns) == start


def test_conversation_without_turns_is_recent() -> None:
    """Before the first user message no turn is over."""
    assert recent_from(three_turns().messages[:1], 2) == 0


def test_old_messages_may_go() -> None:
    """What stands before the last turns may be dropped or changed."""
    before = three_turns()
    assert list(recent_kept(changes_between(before, without(before, 1, 2, 3)), keep_turns=2)) == []
    assert list(recent_kept(changes_between(before, with_parts(before, 3, result("c1", "short"))), keep_turns=2)) == []


def test_recent_messages_may_not_go() -> None:
    """Dropped and changed messages of the last turns are told."""
    before = three_turns()
    (verdict,) = recent_kept(changes_between(before, without(before, 5)), keep_turns=2)
    assert (verdict.rule, verdict.message) == ("recency", 5)
    changed = changes_between(before, with_parts(before, 3, result("c1", "short")))
    assert [verdict.message for verdict in recent_kept(changed, keep_turns=3)] == [3]


def test_instructions_may_not_go() -> None:
    """A system message is kept however old it is."""
    before = three_turns()
    assert [verdict.message for verdict in recent_kept(changes_between(before, without(before, 0, 1)), keep_turns=1)] == [0]
