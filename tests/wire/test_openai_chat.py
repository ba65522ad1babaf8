"""OpenAI chat completions, message by message."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from headroom.messages import Conversation, Message, Opaque, Part, Text, ToolCall, ToolResult, replace_parts
from headroom.wire.codec import decode, encode
from headroom.wire.edits import edited
from headroom.wire.openai_chat import edit, fresh, parts

CALL = {"id": "call_1", "type": "function", "function": {"name": "find", "arguments": '{"q": 1.0}'}, "extra": 1}
CUSTOM = {"id": "call_2", "type": "custom", "custom": {"name": "run", "input": "ls -l"}}
FIND = ToolCall(id="call_1", name="find", arguments='{"q": 1.0}')
RUN = ToolCall(id="call_2", name="run", arguments="ls -l")


def read(wire: Mapping[str, object]) -> tuple[Part, ...]:
    """The parts of a message that can be read."""
    found = parts(str(wire["role"]), wire)
    assert found is not None
    return found


def changed(wire: Mapping[str, object], *after: Part) -> object:
    """The message saying `after`."""
    change = edit(wire, read(wire), after)
    return wire if change is None else edited(wire, change)


@pytest.mark.parametrize("role", ["system", "developer", "user", "assistant"])
def test_a_string_is_a_text(role: str) -> None:
    """Whoever speaks."""
    assert read({"role": role, "content": "hello"}) == (Text(text="hello"),)


def test_parts_stand_in_one_order() -> None:
    """Content, refusal, audio, legacy call, calls, however the keys are ordered; arguments byte for byte."""
    wire = {
        "tool_calls": [CALL, CUSTOM],
        "function_call": {"name": "old", "arguments": "{ }"},
        "audio": {"id": "audio_1"},
        "refusal": "No.",
        "content": [{"type": "text", "text": "a"}, {"type": "refusal", "refusal": "b"}],
        "role": "assistant",
    }
    assert read(wire) == (
        Text(text="a"),
        Opaque(kind="refusal", value={"type": "refusal", "refusal": "b"}),
        Opaque(kind="refusal", value="No."),
        Opaque(kind="audio", value={"id": "audio_1"}),
        ToolCall(id="", name="old", arguments="{ }"),
        FIND,
        RUN,
    )


def test_nulls_say_nothing() -> None:
    """As responses have them when they are sent back whole."""
    wire = {"role": "assistant", "content": None, "refusal": None, "audio": None, "function_call": None, "tool_calls": None}
    assert read(wire) == ()


@pytest.mark.parametrize("kind", ["image_url", "input_audio", "file", "never_heard_of"])
def test_other_content_is_opaque(kind: str) -> None:
    """Blocks that are no text keep their kind and value."""
    block = {"type": kind, kind: {"data": "…"}}
    assert read({"role": "user", "content": [block, {"type": "text", "text": "?"}]}) == (
        Opaque(kind=kind, value=block),
        Text(text="?"),
    )


@pytest.mark.parametrize(
    "item",
    [
        None,
        "call",
        {"id": 3, "type": "function", "function": {"name": "f", "arguments": ""}},
        {"id": "1", "type": "function", "function": {"name": "f", "arguments": {}}},
        {"id": "1", "type": "function"},
        {"id": "1", "type": "custom", "function": {"name": "f", "arguments": ""}},
    ],
)
def test_an_odd_call_is_opaque(item: object) -> None:
    """It is kept beside the others."""
    assert read({"role": "assistant", "tool_calls": [item, CALL]}) == (Opaque(kind="tool_calls", value=item), FIND)


def test_odd_fields_are_opaque() -> None:
    """A field of another type than the API's is kept as one part."""
    wire = {"role": "assistant", "tool_calls": "none", "function_call": ["f"], "content": 4}
    assert [part.kind for part in read(wire) if isinstance(part, Opaque)] == ["content", "function_call", "tool_calls"]
    assert changed(wire, *read(wire)) is wire


