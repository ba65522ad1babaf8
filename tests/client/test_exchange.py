"""One call from end to end, over scripted ports."""

from __future__ import annotations

import json
from typing import NoReturn

import msgspec
import pytest

from headroom.client.exchange import exchange
from headroom.client.reply.streaming import StreamedReply
from headroom.config import HeadroomConfig
from headroom.config.parameters import Parameters
from headroom.errors import ConfigurationError
from headroom.measures.requests import SimulationResult
from headroom.pipeline.stages import PipelineEvent, PipelineStage
from headroom.retrieval.marker import TOOL_NAME, find_markers
from headroom.runtime.drive import run_sync
from tests.fakes.ports import (
    LOG,
    Journal,
    Script,
    ScriptedOriginals,
    ScriptedTransport,
    Step,
    answered,
    asking,
    core_with,
    events_in,
    row_of,
)
from tests.fakes.requests import anthropic_messages, openai_messages

Wire = dict[str, object]
REQUEST: Wire = {"model": "gpt-4o", "messages": openai_messages(LOG)}
DONE: Wire = {
    "id": "r",
    "object": "chat.completion",
    "model": "gpt-4o",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Done."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 500, "completion_tokens": 2, "total_tokens": 502},
}


class RefusedError(Exception):
    """What an SDK raises for a status."""

    status_code = 429


def test_originals_are_kept_before_the_request_leaves() -> None:
    """What is sent is shorter, names an original that the store has, and offers the tool for it."""
    journal: Journal = []
    core = core_with(Script(), journal)
    got, (body,) = answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    assert got is DONE
    messages = body["messages"]
    assert isinstance(messages, list)
    (marker,) = find_markers(messages[3]["content"])
    originals = core.ports.originals
    assert isinstance(originals, ScriptedOriginals)
    assert originals.kept["somebody", marker.hash] == LOG
    assert TOOL_NAME in json.dumps(body["tools"])
    assert REQUEST["messages"] == openai_messages(LOG)
    row = row_of(core)
    assert (row.mode, row.tokens_saved > 5_000, row.bill.exact, row.bill.output_tokens) == ("optimize", True, True, 2)


def test_a_request_to_be_observed_is_the_very_body() -> None:
    """No port but the provider's is asked; the row says what there was."""
    core = core_with(Script())
    asked = asking("openai_chat", REQUEST, headroom_mode="audit")
    _, (body,) = answered(core, asked, Step(reply=DONE))
    assert body is REQUEST
    row = row_of(core)
    assert (row.mode, row.tokens_saved, row.tokens_input_before > 5_000) == ("audit", 0, True)


def test_a_simulation_sends_and_keeps_nothing() -> None:
    """Nor does it count as a call."""
    journal: Journal = []
    core = core_with(Script(), journal)
    got, bodies = answered(core, asking("openai_chat", REQUEST, headroom_mode="simulate"))
    assert isinstance(got, SimulationResult)
    assert bodies == []
    assert not {"originals.put", "decisions.remember"} & {entry[0] for entry in journal}
    assert core.session.counts()["requests_total"] == 0


def test_what_the_sdk_raises_is_the_callers() -> None:
    """The very exception; the row tells its type and status, and claims no money for what was not billed."""
    core = core_with(Script())
    error = RefusedError("with words of the caller's")
    with pytest.raises(RefusedError) as caught:
        answered(core, asking("openai_chat", REQUEST), Step(error=error))
    assert caught.value is error
    row = row_of(core)
    assert (row.error, row.cost_usd) == ("RefusedError 429", 0.0)
    assert not row.saved_usd
    assert core.session.counts()["failures"] == 1


def test_an_override_that_cannot_be_honoured_is_told_before_anything_is_sent() -> None:
    """A window of which the reply is to have all."""
    with pytest.raises(ConfigurationError) as caught:
        answered(core_with(Script()), asking("openai_chat", REQUEST, headroom_output_buffer_tokens=10_000_000))
    assert caught.value.details["field"] == "headroom_output_buffer_tokens"


def test_streams_come_back_as_streams_and_raw_bodies_as_they_are() -> None:
    """A body that the caller reads itself is not looked into, and our tool not offered in it."""
    core = core_with(Script())
    step = Step(events=())
    got, _ = answered(core, asking("openai_chat", REQUEST, stream=True), step)
    assert isinstance(got, StreamedReply)
    got, (body,) = answered(core, asking("openai_chat", REQUEST, stream=True, raw="streaming"), step, tenant="of a raw body")
    assert got is step
    assert "tools" not in body


@pytest.mark.parametrize("body", [{"prompt": {"id": "p"}}, {"prompt": {"id": "p"}, "model": "gpt-4o"}, {"input": 7}])
def test_requests_without_a_conversation_go_out_as_they_are(body: Wire) -> None:
    """The responses may refer to a stored prompt, which names the model and the words."""
    core = core_with(Script())
    got, (sent,) = answered(core, asking("openai_responses", body), Step(reply=DONE))
    assert got is DONE
    assert sent is body
    assert all(reason.startswith("no conversation") for reason in core.session.reasons())


