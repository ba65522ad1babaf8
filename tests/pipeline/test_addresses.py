"""Leading positions back to the conversation as given."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Decision, Message, Report, Text, ToolCall, replace_parts
from headroom.pipeline.addresses import Place, Places, part_addresses, places_after, readdressed
from tests.fakes.conversations import agent_conversation


def with_messages(conversation: Conversation, *messages: Message) -> Conversation:
    """The conversation with these messages instead."""
    return msgspec.structs.replace(conversation, messages=messages)


def found(places: Places | None) -> list[int | None]:
    """Where each message stood."""
    assert places is not None
    return [None if place is None else place.message for place in places]


def decision(message: int, part: int = 0, action: str = "compressed") -> Report:
    """A report with one decision at an address."""
    return msgspec.convert(
        {"decisions": [{"message": message, "part": part, "step": "s", "action": action, "reason": "r"}]}, Report
    )


def test_every_part_has_an_address() -> None:
    """The system prompt's parts come first, under -1."""
    conversation = msgspec.structs.replace(agent_conversation("a"), system=(Text(text="x"), Text(text="y")))
    assert list(part_addresses(conversation)) == [(-1, 0), (-1, 1), (0, 0), (1, 0), (2, 0)]


def test_changed_texts_move_nothing() -> None:
    """Messages that say something else stand where they stood."""
    before = agent_conversation("a")
    after = with_messages(before, *(replace_parts(message, (Text(text="z"),)) for message in before.messages))
    assert places_after(before, after, None) is None


def test_dropped_messages_shift_the_others() -> None:
    """After a drop, places say where the rest stood."""
    before = agent_conversation("a", "b")
    after = with_messages(before, before.messages[0], *before.messages[3:])
    assert found(places_after(before, after, None)) == [0, 3, 4]


def test_messages_without_origin_are_found_by_identity() -> None:
    """A conversation built by hand keeps its addresses as well."""
    before = agent_conversation("a", "b", is_numbered=False)
    changed = replace_parts(before.messages[4], (Text(text="z"),))
    after = with_messages(before, before.messages[0], before.messages[3], changed)
    assert found(places_after(before, after, None)) == [0, 3, None]
    assert found(places_after(before, with_messages(before, *before.messages[1:4], changed), None)) == [1, 2, 3, None]


def test_equal_left_overs_are_paired_in_order() -> None:
    """A hand-built message that changed while another moved is found again where nothing else is missing."""
    before = agent_conversation("a", is_numbered=False)
    changed = replace_parts(before.messages[2], (Text(text="z"), Text(text="w")))
    after = with_messages(before, before.messages[1], before.messages[0], changed)
    assert found(places_after(before, after, None)) == [1, 0, 2]


def test_the_same_message_twice_keeps_both_places() -> None:
    """One object at two positions counts as two messages."""
    message = Message(role="user", parts=(Text(text="again"),))
    before = Conversation(messages=(message, message, Message(role="user", parts=())))
    after = with_messages(before, message, message)
    assert found(places_after(before, after, None)) == [0, 1]


def test_places_chain_over_steps() -> None:
    """Positions after two steps lead to the conversation before both."""
    first = agent_conversation("a", "b")
    second = with_messages(first, *first.messages[1:])
    third = with_messages(second, *second.messages[2:])
    assert found(places_after(second, third, places_after(first, second, None))) == [3, 4]


def test_parts_are_found_by_identity_and_call() -> None:
    """A message that lost a part tells where the others stood, changed ones by their call."""
    call = ToolCall(id="c1", name="f", arguments="{}")
    message = Message(role="assistant", parts=(Text(text="a"), Text(text="b"), call), origin=0)
    before = Conversation(messages=(message,))
    changed = msgspec.structs.replace(call, arguments='{"x":1}')
    after = with_messages(before, replace_parts(message, (message.parts[1], changed)))
    assert places_after(before, after, None) == (Place(message=0, parts=(1, 2)),)


def test_parts_chain_over_steps() -> None:
    """Parts dropped by two steps one after the other are still led back."""
    message = Message(role="user", parts=tuple(Text(text=letter) for letter in "abcd"), origin=0)
    first = Conversation(messages=(message,))
    second = with_messages(first, replace_parts(message, message.parts[1:]))
    third = with_messages(first, replace_parts(message, message.parts[2:]))
    assert places_after(second, third, places_after(first, second, None)) == (Place(message=0, parts=(2, 3)),)


def test_decisions_are_led_back() -> None:
    """Message and part take the given positions; the system prompt stays where it is."""
    places = (Place(message=3), Place(message=5, parts=(None, 2)))
    assert readdressed(decision(0, 1), places).decisions[0] == decision(3, 1).decisions[0]
    assert readdressed(decision(1, 1), places) == decision(5, 2)
    assert readdressed(decision(-1), places) == decision(-1)


def test_a_change_without_a_given_place_becomes_a_warning() -> None:
    """Nothing that was done goes missing from the report; what was left alone may."""
    places = (None, Place(message=5, parts=(None, 2)))
    for report in (decision(0), decision(1, 0), decision(1, 9), decision(7)):
        assert readdressed(report, places).decisions == ()
        assert len(readdressed(report, places).warnings) == 1
    assert readdressed(decision(0, action="kept"), places) == Report()


def test_nothing_moved_is_the_same_report() -> None:
    """Without places the report is handed back as it is."""
    report = Report(decisions=(Decision(message=0, part=0, step="s", action="kept", reason="r"),))
    assert readdressed(report, None) is report
