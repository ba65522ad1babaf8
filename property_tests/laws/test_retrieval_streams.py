"""Spliced streams: untouched without a call of ours, and with one as if there had been none."""

from __future__ import annotations

import json
from collections.abc import Sequence

from anthropic._models import construct_type_unchecked as made_by_anthropic
from anthropic.lib.streaming._messages import accumulate_event
from anthropic.types import ParsedMessage, RawMessageStreamEvent
from hypothesis import given
from hypothesis import strategies as st
from openai import omit
from openai._models import construct_type_unchecked as made_by_openai
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.lib.streaming.responses._responses import ResponseStreamState
from openai.types.chat import ChatCompletionChunk
from openai.types.responses import ResponseStreamEvent

from headroom.messages import WireFormat
from headroom.retrieval.fields import as_dict
from headroom.retrieval.joining import joined
from headroom.retrieval.marker import TOOL_NAME
from headroom.retrieval.streams import Emit, RoundEnd, splice_for
from property_tests.strategies.replies import FORMATS, Said, Wire, events_of, reply_of, rounds, said, streamed_in

_FORMATS = st.sampled_from(FORMATS)


def parsed(event: Wire, wire_format: WireFormat) -> object:
    """The event as the provider's SDK has it."""
    if wire_format == "openai_chat":
        return made_by_openai(value=event, type_=ChatCompletionChunk)
    return anthropic_event(event) if wire_format == "anthropic" else responses_event(event)


def anthropic_event(event: Wire) -> RawMessageStreamEvent:
    """The event as Anthropic's SDK makes it of what comes."""
    return made_by_anthropic(value=event, type_=RawMessageStreamEvent)  # type: ignore[arg-type]


def responses_event(event: Wire) -> ResponseStreamEvent:
    """The event as OpenAI's SDK makes it of what comes."""
    return made_by_openai(value=event, type_=ResponseStreamEvent)  # type: ignore[arg-type]


def as_shown(emits: Sequence[Emit]) -> list[Wire]:
    """What the caller gets, as wire dicts."""
    return [as_dict(emit.source) if emit.value is None else emit.value for emit in emits]


def run(
    replies: Sequence[Said], wire_format: WireFormat, streamed: tuple[int, bool], *, typed: bool
) -> tuple[list[Emit], list[RoundEnd]]:
    """All rounds through one splice."""
    splice = splice_for(wire_format)
    emits: list[Emit] = []
    ends: list[RoundEnd] = []
    for spoken in replies:
        if ends:
            splice.resume()
        for event in events_of(spoken, wire_format, size=streamed[0], mixed=streamed[1]):
            emits.extend(splice.feed(parsed(event, wire_format) if typed else event))
        ends.append(splice.finish())
    return [*emits, *splice.conclude()], ends


def accumulated_chat(events: Sequence[Wire]) -> Wire:
    """What OpenAI's own helper makes of the chunks, as far as a reply says it."""
    state: ChatCompletionStreamState[object] = ChatCompletionStreamState()
    for event in events:
        list(state.handle_chunk(made_by_openai(value=event, type_=ChatCompletionChunk)))
    whole = state.current_completion_snapshot
    choice = whole.choices[0]
    calls = [
        call.model_dump(include={"id": True, "function": {"name", "arguments"}}) for call in choice.message.tool_calls or ()
    ]
    usage = whole.usage.to_dict() if whole.usage else None
    return {
        "said": choice.message.content or "",
        "role": choice.message.role,
        "calls": calls,
        "end": choice.finish_reason,
        "usage": usage,
    }


def outline_chat(reply: Wire) -> Wire:
    """The same of a whole reply."""
    choices = reply["choices"]
    assert isinstance(choices, list)
    message = choices[0]["message"]
    calls = [{"id": call["id"], "function": call["function"]} for call in message.get("tool_calls", ())]
    end = choices[0]["finish_reason"]
    return {"said": message["content"] or "", "role": message["role"], "calls": calls, "end": end, "usage": reply["usage"]}


