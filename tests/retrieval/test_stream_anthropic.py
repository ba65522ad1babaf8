"""Tests of Anthropic's events without our calls."""

from __future__ import annotations

from headroom.retrieval.stream_anthropic import AnthropicSplice
from headroom.retrieval.stream_events import Emit
from property_tests.strategies.replies import Call, Said, Wire, events_of

OWN = Call(id="toolu_own", name="headroom_retrieve", arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
THEIRS = Call(id="toolu_theirs", name="read_file", arguments='{"path": "a"}')


def fed(splice: AnthropicSplice, events: list[Wire]) -> list[Wire]:
    """What the caller gets for these events."""
    return values([emit for event in events for emit in splice.feed(event)])


def values(emits: list[Emit]) -> list[Wire]:
    """The events emitted, as dicts."""
    return [emit.value if emit.value is not None else emit.source for emit in emits]  # type: ignore[misc]


def test_blocks_behind_ours_move_up() -> None:
    """With their deltas and their end."""
    splice = AnthropicSplice()
    told = fed(splice, events_of(Said(number=0, text="I look.", calls=(OWN, THEIRS)), "anthropic"))
    block = [event for event in told if event.get("index") == 1]
    assert [event["type"] for event in block][0::2][0] == "content_block_start"
    assert block[-1]["type"] == "content_block_stop"
    assert not [event for event in told if event.get("index") == 2]


def test_the_end_counts_all_rounds() -> None:
    """Totals, as they are in this event; also of input, which the first event counted for its round alone."""
    splice = AnthropicSplice()
    fed(splice, events_of(Said(number=0, calls=(OWN,)), "anthropic"))
    splice.finish()
    splice.resume()
    told = fed(splice, events_of(Said(number=1, text="Found."), "anthropic"))
    (end,) = [event for event in told if event["type"] == "message_delta"]
    assert end["usage"] == {"input_tokens": 201, "cache_read_input_tokens": 14, "output_tokens": 41}
    assert end["delta"] == {"stop_reason": "end_turn", "stop_sequence": None}


def test_one_round_keeps_its_own_count() -> None:
    """Nothing is added to it."""
    splice = AnthropicSplice()
    fed(splice, events_of(Said(number=0, text="I look.", calls=(OWN,)), "anthropic"))
    end, stop = values(splice.conclude())
    assert end["usage"] == {"output_tokens": 20}
    assert end["delta"] == {"stop_reason": "end_turn", "stop_sequence": None}
    assert stop == {"type": "message_stop"}


def test_the_container_is_found_where_it_is_told() -> None:
    """At the end of the stream; a continuation needs it."""
    splice = AnthropicSplice()
    events = events_of(Said(number=0, calls=(OWN,)), "anthropic")
    delta = events[-2]["delta"]
    assert isinstance(delta, dict)
    delta["container"] = {"id": "container_1"}
    fed(splice, events)
    assert splice.finish().reply["container"] == {"id": "container_1"}


def test_citations_and_new_kinds_of_text_are_accumulated() -> None:
    """Deltas that nobody knows grow the field they name; broken arguments are none."""
    splice = AnthropicSplice()
    head = events_of(Said(number=0, calls=(OWN,)), "anthropic")
    deltas: list[Wire] = [
        {"type": "text_delta", "text": "See."},
        {"type": "citations_delta", "citation": {"cited_text": "A"}},
        {"type": "future_delta", "aside": "x"},
    ]
    block: list[Wire] = [
        {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": "", "aside": ""}},
        *({"type": "content_block_delta", "index": 1, "delta": delta} for delta in deltas),
        {"type": "content_block_start", "index": 2, "content_block": {"type": "tool_use", "id": "t", "name": "f", "input": {}}},
        {"type": "content_block_delta", "index": 2, "delta": {"type": "input_json_delta", "partial_json": "[1"}},
    ]
    fed(splice, [*head[:-2], *block, *head[-2:]])
    content = splice.finish().reply["content"]
    assert isinstance(content, list)
    assert content[1] == {"type": "text", "text": "See.", "aside": "x", "citations": [{"cited_text": "A"}]}
    assert content[2] == {"type": "tool_use", "id": "t", "name": "f", "input": {}}


def test_what_has_no_place_passes() -> None:
    """Pings, and events that nobody knows, in every round."""
    splice = AnthropicSplice()
    fed(splice, events_of(Said(number=0, calls=(OWN,)), "anthropic"))
    splice.resume()
    odd: list[Wire] = [{"type": "ping"}, {"type": "future", "x": 1}, {"type": "content_block_start"}]
    assert fed(splice, odd) == odd


def test_a_whole_message_in_the_last_event_does_not_show_ours() -> None:
    """As the SDK's own helper puts it there."""
    splice = AnthropicSplice()
    events = events_of(Said(number=0, calls=(OWN,)), "anthropic")
    events[-1]["message"] = {"content": [{"type": "tool_use", "name": "headroom_retrieve"}]}
    fed(splice, events)
    assert values(splice.conclude())[-1] == {"type": "message_stop"}
