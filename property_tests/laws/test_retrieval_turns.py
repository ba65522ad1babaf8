"""Turns with calls of ours: continued, or taken apart for the caller and put together again, they stay what is accepted."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence

import msgspec
from anthropic._models import construct_type_unchecked as made_by_anthropic
from anthropic.types import Message
from hypothesis import given
from hypothesis import strategies as st
from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletion
from openai.types.responses import Response

from headroom.messages import WireFormat
from headroom.retrieval.continuation import continued
from headroom.retrieval.joining import joined
from headroom.retrieval.marker import TOOL_NAME
from headroom.retrieval.pending import Pending, anchors, openings, pending_of, put_back
from headroom.retrieval.replies import assistant_items, other_calls, own_calls, without_own_calls
from headroom.retrieval.tool import tool_definition
from headroom.wire import anthropic_rules, openai_responses_rules, openai_rules
from headroom.wire.codec import decode
from property_tests.strategies.anthropic_messages import anthropic_messages
from property_tests.strategies.openai_messages import openai_messages
from property_tests.strategies.replies import FORMATS, Said, Wire, reply_of, rounds, said
from property_tests.strategies.responses_items import responses_items

_FORMATS = st.sampled_from(FORMATS)
_RULES = {
    "openai_chat": openai_rules.ORDER_RULES,
    "openai_responses": openai_responses_rules.ORDER_RULES,
    "anthropic": anthropic_rules.ORDER_RULES,
}
_FIELDS: dict[WireFormat, str] = {"openai_chat": "messages", "openai_responses": "input", "anthropic": "messages"}


def object_of(reply: Wire, wire_format: WireFormat) -> object:
    """The reply as the provider's SDK has it."""
    kinds: dict[WireFormat, type[object]] = {"openai_chat": ChatCompletion, "openai_responses": Response, "anthropic": Message}
    return (made_by_anthropic if wire_format == "anthropic" else made_by_openai)(value=reply, type_=kinds[wire_format])


@st.composite
def histories(draw: st.DrawFn, wire_format: WireFormat) -> list[object]:
    """A valid history that ends with the user."""
    if wire_format == "openai_responses":
        return [*draw(responses_items()), {"role": "user", "content": "Go on."}]
    messages = draw(openai_messages() if wire_format == "openai_chat" else anthropic_messages())
    return [*messages, {"role": "user", "content": "Go on."}] if role(messages[-1]) != "user" else messages


def role(message: object) -> object:
    """The role of a wire message."""
    return message["role"] if isinstance(message, dict) else None


def breaches(messages: Sequence[object], wire_format: WireFormat) -> set[str]:
    """The rules that a history breaks."""
    tools = [tool_definition(wire_format)]
    decoded = decode(list(messages), tools=tools, format=wire_format).unwrap()
    rules = _RULES[wire_format]
    return {name for name, rule in rules.items() if any(rule(decoded))}


def never_had(spoken: Said) -> set[str]:
    """The rule of calls that lost their reasoning, where the model made them without any right before them."""
    return set() if spoken.thought and not spoken.text else {"R3-call"}


def results(calls: Sequence[str], wire_format: WireFormat) -> list[Wire]:
    """What a caller sends for its own calls."""
    if wire_format == "openai_chat":
        return [{"role": "tool", "tool_call_id": call, "content": "ok"} for call in calls]
    if wire_format == "openai_responses":
        return [{"type": "function_call_output", "call_id": call, "output": "ok"} for call in calls]
    blocks: list[object] = [{"type": "tool_result", "tool_use_id": call, "content": "ok"} for call in calls]
    return [{"role": "user", "content": blocks or "Thanks."}]


def answers_of(spoken: Said) -> dict[str, str]:
    """An answer to each call of ours."""
    return {call.id: f"[headroom: the whole of original, 1 line]\n{call.id}" for call in spoken.own}


@given(st.data(), _FORMATS, said(own=(1, 3), others=(0, 0)), st.booleans(), st.booleans())
def test_a_continued_request_is_accepted(
    data: st.DataObject, wire_format: WireFormat, spoken: Said, last: bool, typed: bool
) -> None:
    """Its history is as valid as before, begins with the caller's very messages and holds the model's words to the byte."""
    whole = msgspec.structs.replace(spoken, is_cut=False)
    history = data.draw(histories(wire_format))
    field = _FIELDS[wire_format]
    body: Wire = {"model": "m", field: history, "tools": [{"name": "search"}, tool_definition(wire_format)], "x": 1}
    kept = copy.deepcopy(body)
    reply = reply_of(whole, wire_format)
    following = continued(body, object_of(reply, wire_format) if typed else reply, answers_of(whole), wire_format, last=last)
    assert body == kept
    messages = following[field]
    assert isinstance(messages, list)
    assert all(after is before for after, before in zip(messages, history, strict=False))
    assert breaches(messages, wire_format) <= breaches(history, wire_format) | never_had(whole)
    assert {name: following[name] for name in body if name != field} == {name: body[name] for name in body if name != field}
    assert set(following) - set(body) == ({"tool_choice"} if last else set())
    said_again = json.dumps(messages[len(history) :])
    assert all(json.dumps(answer) in said_again for answer in answers_of(whole).values())
    for item in assistant_items(reply, wire_format):
        assert item in messages


