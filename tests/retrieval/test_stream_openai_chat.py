"""Tests of OpenAI's chunks without our calls."""

from __future__ import annotations

from headroom.retrieval.stream_events import Emit, RoundEnd
from headroom.retrieval.stream_openai_chat import ChatSplice
from property_tests.strategies.replies import Call, Said, Wire, events_of

OWN = Call(id="call_own", name="headroom_retrieve", arguments='{"hash": "3f9c0a1b2c3d4e5f60718293"}')
THEIRS = Call(id="call_theirs", name="read_file", arguments='{"path": "a"}')
HEAD: Wire = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def chunk(*fragments: Wire, content: str | None = None, reason: str | None = None, choice: int = 0) -> Wire:
    """A chunk of one choice."""
    delta: Wire = {"content": content} if content is not None else {}
    if fragments:
        delta["tool_calls"] = list(fragments)
    return {**HEAD, "choices": [{"index": choice, "delta": delta, "finish_reason": reason}]}


def call(name: str, identity: str = "a", index: int | None = 0, arguments: str = "") -> Wire:
    """The first fragment of a call."""
    found: Wire = {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}
    return found if index is None else {"index": index, **found}


def fed(splice: ChatSplice, chunks: list[Wire]) -> list[Wire]:
    """What the caller gets for these chunks."""
    return values([emit for each in chunks for emit in splice.feed(each)])


def values(emits: list[Emit]) -> list[Wire]:
    """The chunks emitted, as dicts."""
    return [emit.value if emit.value is not None else emit.source for emit in emits]  # type: ignore[misc]


def calls_in(chunks: list[Wire]) -> list[tuple[object, object]]:
    """Index and name of the calls that begin in the chunks."""
    found: list[tuple[object, object]] = []
    for each in chunks:
        choices = each["choices"]
        assert isinstance(choices, list)
        for choice in choices:
            begun = [each for each in choice["delta"].get("tool_calls", ()) if each["function"].get("name")]
            found.extend((fragment["index"], fragment["function"]["name"]) for fragment in begun)
    return found


def test_calls_behind_ours_move_up() -> None:
    """So that indexes have no holes."""
    splice = ChatSplice()
    told = fed(splice, events_of(Said(number=0, calls=(OWN, THEIRS)), "openai_chat"))
    assert calls_in(told) == [(0, "read_file")]


def test_text_beside_a_fragment_of_ours_flows_on() -> None:
    """In a chunk that holds both, also at the end."""
    splice = ChatSplice()
    told = fed(splice, [chunk(call("headroom_retrieve"), content="Let "), chunk(content="me.", reason="tool_calls")])
    assert told == [chunk(content="Let "), chunk(content="me.")]
    assert values(splice.conclude()) == [chunk(reason="stop")]


def test_a_name_in_pieces_waits_for_the_next() -> None:
    """Ours vanishes, another's comes out whole, with what came since."""
    splice = ChatSplice()
    pieces: list[Wire] = [call("headroom_"), {"index": 0, "function": {"name": "retrieve", "arguments": "{}"}}]
    assert fed(splice, [chunk(piece) for piece in pieces]) == []
    assert splice.feed(chunk(reason="tool_calls")) == []
    assert [own.id for own in splice.finish().own] == ["a"]

    other = ChatSplice()
    assert fed(other, [chunk(call("headroom")), chunk(content="x")]) == [chunk(content="x")]
    told = fed(
        other, [chunk({"index": 0, "function": {"arguments": "{"}}), chunk({"index": 0, "function": {"arguments": "}"}})]
    )
    assert told == [chunk(call("headroom", arguments="{")), chunk({"index": 0, "function": {"arguments": "}"}})]
    assert other.finish() == RoundEnd()


