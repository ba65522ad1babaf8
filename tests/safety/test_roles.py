"""Tests of law 2: what people said is not rewritten."""

from __future__ import annotations

import msgspec
import pytest

from headroom.safety.changes import changes_between
from headroom.safety.roles import people_unedited
from tests.safety.builders import anthropic, chat, message, openai, result, text, with_parts, without


@pytest.mark.parametrize("role", ["system", "developer", "user", "assistant", "critic"])
def test_rewritten_text_is_told_for_every_role(role: str) -> None:
    """No role's words may change, not even an unknown one's."""
    before = openai(message(role, text("I said this.")))
    (verdict,) = people_unedited(changes_between(before, with_parts(before, 0, text("I said that."))))
    assert (verdict.law, verdict.message) == (2, 0)
    assert role in verdict.why


def test_lost_text_block_is_told() -> None:
    """Leaving out one of several texts of a message is rewriting it."""
    before = openai(message("user", text("one"), text("two")))
    assert len(list(people_unedited(changes_between(before, with_parts(before, 0, before.messages[0].parts[0]))))) == 1


def test_swapped_text_blocks_are_told() -> None:
    """The order of what was said counts."""
    before = openai(message("user", text("one"), text("two")))
    first, second = before.messages[0].parts
    assert len(list(people_unedited(changes_between(before, with_parts(before, 0, second, first))))) == 1


def test_rewritten_system_prompt_is_told() -> None:
    """The top-level system prompt is at no message's place."""
    before = anthropic(message("user", text("Hi.")), system="Be brief.")
    (verdict,) = people_unedited(changes_between(before, msgspec.structs.replace(before, system=(text("Be long."),))))
    assert verdict.message == -1


def test_tool_text_is_not_spoken() -> None:
    """Changing a tool result edits nobody."""
    before = chat()
    assert list(people_unedited(changes_between(before, with_parts(before, 3, result("c1", "short"))))) == []


def test_dropped_message_is_not_rewritten() -> None:
    """A message that is gone as a whole is told by another law."""
    before = chat()
    assert list(people_unedited(changes_between(before, without(before, 1)))) == []
