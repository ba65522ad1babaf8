"""Tests of tokens by who says them."""

from __future__ import annotations

from headroom.measures import block_breakdown
from headroom.messages import Conversation, Message, Opaque, Text, ToolCall, ToolResult
from headroom.tokens import count


def test_every_part_is_in_one_block() -> None:
    """The figures are exact counts and add up to all texts."""
    conversation = Conversation(
        messages=(
            Message(role="developer", parts=(Text(text="Be kind."),)),
            Message(role="user", parts=(Text(text="What is there?"), Text(text="<document>a page of text</document>"))),
            Message(role="assistant", parts=(Text(text="I look."), ToolCall(id="c", name="f", arguments='{"a":1}'))),
            Message(role="tool", parts=(ToolResult(call_id="c", content=(Text(text="nothing to see"),)),)),
            Message(role="critic", parts=(Opaque(kind="message", value={"role": "critic", "content": "bad"}),)),
        ),
        system=(Text(text="Be brief."),),
        model="gpt-4o",
    )
    assert block_breakdown(conversation) == {
        "system": count("Be brief.") + count("Be kind."),
        "user": count("What is there?"),
        "assistant": count("I look."),
        "tool_call": count("f") + count('{"a":1}'),
        "tool_result": count("nothing to see"),
        "rag": count("<document>a page of text</document>"),
        "unknown": count("critic") + count("bad"),
    }


def test_documents_are_retrieved_and_images_are_the_speakers() -> None:
    """As blocks of their own."""
    parts = (Opaque(kind="document", value={}), Opaque(kind="image", value={}))
    found = block_breakdown(Conversation(messages=(Message(role="user", parts=parts),)))
    assert found["rag"] > 0
    assert found["user"] > 0


def test_nothing_said_is_nothing() -> None:
    """All names are there."""
    assert set(block_breakdown(Conversation(messages=())).values()) == {0}