def test_a_name_that_never_goes_on_is_another_tools() -> None:
    """It comes out at the end, or where the stream was cut."""
    ended = ChatSplice()
    told = fed(ended, [chunk(call("headroom", arguments="")), chunk(reason="tool_calls")])
    assert calls_in(told) == [(0, "headroom")]
    cut = ChatSplice()
    assert fed(cut, [chunk(call("headroom"))]) == []
    assert calls_in(values(cut.conclude())) == [(0, "headroom")]


def test_calls_that_share_an_index_are_told_apart() -> None:
    """As some servers send them; with a call of ours among them, theirs are counted anew."""
    splice = ChatSplice()
    told = fed(
        splice,
        [
            chunk(call("headroom_retrieve", "a", 0, "{}"), call("search", "b", 0, "{}")),
            chunk(call("read_file", "c", None, "{}")),
            chunk(reason="tool_calls"),
        ],
    )
    assert calls_in([*told, *values(splice.conclude())]) == [(0, "search"), (1, "read_file")]


def test_the_role_is_told_once() -> None:
    """Helpers put texts together, the role too; the first round's id and time are every chunk's."""
    splice = ChatSplice()
    fed(splice, events_of(Said(number=0, calls=(OWN,)), "openai_chat"))
    splice.resume()
    told = fed(splice, events_of(Said(number=1, text="Found."), "openai_chat"))
    assert not any("role" in choice["delta"] for each in told for choice in each["choices"])  # type: ignore[attr-defined]
    assert {(each["id"], each["created"]) for each in told} == {("chatcmpl-0", 1_760_000_000)}


def test_texts_of_two_rounds_do_not_run_together() -> None:
    """The first text of a round brings the empty line along, also over a round that says nothing."""
    splice = ChatSplice()
    told = fed(splice, events_of(Said(number=0, text="wait", calls=(OWN,)), "openai_chat"))
    splice.resume()
    fed(splice, events_of(Said(number=1, calls=(OWN,)), "openai_chat"))
    splice.resume()
    told += fed(splice, events_of(Said(number=2, text="got it", calls=(OWN,)), "openai_chat", size=3))
    texts = [choice["delta"].get("content") for each in told for choice in each["choices"]]  # type: ignore[attr-defined]
    assert [text for text in texts if text] == ["wait", "\n\ngot", " it"]


def test_usage_is_summed_where_it_is_told() -> None:
    """In the last chunk of the last round; where the provider tells none, none is made up."""
    splice = ChatSplice()
    fed(splice, events_of(Said(number=0, calls=(OWN,)), "openai_chat"))
    splice.resume()
    told = fed(splice, events_of(Said(number=1, text="Found."), "openai_chat"))
    assert told[-1]["usage"] == {
        "prompt_tokens": 201,
        "completion_tokens": 40,
        "total_tokens": 241,
        "prompt_tokens_details": {"cached_tokens": 128},
    }
    silent = ChatSplice()
    for said in (Said(number=0, calls=(OWN,)), Said(number=1, text="Found.")):
        chunks = [{name: value for name, value in each.items() if name != "usage"} for each in events_of(said, "openai_chat")]
        told = fed(silent, chunks[:-1])
        if said.number == 0:
            silent.resume()
    assert not any("usage" in each for each in told)


def test_several_choices_lose_ours_and_are_not_continued() -> None:
    """The choice without a call of ours is not held up by the other."""
    splice = ChatSplice()
    end = chunk(reason="stop", choice=0)
    assert fed(splice, [chunk(call("headroom_retrieve"), choice=1), end]) == [end]
    assert fed(splice, [chunk(reason="tool_calls", choice=1)]) == []
    assert splice.finish().own == ()
    assert values(splice.conclude()) == [chunk(reason="stop", choice=1)]


def test_a_cut_reply_keeps_its_reason() -> None:
    """It ran into its limit, whatever is left of it."""
    splice = ChatSplice()
    fed(splice, [chunk(call("headroom_retrieve")), chunk(reason="length")])
    assert splice.finish().own == ()
    assert values(splice.conclude()) == [chunk(reason="length")]
