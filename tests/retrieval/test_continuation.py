"""Tests of the request of the next round."""

from __future__ import annotations

import pytest

from headroom.messages import WireFormat
from headroom.retrieval.continuation import continued
from property_tests.strategies.replies import FORMATS, Call, Said, Wire, reply_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments="{}")
THEIRS = Call(id="call_theirs", name="read_file", arguments="{}")
ASKING = Said(number=0, thought="Hm.", text="I look.", calls=(OWN,))
ANSWERS = {"call_own": "the text"}
TOOLS: list[object] = [{"name": "headroom_retrieve"}]


def following(wire_format: WireFormat, body: Wire, *, last: bool = False) -> Wire:
    """The body of the next round."""
    return continued(body, reply_of(ASKING, wire_format), ANSWERS, wire_format, last=last)


def types_of(items: object) -> list[object]:
    """The types of items, or their roles."""
    assert isinstance(items, list)
    return [item.get("type", item.get("role")) for item in items]


def test_chat_gets_the_turn_and_a_tool_message() -> None:
    """Behind what was there."""
    user: Wire = {"role": "user", "content": "Go."}
    messages = following("openai_chat", {"messages": [user]})["messages"]
    assert isinstance(messages, list)
    assert messages[0] is user
    assert messages[2:] == [{"role": "tool", "tool_call_id": "call_own", "content": "the text"}]
    assert messages[1]["content"] == "I look."


def test_anthropic_gets_the_turn_and_a_result_block() -> None:
    """And the container in which the model ran things, where it named one."""
    body: Wire = {"messages": [{"role": "user", "content": "Go."}]}
    messages = following("anthropic", body)["messages"]
    assert isinstance(messages, list)
    assert messages[2] == {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "call_own", "content": "the text"}],
    }
    reply = {**reply_of(ASKING, "anthropic"), "container": {"id": "container_1"}}
    assert continued(body, reply, ANSWERS, "anthropic", last=False)["container"] == "container_1"
    assert continued({**body, "container": "mine"}, reply, ANSWERS, "anthropic", last=False)["container"] == "mine"


@pytest.mark.parametrize("begun", ["Well,", [{"type": "text", "text": "Well,"}]])
def test_a_prefill_becomes_part_of_the_turn(begun: object) -> None:
    """So that roles alternate as they did."""
    body: Wire = {"messages": [{"role": "user", "content": "Go."}, {"role": "assistant", "content": begun}]}
    messages = following("anthropic", body)["messages"]
    assert isinstance(messages, list)
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    assert messages[1]["content"][0] == {"type": "text", "text": "Well,"}
    assert types_of(messages[1]["content"])[1:] == ["thinking", "text", "tool_use"]


def test_responses_get_items() -> None:
    """A text becomes a message; a response that the request goes on from stays named."""
    body = following("openai_responses", {"input": "Go.", "previous_response_id": "resp_x"})
    assert types_of(body["input"]) == ["user", "reasoning", "message", "function_call", "function_call_output"]
    assert body["previous_response_id"] == "resp_x"


def test_what_the_server_keeps_is_not_sent_twice() -> None:
    """A conversation of the server's has the reply already."""
    body = following("openai_responses", {"input": "Go.", "conversation": "conv_1"})
    assert types_of(body["input"]) == ["user", "function_call_output"]


def test_reasoning_that_nobody_kept_is_left_out() -> None:
    """Without storage, only encrypted reasoning can be sent, and ids name nothing."""
    kept = following("openai_responses", {"input": [], "store": False})
    assert types_of(kept["input"]) == ["reasoning", "message", "function_call", "function_call_output"]
    reply = reply_of(ASKING, "openai_responses")
    output = reply["output"]
    assert isinstance(output, list)
    del output[0]["encrypted_content"]
    dropped = continued({"input": [], "store": False}, reply, ANSWERS, "openai_responses", last=False)["input"]
    assert types_of(dropped) == ["message", "function_call", "function_call_output"]
    assert isinstance(dropped, list)
    assert not any("id" in item for item in dropped)
    stored = continued({"input": []}, reply, ANSWERS, "openai_responses", last=False)["input"]
    assert types_of(stored)[0] == "reasoning"


@pytest.mark.parametrize("wire_format", FORMATS)
def test_the_last_round_takes_no_more_calls(wire_format: WireFormat) -> None:
    """Where the caller left it to the model; a choice of the caller's stands, and without tools there is none to make."""
    none = {"type": "none"} if wire_format == "anthropic" else "none"
    auto = {"type": "auto"} if wire_format == "anthropic" else "auto"
    forced = {"type": "tool", "name": "x"} if wire_format == "anthropic" else "required"
    assert following(wire_format, {"tools": TOOLS}, last=True)["tool_choice"] == none
    assert following(wire_format, {"tools": TOOLS, "tool_choice": auto}, last=True)["tool_choice"] == none
    assert following(wire_format, {"tools": TOOLS, "tool_choice": forced}, last=True)["tool_choice"] == forced
    assert "tool_choice" not in following(wire_format, {}, last=True)
    assert "tool_choice" not in following(wire_format, {"tools": TOOLS})


@pytest.mark.parametrize("wire_format", FORMATS)
def test_only_turns_of_ours_alone_are_continued(wire_format: WireFormat) -> None:
    """Everything else is a mistake of whoever asks."""
    mixed = reply_of(Said(number=0, calls=(OWN, THEIRS)), wire_format)
    for reply, answers in ((mixed, ANSWERS), (reply_of(Said(number=0, text="Hi."), wire_format), ANSWERS)):
        with pytest.raises(ValueError, match="all ours"):
            continued({}, reply, answers, wire_format, last=False)
    with pytest.raises(ValueError, match="call_own"):
        continued({}, reply_of(ASKING, wire_format), {}, wire_format, last=False)
