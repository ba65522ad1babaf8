"""Items of OpenAI's responses, read and written back."""

from __future__ import annotations

import msgspec
import pytest
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText
from openai.types.responses.response_reasoning_item import ResponseReasoningItem

from headroom.messages import Conversation, Message, Opaque, Part, Text, ToolCall, ToolResult, replace_parts
from headroom.wire.codec import decode, encode, encode_input
from headroom.wire.openai_responses import ITEMS, fresh, item_kind, role_of

CALL = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "call_1",
    "name": "list_jobs",
    "arguments": '{"q": 1}',
    "status": "completed",
}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "[1, 2, 3]", "x_new": [None]}
REASONING = {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAA"}
SHELL_OUTPUT = {
    "type": "shell_call_output",
    "call_id": "sh_1",
    "output": [
        {"stdout": "one", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}},
        {"stdout": "two", "stderr": "warned", "outcome": {"type": "timeout"}},
    ],
}


def read(*items: object) -> Conversation:
    """The conversation that items are."""
    return decode(list(items), format="openai_responses").unwrap()


def saying(conversation: Conversation, index: int, *parts: Part) -> Conversation:
    """The conversation in which one message says something else."""
    messages = list(conversation.messages)
    messages[index] = replace_parts(messages[index], parts)
    return msgspec.structs.replace(conversation, messages=tuple(messages))


@pytest.mark.parametrize(
    ("item", "role", "parts"),
    [
        ({"role": "user", "content": "Hi"}, "user", (Text(text="Hi"),)),
        ({"role": "developer", "content": [{"type": "input_text", "text": "Brief."}]}, "developer", (Text(text="Brief."),)),
        (
            {"type": "message", "id": "m", "role": "assistant", "content": [{"type": "output_text", "text": "Yes."}]},
            "assistant",
            (Text(text="Yes."),),
        ),
        (CALL, "assistant", (ToolCall(id="call_1", name="list_jobs", arguments='{"q": 1}'),)),
        (OUTPUT, "tool", (ToolResult(call_id="call_1", content=(Text(text="[1, 2, 3]"),)),)),
        (
            {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "select 1"},
            "assistant",
            (ToolCall(id="c", name="sql", arguments="select 1"),),
        ),
        (
            {"type": "custom_tool_call_output", "call_id": "c", "output": "1"},
            "tool",
            (ToolResult(call_id="c", content=(Text(text="1"),)),),
        ),
        (
            {"type": "local_shell_call", "id": "l", "call_id": "l1", "action": {"type": "exec", "command": ["ls"]}},
            "assistant",
            (ToolCall(id="l1", name="local_shell", arguments='{"type":"exec","command":["ls"]}'),),
        ),
        (
            {"type": "local_shell_call_output", "id": "l1", "output": "a b"},
            "tool",
            (ToolResult(call_id="l1", content=(Text(text="a b"),)),),
        ),
        (
            SHELL_OUTPUT,
            "tool",
            (ToolResult(call_id="sh_1", content=tuple(Text(text=text) for text in ("one", "", "two", "warned"))),),
        ),
    ],
)
def test_items_are_read(item: object, role: str, parts: tuple[Part, ...]) -> None:
    """Messages, calls and outputs become what they say."""
    (message,) = read(item).messages
    assert (message.role, message.parts) == (role, parts)


@pytest.mark.parametrize(
    ("item", "role", "kind"),
    [
        (REASONING, "assistant", "reasoning"),
        ({"id": "msg_1"}, "assistant", "item_reference"),
        ({"type": "web_search_call", "id": "w", "status": "completed"}, "assistant", "web_search_call"),
        ({"type": "computer_call_output", "call_id": "c", "output": {}}, "tool", "computer_call_output"),
        ({"type": "compaction", "encrypted_content": "x"}, "assistant", "compaction"),
        ({"type": "additional_tools", "role": "developer", "tools": []}, "developer", "additional_tools"),
        ({"type": "mcp_approval_response", "approval_request_id": "a", "approve": True}, "tool", "mcp_approval_response"),
        ({"type": "tomorrow"}, "assistant", "tomorrow"),
        ({"role": "tool", "content": "chat's"}, "tool", "message"),
        ({"role": "critic", "content": "No."}, "critic", "message"),
        ({"type": "function_call", "call_id": 1}, "assistant", "function_call"),
        ({"type": "function_call_output", "output": "no id"}, "tool", "function_call_output"),
        ({"type": "shell_call_output", "call_id": "s", "output": [{"stdout": 1}]}, "tool", "shell_call_output"),
        ({"type": "shell_call_output", "call_id": "s", "output": "text"}, "tool", "shell_call_output"),
        ({"type": "local_shell_call", "call_id": "s", "action": [1]}, "assistant", "local_shell_call"),
        ({"type": "shell_call", "call_id": "s", "action": {"commands": {object}}}, "assistant", "shell_call"),
    ],
)
def test_all_else_is_kept_whole(item: dict[str, object], role: str, kind: str) -> None:
    """What is no text goes back as the very object, under the item's own name."""
    conversation = read(item)
    (message,) = conversation.messages
    assert (message.role, message.parts) == (role, (Opaque(kind=kind, value=item),))
    assert encode(conversation)[0] is item


