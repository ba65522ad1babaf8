"""Anthropic messages, message by message."""

from __future__ import annotations

import pytest

from headroom.messages import Conversation, Message, Opaque, Part, Text, ToolCall, ToolResult, replace_parts
from headroom.wire.anthropic import edit, fresh, parts, system_edit
from headroom.wire.codec import decode, encode, encode_system
from headroom.wire.edits import Put, edited

USE = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {"q": 1.0, "é": [None]}, "caller": {"type": "direct"}}
FIND = ToolCall(id="toolu_1", name="find", arguments='{"q":1.0,"é":[null]}')


def read(*blocks: object) -> tuple[Part, ...]:
    """The parts of a message with these blocks."""
    found = parts("user", {"role": "user", "content": list(blocks)})
    assert found is not None
    return found


def result(**fields: object) -> dict[str, object]:
    """A tool result block."""
    return {"type": "tool_result", "tool_use_id": "toolu_1", **fields}


def changed(blocks: list[object], *after: Part) -> object:
    """The content of a message with these blocks, saying `after`."""
    wire = {"role": "user", "content": blocks}
    change = edit(wire, read(*blocks), after)
    found = wire if change is None else edited(wire, change)
    assert isinstance(found, dict)
    return found["content"]


def test_a_string_is_a_text() -> None:
    """As is a block of text, whatever stands beside the text."""
    assert parts("user", {"role": "user", "content": "hello"}) == (Text(text="hello"),)
    assert read({"type": "text", "text": "hello", "citations": [], "cache_control": {}}) == (Text(text="hello"),)


def test_a_call_has_its_input_as_compact_json() -> None:
    """Key order, number kinds and unicode stay."""
    assert read(USE) == (FIND,)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (result(content="rows"), ToolResult(call_id="toolu_1", content=(Text(text="rows"),))),
        (result(content="no", is_error=True), ToolResult(call_id="toolu_1", content=(Text(text="no"),), is_error=True)),
        (result(content="no", is_error=None), ToolResult(call_id="toolu_1", content=(Text(text="no"),))),
        (result(content=[{"type": "text", "text": "a"}]), ToolResult(call_id="toolu_1", content=(Text(text="a"),))),
        (
            result(content=[{"type": "image"}]),
            ToolResult(call_id="toolu_1", content=(Opaque(kind="image", value={"type": "image"}),)),
        ),
        (result(content=[]), ToolResult(call_id="toolu_1")),
        (result(), ToolResult(call_id="toolu_1")),
        (result(content=7), ToolResult(call_id="toolu_1", content=(Opaque(kind="content", value=7),))),
    ],
)
def test_a_result_is_read_in_every_form(block: dict[str, object], expected: ToolResult) -> None:
    """String, blocks, nothing, an error, and what nobody expects."""
    assert read(block) == (expected,)


@pytest.mark.parametrize(
    "kind",
    ["image", "document", "thinking", "redacted_thinking", "server_tool_use", "web_search_tool_result", "search_result", "new"],
)
def test_everything_else_is_opaque(kind: str) -> None:
    """Each keeps its kind and its very value."""
    block = {"type": kind, "signature": "sig", "data": ["x"]}
    (part,) = read(block)
    assert part == Opaque(kind=kind, value=block)
    assert isinstance(part, Opaque)
    assert part.value is block


@pytest.mark.parametrize(
    "block",
    [
        {"type": "text", "text": None},
        {"type": "tool_use", "id": 1, "name": "f", "input": {}},
        {"type": "tool_use", "id": "1", "name": "f", "input": {"x": object()}},
        {"type": "tool_use", "id": "1", "name": "f", "input": {"x": "\ud800"}},
        {"type": "tool_result", "tool_use_id": None, "content": "x"},
    ],
)
def test_an_odd_block_is_opaque(block: dict[str, object]) -> None:
    """A known type with fields of another kind is kept as it is."""
    assert read(block) == (Opaque(kind=str(block["type"]), value=block),)


def test_a_call_too_deep_to_walk_is_opaque() -> None:
    """A deep input and one that contains itself are left alone."""
    deep: dict[str, object] = {}
    for _ in range(150):
        deep = {"a": deep}
    endless: dict[str, object] = {}
    endless["a"] = endless
    wide = {"rows": [{"n": 1}] * 200}
    kinds = [type(part) for part in read(*({**USE, "input": value} for value in (deep, endless, wide)))]
    assert kinds == [Opaque, Opaque, ToolCall]


def test_what_is_no_block_is_opaque() -> None:
    """Strings, nulls and numbers in a list of blocks."""
    assert read("text", None, 3) == (
        Opaque(kind="str", value="text"),
        Opaque(kind="NoneType", value=None),
        Opaque(kind="int", value=3),
    )


def test_a_changed_result_keeps_its_fields() -> None:
    """Only the text is new; marks, unknown fields and the other blocks are the same objects."""
    thinking = {"type": "thinking", "thinking": "…", "signature": "sig"}
    block = result(content="rows", cache_control={"type": "ephemeral"}, new=1)
    was = read(thinking, block)
    found = changed([thinking, block], was[0], ToolResult(call_id="toolu_1", content=(Text(text="r"),)))
    assert found == [thinking, {**block, "content": "r"}]
    assert isinstance(found, list)
    assert found[0] is thinking
    assert found[1]["cache_control"] is block["cache_control"]


