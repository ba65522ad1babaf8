"""Tests of what a turn is known again by."""

from __future__ import annotations

import pytest
from openai.types.chat import ChatCompletionMessage

from headroom.messages import WireFormat
from headroom.retrieval.replies import asked_of_caller, assistant_items
from headroom.retrieval.turns import answered, asked, call_digest, calls_by_turn, standing_before, turn_calls, turns_with
from property_tests.strategies.replies import FORMATS, Call, Said, Wire, reply_of

THEIRS = Call(id="call_a", name="read_file", arguments='{"path": "a", "limit": 1.0}')
OWN = Call(id="call_own", name="headroom_retrieve", arguments="{}")


def digests(call: Call, wire_format: WireFormat) -> list[str]:
    """Of the caller's calls in a history with this call."""
    items = assistant_items(reply_of(Said(number=0, text="Hm.", calls=(OWN, call)), wire_format), wire_format)
    return [call_digest(each, wire_format) for _, calls in calls_by_turn(items, wire_format) for each in calls]


def chat_call(arguments: object, **function: object) -> Wire:
    """A call as chat messages hold it."""
    return {"id": "call_a", "type": "function", "function": {"name": "read_file", "arguments": arguments, **function}}


@pytest.mark.parametrize("wire_format", FORMATS)
def test_a_call_is_its_id_its_name_and_what_it_says(wire_format: WireFormat) -> None:
    """However its arguments are written."""
    (known,) = digests(THEIRS, wire_format)
    same = Call(id="call_a", name="read_file", arguments='{"limit":1,"path":"\\u0061"}')
    assert digests(same, wire_format) == [known]
    others = [
        Call(id="call_b", name=THEIRS.name, arguments=THEIRS.arguments),
        Call(id="call_a", name="search", arguments=THEIRS.arguments),
        Call(id="call_a", name=THEIRS.name, arguments='{"path": "b", "limit": 1.0}'),
    ]
    assert known not in [found for other in others for found in digests(other, wire_format)]


def test_arguments_that_are_no_json_are_taken_as_they_are() -> None:
    """None at all are the empty object; too deep ones are left out."""
    assert call_digest(chat_call(""), "openai_chat") == call_digest(chat_call("{}"), "openai_chat")
    assert call_digest(chat_call("{a"), "openai_chat") != call_digest(chat_call("{b"), "openai_chat")
    deep = call_digest(chat_call("[" * 100_000 + "]" * 100_000), "openai_chat")
    assert deep != call_digest(chat_call("{}"), "openai_chat")
    custom = {"id": "call_a", "type": "custom", "custom": {"name": "run", "input": "ls"}}
    assert call_digest(custom, "openai_chat") != call_digest(
        {**custom, "custom": {"name": "run", "input": "cd"}}, "openai_chat"
    )


def test_an_object_of_the_sdk_is_the_same_as_its_dict() -> None:
    """Callers keep either."""
    (message,) = assistant_items(reply_of(Said(number=0, calls=(THEIRS,)), "openai_chat"), "openai_chat")
    (call,) = turn_calls(ChatCompletionMessage.model_validate(message), "openai_chat")
    (other,) = turn_calls(message, "openai_chat")
    assert call_digest(call, "openai_chat") == call_digest(other, "openai_chat")
    assert turn_calls({**message, "role": "user"}, "openai_chat") == ()


@pytest.mark.parametrize("wire_format", FORMATS)
def test_turns_are_found_by_all_their_calls(wire_format: WireFormat) -> None:
    """In order and without ours; each once."""
    second = Call(id="call_b", name="read_file", arguments="{}")
    items = assistant_items(reply_of(Said(number=0, calls=(THEIRS, OWN, second)), wire_format), wire_format)
    pieces = tuple(call for item in items for call in turn_calls(item, wire_format)) or tuple(items)
    wanted = [call_digest(call, wire_format) for call in asked_of_caller(pieces, wire_format)]
    history = [*items, {"role": "user", "content": "Again."}, *items]
    found = turns_with(history, ("call_a", "call_b"), wanted, wire_format)
    assert found == (((0, 2), (4, 6)) if wire_format == "openai_responses" else ((0,), (2,)))
    assert turns_with(history, ("call_b", "call_a"), wanted[::-1], wire_format) == ()
    assert turns_with(history, ("call_a", "call_b"), wanted[::-1], wire_format) == ()
    assert turns_with(history, (), (), wire_format) == ()


def test_items_ask_and_answer_by_id() -> None:
    """Approvals by ids of their own."""
    assert [asked({"type": "function_call", "call_id": "a"}), asked({"type": "mcp_approval_request", "id": "b"})] == ["a", "b"]
    assert answered({"type": "function_call_output", "call_id": "a"}) == "a"
    assert answered({"type": "mcp_approval_response", "approval_request_id": "b"}) == "b"
    assert [asked({"role": "user"}), answered({"role": "user"})] == ["", ""]


def test_what_stands_before_is_what_people_and_tools_said() -> None:
    """Whole or in two parts, as text or in parts, with cache marks or without; not what the model or the system says."""
    user: Wire = {"role": "user", "content": "Go."}
    known = standing_before((), [user], 1)
    assert standing_before([user], (), 0) == standing_before("Go.", (), 0) == known
    in_parts: Wire = {"role": "user", "content": [{"type": "text", "text": "Go.", "cache_control": {"type": "ephemeral"}}]}
    assert standing_before([in_parts], (), 0) == known
    assert (
        standing_before([{"role": "system", "content": "It is 9."}, user, {"role": "assistant", "content": "x"}], (), 0)
        == known
    )
    assert standing_before((), [user, user], 1) == known != standing_before((), [user, user], 2)
    assert standing_before(None, [user], 1) == ""
    results: list[list[Wire]] = [
        [{"role": "tool", "tool_call_id": name, "content": text}] for name, text in (("a", "x"), ("b", "x"), ("a", "y"))
    ]
    results += [[{"type": "function_call_output", "call_id": "c", "output": "x"}]]
    block: Wire = {"type": "tool_result", "tool_use_id": "d", "content": [{"type": "text", "text": "x"}]}
    results += [[{"role": "user", "content": [block]}]]
    results += [[{"role": "user", "content": [{**block, "content": "y"}]}]]
    assert len({known, *(standing_before([user, *each], (), 0) for each in results)}) == len(results) + 1