class Follower:
    """An extension that notes what it is told, and changes what is asked of it."""

    def __init__(self, **changes: object) -> None:
        self.events: list[PipelineEvent] = []
        self._changes = changes

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent | None:
        """The event, changed before it is sent."""
        self.events.append(event)
        return event.with_changes(**self._changes) if self._changes and event.stage == PipelineStage.PRE_SEND else None


def following(follower: object) -> HeadroomConfig:
    """A configuration with one extension."""
    return HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, pipeline_extensions=[follower])


def test_extensions_follow_a_call_in_the_order_of_stages() -> None:
    """Each stage at most once, and the reply at the end."""
    follower = Follower()
    core = core_with(Script(), config=following(follower))
    answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    core.stores.writer.settle()
    stages = [event.stage for event in follower.events]
    assert stages == sorted(stages, key=list(PipelineStage).index)
    assert len(set(stages)) == len(stages)
    assert {"setup", "input_received", "pre_send", "post_send", "response_received"} <= set(map(str, stages))
    received = next(event for event in follower.events if event.stage == PipelineStage.RESPONSE_RECEIVED)
    assert received.response is DONE
    assert {event.operation for event in follower.events if event.model} == {"chat.completions"}


def test_extensions_are_told_what_was_sent() -> None:
    """Not what the caller gave, once the request has left: whole, and streamed."""
    follower = Follower()
    core = core_with(Script(), config=following(follower))
    _, (body,) = answered(core, asking("openai_chat", REQUEST), Step(reply=DONE), tenant="one")
    told = {event.stage: event.messages for event in follower.events if event.model}
    assert body["messages"] != REQUEST["messages"]
    assert told[PipelineStage.POST_SEND] == told[PipelineStage.RESPONSE_RECEIVED] == body["messages"]
    follower.events.clear()
    stream, (body,) = answered(core, asking("openai_chat", REQUEST, stream=True), Step(events=()), tenant="another")
    events_in(stream)
    told = {event.stage: event.messages for event in follower.events if event.model}
    assert told[PipelineStage.POST_SEND] == told[PipelineStage.RESPONSE_RECEIVED] == body["messages"]
    follower.events.clear()
    instead = [{"role": "user", "content": "Something else."}]
    asked = msgspec.structs.replace(asking("openai_chat", REQUEST), extras={"extra_json": {"messages": instead}})
    answered(core, asked, Step(reply=DONE), tenant="a third")
    told = {event.stage: event.messages for event in follower.events if event.model}
    assert told[PipelineStage.POST_SEND] == told[PipelineStage.RESPONSE_RECEIVED] == instead


class UnfitError(Exception):
    """What an SDK raises for a reply that does not have the form that was asked for."""


def test_what_a_parser_raises_is_the_callers_and_the_reply_is_paid_for() -> None:
    """The SDK's `parse` raises for a reply that does not fit; the provider has billed it all the same."""
    core = core_with(Script())
    asked = msgspec.structs.replace(asking("openai_chat", REQUEST), is_parsed=True)
    error = UnfitError()

    def parser(_: object) -> NoReturn:
        raise error

    transport = ScriptedTransport([Step(reply=DONE)], [], parser=parser)
    with pytest.raises(UnfitError) as caught:
        run_sync(exchange(core, asked, "somebody", transport))
    assert caught.value is error
    row = row_of(core)
    assert (row.error, row.bill.input_tokens) == ("UnfitError", 500)


def test_what_an_extension_changes_is_sent() -> None:
    """The messages it returns, and the headers."""
    said = [{"role": "user", "content": "Something else."}]
    journal: Journal = []
    core = core_with(Script(), journal, config=following(Follower(messages=said, headers={"x-team": "jobs"})))
    _, (body,) = answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    assert body["messages"] == said


def test_somebody_elses_trouble_is_counted_and_not_met() -> None:
    """An extension, an optimizer and hooks that always fail."""

    class Broken:
        name = "broken"

        def on_pipeline_event(self, *_: object) -> NoReturn:
            raise ZeroDivisionError

        def pre_compress(self, *_: object) -> NoReturn:
            raise ZeroDivisionError

        def __call__(self, *_: object) -> NoReturn:
            raise ZeroDivisionError

    broken = Broken()
    core = core_with(
        Script(),
        config=following(broken),
        parameters=Parameters(default_mode="optimize", cache_optimizer=broken),
        hooks=broken,
    )
    got, _ = answered(core, asking("openai_chat", REQUEST), Step(reply=DONE))
    assert got is DONE
    assert core.session.counts()["extension_failures"] > 1
    assert core.session.counts()["fallbacks"] == 1


def test_anthropic_is_called_in_its_own_words() -> None:
    """The prompt stands beside the messages, and the results inside them."""
    request: Wire = {
        "model": "claude-sonnet-4-5",
        "max_tokens": 10,
        "system": "Be brief.",
        "messages": anthropic_messages(LOG),
    }
    _, (body,) = answered(core_with(Script()), asking("anthropic", request), Step(reply={"content": [], "usage": None}))
    assert body["max_tokens"] == 10
    assert len(json.dumps(body["messages"])) < len(LOG) / 2