@pytest.mark.parametrize(
    ("content", "pieces"),
    [
        ("rows", (Text(text="rows"),)),
        (
            [{"type": "text", "text": "a"}, {"type": "image_url"}],
            (Text(text="a"), Opaque(kind="image_url", value={"type": "image_url"})),
        ),
        ([], ()),
        (None, ()),
    ],
)
def test_a_tool_message_is_one_result(content: object, pieces: tuple[Text | Opaque, ...]) -> None:
    """Its content is the result's."""
    found = read({"role": "tool", "tool_call_id": "call_1", "content": content})
    assert found == (ToolResult(call_id="call_1", content=pieces),)


def test_a_function_message_is_a_result_by_name() -> None:
    """The legacy form carries no id."""
    found = read({"role": "function", "name": "find", "content": "rows"})
    assert found == (ToolResult(call_id="", name="find", content=(Text(text="rows"),)),)


def test_a_result_with_an_odd_id_is_kept_whole() -> None:
    """Null and numbers answer no call; a missing id is an empty one."""
    assert parts("tool", {"role": "tool", "tool_call_id": None, "content": "x"}) is None
    assert parts("tool", {"role": "tool", "tool_call_id": 7, "content": "x"}) is None
    assert read({"role": "tool", "content": "x"}) == (ToolResult(call_id="", content=(Text(text="x"),)),)


def test_a_changed_result_keeps_its_form() -> None:
    """A string stays a string, a list a list, and the other fields stay."""
    whole = {"role": "tool", "tool_call_id": "call_1", "content": "rows", "extra": 1}
    assert changed(whole, ToolResult(call_id="call_1", content=(Text(text="r"),))) == {**whole, "content": "r"}
    blocks = {
        "role": "tool",
        "tool_call_id": "call_1",
        "content": [{"type": "text", "text": "rows", "x": 1}, {"type": "image_url"}],
    }
    was = read(blocks)[0]
    assert isinstance(was, ToolResult)
    now = ToolResult(call_id="call_1", content=(Text(text="r"), was.content[1]))
    assert changed(blocks, now) == {**blocks, "content": [{"type": "text", "text": "r", "x": 1}, {"type": "image_url"}]}


def test_a_changed_call_keeps_its_fields() -> None:
    """Only the arguments are new, and the other call is the same object."""
    wire: dict[str, object] = {"role": "assistant", "content": None, "tool_calls": [CALL, CUSTOM]}
    _, run = read(wire)
    found = changed(wire, ToolCall(id="call_1", name="find", arguments="{}"), run)
    assert found == {**wire, "tool_calls": [{**CALL, "function": {"name": "find", "arguments": "{}"}}, CUSTOM]}
    assert isinstance(found, dict)
    assert found["tool_calls"][1] is CUSTOM
    custom = changed(wire, read(wire)[0], ToolCall(id="call_2", name="run", arguments="ls"))
    assert custom == {**wire, "tool_calls": [CALL, {**CUSTOM, "custom": {"name": "run", "input": "ls"}}]}


def test_dropped_calls_leave_no_empty_list() -> None:
    """The last call takes the field along; the API refuses an empty list."""
    wire: dict[str, object] = {"role": "assistant", "content": "so", "tool_calls": [CALL, CUSTOM], "refusal": "No."}
    text, refusal, find, run = read(wire)
    assert changed(wire, text, refusal, run) == {"role": "assistant", "content": "so", "tool_calls": [CUSTOM], "refusal": "No."}
    assert changed(wire, text, find, run) == {"role": "assistant", "content": "so", "tool_calls": [CALL, CUSTOM]}
    assert changed(wire, text) == {"role": "assistant", "content": "so"}