@given(st.data(), _FORMATS, said(own=(0, 2), others=(1, 3)), st.booleans(), st.booleans())
def test_put_back_turns_are_accepted(
    data: st.DataObject, wire_format: WireFormat, spoken: Said, typed: bool, reordered: bool
) -> None:
    """Also after the caller wrote the history anew: valid if it was, ours inside, twice as once, and none of it invented."""
    whole = msgspec.structs.replace(spoken, is_cut=False)
    history = data.draw(histories(wire_format))
    reply = reply_of(whole, wire_format)
    shown = assistant_items(without_own_calls(object_of(reply, wire_format) if typed else reply, wire_format), wire_format)
    calls = [call.id for call in whole.others]
    given_back = [*history, *shown, *results(calls[::-1] if reordered else calls, wire_format)]
    kept = pending_of(reply, answers_of(whole), wire_format)
    if kept is None:
        assert not whole.own
        return
    restored = msgspec.json.decode(msgspec.json.encode(kept), type=Pending)
    assert restored == kept
    places = openings(given_back, wire_format) | anchors(given_back, wire_format)
    assert set(kept.anchors) - set(kept.waits_for) <= set(places)
    assert not kept.waits_for or kept.opening in places
    pending = dict.fromkeys((kept.opening, *kept.anchors), restored)
    before = copy.deepcopy(given_back)
    after = put_back(given_back, pending, wire_format)
    assert given_back == before
    assert breaches(after, wire_format) <= breaches(given_back, wire_format) | never_had(whole)
    assert all(one is other for one, other in zip(after, history, strict=False))
    written = json.dumps(after)
    assert all(json.dumps(answer) in written and json.dumps(call) in written for call, answer in answers_of(whole).items())
    if wire_format != "openai_responses":
        # The turn is what the model made of it.
        assert after[len(history)] == assistant_items(reply, wire_format)[0]
    else:
        made = [item for item in after[len(history) :] if isinstance(item, dict) and item["type"] != "function_call_output"]
        assert made == assistant_items(reply, wire_format)
    assert put_back(after, pending, wire_format) == after


@given(st.data(), _FORMATS, said(own=(1, 2), others=(1, 2)))
def test_nothing_is_put_into_a_turn_that_is_not_whole(data: st.DataObject, wire_format: WireFormat, spoken: Said) -> None:
    """Without all of the caller's results, the history stays as it came."""
    whole = msgspec.structs.replace(spoken, is_cut=False)
    history = data.draw(histories(wire_format))
    reply = reply_of(whole, wire_format)
    kept = pending_of(reply, answers_of(whole), wire_format)
    assert kept is not None
    shown = assistant_items(without_own_calls(reply, wire_format), wire_format)
    given_back = [*history, *shown, *results([call.id for call in whole.others[1:]], wire_format)]
    after = put_back(given_back, dict.fromkeys((kept.opening, *kept.anchors), kept), wire_format)
    assert len(after) == len(given_back)
    assert all(one is other for one, other in zip(after, given_back, strict=True))


@given(_FORMATS, said(), st.booleans())
def test_the_caller_sees_a_reply_without_ours(wire_format: WireFormat, spoken: Said, typed: bool) -> None:
    """None of ours, all of the caller's, everything else as it came, and a reason to stop that is true."""
    reply = reply_of(spoken, wire_format)
    kept = copy.deepcopy(reply)
    given_reply = object_of(reply, wire_format) if typed else reply
    assert [call.id for call in own_calls(given_reply, wire_format)] == ([] if spoken.is_cut else [c.id for c in spoken.own])
    assert other_calls(given_reply, wire_format) == len(spoken.others)
    shown = without_own_calls(given_reply, wire_format)
    assert reply == kept
    assert f'"{TOOL_NAME}"' not in json.dumps(shown)
    expected = reply_of(msgspec.structs.replace(spoken, calls=spoken.others), wire_format)
    if wire_format == "openai_chat" and spoken.own and not spoken.others and not spoken.text:
        assert shown["choices"] == [
            {
                "index": 0,
                "message": {"role": "assistant", "content": ""},
                "finish_reason": "length" if spoken.is_cut else "stop",
            }
        ]
    elif wire_format == "openai_responses":
        calls = [item["call_id"] for item in items(shown) if item["type"] == "function_call"]
        assert calls == [call.id for call in spoken.others]
    else:
        assert shown == expected
    if not spoken.own:
        assert shown == reply


def items(reply: Wire) -> list[Wire]:
    """The items of a response."""
    output = reply["output"]
    assert isinstance(output, list)
    return output


@given(rounds(), _FORMATS)
def test_all_rounds_are_billed(replies: tuple[Said, ...], wire_format: WireFormat) -> None:
    """The usage of the joined reply is the sum, at every level."""
    wholes = [reply_of(spoken, wire_format) for spoken in replies]
    total = numbers(joined(wholes, wire_format)["usage"])
    assert total == {path: sum(numbers(whole["usage"])[path] for whole in wholes) for path in total}


def numbers(value: object, path: str = "") -> dict[str, int]:
    """The numbers in a value by their path."""
    if isinstance(value, dict):
        return {name: number for key, inner in value.items() for name, number in numbers(inner, f"{path}.{key}").items()}
    return {path: value} if isinstance(value, int) else {}
