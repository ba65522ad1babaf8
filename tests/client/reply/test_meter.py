"""What a stream says of its own cost."""

from __future__ import annotations

import pytest
from anthropic._models import construct_type_unchecked as made_by_anthropic
from anthropic.types import RawMessageStreamEvent
from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletionChunk
from openai.types.responses import ResponseStreamEvent

from headroom.client.reply.meter import Meter
from headroom.messages import WireFormat

Wire = dict[str, object]


def chunk(delta: Wire, usage: Wire | None = None) -> object:
    """A chunk of OpenAI's chat."""
    choices = [] if usage else [{"index": 0, "delta": delta, "finish_reason": None}]
    value = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, "usage": usage}
    return made_by_openai(value=value, type_=ChatCompletionChunk)


def anthropic_event(**fields: object) -> object:
    """An event of Anthropic's."""
    return made_by_anthropic(value=fields, type_=RawMessageStreamEvent)  # type: ignore[arg-type]


def responses_event(**fields: object) -> object:
    """An event of OpenAI's responses."""
    return made_by_openai(value=fields, type_=ResponseStreamEvent)  # type: ignore[arg-type]


def begun(tokens: int) -> object:
    """The first event of one of Anthropic's streams."""
    usage = {"input_tokens": tokens, "cache_read_input_tokens": 7, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "c", "content": [], "usage": usage}
    return anthropic_event(type="message_start", message=message)


def test_chat_is_read_to_its_text_its_calls_and_its_usage() -> None:
    """Text and arguments are what was written; usage comes in a chunk of its own, where the caller asked for it."""
    meter = Meter("openai_chat")
    call = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": '{"a":1}'}}
    for event in (chunk({"content": "Hello, "}), chunk({"content": "you."}), chunk({"tool_calls": [call]})):
        meter.read(event)
    assert meter.text == 'Hello, you.{"a":1}'
    assert not meter.bills
    meter.read(chunk({}, {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}))
    bill = meter.bills[0]
    assert (bill.input_tokens, bill.output_tokens, bill.exact) == (9, 4, True)


def test_anthropic_is_read_from_both_ends() -> None:
    """Input stands in the first event, output in the last but one; thinking is written, too."""
    meter = Meter("anthropic")
    meter.read(begun(50))
    for delta in (
        {"type": "thinking_delta", "thinking": "Hm. "},
        {"type": "text_delta", "text": "Yes."},
        {"type": "input_json_delta", "partial_json": "{}"},
    ):
        meter.read(anthropic_event(type="content_block_delta", index=0, delta=delta))
    meter.read(anthropic_event(type="message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 20}))
    (bill,) = meter.bills
    assert (bill.input_tokens, bill.cache_read_tokens, bill.output_tokens) == (50, 7, 20)
    assert meter.text == "Hm. Yes.{}"


def test_a_stream_of_anthropics_that_breaks_off_has_not_said_its_output() -> None:
    """The one token of the first event is no count of what followed."""
    meter = Meter("anthropic")
    meter.read(begun(50))
    delta = {"type": "text_delta", "text": "many words " * 50}
    meter.read(anthropic_event(type="content_block_delta", index=0, delta=delta))
    assert not any(bill.exact for bill in meter.bills)


@pytest.mark.parametrize("end", ["response.completed", "response.incomplete", "response.failed"])
def test_responses_say_it_at_their_end(end: str) -> None:
    """However they end; deltas are what was written."""
    meter = Meter("openai_responses")
    for kind, text in (("response.output_text.delta", "So."), ("response.function_call_arguments.delta", "{}")):
        meter.read(responses_event(type=kind, delta=text, item_id="i", output_index=0, content_index=0, sequence_number=1))
    usage = {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5, "input_tokens_details": {"cached_tokens": 1}}
    meter.read(responses_event(type=end, sequence_number=2, response={"id": "r", "usage": usage}))
    (bill,) = meter.bills
    assert (bill.input_tokens, bill.cache_read_tokens, bill.output_tokens) == (2, 1, 2)
    assert meter.text == "So.{}"


def test_rounds_are_billed_one_by_one_or_not_at_all() -> None:
    """Where one of them says nothing, the whole is counted by us."""
    meter = Meter("openai_chat")
    meter.read(chunk({}, {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}))
    meter.round_over()
    assert not meter.bills
    meter.read(chunk({}, {"prompt_tokens": 19, "completion_tokens": 5, "total_tokens": 24}))
    assert [bill.input_tokens for bill in meter.bills] == [9, 19]


@pytest.mark.parametrize("wire", ["openai_chat", "anthropic", "openai_responses"])
@pytest.mark.parametrize("event", [None, 7, {"type": "text"}, object()])
def test_what_is_no_event_says_nothing(wire: WireFormat, event: object) -> None:
    """Servers send all kinds of things."""
    meter = Meter(wire)
    meter.read(event)
    assert (meter.text, meter.bills) == ("", ())


@pytest.mark.parametrize(
    ("wire", "events"),
    [
        (
            "openai_chat",
            [
                {"choices": [{"index": 0, "delta": {"content": "Hello"}}]},
                {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}},
            ],
        ),
        (
            "anthropic",
            [
                {"type": "message_start", "message": {"usage": {"input_tokens": 9, "output_tokens": 1}}},
                {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "Hello"}},
                {"type": "message_delta", "delta": {}, "usage": {"output_tokens": 4}},
            ],
        ),
        (
            "openai_responses",
            [
                {"type": "response.output_text.delta", "delta": "Hello"},
                {"type": "response.completed", "response": {"usage": {"input_tokens": 9, "output_tokens": 4}}},
            ],
        ),
    ],
)
def test_events_may_be_dicts(wire: WireFormat, events: list[Wire]) -> None:
    """As clients of other makes give them."""
    meter = Meter(wire)
    for event in events:
        meter.read(event)
    (bill,) = meter.bills
    assert (meter.text, bill.input_tokens, bill.output_tokens, bill.exact) == ("Hello", 9, 4, True)
