"""Tests of the events of OpenAI's Responses API without our calls."""

from __future__ import annotations

from headroom.retrieval.stream_events import Emit
from headroom.retrieval.stream_openai_responses import ResponsesSplice
from property_tests.strategies.replies import Call, Said, Wire, events_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
THEIRS = Call(id="call_theirs", name="read_file", arguments='{"path": "a"}')
ASKING = Said(number=0, thought="Hm.", text="I look.", calls=(OWN,))


def fed(splice: ResponsesSplice, events: list[Wire]) -> list[Wire]:
    """What the caller gets for these events."""
    return values([emit for event in events for emit in splice.feed(event)])


def values(emits: list[Emit]) -> list[Wire]:
    """The events emitted, as dicts."""
    return [emit.value if emit.value is not None else emit.source for emit in emits]  # type: ignore[misc]


def response_of(event: Wire) -> Wire:
    """The response in an event."""
    response = event["response"]
    assert isinstance(response, dict)
    return response


def test_items_and_events_behind_ours_move_up() -> None:
    """So that neither places nor numbers have holes."""
    splice = ResponsesSplice()
    told = fed(splice, events_of(Said(number=0, text="I look.", calls=(OWN, THEIRS)), "openai_responses"))
    told += values(splice.conclude())
    assert [event["sequence_number"] for event in told] == list(range(len(told)))
    added = [(event["output_index"], event["item"]) for event in told if event["type"] == "response.output_item.added"]
    assert [(place, item["type"]) for place, item in added] == [(0, "message"), (1, "function_call")]  # type: ignore[index]


def test_the_last_event_holds_all_rounds() -> None:
    """Under the first one's id, for helpers refuse another; usage is summed."""
    splice = ResponsesSplice()
    fed(splice, events_of(ASKING, "openai_responses"))
    splice.finish()
    splice.resume()
    told = fed(splice, events_of(Said(number=1, text="Found."), "openai_responses"))
    assert told[0]["type"] == "response.output_item.added"
    response = response_of(told[-1])
    assert response["id"] == "resp_0"
    assert [item["id"] for item in response["output"]] == ["rs_0", "msg_0", "msg_1"]  # type: ignore[attr-defined]
    assert response["usage"] == {
        "input_tokens": 201,
        "input_tokens_details": {"cached_tokens": 128},
        "output_tokens": 40,
        "output_tokens_details": {"reasoning_tokens": 6},
        "total_tokens": 241,
    }


def test_items_are_collected_where_the_last_event_has_none() -> None:
    """Some backends leave them to the events before."""
    splice = ResponsesSplice()
    events = events_of(ASKING, "openai_responses")
    events[-1] = {**events[-1], "response": {**response_of(events[-1]), "output": []}}
    fed(splice, events)
    end = splice.finish()
    assert [call.id for call in end.own] == ["call_own"]
    output = end.reply["output"]
    assert isinstance(output, list)
    assert [item["type"] for item in output] == ["reasoning", "message", "function_call"]


def test_a_cut_stream_asks_for_nothing() -> None:
    """Its call may be half of one, and nothing was held."""
    splice = ResponsesSplice()
    fed(splice, events_of(ASKING, "openai_responses")[:-1])
    assert splice.finish().own == ()
    assert splice.conclude() == []


def test_failures_are_told() -> None:
    """A response that failed after a call of ours ends as it did, without the call."""
    splice = ResponsesSplice()
    events = events_of(ASKING, "openai_responses")
    failed: Wire = {
        "type": "response.failed",
        "sequence_number": 99,
        "response": {**response_of(events[-1]), "status": "failed"},
    }
    fed(splice, [*events[:-1], failed])
    assert splice.finish().own == ()
    (told,) = values(splice.conclude())
    assert told["type"] == "response.failed"
    assert "headroom_retrieve" not in str(told)


def test_gaps_that_came_stay() -> None:
    """Without a call of ours, indexes are as the backend has them."""
    splice = ResponsesSplice()
    event: Wire = {"type": "response.output_item.added", "output_index": 3, "item": {"type": "message"}, "sequence_number": 7}
    (emit,) = splice.feed(event)
    assert emit.value is None
