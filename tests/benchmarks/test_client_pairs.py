"""Conversations are put into either provider's words."""

from __future__ import annotations

from benchmarks.client_cases import told_history, with_new_result
from benchmarks.client_pairs import anthropic_messages
from benchmarks.texts import tool_texts
from headroom.wire import decode


def test_calls_and_results_become_blocks() -> None:
    """With the same texts, and read as the other provider's."""
    messages = with_new_result("log", 200, 4)
    worded = anthropic_messages(messages)
    assert [message["role"] for message in worded] == ["user", "assistant", "user"]
    assert tool_texts(worded) == tool_texts(messages)
    assert decode(worded).unwrap().format == "anthropic"


def test_a_long_history_keeps_its_order() -> None:
    """Message by message."""
    history = told_history()
    assert tool_texts(anthropic_messages(history)) == tool_texts(history)
    assert len(anthropic_messages(history)) == len(history) == 499
