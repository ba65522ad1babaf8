"""Tests of counting a whole conversation."""

from __future__ import annotations

import msgspec

from headroom.messages import Conversation, Message, Opaque, Part, Text, Tool, ToolCall, ToolResult
from headroom.tokens import count, count_conversation, count_part, counter_for

COUNTER = counter_for("gpt-4o")


def conversation(*parts: Part, role: str = "user") -> Conversation:
    """One message of these parts."""
    return Conversation(messages=(Message(role=role, parts=parts),), model="gpt-4o")


def test_a_message_costs_its_text_its_role_and_four() -> None:
    """Three tokens a request and four a message, by convention."""
    text = "What is the tallest tower in the city?"

    assert count_conversation(conversation(Text(text=text))) == 3 + 4 + count("user") + count(text)


def test_an_empty_conversation_costs_the_request() -> None:
    """Without messages only the opening of the reply is left."""
    assert count_conversation(Conversation(messages=(), model="gpt-4o")) == 3


def test_the_system_prompt_counts_as_a_message() -> None:
    """What stands beside the messages is shown to the model too."""
    bare = conversation(Text(text="Hi."))

    told = msgspec.structs.replace(bare, system=(Text(text="Be brief."),))

    assert count_conversation(told) - count_conversation(bare) == 4 + count("Be brief.")


def test_a_tool_call_costs_its_name_and_arguments() -> None:
    """The id is the provider's business."""
    call = ToolCall(id="call_9f3c2a", name="read_ledger", arguments='{"year": 2026}')

    assert count_part(call, COUNTER) == count("read_ledger") + count('{"year": 2026}')


def test_a_tool_result_costs_its_blocks() -> None:
    """Texts are counted one by one, images at the flat figure."""
    image = Opaque(kind="image", value={"source": {"data": "iVBORw0KGgo" * 1000}})
    result = ToolResult(call_id="call_1", content=(Text(text="one two three"), image))

    assert count_part(result, COUNTER) == count("one two three") + 1600


def test_an_image_costs_the_same_whatever_its_bytes() -> None:
    """Encoded bytes are not read as text."""
    small, large = (Opaque(kind="image_url", value={"url": "data:" + "A" * size}) for size in (10, 100_000))

    assert count_part(small, COUNTER) == count_part(large, COUNTER) == 1600


def test_thinking_costs_its_text_and_a_share_of_its_signature() -> None:
    """Three tokens for sixteen characters of a signature; the block's type is not shown to the model."""
    block = Opaque(kind="thinking", value={"type": "thinking", "thinking": "Let me see.", "signature": "E" * 160})

    assert count_part(block, COUNTER) == count("Let me see.") + 30


def test_a_block_nobody_knows_costs_its_strings() -> None:
    """Strings at any depth are counted, also in bytes that were never decoded."""
    value = msgspec.Raw(b'{"type": "novel", "rows": [{"title": "one two"}, ["three"]], "size": 7}')

    assert count_part(Opaque(kind="novel", value=value), COUNTER) == count("one two") + count("three")


def test_tool_definitions_cost_their_names_and_descriptions() -> None:
    """The list of tools stands in every request, keys and all."""
    source = {"name": "search", "input_schema": {"type": "object"}}
    bare = conversation(Text(text="Hi."))

    offered = msgspec.structs.replace(bare, tools=(Tool(name="search", source=source), Tool(name="bare")))

    words = ("name", "search", "input_schema", "type", "object", "bare")
    assert count_conversation(offered) - count_conversation(bare) == sum(map(count, words))


def test_the_conversations_model_decides_unless_a_counter_is_given() -> None:
    """A Claude conversation costs more than the same one counted as GPT-4o."""
    claude = msgspec.structs.replace(conversation(Text(text="word " * 400)), model="claude-opus-4-7")

    assert count_conversation(claude) > 1.4 * count_conversation(claude, COUNTER)


def test_a_deep_block_does_not_recurse() -> None:
    """Nesting beyond what Python recurses into is walked all the same."""
    value: object = "end"
    for _ in range(5000):
        value = [value]

    assert count_part(Opaque(kind="novel", value=value), COUNTER) == 1
