"""Tests of several rounds as one reply."""

from __future__ import annotations

import pytest

from headroom.messages import WireFormat
from headroom.retrieval.joining import added, joined, separator, summed_usage
from property_tests.strategies.replies import FORMATS, Call, Said, reply_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments="{}")
ROUNDS = (Said(number=0, thought="Hm.", text="I look. ", calls=(OWN,)), Said(number=1, text="Found it."))


def test_usages_are_summed_at_every_level() -> None:
    """Numbers alone; what one of them lacks is not lost."""
    one = {"a": 1, "details": {"cached": 5}, "tier": "standard", "only": None}
    other = {"a": 2, "details": {"cached": 7, "new": 1}, "tier": "priority", "only": 3, "flag": True}
    assert added(one, other) == {
        "a": 3,
        "details": {"cached": 12, "new": 1},
        "tier": "priority",
        "only": 3,
        "flag": True,
    }
    assert added(other, {"a": None}) == other


def test_the_last_reply_carries_the_sum() -> None:
    """A round that tells nothing is left out of it."""
    replies = [{"id": "a", "usage": {"n": 1}}, {"id": "b"}, {"id": "c", "usage": {"n": 2}}]
    assert summed_usage(replies) == {"id": "c", "usage": {"n": 3}}
    assert summed_usage([{"id": "a"}]) == {"id": "a"}


def test_texts_of_two_rounds_do_not_run_together() -> None:
    """An empty line between them, where neither side has white space there."""
    assert separator("wait", "got it") == "\n\n"
    assert [separator("wait ", "got"), separator("wait", "\ngot"), separator("", "got"), separator("wait", "")] == [""] * 4
    replies = [reply_of(Said(number=number, text=text), "openai_chat") for number, text in enumerate(("wait", "got it"))]
    assert joined(replies, "openai_chat")["choices"] == [
        {"index": 0, "message": {"role": "assistant", "content": "wait\n\ngot it"}, "finish_reason": "stop"}
    ]


@pytest.mark.parametrize("wire_format", FORMATS)
def test_one_round_is_itself(wire_format: WireFormat) -> None:
    """Nothing is added to a reply that needed no other."""
    reply = reply_of(ROUNDS[1], wire_format)
    assert joined([reply], wire_format) == reply


def test_what_all_rounds_said_is_said() -> None:
    """In their order, without ours; the last one's id and reason to stop."""
    chat = joined([reply_of(said, "openai_chat") for said in ROUNDS], "openai_chat")
    assert chat["choices"] == [
        {"index": 0, "message": {"role": "assistant", "content": "I look. Found it."}, "finish_reason": "stop"}
    ]
    message = joined([reply_of(said, "anthropic") for said in ROUNDS], "anthropic")
    blocks = message["content"]
    assert isinstance(blocks, list)
    assert [block["type"] for block in blocks] == ["thinking", "text", "text"]
    assert (message["id"], message["stop_reason"]) == ("msg_1", "end_turn")
    response = joined([reply_of(said, "openai_responses") for said in ROUNDS], "openai_responses")
    items = response["output"]
    assert isinstance(items, list)
    assert [item["type"] for item in items] == ["reasoning", "message", "message"]
    assert response["id"] == "resp_1"