def accumulated_anthropic(events: Sequence[Wire]) -> Wire:
    """What Anthropic's own helper makes of the events."""
    message: ParsedMessage[None] | None = None
    buffers: dict[int, bytes] = {}
    for event in events:
        message = accumulate_event(event=anthropic_event(event), current_snapshot=message, json_bufs=buffers)
    assert message is not None
    content = [as_dict(block) for block in message.content]
    usage = message.usage
    counts = {
        "input_tokens": usage.input_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
        "output_tokens": usage.output_tokens,
    }
    return {"content": content, "end": message.stop_reason, "usage": counts}


def accumulated_responses(events: Sequence[Wire]) -> Wire:
    """What OpenAI's own helper makes of the events, which refuses indexes and ids that do not agree."""
    state: ResponseStreamState[object] = ResponseStreamState(input_tools=omit, text_format=omit)
    ended: Wire = {}
    for event in events:
        for told in state.handle_event(responses_event(event)):
            if told.type in ("response.completed", "response.incomplete"):
                ended = as_dict(told.response)
    return ended


def outline(emits: Sequence[Emit], wire_format: WireFormat) -> Wire:
    """What a caller ends up with who accumulates the stream."""
    events = as_shown(emits)
    if wire_format == "openai_chat":
        return accumulated_chat(events)
    if wire_format == "anthropic":
        return accumulated_anthropic(events)
    whole = accumulated_responses(events)
    output = whole["output"]
    assert isinstance(output, list)
    return {"output": [bare(item) for item in output], "end": whole["status"], "usage": whole["usage"]}


def bare(item: object) -> Wire:
    """An item without what the SDK parsed out of it."""
    fields = as_dict(item, ("parsed_arguments",))
    content = fields.get("content")
    if isinstance(content, list):
        fields["content"] = [as_dict(part, ("parsed",)) for part in content]
    return fields


def expected(replies: Sequence[Said], wire_format: WireFormat) -> Wire:
    """What a caller ends up with who gets the whole replies."""
    whole = joined([reply_of(spoken, wire_format) for spoken in replies], wire_format)
    if wire_format == "openai_chat":
        return outline_chat(whole)
    if wire_format == "anthropic":
        return {"content": whole["content"], "end": whole["stop_reason"], "usage": whole["usage"]}
    return {"output": whole["output"], "end": whole["status"], "usage": whole["usage"]}


@given(said(own=(0, 0)), _FORMATS, streamed_in(), st.booleans())
def test_a_stream_without_our_call_passes_as_it_is(
    spoken: Said, wire_format: WireFormat, streamed: tuple[int, bool], typed: bool
) -> None:
    """The very objects, each at once, but for a name that begins like ours, which waits for its next piece."""
    splice = splice_for(wire_format)
    events = [
        parsed(event, wire_format) if typed else event
        for event in events_of(spoken, wire_format, size=streamed[0], mixed=streamed[1])
    ]
    assert splice.finish() == RoundEnd()
    if any(TOOL_NAME.startswith(call.name) for call in spoken.calls) and wire_format == "openai_chat":
        emits = [emit for event in events for emit in splice.feed(event)]
        assert outline([*emits, *splice.conclude()], wire_format) == expected([spoken], wire_format)
        return
    for event in events:
        (emit,) = splice.feed(event)
        assert emit.source is event
        assert emit.value is None
    assert splice.finish() == RoundEnd()
    assert splice.conclude() == []


@given(rounds(), _FORMATS, streamed_in(), st.booleans())
def test_what_is_accumulated_is_the_joined_reply(
    replies: tuple[Said, ...], wire_format: WireFormat, streamed: tuple[int, bool], typed: bool
) -> None:
    """The SDK's own accumulators take the spliced events, and make of them what the whole replies are joined to."""
    emits, _ = run(replies, wire_format, streamed, typed=typed)
    assert outline(emits, wire_format) == expected(replies, wire_format)


