"""Streamed replies, as the caller sees them."""

from __future__ import annotations

import json

import pytest
from openai._models import construct_type_unchecked as made_by_openai
from openai.types.chat import ChatCompletionChunk

from headroom.client.core import Core
from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.retrieval.marker import TOOL_NAME
from headroom.runtime.drive import run_sync
from tests.fakes.ports import LOG, Script, ScriptedTransport, Step, asking, core_with, events_in, row_of
from tests.fakes.requests import openai_messages

Wire = dict[str, object]


class CutError(Exception):
    """What an SDK raises for a line that broke."""

    status_code = 529


def chunk(delta: Wire, reason: str | None = None) -> object:
    """A chunk of OpenAI's chat."""
    choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
    value = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}
    return made_by_openai(value=value, type_=ChatCompletionChunk)


def call_of(name: str, arguments: str = "") -> object:
    """A chunk that begins a call."""
    fields = {"index": 0, "id": "call_2", "type": "function", "function": {"name": name, "arguments": arguments}}
    return chunk({"tool_calls": [fields]})


SAID = (chunk({"role": "assistant", "content": "Let me"}), chunk({"content": " look."}), chunk({}, "stop"))
ASKED = (call_of(TOOL_NAME, json.dumps({"hash": "0" * 24})), chunk({}, "tool_calls"))


def streamed(core: Core, *steps: Step) -> tuple[StreamedReply, ScriptedTransport]:
    """A stream of a request with something to leave out."""
    transport = ScriptedTransport(steps, [])
    asked = asking("openai_chat", {"model": "gpt-4o", "messages": openai_messages(LOG), "stream": True}, stream=True)
    reply = run_sync(exchange(core, asked, "somebody", transport))
    assert isinstance(reply, StreamedReply)
    return reply, transport


def test_what_is_not_ours_flows_on_untouched() -> None:
    """The very objects; at the end the call is counted once, by our own count where the provider says nothing."""
    core = core_with(Script())
    reply, _ = streamed(core, Step(events=SAID))
    assert [id(event) for event in events_in(reply)] == [id(event) for event in SAID]
    assert run_sync(reply.next()) is None
    run_sync(reply.close())
    row = row_of(core)
    assert (row.stream, row.error, row.bill.exact, row.tokens_output) == (True, None, False, 4)
    assert row.bill.input_tokens == row.tokens_input_after
    assert core.session.counts()["requests_total"] == 1


def test_text_is_given_before_the_next_event_is_read() -> None:
    """Nothing waits for what follows."""
    reply, transport = streamed(core_with(Script()), Step(events=SAID))
    assert run_sync(reply.next()) is SAID[0]
    assert transport.streams[0].is_closed is False


def test_our_call_is_answered_and_never_shown() -> None:
    """The second round goes on in the same stream, the first connection is let go of."""
    core = core_with(Script())
    reply, transport = streamed(core, Step(events=(SAID[0], *ASKED)), Step(events=SAID))
    shown = events_in(reply)
    assert TOOL_NAME not in "".join(map(repr, shown))
    assert [stream.is_closed for stream in transport.streams] == [True, False]
    messages = transport.bodies[1]["messages"]
    assert isinstance(messages, list)
    assert messages[-1]["tool_call_id"] == "call_2"
    assert row_of(core).retrieval_rounds == 1


def test_closing_early_lets_go_of_the_connection_and_counts_what_came() -> None:
    """Nothing follows a close, and another one is allowed."""
    core = core_with(Script())
    reply, transport = streamed(core, Step(events=SAID))
    run_sync(reply.next())
    run_sync(reply.close())
    run_sync(reply.close())
    assert transport.streams[0].is_closed
    assert run_sync(reply.next()) is None
    row = row_of(core)
    assert (row.error, row.tokens_output) == (None, 2)
    assert core.session.counts()["requests_total"] == 1


def test_a_stream_that_nobody_reads_is_counted() -> None:
    """When it is forgotten."""
    core = core_with(Script())
    reply, _ = streamed(core, Step(events=SAID))
    del reply
    assert row_of(core).error is None


