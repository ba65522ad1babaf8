"""Tests of law 8: what was not changed leaves as the very object that came in."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Message, Text, Tool
from headroom.safety.changes import changes_between
from headroom.safety.verbatim import bytes_unchanged
from tests.safety.builders import LONG, chat, result, text, with_message, with_parts, without


def told(before: Conversation, after: Conversation, *, may_drop: bool = False) -> list[tuple[str, int]]:
    """The rules of law 8 that were broken, each with its message."""
    verdicts = list(bytes_unchanged(changes_between(before, after), may_drop=may_drop))
    assert all(verdict.law == 8 for verdict in verdicts)
    return [(verdict.rule, verdict.message) for verdict in verdicts]


def test_changed_result_text_is_allowed() -> None:
    """Only the text of a result is free."""
    before = chat()
    assert told(before, with_parts(before, 3, result("c1", "short"))) == []


def test_rebuilt_message_is_told() -> None:
    """An equal copy is not the object that came in, whether the message or a part was copied."""
    before = chat()
    old = before.messages[3]
    copy = Message(role=old.role, parts=old.parts, origin=old.origin, source=old.source)
    assert told(before, with_message(before, 3, copy)) == [("same-object", 3)]
    assert told(before, with_parts(before, 3, result("c1", LONG))) == [("same-object", 3)]


def test_change_of_shape_is_told() -> None:
    """A result under another id is not the result that came in."""
    before = chat()
    assert told(before, with_parts(before, 3, result("c2", "short"))) == [("shape", 3)]


def test_lost_message_is_told_unless_declared() -> None:
    """Only steps that say that they drop messages may."""
    before = chat()
    assert told(before, without(before, 0, 1)) == [("messages", 0), ("messages", 1)]
    assert told(before, without(before, 0, 1), may_drop=True) == []


def test_added_message_is_told() -> None:
    """Nothing may be put between what was said."""
    before = chat()
    after = msgspec.structs.replace(before, messages=(*before.messages, Message(role="user", parts=(text("And?"),))))
    assert told(before, after) == [("messages", -1)]


def test_reordered_messages_are_told() -> None:
    """Each message stands where it stood."""
    before = chat()
    first, second, *rest = before.messages
    assert [rule for rule, _ in told(before, msgspec.structs.replace(before, messages=(second, first, *rest)))] == ["shape"] * 2


def test_request_around_the_messages_is_compared() -> None:
    """Tools, system prompt, model and format leave as they came; equal ones need not be the same object."""
    before = msgspec.structs.replace(chat(), tools=(Tool(name="look"),), system=(Text(text="Be brief."),), model="m")
    assert told(before, msgspec.structs.replace(before, tools=(Tool(name="look"),))) == []
    after = msgspec.structs.replace(before, tools=(), system=(), model="n", format="anthropic")
    assert told(before, after) == [("request", -1)] * 4
