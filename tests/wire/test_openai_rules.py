"""Tests of what OpenAI's chat completions demand of messages."""

from __future__ import annotations

import pytest

from headroom.messages import Conversation, Message, Opaque, ToolCall, ToolResult
from headroom.wire.openai_rules import ORDER_RULES, TEXT_RULES
from tests.safety.builders import call, chat, message, openai, result, text

BROKEN: list[tuple[str, Conversation, list[int]]] = [
    ("O1", openai(), [-1]),
    ("O2", openai(message("assistant", call("a")), message("user", text("Hi."))), [0]),
    ("O2", openai(message("assistant", call("a"))), [0]),
    ("O2", openai(message("assistant", call("a"), call("b")), message("tool", result("b", "x"))), [0]),
    ("O2", openai(message("assistant", call("a")), message("user", text("Hi.")), message("tool", result("a", "x"))), [0]),
    ("O3", openai(message("tool", result("a", "x"))), [0]),
    ("O3", openai(message("assistant", call("a")), message("tool", result("a", "x")), message("tool", result("a", "x"))), [2]),
    ("O3", openai(message("assistant", call("a")), message("user", text("Hi.")), message("tool", result("a", "x"))), [2]),
    ("O5", openai(message("user")), [0]),
    ("O5", openai(message("tool", result("a"))), [0]),
    ("O6/O7", openai(message("assistant", call("a" * 41))), [0]),
    ("O6/O7", openai(message("assistant", call("a", ""))), [0]),
    ("O6/O7", openai(message("assistant", call("a", "not a name"))), [0]),
    ("O6/O7", openai(message("assistant", call("a", "name\n"))), [0]),
    ("O8", openai(message("critic", text("No."))), [0]),
]


@pytest.mark.parametrize(("rule", "conversation", "places"), BROKEN)
def test_broken_rule_is_told_at_its_message(rule: str, conversation: Conversation, places: list[int]) -> None:
    """Each rule finds the messages that break it, and only those."""
    assert [index for index, _ in ORDER_RULES[rule](conversation)] == places


def test_valid_conversation_breaks_no_rule() -> None:
    """Instructions, question, call, result and answer are what the provider expects."""
    conversation = chat()
    assert [rule for rule, check in ORDER_RULES.items() if list(check(conversation))] == []
    assert [rule for rule, check in TEXT_RULES.items() for one in conversation.messages if list(check(one))] == []


def test_parallel_calls_may_be_answered_in_any_order() -> None:
    """Only the set of answers counts, not their order."""
    conversation = openai(
        message("assistant", call("a"), call("b")), message("tool", result("b", "x")), message("tool", result("a", "x"))
    )
    assert list(ORDER_RULES["O2"](conversation)) == []
    assert list(ORDER_RULES["O3"](conversation)) == []


def test_id_may_be_used_again_later() -> None:
    """A later call may carry an id that was answered before."""
    pair = (message("assistant", call("a")), message("tool", result("a", "x")))
    assert list(ORDER_RULES["O3"](openai(*pair, message("user", text("Again.")), *pair))) == []


def test_legacy_function_call_needs_no_id() -> None:
    """Function calls from before tools pair by name alone."""
    conversation = openai(
        message("assistant", ToolCall(id="", name="look", arguments="{}")),
        message("function", ToolResult(call_id="", name="look", content=(text("x"),))),
    )
    assert [rule for rule, check in ORDER_RULES.items() if list(check(conversation))] == []


@pytest.mark.parametrize(
    ("one", "is_empty"),
    [
        (message("tool", result("a", "x")), False),
        (message("tool", result("a")), True),
        (message("tool", result("a", "", " \n")), True),
        (message("tool", ToolResult(call_id="a", content=(Opaque(kind="image_url"),))), False),
        (message("user", text("")), False),
    ],
)
def test_result_says_something(one: Message, is_empty: bool) -> None:
    """A result needs a visible character or a block that is no text."""
    assert bool(list(TEXT_RULES["C10"](one))) is is_empty


@pytest.mark.parametrize(("words", "is_broken"), [("plain", False), ("naïve 😀", False), ("\ud83d", True), ("a\udc00b", True)])
def test_half_surrogate_pair_is_told(words: str, is_broken: bool) -> None:
    """UTF-8 cannot hold half of a pair, in a result or elsewhere."""
    for one in (message("tool", result("a", words)), message("user", text(words))):
        assert bool(list(TEXT_RULES["O15"](one))) is is_broken


def test_odd_tool_message_answers_nothing() -> None:
    """A tool message kept whole, for nobody knows its shape, neither answers a call nor is an orphan."""
    conversation = openai(message("assistant", call("a")), message("tool", Opaque(kind="message", value={"role": "tool"})))
    assert [index for index, _ in ORDER_RULES["O2"](conversation)] == [0]
    assert list(ORDER_RULES["O3"](conversation)) == []