def test_a_changed_block_inside_a_result_keeps_its_neighbours() -> None:
    """A list stays a list; the image in it is the same object."""
    image = {"type": "image", "source": {"type": "base64", "data": "…"}}
    block = result(content=[{"type": "text", "text": "rows", "x": 1}, image], is_error=False)
    (was,) = read(block)
    assert isinstance(was, ToolResult)
    found = changed([block], ToolResult(call_id="toolu_1", content=(Text(text="r"), was.content[1])))
    assert found == [{**block, "content": [{"type": "text", "text": "r", "x": 1}, image]}]
    assert isinstance(found, list)
    assert found[0]["content"][1] is image


def test_only_what_differs_is_written() -> None:
    """An error flag appears when it changes, never by itself."""
    block = result(content="rows")
    now = ToolResult(call_id="toolu_1", content=(Text(text="r"),), is_error=True)
    assert changed([block], now) == [{**block, "content": "r", "is_error": True}]
    assert changed([block], ToolResult(call_id="toolu_1", content=(Text(text="rows"),))) == [block]


def test_a_changed_call_has_a_new_input() -> None:
    """Its other fields stay."""
    assert changed([USE], ToolCall(id="toolu_1", name="find", arguments='{"q": 2}')) == [{**USE, "input": {"q": 2}}]
    assert changed([USE], ToolCall(id="toolu_1", name="seek", arguments=FIND.arguments)) == [{**USE, "name": "seek"}]


def test_an_opaque_block_is_written_as_the_value_it_holds() -> None:
    """Whoever puts another one in its place means it."""
    assert changed([{"type": "image", "x": 1}], Opaque(kind="image", value={"type": "image", "x": 2})) == [
        {"type": "image", "x": 2}
    ]


def test_an_error_flag_can_change_alone() -> None:
    """The content is the same object."""
    block = result(content=["odd"])
    (was,) = read(block)
    assert isinstance(was, ToolResult)
    found = changed([block], ToolResult(call_id="toolu_1", content=was.content, is_error=True))
    assert found == [{**block, "is_error": True}]
    assert isinstance(found, list)
    assert found[0]["content"] is block["content"]


@pytest.mark.parametrize("arguments", ["[1]", "{", '"\ud800"'])
def test_arguments_that_are_no_object_are_refused(arguments: str) -> None:
    """An input is an object; nothing else can be written there."""
    with pytest.raises(ValueError, match="JSON"):
        changed([USE], ToolCall(id="toolu_1", name="find", arguments=arguments))


def test_blocks_are_dropped_and_added() -> None:
    """What stays is the same object; what is new is plain."""
    text: dict[str, object] = {"type": "text", "text": "a", "citations": None}
    was = read(text, USE)
    found = changed([text, USE], Text(text="first"), was[1])
    assert found == [{"type": "text", "text": "first", "citations": None}, USE]
    assert changed([text, USE], was[0]) == [text]
    assert changed([USE], read(USE)[0]) == [USE]
    assert changed([text], was[0], ToolCall(id="2", name="f", arguments="")) == [
        text,
        {"type": "tool_use", "id": "2", "name": "f", "input": {}},
    ]


def test_a_system_prompt_is_a_content() -> None:
    """A string stays one, equal texts change nothing."""
    assert system_edit("old", (Text(text="old"),), (Text(text="new"),)) == Put("new")
    assert system_edit("old", (Text(text="old"),), (Text(text="old"),)) is None


@pytest.mark.parametrize(
    "wire",
    [
        {"role": "user", "content": "hello"},
        {"role": "user", "content": [result(content="rows"), {"type": "text", "text": "so?"}]},
        {"role": "user", "content": [result(content=[{"type": "text", "text": "a"}, {"type": "image"}], is_error=True)]},
        {
            "role": "assistant",
            "content": [{"type": "thinking", "signature": "s"}, {k: v for k, v in USE.items() if k != "caller"}],
        },
    ],
)
def test_a_message_of_ours_is_spelled_out(wire: dict[str, object]) -> None:
    """Written anew from its parts, a plain message is what it was."""
    found = parts(str(wire["role"]), wire)
    assert found is not None
    assert fresh(Message(role=str(wire["role"]), parts=found)) == wire


def test_response_blocks_can_be_sent_back() -> None:
    """A list of the SDK's own block objects is read like dicts, and each unchanged one goes back as it came."""
    types = pytest.importorskip("anthropic.types")
    thinking = types.ThinkingBlock(type="thinking", thinking="…", signature="sig")
    text = types.TextBlock(type="text", text="so", citations=None)
    use = types.ToolUseBlock.model_validate({k: v for k, v in USE.items() if k != "caller"})
    given = {"role": "assistant", "content": [thinking, text, use]}
    conversation = decode([given, {"role": "user", "content": [result(content="rows")]}]).unwrap()
    message = conversation.messages[0]
    assert [type(part) for part in message.parts] == [Opaque, Text, ToolCall]
    assert encode(conversation)[0] is given
    new = replace_parts(message, (message.parts[0], Text(text="new"), message.parts[2]))
    (found,) = encode(Conversation(messages=(new,), format="anthropic"))
    assert isinstance(found, dict)
    assert found["content"][0] is thinking
    assert found["content"][2] is use
    assert found["content"][1] == {"type": "text", "text": "new", "citations": None}


def test_a_system_string_stays_a_string() -> None:
    """Though a step made two texts of it; blocks stay blocks."""
    given = "You are brief.\nToday is Monday."
    before = decode([{"role": "user", "content": "Hi"}], system=given).unwrap().system
    after = (Text(text="You are brief."), Text(text="\nToday is Monday, the second."))
    assert encode_system(given, before, after) == "You are brief.\nToday is Monday, the second."
    assert encode_system(given, before, before) is given
