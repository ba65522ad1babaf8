"""Conversations as values, and the questions asked of them."""

from __future__ import annotations

import operator

import msgspec
import pytest

from headroom.messages import (
    Conversation,
    Message,
    Opaque,
    Part,
    Source,
    Text,
    ToolCall,
    ToolResult,
    calls_by_result,
    part_text,
    replace_parts,
    turns,
)


def said(role: str, *parts: Part) -> Message:
    """A message without a source."""
    return Message(role=role, parts=parts)


def result(call_id: str, name: str = "") -> ToolResult:
    """What a tool answered."""
    return ToolResult(call_id=call_id, content=(Text(text="ok"),), name=name)


def call(call_id: str, name: str = "f", arguments: str = "{}") -> ToolCall:
    """A request to run a tool."""
    return ToolCall(id=call_id, name=name, arguments=arguments)


QUESTION = Text(text="Why?")


def test_equality_is_over_what_is_said() -> None:
    """Where a message came from changes neither equality nor hash."""
    parts = (QUESTION,)
    one = Message(role="user", parts=parts, origin=0, source=Source({"role": "user"}, parts))
    other = Message(role="user", parts=(Text(text="Why?"),), origin=5)
    assert one == other
    assert hash(one) == hash(other)
    assert not operator.ne(one, other)
    assert one != said("assistant", QUESTION)
    assert one != said("user", Text(text="Who?"))
    assert one != "Why?"


def test_a_message_with_an_opaque_dict_has_a_hash() -> None:
    """Wire values that cannot be hashed do not stand in the way."""
    message = said("user", Opaque(kind="image", value={"data": [1]}))
    assert {message: 1}[message] == 1


def test_a_message_without_source_is_not_unchanged() -> None:
    """What never came from the wire cannot go back as it came."""
    assert not said("user", QUESTION).is_unchanged


def test_a_message_is_unchanged_while_it_holds_its_parts() -> None:
    """The same parts in another tuple are still what came in; equal copies are not."""
    parts: tuple[Part, ...] = (QUESTION, call("1"))
    message = Message(role="user", parts=parts, source=Source({}, parts))
    assert message.is_unchanged
    assert replace_parts(message, (parts[0], parts[1])).is_unchanged
    assert not replace_parts(message, (msgspec.structs.replace(QUESTION), parts[1])).is_unchanged
    assert not replace_parts(message, parts[:1]).is_unchanged
    assert not replace_parts(message, (parts[1], parts[0])).is_unchanged


def test_replacing_parts_keeps_everything_else() -> None:
    """Role, origin and source stay; the message given is not touched."""
    parts = (QUESTION,)
    message = Message(role="user", parts=parts, origin=3, source=Source({}, parts))
    other = replace_parts(message, (Text(text="Who?"),))
    assert (other.role, other.origin, other.source) == ("user", 3, message.source)
    assert message.parts is parts


def test_messages_and_conversations_cannot_be_changed() -> None:
    """Assigning to a field is an error."""
    conversation = Conversation(messages=(said("user", QUESTION),))
    with pytest.raises(AttributeError):
        conversation.model = "gpt-4o"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        conversation.messages[0].role = "system"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (Text(text="a"), "a"),
        (call("1", arguments='{"x": 1}'), '{"x": 1}'),
        (ToolResult(call_id="1", content=(Text(text="a"), Opaque(kind="image"), Text(text="b"))), "a\nb"),
        (ToolResult(call_id="1"), ""),
        (Opaque(kind="thinking", value={"thinking": "hm"}), ""),
    ],
)
def test_part_text_is_what_a_model_reads(part: Part, text: str) -> None:
    """Texts, arguments and joined blocks; nothing for what is opaque or empty."""
    assert part_text(part) == text


def test_turns_start_at_what_people_say() -> None:
    """Tool results in user messages do not open a turn; what stands before the first user belongs to none."""
    messages = (
        said("system", Text(text="Be brief.")),
        said("user", QUESTION),
        said("assistant", call("1")),
        said("user", result("1")),
        said("assistant", Text(text="Because.")),
        said("user", result("9"), QUESTION),
    )
    assert turns(messages) == (range(1, 5), range(5, 6))


@pytest.mark.parametrize("messages", [(), (said("system", QUESTION),), (said("user"),), (said("user", result("1")),)])
def test_no_question_is_no_turn(messages: tuple[Message, ...]) -> None:
    """Without a user message that says something there is no turn."""
    assert turns(messages) == ()


def test_parallel_results_find_their_calls() -> None:
    """Each result belongs to the call with its id, in whatever order they come."""
    one, two = call("1", "f"), call("2", "g")
    messages = (said("assistant", one, two), said("tool", result("2")), said("tool", result("1")))
    assert calls_by_result(messages) == {(1, 0): two, (2, 0): one}


def test_results_in_one_message_are_told_apart_by_part() -> None:
    """The address of a result is its message and its part."""
    one, two = call("1"), call("2")
    messages = (said("assistant", one, two), said("user", result("1"), QUESTION, result("2")))
    assert calls_by_result(messages) == {(1, 0): one, (1, 2): two}


def test_an_id_used_again_means_the_nearest_call_before() -> None:
    """A result answers the last call of its id, not an earlier one."""
    early, late = call("1", "f"), call("1", "g")
    messages = (said("assistant", early), said("tool", result("1")), said("assistant", late), said("tool", result("1")))
    assert calls_by_result(messages) == {(1, 0): early, (3, 0): late}


def test_orphans_have_no_call() -> None:
    """A result before its call, or without any, is not in the answer."""
    messages = (said("tool", result("1")), said("assistant", call("1")), said("tool", result("2")))
    assert calls_by_result(messages) == {}


def test_legacy_results_find_their_call_by_name() -> None:
    """Without an id the nearest call of that function is meant."""
    one, two = call("", "f"), call("", "g")
    messages = (said("assistant", one), said("assistant", two), said("function", result("", "f")))
    assert calls_by_result(messages) == {(2, 0): one}
