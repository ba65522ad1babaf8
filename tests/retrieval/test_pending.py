"""Tests of our calls in turns that the caller answers."""

from __future__ import annotations

import msgspec
import pytest
from openai.types.chat import ChatCompletionMessage

from headroom.messages import WireFormat
from headroom.retrieval.pending import Pending, anchors, found_at, grown_by, meant, openings, pending_of, put_back
from headroom.retrieval.replies import assistant_items, without_own_calls
from property_tests.strategies.replies import FORMATS, Call, Said, Wire, reply_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments="{}")
A = Call(id="call_a", name="read_file", arguments="{}")
B = Call(id="call_b", name="read_file", arguments="{}")
MIXED = Said(number=0, text="I look.", calls=(A, OWN, B))
ANSWERS = {"call_own": "the text"}


def kept_of(said: Said, wire_format: WireFormat) -> dict[str, Pending]:
    """What is kept of a reply, by what it is found by."""
    kept = pending_of(reply_of(said, wire_format), ANSWERS, wire_format)
    assert kept is not None
    return dict.fromkeys((kept.opening, *kept.anchors), kept)


def shown(said: Said, wire_format: WireFormat) -> list[Wire]:
    """What the caller keeps of a reply."""
    return assistant_items(without_own_calls(reply_of(said, wire_format), wire_format), wire_format)


def ids(items: list[object]) -> list[object]:
    """The ids in a list of items, calls before their outputs."""
    return [
        (item["type"], item.get("call_id", item.get("id")))
        for item in items
        if isinstance(item, dict) and item.get("type") != "message"
    ]


@pytest.mark.parametrize("wire_format", FORMATS)
def test_what_is_kept_survives_a_store(wire_format: WireFormat) -> None:
    """Known by the caller's first call, and the same after it was written and read."""
    kept = pending_of(reply_of(MIXED, wire_format), ANSWERS, wire_format)
    assert kept is not None
    assert kept.opening in openings(shown(MIXED, wire_format), wire_format)
    assert (kept.waits_for, len(set(kept.turn))) == (("call_a", "call_b"), 2)
    assert kept.anchors == (("call_a",) if wire_format == "openai_responses" else ())
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Pending) == kept


@pytest.mark.parametrize("wire_format", FORMATS)
def test_nothing_is_kept_of_other_turns(wire_format: WireFormat) -> None:
    """Of the caller's alone, of ours alone, of one that was cut, or where there is no answer."""
    for said in (
        Said(number=0, calls=(A,)),
        Said(number=0, calls=(OWN,)),
        msgspec.structs.replace(MIXED, is_cut=True),
    ):
        assert pending_of(reply_of(said, wire_format), ANSWERS, wire_format) is None
    assert pending_of(reply_of(MIXED, wire_format), {}, wire_format) is None


def test_chat_turns_become_what_the_model_made() -> None:
    """Also where the caller keeps SDK objects; the object is not changed."""
    message = ChatCompletionMessage.model_validate(shown(MIXED, "openai_chat")[0])
    results: list[object] = [{"role": "tool", "tool_call_id": name, "content": "ok"} for name in ("call_b", "call_a")]
    history = [{"role": "user", "content": "Go."}, message, *results]
    assert list(openings(history, "openai_chat").values()) == [(1,)]
    after = put_back(history, kept_of(MIXED, "openai_chat"), "openai_chat")
    turn = after[1]
    assert isinstance(turn, dict)
    assert [call["id"] for call in turn["tool_calls"]] == ["call_a", "call_own", "call_b"]
    assert after[2:] == [{"role": "tool", "tool_call_id": "call_own", "content": "the text"}, *results]
    assert message.tool_calls is not None
    assert len(message.tool_calls) == 2


