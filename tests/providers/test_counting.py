"""Tests of counts of messages."""

from __future__ import annotations

import pytest

from headroom.errors import ConfigurationError
from headroom.providers.counting import ConversationCounter, conversation_of
from headroom.tokens import count, counter_for

COUNTER = ConversationCounter(texts=counter_for("gpt-4o"))
MESSAGES: list[dict[str, object]] = [
    {"role": "user", "content": "What is the weather in Paris?"},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Paris"}'}}],
    },
    {"role": "tool", "tool_call_id": "c", "content": "18 degrees, clear"},
]


def test_texts_are_counted_by_the_tokenizer() -> None:
    """Under both names, and everything is said of it that it says of itself."""
    assert COUNTER.count("Hello, world") == COUNTER.count_text("Hello, world") == count("Hello, world", "gpt-4o")
    assert (COUNTER.name, COUNTER.exact, COUNTER.error) == ("o200k_base", True, 0.0)


def test_messages_add_up_to_the_request() -> None:
    """Each with what surrounds it, and the opening of the reply once."""
    opening = COUNTER.count_messages([])
    assert opening == 3
    assert COUNTER.count_messages(MESSAGES) == opening + sum(map(COUNTER.count_message, MESSAGES))
    assert COUNTER.count_message(MESSAGES[0]) == 4 + count("user") + count("What is the weather in Paris?")


def test_system_and_tools_are_part_of_the_request() -> None:
    """As Anthropic's requests have them."""
    messages = [{"role": "user", "content": "Hi"}]
    plain = COUNTER.count_messages(messages)
    assert COUNTER.count_messages(messages, system="Be brief.") > plain
    assert COUNTER.count_messages(messages, tools=[{"name": "f", "description": "Does f.", "input_schema": {}}]) > plain


def test_what_is_no_message_is_refused() -> None:
    """With what is wrong."""
    with pytest.raises(ConfigurationError) as caught:
        COUNTER.count_message("a text")
    assert caught.value.details["problem"]
    with pytest.raises(ConfigurationError):
        conversation_of([{"content": "no role"}])
