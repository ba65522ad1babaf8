"""Cache marks on the wire: the caller's found, ours written."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest
from anthropic.types import TextBlock

from headroom.messages import Breakpoint, Conversation, WireFormat
from headroom.wire.cache_marks import CallerMarks, Mark, markable_part, marks_in, marks_of, ttl_for, ttl_seconds, with_marks
from headroom.wire.codec import decode

FIVE: dict[str, str] = {"type": "ephemeral"}
HOUR: dict[str, str] = {"type": "ephemeral", "ttl": "1h"}
EXPLICIT: dict[str, str] = {"mode": "explicit"}
RESULT: dict[str, Any] = {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "rows"}]}
ANTHROPIC: dict[str, Any] = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 9,
    "tools": [{"name": "a", "input_schema": {}}, {"name": "f", "input_schema": {}}],
    "system": "Be brief.",
    "messages": [
        {"role": "user", "content": "Which?"},
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "…", "signature": "s"},
                {"type": "tool_use", "id": "t", "name": "f", "input": {}},
            ],
        },
        {"role": "user", "content": [RESULT, {"type": "text", "text": " "}]},
    ],
}
CHAT: dict[str, Any] = {
    "model": "gpt-5.6",
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Which?"}, {"type": "image_url", "image_url": {"url": "u"}}]},
        {"role": "assistant", "content": "This."},
        {"role": "tool", "tool_call_id": "t", "content": "rows"},
    ],
}
RESPONSES: dict[str, Any] = {
    "model": "gpt-5.6",
    "instructions": "Be brief.",
    "input": [
        {"role": "user", "content": "Which?"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "rows"},
    ],
}


def read(body: dict[str, Any], *marks: Breakpoint, key: str = "") -> Conversation:
    """The conversation in a body, with marks to be written."""
    wire_format: WireFormat | None = "openai_responses" if "input" in body else None
    system = body.get("instructions", body.get("system"))
    conversation = decode(
        body.get("input", body.get("messages")), system=system, tools=body.get("tools"), model=body["model"], format=wire_format
    ).unwrap()
    return msgspec.structs.replace(conversation, breakpoints=marks, cache_key=key)


def at(message: int, part: int = -1, ttl: str = "5m") -> Breakpoint:
    """A mark in the messages."""
    return Breakpoint(place="messages", message=message, part=part, ttl=ttl)


TOOLS, PROMPT = Breakpoint(place="tools"), Breakpoint(place="system")


def test_marks_of_ours_are_written() -> None:
    """On the last tool, on a prompt that becomes one block, on a string that becomes one, and on a result as a whole."""
    given = copy.deepcopy(ANTHROPIC)
    sent: Any = with_marks(given, read(given, TOOLS, PROMPT, at(0), at(2, 0)))
    assert sent["tools"] == [given["tools"][0], {**given["tools"][1], "cache_control": FIVE}]
    assert sent["system"] == [{"type": "text", "text": "Be brief.", "cache_control": FIVE}]
    assert sent["messages"][0] == {"role": "user", "content": [{"type": "text", "text": "Which?", "cache_control": FIVE}]}
    assert sent["messages"][2]["content"] == [{**RESULT, "cache_control": FIVE}, {"type": "text", "text": " "}]
    assert given == ANTHROPIC
    assert sent["tools"][0] is given["tools"][0]
    assert sent["messages"][1] is given["messages"][1]


def test_nothing_to_write_changes_nothing() -> None:
    """Every field is the very object."""
    sent = with_marks(ANTHROPIC, read(ANTHROPIC))
    assert sent == ANTHROPIC
    assert all(sent[name] is ANTHROPIC[name] for name in ANTHROPIC)


@pytest.mark.parametrize(
    "mark",
    [
        at(1, 0),  # thinking
        at(2, 1),  # a blank text
        at(2, 2),
        at(3),
        at(-1),
        at(0, 1),
        at(0, ttl="30m"),
        Breakpoint(place="system", part=1),
    ],
)
def test_marks_that_may_not_stand_are_left_out(mark: Breakpoint) -> None:
    """On thinking, on blank text, on what is not there, and for a time that there is not."""
    assert with_marks(ANTHROPIC, read(ANTHROPIC, mark)) == ANTHROPIC


def test_a_blank_prompt_and_no_tools_have_no_mark() -> None:
    """Nor has a prompt of other blocks."""
    for system in (" ", [], [{"type": "text", "text": ""}], [{"type": "image"}], [None], None):
        body = {**ANTHROPIC, "system": system, "tools": []}
        assert with_marks(body, read(ANTHROPIC, TOOLS, PROMPT)) == body


def test_the_callers_marks_stay_and_count() -> None:
    """Two of theirs leave room for two; what they marked is not marked again."""
    messages = [
        {"role": "user", "content": [{"type": "text", "text": f"{number}", "cache_control": FIVE}]} for number in range(2)
    ]
    messages += [{"role": "user", "content": [{"type": "text", "text": "x"}]} for _ in range(3)]
    body = {"model": "claude-opus-5", "system": "s", "messages": messages}
    sent: Any = with_marks(body, read(body, at(1), at(2), at(3), at(4)))
    assert [message["content"][0].get("cache_control") for message in sent["messages"]] == [FIVE, FIVE, FIVE, FIVE, None]
    assert sent["messages"][0] is messages[0]


def test_times_fall_from_tools_to_messages() -> None:
    """A longer mark is not written behind a shorter one, nor a shorter one before a longer one."""
    hours = {**ANTHROPIC, "system": [{"type": "text", "text": "s", "cache_control": HOUR}]}
    sent: Any = with_marks(hours, read(hours, TOOLS, at(0)))
    assert "cache_control" not in sent["tools"][1]
    assert sent["messages"][0]["content"][0]["cache_control"] == FIVE
    short = {**ANTHROPIC, "system": [{"type": "text", "text": "s", "cache_control": FIVE}]}
    sent = with_marks(short, read(short, Breakpoint(place="tools", ttl="1h"), at(0, ttl="1h")))
    assert sent["tools"][1]["cache_control"] == HOUR
    assert sent["messages"] == ANTHROPIC["messages"]


def test_what_is_known_to_be_unmarked_is_not_read_again() -> None:
    """The same body comes out; where there are marks, they are read where they stand now."""
    conversation = read(ANTHROPIC, TOOLS, at(0))
    told = marks_in(ANTHROPIC, "anthropic")
    assert with_marks(ANTHROPIC, conversation, told) == with_marks(ANTHROPIC, conversation)
    block = {"type": "text", "text": "x", "cache_control": FIVE}
    marked = {"model": "claude-opus-5", "messages": [{"role": "user", "content": [block]}], "system": "s"}
    moved = CallerMarks(marks=(Mark(place="messages", index=7),))
    assert with_marks(marked, read(marked, at(0)), moved) == marked


def test_the_automatic_mark_counts_and_keeps_the_last_message() -> None:
    """It stands at the last block, and is behind all others."""
    body = {**ANTHROPIC, "cache_control": HOUR}
    sent: Any = with_marks(body, read(body, TOOLS, Breakpoint(place="system", ttl="1h"), at(0, ttl="1h"), at(2, 0, ttl="1h")))
    assert "cache_control" not in sent["tools"][1]
    assert sent["system"][0]["cache_control"] == HOUR
    assert sent["messages"][2] is ANTHROPIC["messages"][2]
    assert marks_in(body, "anthropic") == CallerMarks(automatic_ttl="1h")
    assert marks_in({**ANTHROPIC, "extra_body": {"cache_control": FIVE}}, "anthropic").count == 1


def test_sdk_blocks_can_be_marked() -> None:
    """A reply's block goes out as the dict that its SDK would send."""
    block = TextBlock(type="text", text="Yes.")
    body = {"model": "claude-opus-5", "system": "s", "messages": [{"role": "assistant", "content": [block]}]}
    sent: Any = with_marks(body, read(body, at(0)))
    assert sent["messages"][0]["content"] == [{"type": "text", "text": "Yes.", "cache_control": FIVE}]
    assert body["messages"] == [{"role": "assistant", "content": [block]}]


