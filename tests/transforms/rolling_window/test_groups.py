"""Tests of turns that go together."""

from __future__ import annotations

from headroom.messages import Message, Text, ToolCall, ToolResult
from headroom.transforms.rolling_window.groups import groups_of

USER = Message(role="user", parts=(Text(text="hi"),))
ANSWER = Message(role="assistant", parts=(Text(text="hello"),))
CALL = Message(role="assistant", parts=(ToolCall(id="c", name="f", arguments="{}"),))
RESULT = ToolResult(call_id="c", content=(Text(text="r"),))


def spans(*messages: Message) -> list[tuple[int, int]]:
    """Where the groups start and end."""
    return [(group.span.start, group.span.stop) for group in groups_of(messages, "anthropic")]


def test_turns_are_groups() -> None:
    """What stands before the first is in none."""
    assert spans(ANSWER, USER, ANSWER, USER, USER, ANSWER) == [(1, 3), (3, 4), (4, 6)]


def test_a_call_answered_in_the_next_turn_joins_both() -> None:
    """A user may speak in the message that holds a result."""
    both = Message(role="user", parts=(RESULT, Text(text="and also")))
    assert spans(USER, CALL, both, ANSWER, USER) == [(0, 4), (4, 5)]
    assert [group.turns for group in groups_of((USER, CALL, both, ANSWER, USER), "anthropic")] == [2, 1]


def test_results_of_their_own_join_nothing() -> None:
    """The ordinary order of a tool's turn; ids may be used again."""
    answer = Message(role="tool", parts=(RESULT,))
    assert spans(USER, CALL, answer, USER, CALL, answer, USER) == [(0, 3), (3, 6), (6, 7)]


def test_a_result_far_below_joins_all_between() -> None:
    """Such a conversation is odd, and stays as odd as it is."""
    late = Message(role="user", parts=(RESULT, Text(text="late")))
    assert spans(USER, CALL, USER, ANSWER, late, USER) == [(0, 5), (5, 6)]


def test_a_turn_that_answers_what_stands_before_all_turns_stays() -> None:
    """Without it the call would have no result."""
    both = Message(role="user", parts=(RESULT, Text(text="and also")))
    found = groups_of((CALL, both, ANSWER, USER, USER), "anthropic")
    assert [(group.span.start, group.may_go) for group in found] == [(1, False), (3, True), (4, True)]


def test_system_messages_stay() -> None:
    """Among OpenAI's messages the rest of the turn may go; a turn of Anthropic's may not."""
    system = Message(role="system", parts=(Text(text="be brief"),))
    (group, _) = groups_of((USER, system, ANSWER, USER), "openai_chat")
    assert (group.leaves, group.may_go) == ((0, 2), True)
    (group, _) = groups_of((USER, system, ANSWER, USER), "anthropic")
    assert not group.may_go


def test_no_turn_is_no_group() -> None:
    """Nothing to leave out."""
    assert spans() == []
    assert spans(ANSWER) == []