def test_blocks_other_than_text_are_opaque() -> None:
    """Images, refusals and broken texts keep their place among the parts."""
    blocks = [
        {"type": "input_image", "file_id": "f"},
        {"type": "refusal", "refusal": "No."},
        {"type": "input_text", "text": 5},
        None,
    ]
    (message,) = read({"role": "user", "content": blocks}).messages
    assert [part.kind for part in message.parts if isinstance(part, Opaque)] == [
        "input_image",
        "refusal",
        "input_text",
        "NoneType",
    ]


def test_nothing_and_odd_contents_are_read() -> None:
    """Null says nothing, another value is opaque, and an item without content is kept whole."""
    nothing, odd, none = read({"role": "user", "content": None}, {"role": "user", "content": 7}, {"role": "user"}).messages
    assert nothing.parts == ()
    assert odd.parts == (Opaque(kind="content", value=7),)
    assert none.parts == (Opaque(kind="message", value={"role": "user"}),)


def test_sdk_objects_are_read_and_handed_back() -> None:
    """A reply's output can be appended to the next input as it is."""
    output = [
        ResponseReasoningItem(id="rs_1", type="reasoning", summary=[]),
        ResponseFunctionToolCall(type="function_call", call_id="call_1", name="f", arguments="{}"),
        ResponseOutputMessage(
            id="m",
            type="message",
            role="assistant",
            status="completed",
            content=[ResponseOutputText(type="output_text", text="Hi", annotations=[])],
        ),
    ]
    conversation = read(*output)
    assert [type(message.parts[0]).__name__ for message in conversation.messages] == ["Opaque", "ToolCall", "Text"]
    assert all(sent is given for sent, given in zip(encode(conversation), output, strict=True))


def test_a_changed_output_is_a_copy_with_one_field_new() -> None:
    """Unknown fields stay, the given dict is not touched."""
    before = read(OUTPUT)
    after = saying(before, 0, ToolResult(call_id="call_1", content=(Text(text="short"),)))
    assert encode(after) == [{**OUTPUT, "output": "short"}]
    assert OUTPUT["output"] == "[1, 2, 3]"


def test_a_changed_block_of_an_output_keeps_the_others() -> None:
    """A list stays a list, and its image the very object."""
    image = {"type": "input_image", "file_id": "f"}
    item = {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "long", "x": 1}, image]}
    before = read(item)
    (result,) = before.messages[0].parts
    assert isinstance(result, ToolResult)
    after = saying(before, 0, msgspec.structs.replace(result, content=(Text(text="short"), result.content[1])))
    (sent,) = encode(after)
    assert sent == {**item, "output": [{"type": "input_text", "text": "short", "x": 1}, image]}
    assert isinstance(sent, dict)
    assert sent["output"][1] is image


def test_a_changed_stream_of_a_shell_keeps_its_chunks() -> None:
    """Only the stream that changed is new; outcomes stay."""
    before = read(SHELL_OUTPUT)
    texts = tuple(Text(text=text) for text in ("one", "", "2", "warned"))
    (sent,) = encode(saying(before, 0, ToolResult(call_id="sh_1", content=texts)))
    assert isinstance(sent, dict)
    assert sent["output"][0] is SHELL_OUTPUT["output"][0]
    assert sent["output"][1] == {"stdout": "2", "stderr": "warned", "outcome": {"type": "timeout"}}
    same = tuple(Text(text=text) for text in ("one", "", "two", "warned"))
    assert encode(saying(before, 0, ToolResult(call_id="sh_1", content=same))) == [SHELL_OUTPUT]


def test_changed_words_keep_their_item() -> None:
    """A message's other fields stay, and a string stays a string."""
    said = {
        "type": "message",
        "id": "m",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "a", "annotations": []}],
    }
    before = read(said, {"role": "user", "content": "b"})
    after = saying(saying(before, 0, Text(text="A"), Text(text="more")), 1, Text(text="B"))
    assert encode(after) == [
        {**said, "content": [{"type": "output_text", "text": "A", "annotations": []}, {"type": "output_text", "text": "more"}]},
        {"role": "user", "content": "B"},
    ]


def test_a_changed_call_is_written() -> None:
    """Name and arguments of calls that are texts can change; ids go with them."""
    before = read(CALL, {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "select 1"})
    after = saying(before, 0, ToolCall(id="call_1", name="list_all", arguments="{}"))
    after = saying(after, 1, ToolCall(id="c", name="sql", arguments="select 2"))
    assert encode(after) == [
        {**CALL, "name": "list_all", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "select 2"},
    ]


def test_a_call_that_says_the_same_stays() -> None:
    """Equal parts are no change."""
    before = read(CALL)
    assert encode(saying(before, 0, ToolCall(id="call_1", name="list_jobs", arguments='{"q": 1}')))[0] is CALL