def test_anthropic_results_come_first() -> None:
    """Before the caller's, in the message that holds them, whatever else that says."""
    results: list[object] = [{"type": "tool_result", "tool_use_id": name} for name in ("call_a", "call_b")]
    history = [*shown(MIXED, "anthropic"), {"role": "user", "content": [*results, {"type": "text", "text": "And?"}]}]
    turn, answered = put_back(history, kept_of(MIXED, "anthropic"), "anthropic")
    assert turn == assistant_items(reply_of(MIXED, "anthropic"), "anthropic")[0]
    assert isinstance(answered, dict)
    assert answered["content"] == [
        {"type": "tool_result", "tool_use_id": "call_own", "content": "the text"},
        *results,
        {"type": "text", "text": "And?"},
    ]


def test_items_are_put_where_they_stood() -> None:
    """The call between the caller's, its output before the caller's next one."""
    outputs = [{"type": "function_call_output", "call_id": name, "output": "ok"} for name in ("call_a", "call_b")]
    after = put_back([*shown(MIXED, "openai_responses"), *outputs], kept_of(MIXED, "openai_responses"), "openai_responses")
    assert ids(after) == [
        ("function_call", "call_a"),
        ("function_call", "call_own"),
        ("function_call", "call_b"),
        ("function_call_output", "call_own"),
        ("function_call_output", "call_a"),
        ("function_call_output", "call_b"),
    ]


def test_calls_of_ours_on_either_side_stay_in_one_run() -> None:
    """No output parts a call from the reasoning that it came of, as the model made all of them at once."""
    second = Call(id="call_own2", name="headroom_retrieve", arguments="{}")
    said = Said(number=0, thought="Hm.", calls=(OWN, A, second))
    kept = pending_of(reply_of(said, "openai_responses"), {**ANSWERS, "call_own2": "more"}, "openai_responses")
    assert kept is not None
    history: list[object] = [
        *shown(said, "openai_responses"),
        {"type": "function_call_output", "call_id": "call_a", "output": "ok"},
    ]
    after = put_back(history, dict.fromkeys((kept.opening, *kept.anchors), kept), "openai_responses")
    assert ids(after) == [
        ("reasoning", "rs_0"),
        *(("function_call", name) for name in ("call_own", "call_a", "call_own2")),
        *(("function_call_output", name) for name in ("call_own", "call_own2", "call_a")),
    ]


def test_an_output_never_comes_before_its_call() -> None:
    """Also where the caller puts each output behind its call."""
    first, second = (item for item in shown(MIXED, "openai_responses") if item["type"] == "function_call")
    outputs = [{"type": "function_call_output", "call_id": name, "output": "ok"} for name in ("call_a", "call_b")]
    after = put_back([first, outputs[0], second, outputs[1]], kept_of(MIXED, "openai_responses"), "openai_responses")
    names = ids(after)
    assert names.index(("function_call", "call_own")) < names.index(("function_call_output", "call_own"))


def test_the_server_that_has_the_calls_gets_the_outputs() -> None:
    """Where only outputs are sent, behind `previous_response_id`, ours goes with them."""
    outputs: list[object] = [{"type": "function_call_output", "call_id": name, "output": "ok"} for name in ("call_a", "call_b")]
    assert anchors(outputs, "openai_responses") == {"call_a": 0, "call_b": 1}
    after = put_back(outputs, kept_of(MIXED, "openai_responses"), "openai_responses")
    assert ids(after)[0] == ("function_call_output", "call_own")
    assert after[1:] == outputs


def test_a_history_of_references_gets_the_call_too() -> None:
    """The server looks up what they name, and ours is not among it."""
    references: list[object] = [{"type": "item_reference", "id": "fc_0_0"}, {"id": "fc_0_2"}]
    outputs: list[object] = [{"type": "function_call_output", "call_id": name, "output": "ok"} for name in ("call_a", "call_b")]
    after = put_back([*references, *outputs], kept_of(MIXED, "openai_responses"), "openai_responses")
    assert ids(after[2:])[:2] == [("function_call", "call_own"), ("function_call_output", "call_own")]


