"""Tests of reading fields of replies."""

from __future__ import annotations

from openai.types.chat import ChatCompletionMessage

from headroom.retrieval.fields import as_dict, entries, field, text_field

MESSAGE = ChatCompletionMessage.construct(role="assistant", content="Hello", x_extra=1)


def test_objects_and_dicts_read_alike() -> None:
    """By name, whatever it is; None for what is not there."""
    assert field({"a": 1}, "a") == 1
    assert field(MESSAGE, "content") == "Hello"
    assert field(MESSAGE, "nothing") is None
    assert field(None, "a") is None


def test_lists_and_texts_are_what_they_say() -> None:
    """Anything else in their place is as if it were not there."""
    assert entries({"a": [1, 2]}, "a") == (1, 2)
    assert entries({"a": "text"}, "a") == ()
    assert text_field({"a": 1}, "a") == ""
    assert text_field(MESSAGE, "role") == "assistant"


def test_a_dict_is_a_copy_of_what_was_set() -> None:
    """Fields that were never set are not invented, unknown ones are kept."""
    given: dict[str, object] = {"a": 1, "b": 2}
    copied = as_dict(given, ("b",))
    assert copied == {"a": 1}
    assert given == {"a": 1, "b": 2}
    assert as_dict(MESSAGE) == {"role": "assistant", "content": "Hello", "x_extra": 1}
    assert as_dict("text") == {}
