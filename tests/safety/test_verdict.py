"""Tests of how a broken law is told."""

from __future__ import annotations

from headroom.safety.verdict import Verdict


def test_verdict_names_law_rule_and_message() -> None:
    """A person reads which promise was broken, and where."""
    verdict = Verdict(law=1, rule="A4", message=3, why="tool call 't1' has no result in the next message")
    assert str(verdict) == ("law 1 (accepted stays accepted), A4, message 3: tool call 't1' has no result in the next message")


def test_verdict_without_a_message_names_the_conversation() -> None:
    """What no single message did is the conversation's."""
    assert "(people are not edited), spoken-text, the conversation: " in str(
        Verdict(law=2, rule="spoken-text", message=-1, why="the system prompt was rewritten")
    )