def test_reasoning_keeps_the_item_that_followed_it() -> None:
    """A turn of ours alone is kept by its reasoning item, which the provider does not take back without a follower."""
    second = Call(id="call_own2", name="headroom_retrieve", arguments="{}")
    said = Said(number=0, thought="Hm.", calls=(OWN, second))
    reply = reply_of(said, "openai_responses")
    kept = pending_of(reply, {**ANSWERS, "call_own2": "more"}, "openai_responses")
    assert kept is not None
    assert (kept.opening, kept.anchors, kept.waits_for) == ("", ("rs_0",), ())
    history: list[object] = [*shown(said, "openai_responses"), {"type": "message", "role": "assistant", "content": []}]
    assert anchors(history, "openai_responses") == {"rs_0": 0}
    after = put_back(history, {"rs_0": kept}, "openai_responses")
    assert ids(after) == [
        ("reasoning", "rs_0"),
        ("function_call", "call_own"),
        ("function_call", "call_own2"),
        ("function_call_output", "call_own"),
        ("function_call_output", "call_own2"),
    ]

    assert put_back(history[1:], {"rs_0": kept}, "openai_responses") == history[1:]


def results(wire_format: WireFormat, text: str = "ok") -> list[Wire]:
    """What the caller sends for its calls."""
    if wire_format == "openai_chat":
        return [{"role": "tool", "tool_call_id": name, "content": text} for name in ("call_a", "call_b")]
    if wire_format == "openai_responses":
        return [{"type": "function_call_output", "call_id": name, "output": text} for name in ("call_a", "call_b")]
    blocks: list[object] = [{"type": "tool_result", "tool_use_id": name, "content": text} for name in ("call_a", "call_b")]
    return [{"role": "user", "content": blocks}]


@pytest.mark.parametrize("wire_format", FORMATS)
def test_ids_alone_are_not_enough(wire_format: WireFormat) -> None:
    """A turn with the same ids and other arguments, or one call less, is another."""
    other = msgspec.structs.replace(A, arguments='{"path": "a"}')
    for calls in ((other, B), (A, msgspec.structs.replace(B, name="search")), (A,)):
        history = [*shown(Said(number=0, text="I look.", calls=calls), wire_format), *results(wire_format)]
        assert put_back(history, kept_of(MIXED, wire_format), wire_format) == history


@pytest.mark.parametrize("wire_format", FORMATS)
def test_of_turns_that_are_alike_one_is_meant(wire_format: WireFormat) -> None:
    """The one where it was found, also when more come behind it, or some before it are left out."""
    turn = [*shown(MIXED, wire_format), *results(wire_format)]
    history = [*turn, *turn, *turn]
    (kept,) = {id(each): each for each in kept_of(MIXED, wire_format).values()}.values()
    second = found_at(kept, history[: 2 * len(turn)], len(turn), wire_format)
    assert second.later == 0
    second = grown_by(second, turn, wire_format)
    assert grown_by(second, results(wire_format), wire_format) is second
    assert found_at(kept, history, len(turn), wire_format) == second
    once = put_back(turn, {"x": kept}, wire_format)
    assert put_back(history, {"x": second}, wire_format) == [*turn, *once, *turn]
    assert put_back(history[len(turn) :], {"x": second}, wire_format) == [*once, *turn]
    assert put_back(turn, {"x": second}, wire_format) == turn


@pytest.mark.parametrize("wire_format", FORMATS)
def test_a_history_without_such_turns_is_the_same(wire_format: WireFormat) -> None:
    """The very objects."""
    history = [{"role": "user", "content": "Go."}, *shown(Said(number=1, text="Hi."), wire_format)]
    after = put_back(history, kept_of(MIXED, wire_format), wire_format)
    assert all(one is other for one, other in zip(after, history, strict=True))
    assert put_back(history, {}, wire_format) == history
    assert anchors("text", wire_format) == {}
    assert openings("text", wire_format) == {}


def test_the_response_that_is_meant_is_the_last() -> None:
    """A caller knows the first round's id of a stream; the server goes on from the last."""
    assert meant({"previous_response_id": "resp_0", "x": 1}, {"resp_0": "resp_2"}) == {"previous_response_id": "resp_2", "x": 1}
    assert meant({"previous_response_id": "resp_9"}, {"resp_0": "resp_2"}) == {"previous_response_id": "resp_9"}
    assert meant({}, {"resp_0": "resp_2"}) == {}