def test_a_legacy_call_can_change_and_go() -> None:
    """It is a field of its own."""
    wire: dict[str, object] = {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{ }", "x": 1}}
    now = ToolCall(id="", name="f", arguments="{}")
    assert changed(wire, now) == {**wire, "function_call": {"name": "f", "arguments": "{}", "x": 1}}
    assert changed(wire) == {"role": "assistant", "content": None}


def test_new_parts_get_new_places() -> None:
    """A text goes to the content, a call with an id to the calls, one without to the legacy field."""
    wire: dict[str, object] = {"role": "assistant", "name": "n"}
    found = changed(wire, Text(text="so"), FIND, ToolCall(id="", name="old", arguments="{}"))
    assert found == {
        "role": "assistant",
        "name": "n",
        "content": "so",
        "function_call": {"name": "old", "arguments": "{}"},
        "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "find", "arguments": '{"q": 1.0}'}}],
    }


def test_an_odd_call_can_be_replaced() -> None:
    """An opaque part is written as the value it holds, a refusal too."""
    wire: dict[str, object] = {"role": "assistant", "refusal": "No.", "tool_calls": [{"id": 3}]}
    now = (Opaque(kind="refusal", value="Never."), Opaque(kind="tool_calls", value={"id": 4}))
    assert changed(wire, *now) == {"role": "assistant", "refusal": "Never.", "tool_calls": [{"id": 4}]}
    odd: dict[str, object] = {"role": "assistant", "function_call": {"name": 3}}
    assert read(odd) == (Opaque(kind="function_call", value={"name": 3}),)
    assert changed(odd, ToolCall(id="", name="f", arguments="{}")) == {
        "role": "assistant",
        "function_call": {"name": "f", "arguments": "{}"},
    }


def test_ids_and_names_of_results_are_written() -> None:
    """A result that answers another call says so."""
    wire = {"role": "tool", "tool_call_id": "call_1", "content": "rows"}
    now = ToolResult(call_id="call_2", name="find", content=(Text(text="rows"),))
    assert changed(wire, now) == {"role": "tool", "tool_call_id": "call_2", "content": "rows", "name": "find"}


def test_a_renamed_call_keeps_its_arguments() -> None:
    """Only the name is new."""
    wire: dict[str, object] = {"role": "assistant", "tool_calls": [CALL]}
    found = changed(wire, ToolCall(id="call_1", name="seek", arguments=FIND.arguments))
    assert found == {"role": "assistant", "tool_calls": [{**CALL, "function": {"name": "seek", "arguments": FIND.arguments}}]}


def test_a_result_needs_a_message_of_its_own() -> None:
    """What the format cannot say is refused, not bent."""
    result = ToolResult(call_id="call_1", content=(Text(text="x"),))
    with pytest.raises(ValueError, match="tool result"):
        edit({"role": "user", "content": "x"}, (Text(text="x"),), (Text(text="x"), result))
    with pytest.raises(ValueError, match="tool result"):
        fresh(Message(role="tool", parts=(result, result)))


@pytest.mark.parametrize(
    "wire",
    [
        {"role": "user", "content": "hello"},
        {"role": "user", "content": ""},
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "x"}}]},
        {"role": "tool", "tool_call_id": "call_1", "content": "rows"},
        {"role": "function", "name": "find", "content": "rows"},
        {"role": "assistant", "content": None, "tool_calls": [{k: v for k, v in CALL.items() if k != "extra"}]},
        {"role": "assistant", "content": None, "refusal": "No."},
        {"role": "assistant", "content": "so", "function_call": {"name": "f", "arguments": "{}"}},
    ],
)
def test_a_message_of_ours_is_spelled_out(wire: dict[str, object]) -> None:
    """Written anew from its parts, a plain message is what it was."""
    assert fresh(Message(role=str(wire["role"]), parts=read(wire))) == wire


def test_a_response_message_can_be_sent_back() -> None:
    """The SDK's own message object is read like a dict."""
    chat = pytest.importorskip("openai.types.chat")
    given = chat.ChatCompletionMessage.model_validate({"role": "assistant", "content": None, "tool_calls": [CALL], "new": 1})
    result = {"role": "tool", "tool_call_id": "call_1", "content": "rows"}
    conversation = decode([given, result]).unwrap()
    assert conversation.messages[0].parts == (FIND,)
    assert encode(conversation)[0] is given
    new = replace_parts(conversation.messages[0], (ToolCall(id="call_1", name="find", arguments="{}"),))
    (found,) = encode(Conversation(messages=(new,)))
    call = {**CALL, "function": {"name": "find", "arguments": "{}"}}
    assert found == {"role": "assistant", "content": None, "tool_calls": [call], "new": 1}
