"""What was sent before, found again."""

from __future__ import annotations

from collections.abc import Sequence

from openai.types.chat import ChatCompletionMessage

from headroom.client.lineages import Lineages, Sent, chars_in, frozen_copy
from headroom.messages import Conversation, Report

_AROUND = (None, None, "gpt-4o")


def sent(items: Sequence[object], around: object = _AROUND, chars: int = 10) -> Sent:
    """A request that went out as it was."""
    return Sent(
        around=frozen_copy(around),
        items=tuple(map(frozen_copy, items)),
        before=Conversation(messages=()),
        after=Conversation(messages=()),
        wire=tuple(items),
        report=Report(),
        progress=None,
        hidden={},
        offers_tool=False,
        chars=chars,
        at_s=0.0,
    )


def said(*texts: str) -> list[object]:
    """Messages of a user."""
    return [{"role": "user", "content": [{"type": "text", "text": text}]} for text in texts]


def test_a_request_is_found_by_what_goes_on_from_it() -> None:
    """By the same messages, and by more; not by fewer, by others, or with others round them."""
    lineages = Lineages()
    first = sent(said("a", "b"))
    lineages.keep("opening", first, None)
    assert lineages.find("opening", _AROUND, said("a", "b")) is first
    assert lineages.find("opening", _AROUND, said("a", "b", "c")) is first
    assert lineages.find("opening", _AROUND, said("a")) is None
    assert lineages.find("opening", _AROUND, said("a", "x", "c")) is None
    assert lineages.find("opening", ("Be brief.", None, "gpt-4o"), said("a", "b")) is None
    assert lineages.find("another", _AROUND, said("a", "b")) is None


def test_the_longest_is_found() -> None:
    """Of branches that both fit."""
    lineages = Lineages()
    short, long = sent(said("a")), sent(said("a", "b"))
    lineages.keep("opening", long, None)
    lineages.keep("opening", short, None)
    assert lineages.find("opening", _AROUND, said("a", "b", "c")) is long
    assert lineages.find("opening", _AROUND, said("a", "c")) is short


def test_what_goes_on_takes_the_place_of_what_it_goes_on_from() -> None:
    """One conversation is remembered once, however long it gets."""
    lineages = Lineages()
    earlier = sent(said("a"))
    lineages.keep("opening", earlier, None)
    for length in range(2, 20):
        later = sent(said(*map(str, range(length))))
        lineages.keep("opening", later, earlier)
        earlier = later
    assert len(lineages) == 1


def test_conversations_and_branches_are_bounded() -> None:
    """However many there are; the one used longest ago is forgotten first."""
    lineages = Lineages()
    for number in range(400):
        lineages.keep(f"opening {number}", sent(said(f"a {number}")), None)
    assert len(lineages) == 256
    assert lineages.find("opening 0", _AROUND, said("a 0")) is None
    assert lineages.find("opening 399", _AROUND, said("a 399")) is not None
    branches = Lineages()
    for number in range(50):
        branches.keep("opening", sent(said("a", f"b {number}")), None)
    assert len(branches) == 8
    assert branches.find("opening", _AROUND, said("a", "b 49", "c")) is not None


def test_callers_may_change_their_messages_afterwards() -> None:
    """What is remembered is what was sent then, at every depth."""
    lineages = Lineages()
    messages = said("a", "b")
    tools = [{"name": "f", "parameters": {"type": "object"}}]
    lineages.keep("opening", sent(messages, (None, tools, "gpt-4o")), None)
    kept = said("a", "b")
    message = messages[0]
    assert isinstance(message, dict)
    message["content"][0]["text"] = "other"
    tools[0]["parameters"] = {"type": "string"}
    assert lineages.find("opening", (None, [{"name": "f", "parameters": {"type": "object"}}], "gpt-4o"), kept) is not None
    assert lineages.find("opening", (None, tools, "gpt-4o"), kept) is None


def test_texts_are_bounded_too() -> None:
    """Long conversations push out others, and never the one that was just sent."""
    lineages = Lineages()
    for number in range(10):
        lineages.keep(f"opening {number}", sent(said(f"a {number}"), chars=20_000_000), None)
    assert len(lineages) == 3
    huge = sent(said("huge"), chars=10**9)
    lineages.keep("huge", huge, None)
    assert len(lineages) == 1
    assert lineages.find("huge", _AROUND, said("huge")) is huge
    # What has been forgotten takes no room any more.
    lineages.keep("huge", sent(said("huge", "b"), chars=10), huge)
    for number in range(3):
        lineages.keep(f"opening {number}", sent(said(f"a {number}"), chars=20_000_000), None)
    assert len(lineages) == 4


def test_copies_share_nothing_that_can_be_changed() -> None:
    """Dicts and lists are new, tuples stay tuples, and objects are the very same."""
    whole = object()
    value = {"list": [{"a": 1}], "tuple": ({"b": 2},), "object": whole}
    copy = frozen_copy(value)
    assert copy == value
    assert isinstance(copy, dict)
    assert copy["list"] is not value["list"]
    assert copy["list"][0] is not value["list"][0]  # type: ignore[index]
    assert isinstance(copy["tuple"], tuple)
    assert copy["object"] is whole


def test_all_strings_are_counted() -> None:
    """At any depth, and those of SDK objects."""
    message = ChatCompletionMessage(role="assistant", content="four")
    assert chars_in([{"a": "xx", "b": ({"c": ["yyy", 7, None, b"zz"]},)}, message]) == 7 + len("assistant") + len("four")


def test_the_longest_of_what_opens_so_comes_first() -> None:
    """For those who look for one that is not the same to the letter."""
    lineages = Lineages()
    short, long = sent(said("a")), sent(said("a", "b"))
    lineages.keep("opening", long, None)
    lineages.keep("opening", short, None)
    assert lineages.known("opening") == (long, short)
    assert lineages.known("another") == ()