def test_messages_that_are_not_the_conversations_are_not_marked() -> None:
    """As many messages as the conversation has, or none is marked."""
    body = {**ANTHROPIC, "messages": ANTHROPIC["messages"][:1]}
    assert with_marks(body, read(ANTHROPIC, at(0))) == body
    assert with_marks({**ANTHROPIC, "messages": None}, read(ANTHROPIC, at(0)))["messages"] is None


def test_openai_marks_are_written() -> None:
    """On parts of what people and applications say; strings become one part."""
    sent: Any = with_marks(CHAT, read(CHAT, at(0, ttl="30m"), at(1, ttl="12h"), at(2, ttl="30m"), at(3, ttl="30m")))
    assert sent["messages"][0]["content"] == [{"type": "text", "text": "Be brief.", "prompt_cache_breakpoint": EXPLICIT}]
    assert sent["messages"][1]["content"][1]["prompt_cache_breakpoint"] == {"mode": "explicit", "ttl": "12h"}
    assert sent["messages"][2:] == CHAT["messages"][2:]
    sent = with_marks(RESPONSES, read(RESPONSES, PROMPT, at(0, ttl="30m"), at(1, ttl="30m"), at(2, ttl="30m")))
    marked = {"type": "input_text", "text": "Which?", "prompt_cache_breakpoint": EXPLICIT}
    assert sent == {**RESPONSES, "input": [{"role": "user", "content": [marked]}, *RESPONSES["input"][1:]]}


def test_an_input_that_is_a_string_stays_one() -> None:
    """It has no part that could be marked."""
    body = {"model": "gpt-5.6", "input": "Hi"}
    assert with_marks(body, read(body, at(0, ttl="30m"))) == body


