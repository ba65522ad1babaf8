"""Tests of telling the calls of a chat stream apart."""

from __future__ import annotations

from headroom.retrieval.chat_rounds import StreamedCalls, completion, grown
from property_tests.strategies.replies import Wire


def fragment(index: int | None, name: str | None = None, identity: str | None = None, arguments: str = "") -> Wire:
    """A fragment of a call as a chunk holds it."""
    function: Wire = {"arguments": arguments}
    if name is not None:
        function["name"] = name
    found: Wire = {"function": function}
    if index is not None:
        found["index"] = index
    if identity is not None:
        found["id"] = identity
    return found


def test_fragments_belong_to_the_call_of_their_index() -> None:
    """Whatever stands between."""
    calls = StreamedCalls()
    first = calls.call_of(fragment(0, "headroom_retrieve", "a"))
    second = calls.call_of(fragment(1, "search", "b"))
    assert first.is_own
    assert not second.is_own
    assert calls.call_of(fragment(0, arguments="{}")) is first
    assert calls.call_of(fragment(1, arguments="{}")) is second


def test_calls_of_one_index_are_told_by_their_ids() -> None:
    """Some servers give every call the same index, or none."""
    for index in (0, None):
        calls = StreamedCalls()
        first = calls.call_of(fragment(index, "search", "a"))
        assert calls.call_of(fragment(index, "search", "a")) is first
        second = calls.call_of(fragment(index, "headroom_retrieve", "b"))
        assert second is not first
        assert calls.call_of(fragment(index, arguments="{}")) is second


def test_a_name_in_pieces_is_decided_when_it_is_whole() -> None:
    """Ours when it has become ours; another's as soon as it cannot become ours, or goes on with arguments."""
    calls = StreamedCalls()
    assert not calls.call_of(fragment(0, "headroom_", "a")).is_decided
    ours = calls.call_of(fragment(0, "retrieve"))
    assert (ours.is_decided, ours.is_own) == (True, True)
    other = calls.call_of(fragment(1, "headroom", "b"))
    assert not other.is_decided
    known = calls.call_of(fragment(1, arguments="{"))
    assert known is other
    assert (known.is_decided, known.is_own) == (True, False)
    assert calls.call_of(fragment(2, "read", "c")).is_decided


def test_chunks_become_a_complete_reply() -> None:
    """With fields that nobody knows, and several choices."""
    head: Wire = {"id": "c1", "object": "chat.completion.chunk", "model": "m"}
    chunks: list[Wire] = [
        {**head, "choices": [{"index": 1, "delta": {"role": "assistant", "content": "B"}}]},
        {**head, "choices": [{"index": 0, "delta": {"role": "assistant", "reasoning_content": "H"}}]},
        {**head, "choices": [{"index": 0, "delta": {"reasoning_content": "m"}, "finish_reason": None}]},
        {**head, "choices": [{"index": 0, "delta": {"tool_calls": [{**fragment(0, "f", "a", "{"), "type": "function"}]}}]},
        {**head, "choices": [{"index": 0, "delta": {"tool_calls": [fragment(0, "f", "a", "}")]}}]},
        {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]},
        {**head, "choices": [{"index": 1, "delta": {}, "finish_reason": "stop"}], "usage": {"total_tokens": 3}},
    ]
    call: Wire = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    assert completion(chunks) == {
        "id": "c1",
        "object": "chat.completion",
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": "tool_calls",
                "message": {"role": "assistant", "reasoning_content": "Hm", "tool_calls": [call]},
            },
            {"index": 1, "finish_reason": "stop", "message": {"role": "assistant", "content": "B"}},
        ],
        "usage": {"total_tokens": 3},
    }


def test_what_is_told_piece_by_piece_grows() -> None:
    """Texts and lists at every level; a null takes nothing away."""
    assert grown(
        {"a": "x", "b": {"c": "y"}, "d": [1], "id": "i"}, {"a": "1", "b": {"c": "2"}, "d": [2], "id": "i", "e": None}
    ) == {
        "a": "x1",
        "b": {"c": "y2"},
        "d": [1, 2],
        "id": "i",
        "e": None,
    }
    assert grown({"a": "x"}, {"a": None}) == {"a": "x"}
