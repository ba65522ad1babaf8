"""Request bodies as bytes, read and written."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import msgspec
import pytest
from returns.result import Failure

from headroom.messages import Conversation, Message, Opaque, Part, Text, Tool, ToolCall, ToolResult, replace_parts
from headroom.wire.body import Request, decode_body, encode_body

OPENAI = b"""{ "model":"gpt-4o", "temperature":1.50, "messages": [
  {"role":"user","content":"caf\\u00e9 \\ud83d\\ude00"},
  {"content": null, "role":"assistant", "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},
  {"role":"tool","tool_call_id":"c1","content":"rows","x":1e5}
 ], "stream":true}
"""
RESPONSES = b"""{ "model":"gpt-5.5", "instructions" : "Be br\\u0069ef.", "input": [
  {"role":"user","content":[{"type":"input_text","text":"caf\\u00e9"}]}, {"type":"reasoning","id":"rs_1","summary":[ ]},
  {"type":"function_call", "call_id":"c1","name":"f","arguments":"{}"},
  {"type":"function_call_output","call_id":"c1","output":"rows","x":1e5}
 ], "store":false}
"""
ANTHROPIC = b"""{"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}],
 "tools":[{"name":"f", "input_schema":{}}], "messages":[
 {"role":"user","content":"Which?"},
 {"role":"assistant","content":[{"type":"thinking","thinking":"\\u2026","signature":"s\\/g"},
  {"type":"tool_use","id":"toolu_1","name":"f","input":{"n":-0}}]},
 {"role":"user","content":[ {"type":"tool_result","tool_use_id":"toolu_1","content":[{"text":"rows", "type":"text"},
   {"type":"image","source":{"data":"\\/"}}]},
   {"type":"text","text":"And?"} ]}
 ]}"""


def read(body: bytes) -> Request:
    """The request in a body that holds one."""
    return decode_body(body).unwrap()


def shorter(part: Part) -> Part:
    """The part with every text in a tool result cut to a letter."""
    if not isinstance(part, ToolResult):
        return part
    content = tuple(Text(text=piece.text[:1]) if isinstance(piece, Text) else piece for piece in part.content)
    return msgspec.structs.replace(part, content=content)


def changed(request: Request, change: Callable[[Part], Part] = shorter) -> bytes:
    """The body with every part of its messages changed."""
    messages = tuple(replace_parts(one, tuple(map(change, one.parts))) for one in request.conversation.messages)
    return encode_body(request, msgspec.structs.replace(request.conversation, messages=messages))


def with_messages(request: Request, *messages: Message) -> bytes:
    """The body with these messages instead."""
    return encode_body(request, msgspec.structs.replace(request.conversation, messages=messages))


@pytest.mark.parametrize(
    "body",
    [OPENAI, RESPONSES, ANTHROPIC, b'{"input":"Hi"}', b"[]", b' {"messages" : [ ] }\n', b'\xef\xbb\xbf[{"role":"user"}]'],
)
def test_nothing_changed_is_the_same_bytes(body: bytes) -> None:
    """The very object, whatever its spelling."""
    request = read(body)
    assert encode_body(request, request.conversation) is body
    assert changed(request, lambda part: part) is body


def test_a_request_to_the_responses_is_read() -> None:
    """Its `input` is the messages, its `instructions` the system prompt."""
    request = read(RESPONSES)
    assert request.has_input
    assert request.conversation.format == "openai_responses"
    assert request.conversation.system == (Text(text="Be brief."),)
    prompted = msgspec.structs.replace(request.conversation, system=(Text(text="Be long."),))
    assert encode_body(request, prompted) == RESPONSES.replace(b"Be br\\u0069ef.", b"Be long.")


def test_an_input_of_text_alone_is_read_and_written() -> None:
    """A string stays one, and becomes items where there are more."""
    request = read(b'{"input" : "Hi", "model":"gpt-5.5"}')
    (asked,) = request.conversation.messages
    assert asked.parts == (Text(text="Hi"),)
    assert with_messages(request, replace_parts(asked, (Text(text="Ho"),))) == b'{"input" : "Ho", "model":"gpt-5.5"}'
    assert with_messages(request, replace_parts(asked, (Text(text="Hi"),))) == request.body
    more = with_messages(request, asked, Message(role="assistant", parts=(Text(text="x"),)))
    assert json.loads(more)["input"] == [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "x"}]


def test_items_alone_are_read() -> None:
    """As an array, or one a line."""
    items = json.loads(RESPONSES)["input"]
    lines = b"\n".join(json.dumps(item).encode() for item in items)
    for body in (json.dumps(items).encode(), lines):
        request = read(body)
        assert request.conversation.format == "openai_responses"
        assert changed(request) == body.replace(b'"rows"', b'"r"')


@pytest.mark.parametrize("body", [OPENAI, RESPONSES, ANTHROPIC])
def test_only_the_changed_text_is_spliced(body: bytes) -> None:
    """Every other byte stays: escapes, numbers, spacing, key order."""
    assert changed(read(body)) == body.replace(b'"rows"', b'"r"')


def test_the_request_is_read() -> None:
    """Model, system prompt, tools and messages."""
    conversation = read(ANTHROPIC).conversation
    assert conversation.format == "anthropic"
    assert conversation.system == (Text(text="Be brief."),)
    assert conversation.tools == (Tool(name="f", source={"name": "f", "input_schema": {}}),)
    assert read(OPENAI).conversation.model == "gpt-4o"
    assert read(OPENAI).conversation.messages[0].parts == (Text(text="café 😀"),)


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        (b'[{"role":"user","content":"x"}]', "array"),
        (b'{"messages":[{"role":"user","content":"x"}]}', "object"),
        (b'{"role":"user","content":"x"}', "lines"),
        (b'{"role":"user","content":"x"}\n\n{"role":"user","content":"y"}\r\n', "lines"),
    ],
)
def test_a_body_has_one_of_three_layouts(body: bytes, layout: str) -> None:
    """Messages alone, a request, or a message a line."""
    request = read(body)
    assert request.layout == layout
    assert request.conversation.messages[0].parts == (Text(text="x"),)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "body is empty"),
        (b" \n", "body is empty"),
        (b"\xef\xbb\xbf", "body is empty"),
        (b"hello", "body is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"messages":[}', "body is not JSON: Expecting value: line 1 column 14 (char 13)"),
        (b'{"messages":[],"x":NaN}', "body is not JSON: NaN is no JSON value"),
        (b'["\xff"]', "body is not UTF-8 (byte 2)"),
        (b"\xff\xfe[\x00]\x00", "body is not UTF-8 (byte 0)"),
        (b"42", "body is not an object or array but int"),
        (b"{}", "body has no messages"),
        (b'{"input":["text"]}', "input[0] is not an object but str"),
        (b'{"input":null}', "input is not a list but null"),
        (b'[{"role":"user"}] [1]', "body is not JSON: 2 values, where one or lines of messages are expected"),
        (b'{"messages":{"role":"user"}}', "messages is not a list but dict"),
        (b'{"messages":null}', "messages is not a list but null"),
        (b'{"messages":[3]}', "messages[0] is not an object but int"),
        (b'[{"content":"x"}]', "messages[0].role is missing"),
        (b"[" * 101 + b"]" * 101, "body is nested deeper than 100 levels"),
        (b'{"x":' * 400 + b"1" + b"}" * 400, "body is nested deeper than 100 levels"),
        (b"[" * 100_000, "body is nested deeper than 100 levels"),
    ],
)
def test_a_bad_body_says_where_and_why(body: bytes, error: str) -> None:
    """One clear line, never an exception."""
    found = decode_body(body)
    assert isinstance(found, Failure)
    assert str(found.failure()) == error


def test_sensible_depth_is_read() -> None:
    """The hundredth level is still allowed."""
    body = b'[{"role":"user","content":' + b"[" * 98 + b"]" * 98 + b"}]"
    assert encode_body(read(body), read(body).conversation) == body


@pytest.mark.parametrize("odd", [b'"\\ud83d"', b"1e999", b"9" * 5000, b"-0", b'{"a":1,"a":2}', b'"\\u0000"'])
def test_odd_content_is_passed_through(odd: bytes) -> None:
    """Lone surrogates, numbers out of range and repeated keys keep their bytes while a text beside them changes."""
    body = OPENAI.replace(b"1e5", odd).replace(b"1.50", odd)
    assert changed(read(body)) == body.replace(b'"rows"', b'"r"')


def test_a_lone_surrogate_leaves_as_an_escape() -> None:
    """A changed text that UTF-8 cannot hold is written as JSON can, so the bytes stay valid."""
    body = OPENAI.replace(b"rows", b"\\ud83d rows")
    found = changed(read(body))
    assert found == OPENAI.replace(b'"rows"', b'"\\ud83d"')
    assert found.decode()


def test_the_last_of_repeated_keys_counts() -> None:
    """It is what is read and what is changed, in the body, in a message and in a block; nothing is lost."""
    block = b'{"type":"tool_result","tool_use_id":"1","content":"first","content":"rows"}'
    body = b'{"messages":[],"messages":[{"role":"user","content":"no","content":[' + block + b"]}]}"
    assert changed(read(body)) == body.replace(b'"rows"', b'"r"')


def test_a_byte_order_mark_stays() -> None:
    """It is no part of the JSON, and no reason to refuse it."""
    assert changed(read(b"\xef\xbb\xbf" + OPENAI)) == b"\xef\xbb\xbf" + OPENAI.replace(b'"rows"', b'"r"')


def test_lines_are_written_as_lines() -> None:
    """Each message keeps its line, its line end, and its spelling."""
    body = b'{"role":"assistant","x":1.0}\r\n{"role":"tool","content": "rows"}\r\n'
    request = read(body)
    assert changed(request) == body.replace(b"rows", b"r")
    assert with_messages(request, request.conversation.messages[1]) == b'{"role":"tool","content": "rows"}\r\n'


def test_messages_are_dropped() -> None:
    """The others keep their bytes, and the space between them."""
    request = read(OPENAI)
    first, call, result = request.conversation.messages
    lines = OPENAI.split(b"\n")
    assert with_messages(request, first, call) == b"\n".join((*lines[:2], lines[2][:-1], *lines[4:]))
    assert with_messages(request, call, result) == b"\n".join((lines[0], *lines[2:]))
    assert json.loads(with_messages(request))["messages"] == []


def test_messages_are_added() -> None:
    """A message of ours stands where it was put, the others keep their bytes."""
    request = read(OPENAI)
    ours = Message(role="user", parts=(Text(text="é"),))
    found = with_messages(request, *request.conversation.messages, ours)
    lines = OPENAI.decode().split("\n")
    assert found.decode().split("\n") == [*lines[:3], lines[3] + ',{"role":"user","content":"é"}', *lines[4:]]


def test_a_message_from_elsewhere_is_written_out() -> None:
    """A message with the origin of another request is not taken for this one's."""
    other = read(b'[{"role":"user","content":"other","x":1}]').conversation.messages[0]
    found = with_messages(read(OPENAI), other)
    assert json.loads(found)["messages"] == [{"role": "user", "content": "other", "x": 1}]


def test_parts_are_changed_dropped_and_added() -> None:
    """Signed thinking beside them keeps its bytes."""
    request = read(ANTHROPIC)
    user, assistant, result = request.conversation.messages
    thinking, _ = assistant.parts
    call = ToolCall(id="toolu_2", name="g", arguments="{}")
    found = with_messages(request, user, replace_parts(assistant, (thinking, call)), result)
    kept = b'[{"type":"thinking","thinking":"\\u2026","signature":"s\\/g"}'
    assert kept + b',{"type":"tool_use","id":"toolu_2","name":"g","input":{}}]' in found
    assert kept + b"]" in with_messages(request, user, replace_parts(assistant, (thinking,)), result)


def around(request: Request, *, system: tuple[Part, ...] | None = None, tools: tuple[Tool, ...] | None = None) -> bytes:
    """The body with another system prompt or other tools."""
    before = request.conversation
    after = Conversation(
        messages=before.messages,
        system=before.system if system is None else system,
        tools=before.tools if tools is None else tools,
        model="another",
        format=before.format,
    )
    return encode_body(request, after)


def test_the_system_prompt_is_spliced_too() -> None:
    """Its marks stay; without parts the field goes; equal parts are no change."""
    request = read(ANTHROPIC)
    assert around(request, system=(Text(text="Be"),)) == ANTHROPIC.replace(b"Be brief.", b"Be")
    assert "system" not in json.loads(around(request, system=()))
    assert around(request, system=(Text(text="Be brief."),)) is ANTHROPIC


def test_tools_are_added_last() -> None:
    """The caller's keep their bytes; with none left the field goes."""
    request = read(ANTHROPIC)
    ours = Tool(name="g", source={"name": "g"})
    assert around(request, tools=(*request.conversation.tools, ours)) == ANTHROPIC.replace(b"{}}],", b'{}},{"name":"g"}],')
    assert "tools" not in json.loads(around(request, tools=()))
    assert around(request, tools=(*request.conversation.tools,)) is ANTHROPIC
    assert json.loads(around(read(OPENAI), tools=(ours,)))["tools"] == [{"name": "g"}]


def test_the_model_is_never_written() -> None:
    """Another name in the conversation is for counting alone."""
    assert around(read(OPENAI)) is OPENAI


def test_messages_alone_have_no_place_for_more() -> None:
    """A system prompt or tools cannot be added to a bare array."""
    with pytest.raises(ValueError, match="no place"):
        around(read(b"[]"), system=(Text(text="x"),))


def test_a_message_nobody_knows_keeps_its_bytes() -> None:
    """Kept whole beside a change."""
    body = OPENAI.replace(b'"role":"user"', b'"role":"critic"')
    request = read(body)
    assert isinstance(request.conversation.messages[0].parts[0], Opaque)
    assert changed(request) == body.replace(b'"rows"', b'"r"')


@pytest.mark.parametrize("seed", range(20))
def test_damaged_bodies_are_refused_or_read(seed: int) -> None:
    """Whatever is broken in the bytes, there is an answer, and what is read can be written."""
    rolls = random.Random(seed)
    for _ in range(50):
        body = bytearray(rolls.choice([OPENAI, ANTHROPIC]))
        for _ in range(rolls.randint(1, 3)):
            at = rolls.randrange(len(body))
            body[at : at + rolls.randint(0, 4)] = rolls.choice(
                [b"", b'"', b"{", b"]", b"\\", b"\xff", b"\\ud800", b"1e999", b"null"]
            )
        found = decode_body(bytes(body))
        if isinstance(found, Failure):
            assert "\n" not in str(found.failure())
        else:
            assert encode_body(found.unwrap(), found.unwrap().conversation) == bytes(body)
            assert not isinstance(decode_body(changed(found.unwrap())), Failure)