def test_the_key_is_written_unless_there_is_one() -> None:
    """Also where the caller gave it through the SDK's `extra_body`."""
    assert with_marks(CHAT, read(CHAT, key="k")) == {**CHAT, "prompt_cache_key": "k"}
    theirs = {**CHAT, "prompt_cache_key": "mine"}
    assert with_marks(theirs, read(theirs, key="k")) == theirs
    extra = {**CHAT, "extra_body": {"prompt_cache_key": "mine"}}
    assert with_marks(extra, read(extra, key="k")) == extra
    assert with_marks(ANTHROPIC, read(ANTHROPIC, key="k")) == ANTHROPIC


def test_a_cache_that_the_caller_switched_off_stays_off() -> None:
    """Explicit mode without marks asks for no caching; with marks it asks for more of them."""
    off = {**CHAT, "prompt_cache_options": EXPLICIT}
    assert marks_in(off, "openai_chat") == CallerMarks(is_explicit=True)
    assert with_marks(off, read(off, at(0, ttl="30m"))) == off
    block = {"type": "text", "text": "x", "prompt_cache_breakpoint": EXPLICIT}
    on = {**off, "messages": [*CHAT["messages"], {"role": "user", "content": [block]}]}
    sent: Any = with_marks(on, read(on, at(0, ttl="30m")))
    assert sent["messages"][0] != CHAT["messages"][0]


def test_the_callers_marks_are_found() -> None:
    """In tools, prompt and blocks, inside results too, in the order of reading."""
    tools = [{"name": "a", "cache_control": FIVE}, {"name": "b"}]
    system = [{"type": "text", "text": "s"}, {"type": "text", "text": "t", "cache_control": HOUR}]
    inner = {**RESULT, "cache_control": FIVE, "content": [{"type": "text", "text": "r", "cache_control": FIVE}]}
    messages = [{"role": "user", "content": "x"}, {"role": "user", "content": [{"type": "text", "text": "y"}, inner]}]
    body = {"model": "claude-opus-5", "tools": tools, "system": system, "messages": messages}
    found = marks_in(body, "anthropic")
    assert [(mark.place, mark.index, mark.block, mark.ttl) for mark in found.marks] == [
        ("tools", 0, 0, "5m"),
        ("system", 1, 0, "1h"),
        ("messages", 1, 1, "5m"),
        ("messages", 1, 1, "5m"),
    ]
    assert found.count == 4
    assert marks_of(read(body)) == tuple(mark for mark in found.marks if mark.place != "system")
    assert [mark.position for mark in found.marks] == [(0, 0, 0), (1, 1, 0), (2, 1, 1), (2, 1, 1)]


def test_openai_marks_are_found() -> None:
    """On parts of messages, and of outputs of the responses."""
    block = {"type": "input_text", "text": "x", "prompt_cache_breakpoint": {"mode": "explicit", "ttl": "12h"}}
    items = [{"role": "user", "content": [block]}, {"type": "function_call_output", "call_id": "c", "output": [block]}]
    body = {"model": "gpt-5.6", "input": items}
    assert marks_in(body, "openai_responses").marks == tuple(
        Mark(place="messages", index=index, block=0, ttl="12h") for index in range(2)
    )
    assert marks_of(read(body)) == marks_in(body, "openai_responses").marks


def test_odd_bodies_have_no_marks() -> None:
    """What is no list of objects holds none."""
    for messages in (None, "text", [None, 3, {"content": 5}, {"content": [None, "x"]}]):
        assert marks_in({"messages": messages, "tools": "x", "system": 3, "cache_control": None}, "anthropic") == CallerMarks()


def test_a_time_that_there_is_not_is_the_shortest() -> None:
    """Each provider has its own."""
    assert [ttl_for("anthropic", ttl) for ttl in ("", "1h", "30m")] == ["5m", "1h", "5m"]
    assert [ttl_for("openai_chat", ttl) for ttl in ("", "1h", "12h")] == ["30m", "30m", "12h"]


@pytest.mark.parametrize(
    ("ttl", "seconds"),
    [("5m", 300), ("30m", 1800), ("1h", 3600), ("90s", 90), ("3153600000s", 3_153_600_000), ("soon", 0), ("", 0)],
)
def test_times_are_compared_in_seconds(ttl: str, seconds: int) -> None:
    """Whatever the provider calls them."""
    assert ttl_seconds(ttl) == seconds


def test_more_digits_than_python_reads_are_no_time() -> None:
    """A caller's mark may say anything."""
    assert ttl_seconds("9" * 5_000 + "s") == 0


def test_the_last_part_that_may_be_marked() -> None:
    """Thinking and blank texts are passed over; messages kept whole have none."""
    conversation = read(ANTHROPIC)
    assert [markable_part(message, "anthropic") for message in conversation.messages] == [0, 1, 0]
    (whole,) = decode([{"role": "critic", "content": "x"}]).unwrap().messages
    assert markable_part(whole, "anthropic") == -1
    chat = read(CHAT)
    assert [markable_part(message, "openai_chat") for message in chat.messages] == [0, 1, -1, -1]
