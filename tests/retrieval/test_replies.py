"""Tests of complete replies."""

from __future__ import annotations

import msgspec
import pytest
from openai._models import construct_type_unchecked
from openai.types.chat import ParsedChatCompletion
from openai.types.responses import ParsedResponse

from headroom.messages import WireFormat
from headroom.retrieval.replies import (
    OwnCall,
    assistant_items,
    has_own_calls,
    is_finished_for_tools,
    other_calls,
    own_calls,
    without_own_calls,
)
from property_tests.strategies.replies import FORMATS, Call, Said, Wire, reply_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
THEIRS = Call(id="call_theirs", name="read_file", arguments='{"path":"a", "n": 1.50}')
BOTH = Said(number=0, thought="Hm.", text="I look.", calls=(OWN, THEIRS))
ALONE = Said(number=0, thought="Hm.", calls=(OWN,))


@pytest.mark.parametrize("wire_format", FORMATS)
def test_our_calls_are_told_from_theirs(wire_format: WireFormat) -> None:
    """With their arguments as the model wrote them."""
    (call,) = own_calls(reply_of(BOTH, wire_format), wire_format)
    arguments: str | dict[str, object] = OWN.arguments
    if wire_format == "anthropic":
        arguments = {"hash": "3f9c0a1b2c3d4e5f60718293"}
    assert call == OwnCall("call_own", arguments)
    assert other_calls(reply_of(BOTH, wire_format), wire_format) == 1


@pytest.mark.parametrize("wire_format", FORMATS)
def test_a_reply_that_was_cut_asks_for_nothing(wire_format: WireFormat) -> None:
    """Its last call may be half of one; what is ours does not reach the caller all the same."""
    reply = reply_of(msgspec.structs.replace(BOTH, is_cut=True), wire_format)
    assert not is_finished_for_tools(reply, wire_format)
    assert own_calls(reply, wire_format) == ()
    assert has_own_calls(reply, wire_format)
    assert not has_own_calls(without_own_calls(reply, wire_format), wire_format)
    assert "headroom_retrieve" not in str(without_own_calls(reply, wire_format))


def test_several_choices_are_not_continued() -> None:
    """A conversation goes on from one; ours are taken out of each."""
    reply = reply_of(BOTH, "openai_chat")
    choices = reply["choices"]
    assert isinstance(choices, list)
    two: Wire = {**reply, "choices": [*choices, {**choices[0], "index": 1}]}
    assert own_calls(two, "openai_chat") == ()
    assert "headroom_retrieve" not in str(without_own_calls(two, "openai_chat"))


def test_a_forced_call_ends_with_stop() -> None:
    """As OpenAI has it where a certain function is demanded."""
    reply = reply_of(ALONE, "openai_chat")
    choices = reply["choices"]
    assert isinstance(choices, list)
    choices[0]["finish_reason"] = "stop"
    assert [call.id for call in own_calls(reply, "openai_chat")] == ["call_own"]


def test_reasons_to_stop_are_true_of_what_is_left() -> None:
    """Calls for the caller, or none; a chat message without calls has a text."""
    chat = without_own_calls(reply_of(ALONE, "openai_chat"), "openai_chat")
    assert chat["choices"] == [{"index": 0, "message": {"role": "assistant", "content": ""}, "finish_reason": "stop"}]
    assert without_own_calls(reply_of(ALONE, "anthropic"), "anthropic")["stop_reason"] == "end_turn"
    assert without_own_calls(reply_of(BOTH, "anthropic"), "anthropic")["stop_reason"] == "tool_use"
    assert without_own_calls(reply_of(BOTH, "openai_chat"), "openai_chat") == reply_of(
        msgspec.structs.replace(BOTH, calls=(THEIRS,)), "openai_chat"
    )


def test_what_the_provider_ran_itself_is_not_the_callers() -> None:
    """A hosted shell answers in the same reply; an approval is asked of the caller; a namespace is not our room."""
    shell: Wire = {"type": "shell_call", "id": "sh_1", "call_id": "c1"}
    output: Wire = {"type": "shell_call_output", "call_id": "c1"}
    approval: Wire = {"type": "mcp_approval_request", "id": "mcpr_1"}
    spaced: Wire = {
        "type": "function_call",
        "name": "headroom_retrieve",
        "namespace": "crm",
        "call_id": "c2",
        "arguments": "{}",
    }
    assert other_calls({"output": [shell, output]}, "openai_responses") == 0
    assert other_calls({"output": [shell, approval, spaced]}, "openai_responses") == 3
    server: Wire = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
    assert other_calls({"content": [server]}, "anthropic") == 0


def test_history_holds_the_words_to_the_byte() -> None:
    """Thinking with its signature, encrypted reasoning, arguments with their spelling."""
    (turn,) = assistant_items(reply_of(BOTH, "anthropic"), "anthropic")
    blocks = turn["content"]
    assert isinstance(blocks, list)
    assert blocks[0] == {"type": "thinking", "thinking": "Hm.", "signature": "EqQBCgIYAhIM/9+w=="}
    assert (
        assistant_items(reply_of(BOTH, "openai_responses"), "openai_responses") == reply_of(BOTH, "openai_responses")["output"]
    )
    (message,) = assistant_items(reply_of(BOTH, "openai_chat"), "openai_chat")
    calls = message["tool_calls"]
    assert isinstance(calls, list)
    assert calls[1]["function"]["arguments"] == THEIRS.arguments


def test_history_holds_nothing_that_is_refused_there() -> None:
    """Blank text blocks, sounds, and what an SDK parsed out of a text."""
    blank: Wire = {"content": [{"type": "text", "text": " \n"}, {"type": "text", "text": "a"}]}
    assert assistant_items(blank, "anthropic") == [{"role": "assistant", "content": [{"type": "text", "text": "a"}]}]
    spoken = {"role": "assistant", "content": None, "audio": {"id": "audio_1", "data": "UklGRg=="}, "parsed": {"a": 1}}
    function = {"name": "f", "arguments": "{}", "parsed_arguments": {}}
    calls = [{"id": "c", "type": "function", "function": function}]
    reply = construct_type_unchecked(
        type_=ParsedChatCompletion[None], value={"choices": [{"message": {**spoken, "tool_calls": calls}}]}
    )
    (message,) = assistant_items(reply, "openai_chat")
    assert message == {
        "role": "assistant",
        "content": None,
        "audio": {"id": "audio_1"},
        "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    }
    item = {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}", "parsed_arguments": {}}
    parsed = construct_type_unchecked(type_=ParsedResponse[None], value={"output": [item]})
    assert "parsed_arguments" not in assistant_items(parsed, "openai_responses")[0]


def test_a_reply_without_choices_says_nothing() -> None:
    """As some servers send when a filter struck."""
    assert assistant_items({"choices": []}, "openai_chat") == []
    assert without_own_calls({"choices": None}, "openai_chat") == {"choices": []}
