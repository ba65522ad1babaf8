"""What is about to be sent."""

from __future__ import annotations

from headroom.client.request.prepared import chars_of, unchanged, without
from headroom.config import HeadroomMode
from headroom.messages import Decision, Report, original_of
from tests.fakes.conversations import agent_conversation
from tests.fakes.ports import asking

ONE, OTHER = original_of("one"), original_of("other")


def compressed(message: int, original: str) -> Decision:
    """A decision to leave something out."""
    return Decision(
        message=message, part=0, step="s", action="compressed", reason="r", original=original, chars_before=10, chars_after=2
    )


def test_an_unchanged_request_is_the_callers_body() -> None:
    """The very object, and nothing read where nothing could be."""
    asked = asking("openai_chat", {"model": "m"})
    prepared = unchanged(asked, tenant="t", mode=HeadroomMode.OPTIMIZE, fallback="why")
    assert prepared.body is asked.body
    assert prepared.before.messages == prepared.after.messages == ()
    assert (prepared.fallback, prepared.offers_tool, prepared.key) == ("why", False, "")


def test_the_work_is_what_tools_returned() -> None:
    """Not what people and models said."""
    assert chars_of(agent_conversation("abc", "defgh")) == 8


def test_a_report_without_messages_keeps_the_originals_that_are_still_named() -> None:
    """One that two messages name stays for the other; what is named instead comes in."""
    report = Report(
        decisions=(compressed(1, ONE.hash), compressed(2, ONE.hash), compressed(3, OTHER.hash)), originals=(ONE, OTHER)
    )
    left = without(report, frozenset({1, 3}), "sent before")
    assert [(decision.action, decision.original) for decision in left.decisions] == [
        ("reverted", ""),
        ("compressed", ONE.hash),
        ("reverted", ""),
    ]
    assert left.decisions[0].chars_after == left.decisions[0].chars_before
    assert left.originals == (ONE,)
    assert without(report, frozenset({1, 3}), "sent before", also=(OTHER,)).originals == (ONE, OTHER)
