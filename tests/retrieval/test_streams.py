"""Tests of what all splices do alike."""

from __future__ import annotations

import json

import pytest

from headroom.messages import WireFormat
from headroom.retrieval.replies import other_calls, own_calls
from headroom.retrieval.streams import Emit, RoundEnd, splice_for
from property_tests.strategies.replies import FORMATS, Call, Said, events_of, reply_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
THEIRS = Call(id="call_theirs", name="read_file", arguments='{"path": "a"}')
ASKING = Said(number=0, text="I look.", calls=(OWN,))
MIXED = Said(number=0, text="I look.", calls=(OWN, THEIRS))
DONE = Said(number=1, text="Found it.")


def written(emits: list[Emit]) -> str:
    """What the caller gets, as text."""
    return json.dumps([emit.source if emit.value is None else emit.value for emit in emits])


@pytest.mark.parametrize("wire_format", FORMATS)
def test_text_flows_on_at_once(wire_format: WireFormat) -> None:
    """Before it is known whether a call of ours comes, and while one does."""
    splice = splice_for(wire_format)
    seen: list[Emit] = []
    for event in events_of(MIXED, wire_format, size=2):
        emits = splice.feed(event)
        seen.extend(emits)
        if '"I "' in json.dumps(event):
            assert [emit.source for emit in emits] == [event]
    assert "headroom_retrieve" not in written(seen)
    assert "call_theirs" in written(seen)


@pytest.mark.parametrize("wire_format", FORMATS)
def test_the_end_is_held_until_it_is_known(wire_format: WireFormat) -> None:
    """Dropped when the reply is continued, told when it is not."""
    ends = ('finish_reason": "', "message_stop", "response.completed")
    splice = splice_for(wire_format)
    first = [emit for event in events_of(ASKING, wire_format) for emit in splice.feed(event)]
    assert not any(end in written(first) for end in ends)
    end = splice.finish()
    assert end == RoundEnd(
        own=own_calls(reply_of(ASKING, wire_format), wire_format),
        others=0,
        reply={**end.reply, **reply_of(ASKING, wire_format)},
    )
    splice.resume()
    rest = [emit for event in events_of(DONE, wire_format) for emit in splice.feed(event)]
    assert any(end in written(rest) for end in ends)
    assert splice.finish() == RoundEnd()
    assert splice.conclude() == []


@pytest.mark.parametrize("wire_format", FORMATS)
def test_a_turn_with_calls_of_both_ends_for_the_caller(wire_format: WireFormat) -> None:
    """With the caller's calls, of which none is lost, and a reason to stop that says so."""
    splice = splice_for(wire_format)
    emits = [emit for event in events_of(MIXED, wire_format) for emit in splice.feed(event)]
    assert splice.finish().others == other_calls(reply_of(MIXED, wire_format), wire_format) == 1
    told = written([*emits, *splice.conclude()])
    assert "call_own" not in told
    assert {"openai_chat": '"tool_calls"', "anthropic": '"tool_use"', "openai_responses": "response.completed"}[
        wire_format
    ] in told
    assert splice.conclude() == []


@pytest.mark.parametrize("wire_format", FORMATS)
def test_only_what_the_server_keeps_has_another_name(wire_format: WireFormat) -> None:
    """The response shown is the first round's, the one to go on from is the last's."""
    splice = splice_for(wire_format)
    assert splice.alias is None
    for said in (ASKING, DONE):
        for event in events_of(said, wire_format):
            splice.feed(event)
        if said is ASKING:
            assert splice.alias is None
            splice.resume()
    assert splice.alias == (("resp_0", "resp_1") if wire_format == "openai_responses" else None)