def test_what_the_sdk_raises_goes_to_the_caller() -> None:
    """As it was raised, after all that came before it; the row tells its type and status."""
    core = core_with(Script())
    error = CutError()
    reply, _ = streamed(core, Step(events=SAID[:1], error=error))
    assert run_sync(reply.next()) is SAID[0]
    with pytest.raises(CutError) as caught:
        run_sync(reply.next())
    assert caught.value is error
    assert row_of(core).error == "CutError 529"


def test_what_was_held_back_is_given_before_the_error() -> None:
    """A call that only begins like ours belongs to the caller, also where the stream is cut inside its name."""
    reply, _ = streamed(core_with(Script()), Step(events=(SAID[0], call_of("headroom")), error=CutError()))
    assert run_sync(reply.next()) is SAID[0]
    assert "headroom" in repr(run_sync(reply.next()))
    with pytest.raises(CutError):
        run_sync(reply.next())


def test_after_an_error_nothing_is_asked_again() -> None:
    """A further round that the provider refuses ends the stream: there are no retries of ours."""
    reply, transport = streamed(core_with(Script()), Step(events=ASKED), Step(error=CutError()), Step(events=SAID))
    with pytest.raises(CutError):
        events_in(reply)
    assert run_sync(reply.next()) is None
    assert len(transport.bodies) == 2


@pytest.mark.parametrize(
    ("further", "rounds"), [(Step(error=CutError()), 0), (Step(events=SAID[:1], error=CutError()), 1)], ids=["refused", "cut"]
)
def test_the_rounds_before_one_that_fails_are_paid_for(further: Step, rounds: int) -> None:
    """They cost what the provider said of them."""
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    last = made_by_openai(
        value={"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage},
        type_=ChatCompletionChunk,
    )
    core = core_with(Script())
    reply, _ = streamed(core, Step(events=(*ASKED, last)), further)
    with pytest.raises(CutError):
        events_in(reply)
    row = row_of(core)
    assert (row.error, row.retrieval_rounds) == ("CutError 529", rounds)
    assert (row.bill.input_tokens, row.bill.output_tokens) == (100, 10)


class RefusedError(Exception):
    """What an SDK raises for a request that is too long."""

    status_code = 413


def test_a_further_round_that_is_refused_is_sent_shorter() -> None:
    """Once, without what was asked for; a call of ours in what comes ends it all the same."""
    core = core_with(Script())
    reply, transport = streamed(core, Step(events=ASKED), Step(error=RefusedError()), Step(events=(*SAID[:2], *ASKED)))
    shown = repr(events_in(reply))
    assert "Let me" in shown
    assert TOOL_NAME not in shown
    assert len(transport.bodies) == 3
    assert "does not fit" in json.dumps(transport.bodies[2])
    assert core.session.reasons() == {"a further round was refused": 1}
    assert row_of(core).retrieval_rounds == 1


def test_leaving_the_first_response_lets_go_of_a_later_round() -> None:
    """For that is the one the SDK's helpers close; of the first round itself they let go alone."""
    core = core_with(Script())
    reply, transport = streamed(core, Step(events=ASKED), Step(events=SAID))
    assert run_sync(reply.next()) is not None
    run_sync(reply.left())
    run_sync(reply.left())
    assert [stream.is_closed for stream in transport.streams] == [True, True]
    assert run_sync(reply.next()) is None
    assert core.session.counts()["requests_total"] == 1
    reply, transport = streamed(core_with(Script()), Step(events=SAID))
    run_sync(reply.left())
    assert transport.streams[0].is_closed is False


def test_the_callers_calls_end_the_rounds() -> None:
    """The model's turn is the caller's to answer; nothing is sent again."""
    others = {"index": 1, "id": "call_3", "type": "function", "function": {"name": "list_jobs", "arguments": "{}"}}
    events = (ASKED[0], chunk({"tool_calls": [others]}), ASKED[1])
    reply, transport = streamed(core_with(Script()), Step(events=events))
    shown = repr(events_in(reply))
    assert "call_3" in shown
    assert "call_2" not in shown
    assert len(transport.bodies) == 1
