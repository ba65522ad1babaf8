"""Conversations from Python values, and back."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import get_args

import msgspec
import pytest
from returns.result import Failure, Success

from headroom.messages import Conversation, Message, Opaque, Part, Text, Tool, ToolCall, ToolResult, WireFormat, replace_parts
from headroom.wire.codec import WireError, decode, encode, encode_system, format_of

OPENAI: list[object] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": [{"type": "text", "text": "Which?", "x": 1}], "name": "ann"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "find", "arguments": "{}"}}],
    },
    {"role": "tool", "tool_call_id": "call_1", "content": "rows"},
]
RESPONSES: list[object] = [
    {"role": "developer", "content": "Be brief."},
    {"role": "user", "content": [{"type": "input_text", "text": "Which?", "x": 1}]},
    {"type": "reasoning", "id": "rs_1", "summary": []},
    {"type": "function_call", "call_id": "call_1", "name": "find", "arguments": "{}"},
    {"type": "function_call_output", "call_id": "call_1", "output": "rows"},
    {"id": "msg_1"},
]
ANTHROPIC: list[object] = [
    {"role": "user", "content": "Which?"},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "find", "input": {}}]},
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "toolu_1", "content": "rows", "cache_control": {"type": "ephemeral"}},
            {"type": "text", "text": "And?"},
        ],
    },
]


def shorter(part: Part) -> Part:
    """A tool result saying less; any other part as it is."""
    if not isinstance(part, ToolResult):
        return part
    return msgspec.structs.replace(part, content=(Text(text="r"),))


def changed(conversation: Conversation, change: Callable[[Part], Part] = shorter) -> Conversation:
    """The conversation with every part changed."""
    messages = tuple(replace_parts(one, tuple(map(change, one.parts))) for one in conversation.messages)
    return msgspec.structs.replace(conversation, messages=messages)


@pytest.mark.parametrize(
    ("given", "wire_format"),
    [(OPENAI, "openai_chat"), (RESPONSES, "openai_responses"), (ANTHROPIC, "anthropic"), ([], "openai_chat")],
)
def test_unchanged_messages_are_the_same_objects(given: list[object], wire_format: str) -> None:
    """What was decoded is handed back as it came, in its own format."""
    conversation = decode(given).unwrap()
    found = encode(conversation)
    assert conversation.format == wire_format
    assert len(found) == len(given)
    assert all(one is other for one, other in zip(found, given, strict=True))


@pytest.mark.parametrize("given", [OPENAI, ANTHROPIC])
def test_only_changed_messages_are_new(given: list[object]) -> None:
    """A changed tool result is written into a copy, and the rest is the same objects."""
    before = copy.deepcopy(given)
    found = encode(changed(decode(given).unwrap()))
    assert [one is other for one, other in zip(found, given, strict=True)] == [True] * (len(given) - 1) + [False]
    assert given == before
    last = msgspec.json.encode(found[-1]).decode()
    assert last == msgspec.json.encode(given[-1]).decode().replace("rows", "r")


def test_equal_parts_leave_the_message_alone() -> None:
    """A part built anew that says the same is no change."""
    found = encode(changed(decode(ANTHROPIC).unwrap(), copy.copy))
    assert found[2] is ANTHROPIC[2]


def test_messages_know_where_they_came_from() -> None:
    """Index and source stand in each; a tuple of messages is as good as a list."""
    messages = decode(tuple(OPENAI)).unwrap().messages
    assert [message.origin for message in messages] == [0, 1, 2, 3]
    assert all(message.source is not None and message.source.parts is message.parts for message in messages)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("text", "messages is not a list but str"),
        (None, "messages is not a list but null"),
        ({"role": "user"}, "messages is not a list but dict"),
        ([OPENAI[0], "text"], "messages[1] is not an object but str"),
        ([None], "messages[0] is not an object but null"),
        ([{"content": "x"}], "messages[0].role is missing"),
        ([{"role": None}], "messages[0].role is not a string but null"),
        ([{"role": 3}], "messages[0].role is not a string but int"),
    ],
)
def test_what_is_no_conversation_says_where_and_why(given: object, error: str) -> None:
    """One clear line."""
    found = decode(given)
    assert isinstance(found, Failure)
    assert str(found.failure()) == error


@pytest.mark.parametrize(
    "message",
    [
        {"role": "critic", "content": "No."},
        {"role": "", "content": None},
        {"role": "tool", "tool_call_id": 3, "content": "x"},
    ],
)
def test_what_nobody_knows_is_kept_whole(message: dict[str, object]) -> None:
    """One opaque part that is the message, and the same object out."""
    conversation = decode([*OPENAI, message]).unwrap()
    assert conversation.messages[-1].parts == (Opaque(kind="message", value=message),)
    assert encode(changed(conversation))[-1] is message


def test_any_mapping_is_a_message() -> None:
    """It goes back as it came, and changed as a dict."""
    given = MappingProxyType({"role": "tool", "tool_call_id": "call_1", "content": "rows", "x": 1})
    conversation = decode([OPENAI[2], given]).unwrap()
    assert encode(conversation)[1] is given
    assert encode(changed(conversation))[1] == {**given, "content": "r"}


WIRES: list[tuple[list[Mapping[str, object]], object, str]] = [
    ([{"role": "user", "content": "x"}], None, "openai_chat"),
    ([{"role": "user", "content": "x"}], "Be brief.", "anthropic"),
    ([{"role": "user", "content": "x"}], [], "anthropic"),
    ([{"role": "developer", "content": "x"}], "Be brief.", "openai_chat"),
    ([{"role": "assistant", "content": "x", "refusal": None}], None, "openai_chat"),
    ([{"role": "user", "content": [{"type": "text", "text": "x"}]}], None, "openai_chat"),
    ([{"role": "user", "content": [{"type": 3}, {}, "x", {"type": "new"}]}], None, "openai_chat"),
    ([{"role": "user", "content": [{"type": "image_url"}]}], None, "openai_chat"),
    ([{"role": "user", "content": [{"type": "image", "source": {}}]}], None, "anthropic"),
    ([{"role": "assistant", "content": [{"type": "thinking"}]}], None, "anthropic"),
    ([{"role": "assistant", "content": [{"type": "bash_code_execution_tool_result"}]}], None, "anthropic"),
    ([{"role": "system", "content": "x"}, {"role": "user", "content": [{"type": "tool_result"}]}], None, "anthropic"),
    ([{"role": "tool", "content": "x"}, {"role": "user", "content": [{"type": "tool_result"}]}], None, "openai_chat"),
    ([{"role": "developer", "content": "x"}, {"type": "function_call"}], None, "openai_responses"),
    ([{"role": "developer", "content": "x"}, {"role": "user", "content": [{"type": "image"}]}], None, "openai_chat"),
    ([{"role": "user", "content": "x"}, {"type": "reasoning", "summary": []}], "Be brief.", "openai_responses"),
    ([{"role": "user", "content": [{"type": "input_text", "text": "x"}]}], None, "openai_responses"),
    (
        [{"role": "assistant", "content": [{"type": "refusal"}]}, {"id": "x", "type": "item_reference"}],
        None,
        "openai_responses",
    ),
    ([{"role": "assistant", "content": [{"type": "refusal"}]}], None, "openai_chat"),
    ([{"role": "tool", "content": "x"}, {"type": "function_call"}], None, "openai_chat"),
    ([{"type": ["odd"], "role": "user", "content": "x"}], None, "openai_chat"),
]


@pytest.mark.parametrize(("wires", "system", "expected"), WIRES)
def test_the_format_follows_from_the_shape(wires: list[Mapping[str, object]], system: object, expected: str) -> None:
    """The first message that only one format can have decides."""
    assert format_of(wires, system) == expected


def test_the_format_may_be_told() -> None:
    """Then no shape is asked: items need no role, messages do."""
    given = [{"role": "user", "content": "x"}]
    for name in get_args(WireFormat):
        assert decode(given, format=name).unwrap().format == name
    assert decode([{"id": "x"}], format="openai_responses").unwrap().messages[0].role == "assistant"
    assert decode([{"type": "function_call"}], format="openai_chat") == Failure(WireError("messages[0].role", "is missing"))
    assert decode("x", format="openai_chat") == Failure(WireError("messages", "is not a list but str"))
    assert decode(["x"], format="openai_responses") == Failure(WireError("input[0]", "is not an object but str"))
    assert decode(None, format="openai_responses") == Failure(WireError("input", "is not a list but null"))


@pytest.mark.parametrize("given", [OPENAI, RESPONSES[:-1], ANTHROPIC])
def test_a_prefix_reads_as_it_does_in_full(given: list[object]) -> None:
    """Wherever the conversation is cut off, whatever format the rest would show."""
    whole = decode(given).unwrap().messages
    for cut in range(len(given) + 1):
        assert decode(given[:cut]).unwrap().messages == whole[:cut]


def test_the_system_prompt_has_parts() -> None:
    """A string, blocks, or nothing."""
    blocks = [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}]
    assert decode(ANTHROPIC, system="Be brief.").unwrap().system == (Text(text="Be brief."),)
    assert decode(ANTHROPIC, system=blocks).unwrap().system == (Text(text="Be brief."),)
    assert decode(ANTHROPIC).unwrap().system == ()


def test_the_system_prompt_goes_back() -> None:
    """The very value if nothing changed, else one of the same form."""
    blocks = [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}]
    before = decode(ANTHROPIC, system=blocks).unwrap().system
    assert encode_system(blocks, before, before) is blocks
    assert encode_system(blocks, before, (Text(text="Be brief."),)) is blocks
    assert encode_system(blocks, before, (Text(text="Be"),)) == [{**blocks[0], "text": "Be"}]
    assert encode_system("Be brief.", before, (Text(text="Be"),)) == "Be"


def test_tools_keep_their_values() -> None:
    """Each has the name its provider calls it by, and its definition as given."""
    tools: list[object] = [
        {"type": "function", "function": {"name": "find"}},
        {"name": "read", "input_schema": {}},
        {"type": "web_search_20250305", "name": "web_search"},
        {"type": "code_interpreter"},
        None,
    ]
    found = decode(OPENAI, tools=tools, model="gpt-4o").unwrap()
    assert [tool.name for tool in found.tools] == ["find", "read", "web_search", "code_interpreter", ""]
    assert all(tool.source is given for tool, given in zip(found.tools, tools, strict=True))
    assert found.model == "gpt-4o"
    assert decode(OPENAI, tools=object()).unwrap().tools == ()
    assert Tool(name="find") == Tool(name="find")


def test_a_message_of_ours_is_written_in_the_conversations_format() -> None:
    """It has no source to copy from."""
    call = Message(role="assistant", parts=(ToolCall(id="1", name="f", arguments="{}"),))
    assert encode(Conversation(messages=(call,), format="anthropic")) == [
        {"role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "f", "input": {}}]}
    ]
    (openai,) = encode(Conversation(messages=(call,), format="openai_chat"))
    assert isinstance(openai, dict)
    assert openai["tool_calls"][0]["function"] == {"name": "f", "arguments": "{}"}


def test_a_whole_message_can_be_replaced() -> None:
    """What takes the place of an opaque message is written anew."""
    conversation = decode([*OPENAI, {"role": "critic", "content": "No."}]).unwrap()
    last = replace_parts(conversation.messages[-1], (Text(text="Yes."),))
    assert encode(msgspec.structs.replace(conversation, messages=(last,))) == [{"role": "critic", "content": "Yes."}]


def test_dropped_messages_are_gone() -> None:
    """The others are the same objects, in the order they stand in."""
    conversation = decode(OPENAI).unwrap()
    found = encode(msgspec.structs.replace(conversation, messages=conversation.messages[1:2]))
    assert len(found) == 1
    assert found[0] is OPENAI[1]


def test_errors_are_values() -> None:
    """They compare by what they say."""
    assert decode("x") == Failure(WireError("messages", "is not a list but str"))
    assert isinstance(decode([]), Success)
