"""Tests of what counts as the question."""

from __future__ import annotations

import pytest

from headroom.messages import Message, Part, Text, ToolResult
from headroom.transforms.questions import asked_after


def said(role: str, *parts: Part) -> Message:
    """A message of these parts."""
    return Message(role=role, parts=parts)


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ((said("user", Text(text="Which order failed?"), Text(text="<reminder>Use the list.")),), {"failed", "reminder"}),
        ((said("user", Text(text="Which order failed?")), said("user", Text(text="yes please"))), {"failed", "please"}),
        (
            (
                said("user", Text(text="Which order failed?")),
                said("user", ToolResult(call_id="c"), Text(text="A first long reminder to you.")),
                said("user", ToolResult(call_id="d"), Text(text="Another long reminder to you.")),
            ),
            {"failed", "another"},
        ),
        ((said("user", Text(text="Which order failed?")), said("user", Text(text="And where is the lorry now?"))), {"lorry"}),
        ((said("user", Text(text="Which order failed?")), said("assistant", Text(text="Let me see."))), {"failed"}),
    ],
)
def test_all_that_is_asked_counts(messages: tuple[Message, ...], words: set[str]) -> None:
    """Reminders and short answers stand beside the question; a new question takes its place."""
    question = ""
    for message in messages:
        question = asked_after(message, question)
    found = set(question.lower().replace("?", " ").replace(">", " ").replace("<", " ").split())
    assert words <= found
    assert ("first" in found) is False