@given(rounds(), _FORMATS, streamed_in())
def test_ours_are_never_shown_and_the_callers_are_never_lost(
    replies: tuple[Said, ...], wire_format: WireFormat, streamed: tuple[int, bool]
) -> None:
    """In no event stands our tool's name as a value, and every id of the caller's calls stands in one."""
    emits, _ = run(replies, wire_format, streamed, typed=True)
    shown = json.dumps(as_shown(emits))
    assert f'"{TOOL_NAME}"' not in shown
    assert not any(f'"{call.id}"' in shown for spoken in replies for call in spoken.own)
    assert all(f'"{call.id}"' in shown for spoken in replies for call in spoken.others)


@given(rounds(), _FORMATS, streamed_in(), st.booleans())
def test_rounds_end_with_the_whole_reply(
    replies: tuple[Said, ...], wire_format: WireFormat, streamed: tuple[int, bool], typed: bool
) -> None:
    """What is continued is what the model said, to the byte; a reply that was cut asks for nothing."""
    _, ends = run(replies, wire_format, streamed, typed=typed)
    for spoken, end in zip(replies, ends, strict=True):
        if not spoken.own:
            assert end == RoundEnd()
            continue
        whole = reply_of(spoken, wire_format)
        assert {name: end.reply[name] for name in whole} == whole
        assert [call.id for call in end.own] == ([] if spoken.is_cut else [call.id for call in spoken.own])
        assert end.others == len(spoken.others)


@given(rounds(), _FORMATS, streamed_in(), st.data())
def test_a_cut_stream_loses_no_text_and_invents_none(
    replies: tuple[Said, ...], wire_format: WireFormat, streamed: tuple[int, bool], data: st.DataObject
) -> None:
    """Wherever it breaks off, the caller has all that came but our calls, and it asks for nothing unless it had ended."""
    *whole, last = replies
    events = events_of(last, wire_format, size=streamed[0], mixed=streamed[1])
    cut = data.draw(st.integers(0, len(events) - 3))
    splice = splice_for(wire_format)
    emits: list[Emit] = []
    for spoken in whole:
        for event in events_of(spoken, wire_format):
            emits.extend(splice.feed(event))
        splice.resume()
    before = len(emits)
    for event in events[:cut]:
        emits.extend(splice.feed(event))
    if splice.finish().own:
        assert wire_format != "openai_responses"
    emits.extend(splice.conclude())
    came, shown = texts(events[:cut]), texts(as_shown(emits[before:]))
    assert shown.removeprefix("\n\n" if wire_format == "openai_chat" and not came.startswith("\n") else "") == came
    sources = [id(event) for event in events]
    assert all(id(emit.source) in sources for emit in emits[before:])


def texts(events: Sequence[Wire]) -> str:
    """The text that the events carry."""
    found: list[str] = []
    for event in events:
        delta = event.get("delta")
        choices = event.get("choices")
        if isinstance(choices, list):
            found.extend(str(choice["delta"].get("content") or "") for choice in choices)
        elif event["type"] == "response.output_text.delta":
            found.append(str(delta))
        elif isinstance(delta, dict):
            found.append(str(delta.get("text", "")))
    return "".join(found)


@given(rounds(), streamed_in())
def test_responses_are_numbered_without_holes(replies: tuple[Said, ...], streamed: tuple[int, bool]) -> None:
    """Events and items are counted on over all rounds."""
    emits, _ = run(replies, "openai_responses", streamed, typed=False)
    events = as_shown(emits)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    places = [event["output_index"] for event in events if event["type"] == "response.output_item.added"]
    assert places == list(range(len(places)))


@given(rounds(), streamed_in())
def test_blocks_are_numbered_without_holes(replies: tuple[Said, ...], streamed: tuple[int, bool]) -> None:
    """One message starts, its blocks are counted on over all rounds, and it stops once."""
    emits, _ = run(replies, "anthropic", streamed, typed=False)
    events = as_shown(emits)
    kinds = [event["type"] for event in events]
    assert [kinds.count(kind) for kind in ("message_start", "message_delta", "message_stop")] == [1, 1, 1]
    places = [event["index"] for event in events if event["type"] == "content_block_start"]
    assert places == list(range(len(places)))
