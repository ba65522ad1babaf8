"""Tests of turns taken out."""

from __future__ import annotations

from headroom.messages import Conversation, Message, Opaque, Report, Text, ToolCall, ToolResult, original_of
from headroom.retrieval.marker import find_markers
from headroom.transforms.rolling_window.groups import Group, groups_of
from headroom.transforms.rolling_window.left_out import gaps_between, transcript, without
from tests.transforms.histories import anthropic, openai

STEPS = (("", "{}", "First?"), ("f", '{"a":1}', "one"), ("", "{}", "Second?"), ("", "{}", "Third?"))


def test_neighbours_are_one_gap() -> None:
    """Groups in any order; a kept group between two makes two gaps."""
    first, second, third = (Group(range(at, at + 2), 1, (at, at + 1)) for at in (1, 3, 7))
    gaps = gaps_between((third, second, first))
    assert [(gap.leaves, gap.turns, gap.behind) for gap in gaps] == [((1, 2, 3, 4), 2, 5), ((7, 8), 1, 9)]


def test_what_was_said_can_be_read() -> None:
    """Speakers, calls, results and what is no text."""
    parts = (
        ToolResult(call_id="c1", content=(Text(text="a"), Text(text="b"), Opaque(kind="image"))),
        Opaque(kind="document"),
        Text(text="see"),
    )
    messages = (
        Message(role="assistant", parts=(Text(text="I look."), ToolCall(id="c1", name="f", arguments='{"a":1}'))),
        Message(role="user", parts=parts),
    )
    expected = (
        "assistant: I look.",
        'assistant calls f({"a":1})',
        "result of f: a\nb",
        "[image]",
        "user: [document]",
        "user: see",
    )
    assert transcript(Conversation(messages=messages), (0, 1)) == "\n\n".join(expected)


def test_the_note_stands_in_the_message_behind() -> None:
    """As a part of its own; the message's parts stay the very same."""
    before = openai(*STEPS)
    group = groups_of(before.messages, "openai_chat")[0]
    after, report = without(before, before, Report(), gaps_between((group,)), "step")
    digest = original_of(transcript(before, group.leaves)).hash
    assert [message.origin for message in after.messages] == [0, 5, 6]
    note, said = after.messages[1].parts
    assert note == Text(text=f"[headroom: 1 turn (4 messages) omitted to fit the context window; original {digest}]")
    assert said is before.messages[5].parts[0]
    assert list(report.original_texts) == [digest]


def test_results_stay_first() -> None:
    """The note goes behind results that the message holds."""
    before = anthropic(*STEPS)
    orphan = ToolResult(call_id="x", content=(Text(text="r"),))
    behind = Message(role="user", parts=(orphan, Text(text="Second?")), origin=4)
    messages = (*before.messages[:4], behind)
    group = Group(range(4), 1, (0, 1, 2, 3))
    given = Conversation(messages=messages, format="anthropic")
    after, _ = without(given, given, Report(), gaps_between((group,)), "step")
    first, note, said = after.messages[0].parts
    assert (first, said) == behind.parts
    assert isinstance(note, Text)
    assert len(find_markers(note.text)) == 1
