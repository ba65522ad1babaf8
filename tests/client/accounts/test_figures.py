"""The figures of one request."""

from __future__ import annotations

import msgspec

from headroom.client.accounts.figures import figures_of, tokens_of
from headroom.client.request.prepared import Prepared, steps_of, unchanged
from headroom.config import HeadroomMode
from headroom.messages import Conversation, Decision, Report, Text, ToolResult, replace_parts
from headroom.tokens import counter_for
from tests.fakes.conversations import agent_conversation
from tests.fakes.ports import asking

COUNTER = counter_for("gpt-4o")


def prepared(before: Conversation, after: Conversation, report: Report | None = None) -> Prepared:
    """A request that goes out so."""
    plain = unchanged(asking("openai_chat", {"model": "gpt-4o"}), tenant="t", mode=HeadroomMode.OPTIMIZE, before=before)
    return msgspec.structs.replace(plain, after=after, report=report or Report())


def shortened(conversation: Conversation, index: int, text: str) -> Conversation:
    """The conversation with another result."""
    message = conversation.messages[index]
    result = ToolResult(call_id="c", content=(Text(text=text),))
    messages = [*conversation.messages]
    messages[index] = replace_parts(message, (result,))
    return msgspec.structs.replace(conversation, messages=tuple(messages))


def test_both_ends_are_counted_text_by_text() -> None:
    """The same texts are the same tokens, however often they stand there."""
    before = agent_conversation("many words " * 20, "many words " * 20)
    after = shortened(before, 2, "few words")
    figures = figures_of(prepared(before, after), COUNTER)
    assert figures.tokens_before == tokens_of(before, COUNTER)
    assert figures.tokens_after == tokens_of(after, COUNTER)
    assert figures.exact
    assert (figures.tool_units_dropped, figures.turns_dropped) == (0, 0)
    assert sum(figures.block_breakdown.values()) > 0


def test_what_the_window_left_out_is_counted() -> None:
    """Calls with their results, and user messages; not a result that goes as a user's message does."""
    before = agent_conversation("one", "two")
    after = msgspec.structs.replace(before, messages=before.messages[3:])
    figures = figures_of(prepared(before, after), COUNTER)
    assert (figures.tool_units_dropped, figures.turns_dropped) == (1, 1)


def test_steps_are_named_once_with_their_kind() -> None:
    """Only those that changed something, in order."""
    decisions = [
        Decision(
            message=1,
            part=0,
            step=step,
            action=action,  # type: ignore[arg-type]
            reason="r",
            kind=kind,
        )
        for step, kind, action in (
            ("content_router", "json", "compressed"),
            ("content_router", "log", "kept"),
            ("content_router", "json", "compressed"),
            ("rolling_window", "", "compressed"),
        )
    ]
    assert steps_of(Report(decisions=tuple(decisions))) == ["content_router:json", "rolling_window"]


def test_the_hash_is_of_who_says_what() -> None:
    """Of what came in, whatever goes out; odd characters included."""
    before = agent_conversation("one \ud800")
    hashes = {figures_of(prepared(before, after), COUNTER).messages_hash for after in (before, shortened(before, 2, "x"))}
    assert len(hashes) == 1
    assert figures_of(prepared(shortened(before, 2, "x"), before), COUNTER).messages_hash not in hashes


def test_long_conversations_are_not_searched_for_waste() -> None:
    """Which would take longer than all else."""
    page = "<div><script>var a = 1;</script></div>\n" * 40
    assert any(figures_of(prepared(agent_conversation(page), agent_conversation(page)), COUNTER).waste_signals.values())
    long = agent_conversation(page * 400)
    assert figures_of(prepared(long, long), COUNTER).waste_signals == {}