def test_a_block_that_became_another_is_new() -> None:
    """An image in the place of an image."""
    image = {"type": "input_image", "file_id": "g"}
    before = read({"role": "user", "content": [{"type": "input_image", "file_id": "f"}]})
    assert encode(saying(before, 0, Opaque(kind="input_image", value=image))) == [{"role": "user", "content": [image]}]


def test_a_renamed_output_is_written() -> None:
    """Its call and its name are fields of the item."""
    before = read(OUTPUT)
    (sent,) = encode(saying(before, 0, ToolResult(call_id="other", content=(Text(text="[1, 2, 3]"),), name="f")))
    assert sent == {**OUTPUT, "call_id": "other", "name": "f"}


@pytest.mark.parametrize(
    ("index", "parts"),
    [
        (0, (Text(text="words"),)),
        (1, (ToolCall(id="c", name="f", arguments="{}"),)),
        (1, (ToolResult(call_id="call_1", content=(Text(text="x"),), is_error=True),)),
        (2, (ToolResult(call_id="sh_1", content=(Text(text="x"),)),)),
        (2, (ToolResult(call_id="sh_1", content=(Opaque(kind="image"), *(Text(text=text) for text in "abc"))),)),
        (3, (ToolCall(id="s", name="shell", arguments="{}"),)),
        (4, (ToolCall(id="s", name="f", arguments="{}"), Text(text="x"))),
    ],
)
def test_what_an_item_cannot_say_is_refused(index: int, parts: tuple[Part, ...]) -> None:
    """A call, an output and a message stay what they are."""
    shell_call = {"type": "shell_call", "call_id": "s", "action": {"commands": ["ls"]}}
    before = read(CALL, OUTPUT, SHELL_OUTPUT, shell_call, {"role": "user", "content": "x"})
    with pytest.raises(ValueError, match=r"."):
        encode(saying(before, index, *parts))


@pytest.mark.parametrize(
    ("message", "item"),
    [
        (Message(role="user", parts=(Text(text="Hi"),)), {"role": "user", "content": "Hi"}),
        (
            Message(role="assistant", parts=(Text(text="a"), Text(text="b"))),
            {"role": "assistant", "content": [{"type": "output_text", "text": "a"}, {"type": "output_text", "text": "b"}]},
        ),
        (
            Message(role="user", parts=(Text(text="a"), Opaque(kind="input_image", value={"type": "input_image"}))),
            {"role": "user", "content": [{"type": "input_text", "text": "a"}, {"type": "input_image"}]},
        ),
        (
            Message(role="assistant", parts=(ToolCall(id="c", name="f", arguments="{}"),)),
            {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        ),
        (
            Message(role="tool", parts=(ToolResult(call_id="c", content=(Text(text="x"),)),)),
            {"type": "function_call_output", "call_id": "c", "output": "x"},
        ),
        (Message(role="assistant", parts=(Opaque(kind="reasoning", value=REASONING),)), REASONING),
        (
            Message(role="user", parts=(Opaque(kind="input_image", value={"type": "input_image"}),)),
            {"role": "user", "content": [{"type": "input_image"}]},
        ),
    ],
)
def test_messages_of_our_own_are_items(message: Message, item: object) -> None:
    """One message is one item."""
    assert fresh(message) == item


def test_a_call_beside_words_is_refused() -> None:
    """Each is an item of its own."""
    with pytest.raises(ValueError, match="items of their own"):
        fresh(Message(role="assistant", parts=(ToolCall(id="c", name="f", arguments="{}"), Text(text="x"))))
    with pytest.raises(ValueError, match="items of their own"):
        fresh(Message(role="assistant", parts=(Text(text="x"), ToolCall(id="c", name="f", arguments="{}"))))


def test_a_string_goes_back_as_the_very_string() -> None:
    """An input that is text alone is one message of the user."""
    given = "What failed?"
    conversation = decode(given, format="openai_responses").unwrap()
    assert [(message.role, message.parts) for message in conversation.messages] == [("user", (Text(text=given),))]
    assert encode_input(conversation) is given
    assert encode_input(saying(conversation, 0, Text(text="Why?"))) == "Why?"


def test_a_string_becomes_an_item_beside_others() -> None:
    """Once there is more to say, the input is a list."""
    conversation = decode("What failed?", format="openai_responses").unwrap()
    asked = {"role": "user", "content": "What failed?"}
    assert encode(conversation) == [asked]
    more = msgspec.structs.replace(conversation, messages=(*conversation.messages, *read(CALL, OUTPUT).messages))
    assert encode_input(more) == [asked, CALL, OUTPUT]
    image = Opaque(kind="input_image", value={"type": "input_image"})
    assert encode_input(saying(conversation, 0, image)) == [{"role": "user", "content": [{"type": "input_image"}]}]


def test_kinds_and_roles_of_items() -> None:
    """What has no role speaks for the model, unless it answers a call."""
    assert {role_of({"type": kind}) for kind in ITEMS if kind.endswith("_output")} == {"tool"}
    assert item_kind({"role": "user", "content": "x"}) == "message"
    assert item_kind({"id": "x", "type": None}) == "item_reference"
