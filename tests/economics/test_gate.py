"""Tests of the gate for rewrites of history."""

from __future__ import annotations

import msgspec
import pytest

from headroom.economics import is_over, may_rewrite
from headroom.messages import Conversation, Message, Text, Tool
from headroom.tokens import count_conversation


def said(*texts: str, system: str = "", model: str = "gpt-4o") -> Conversation:
    """A user message for each text."""
    messages = tuple(Message(role="user", parts=(Text(text=text),)) for text in texts)
    return Conversation(messages=messages, system=(Text(text=system),) if system else (), model=model)


@pytest.mark.parametrize(
    "conversation",
    [
        said("some words " * 400),
        said("hi", system="some words " * 400),
        said("z" * 3_000),
        said("ሰላም ለዓለም " * 300),
        said("\U000e0041" * 500),
        said("7" * 3_000, " " * 5_000),
    ],
)
def test_the_limit_itself_is_not_over(conversation: Conversation) -> None:
    """Exactly counted near the limit, system prompt and all."""
    tokens = count_conversation(conversation)
    assert not is_over(conversation, tokens)
    assert is_over(conversation, tokens - 1)
    assert is_over(conversation, 1)
    assert not is_over(conversation, tokens * 100)


def test_tools_count() -> None:
    """Their definitions are part of what the model is shown."""
    tool = Tool(name="f", source={"name": "f", "description": "words and more words " * 100})
    conversation = said("hi")
    tokens = count_conversation(conversation)
    assert is_over(msgspec.structs.replace(conversation, tools=(tool,)), tokens + 200)


def test_the_model_counts() -> None:
    """The same texts are more tokens for another tokenizer."""
    texts = "some words and others " * 300
    limit = count_conversation(said(texts))
    assert is_over(said(texts, model="claude-sonnet-4-5"), limit)


def test_a_rewrite_is_permitted_over_the_limit_alone() -> None:
    """And only one that saves something."""
    before, after = said("some words " * 400), said("some words " * 200)
    limit = count_conversation(before) - 1
    assert may_rewrite(before, after, limit)
    assert not may_rewrite(before, after, limit + 1)
    assert not may_rewrite(before, said("some words " * 401), limit)
    assert not may_rewrite(before, said("some words " * 400), limit)


def test_no_rewrite_needs_no_permission() -> None:
    """The same conversation may always be sent."""
    conversation = said("x")
    assert may_rewrite(conversation, conversation, 1_000_000)
