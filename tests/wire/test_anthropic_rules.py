"""Tests of what Anthropic's messages API demands of messages."""

from __future__ import annotations

import msgspec
import pytest

from headroom.messages import Conversation, Message, Opaque, Tool, ToolResult
from headroom.wire.anthropic_rules import ORDER_RULES, TEXT_RULES
from tests.safety.builders import anthropic, call, message, result, text


def server_call(call_id: str) -> Opaque:
    """A web search that the provider ran itself."""
    return Opaque(kind="server_tool_use", value={"type": "server_tool_use", "id": call_id})


def server_result(call_id: str) -> Opaque:
    """What that search found."""
    return Opaque(kind="web_search_tool_result", value={"type": "web_search_tool_result", "tool_use_id": call_id})


HI = message("user", text("Hi."))
BROKEN: list[tuple[str, Conversation, list[int]]] = [
    ("A1", anthropic(), [-1]),
    ("A2", anthropic(message("assistant", text("Yes?")), HI), [-1]),
    ("A3", anthropic(message("system", text("Be brief.")), HI), [0]),
    ("A3-alternation", anthropic(HI, HI), [-1]),
    ("A4", anthropic(HI, message("assistant", call("a"))), [1]),
    ("A4", anthropic(HI, message("assistant", call("a"), call("b")), message("user", result("b", "x"))), [1]),
    ("A4", anthropic(HI, message("assistant", call("a")), HI, message("user", result("a", "x"))), [1]),
    ("A5/A7", anthropic(message("user", result("a", "x"))), [0]),
    ("A5/A7", anthropic(HI, message("assistant", call("a")), message("user", result("a", "x"), result("a", "x"))), [2]),
    ("A5/A7", anthropic(HI, message("assistant", call("a")), HI, message("user", result("a", "x"))), [3]),
    ("A6", anthropic(HI, message("assistant", call("a"), call("a"))), [1]),
    ("A8", anthropic(message("user", text("Here:"), result("a", "x"))), [0]),
    ("A9-message", anthropic(message("user"), message("assistant")), [0]),
    ("A9-message", anthropic(message("assistant"), HI), [0]),
    ("A14", anthropic(HI, message("assistant", call("a"))), [-1]),
    ("A15", anthropic(HI, message("assistant", server_result("s1"), server_call("s1"))), [1]),
    ("A16", anthropic(HI, message("assistant", text("Well"))), [-1]),
    ("A17", anthropic(HI, message("assistant", text("Well, "))), [-1]),
]


@pytest.mark.parametrize(("rule", "conversation", "places"), BROKEN)
def test_broken_rule_is_told_at_its_message(rule: str, conversation: Conversation, places: list[int]) -> None:
    """Each rule finds the messages that break it, and only those."""
    assert [index for index, _ in ORDER_RULES[rule](conversation)] == places


def test_valid_conversation_breaks_no_rule() -> None:
    """Questions, calls of both kinds, results with text after them: as the provider expects."""
    conversation = anthropic(
        HI,
        message("assistant", server_call("s1"), server_result("s1"), text("I look."), call("a"), call("b")),
        message("user", result("b", "x"), result("a", "y", is_error=True), text("Go on.")),
    )
    conversation = msgspec.structs.replace(conversation, tools=(Tool(name="look"),))
    assert [rule for rule, check in ORDER_RULES.items() if list(check(conversation))] == []
    assert [rule for rule, check in TEXT_RULES.items() for one in conversation.messages if list(check(one))] == []


def test_server_block_may_be_raw_json() -> None:
    """A block kept as bytes is read for its id."""
    called = Opaque(kind="mcp_tool_use", value=msgspec.Raw(b'{"type": "mcp_tool_use", "id": "s1"}'))
    answered = Opaque(kind="mcp_tool_result", value=msgspec.Raw(b'{"type": "mcp_tool_result", "tool_use_id": "s1"}'))
    assert list(ORDER_RULES["A15"](anthropic(HI, message("assistant", called, answered)))) == []
    assert len(list(ORDER_RULES["A15"](anthropic(HI, message("assistant", answered))))) == 1


@pytest.mark.parametrize(
    ("one", "is_broken"),
    [
        (message("user", text("Hi.")), False),
        (message("user", text("")), True),
        (message("user", text("\n\t ")), True),
        (message("user", result("a")), False),
        (message("user", result("a", "x", "")), True),
        (message("user", ToolResult(call_id="a", content=(Opaque(kind="image"),))), False),
    ],
)
def test_text_blocks_are_visible(one: Message, is_broken: bool) -> None:
    """Every text block, in a result too, needs a visible character."""
    assert bool(list(TEXT_RULES["A9"](one))) is is_broken


@pytest.mark.parametrize(
    ("one", "is_broken"),
    [
        (message("user", result("a", "no such file", is_error=True)), False),
        (message("user", result("a", is_error=True)), True),
        (message("user", result("a", " ", is_error=True)), True),
        (message("user", result("a")), False),
    ],
)
def test_failed_result_says_something(one: Message, is_broken: bool) -> None:
    """A result that reports a failure needs words."""
    assert bool(list(TEXT_RULES["A18"](one))) is is_broken


def test_trimmed_prefill_is_accepted() -> None:
    """A final assistant text may end in anything visible, and a final message in a block that is no text."""
    for last in (message("assistant", text("Well,")), message("assistant", text("Well, "), server_call("s1"))):
        assert list(ORDER_RULES["A17"](anthropic(HI, last))) == []
