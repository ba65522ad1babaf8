"""Tests of all laws asked at once."""

from __future__ import annotations

from headroom.messages import Report, original_of
from headroom.safety.verify import verify
from tests.safety.builders import LONG, chat, dropped, message, openai, result, text, with_parts, without


def test_careful_step_breaks_nothing() -> None:
    """A shorter result that names its original satisfies every law."""
    before = chat()
    marked = f"[original {original_of(LONG).hash}]"
    assert verify(before, with_parts(before, 3, result("c1", marked)), dropped(3, LONG)) == ()


def test_same_conversation_breaks_nothing() -> None:
    """What came in is always right, whatever the report says."""
    before = chat()
    assert verify(before, before, dropped(3, "nonsense")) == ()


def test_every_broken_law_is_told() -> None:
    """One careless step can break all five laws at once."""
    before = chat()
    after = with_parts(before, 1, text("What went well?"))
    after = with_parts(after, 3, result("c1", LONG + " "))
    after = without(after, 2)
    verdicts = verify(before, after, Report())
    assert {verdict.law for verdict in verdicts} == {1, 2, 5, 7, 8}
    assert {verdict.message for verdict in verdicts} == {1, 2, 3}


def test_declared_drops_are_held_to_recency() -> None:
    """A step that may drop messages may not drop recent ones."""
    before = openai(message("user", text("one")), message("assistant", text("yes")), message("user", text("two")))
    verdicts = verify(before, without(before, 0, 1), Report(), may_drop=True, keep_turns=1)
    assert {verdict.rule for verdict in verdicts} == {"gap-named"}
    verdicts = verify(before, without(before, 2), Report(), may_drop=True, keep_turns=1)
    assert [(verdict.rule, verdict.message) for verdict in verdicts] == [("gap-named", 2), ("recency", 2)]
