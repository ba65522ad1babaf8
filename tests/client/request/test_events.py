"""What extensions are told of a request, and what they change of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from headroom.client.core import Core
from headroom.client.request.events import changed_by_extensions, emit
from headroom.config import HeadroomConfig
from headroom.pipeline.stages import PipelineEvent, PipelineStage
from tests.fakes.ports import Script, asking, core_with

BODY: Mapping[str, object] = {"model": "m", "messages": [{"role": "user", "content": "x"}], "tools": [{"name": "f"}]}


class Changing:
    """An extension that changes what it is made with."""

    def __init__(self, **changes: object) -> None:
        self.changes = changes
        self.heard: list[PipelineEvent] = []

    def on_pipeline_event(self, event: PipelineEvent) -> PipelineEvent:
        """The event, changed."""
        self.heard.append(event)
        return event.with_changes(**self.changes)


def core_of(*extensions: object) -> Core:
    """A client with these extensions."""
    return core_with(
        Script(),
        config=HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, pipeline_extensions=list(extensions)),
    )


def test_without_listeners_nothing_is_made() -> None:
    """The very body, and no headers."""
    body, headers = changed_by_extensions(core_of(), asking("openai_chat", BODY), PipelineStage.PRE_SEND, BODY)
    assert body is BODY
    assert headers == {}


def test_what_is_not_changed_is_the_very_body() -> None:
    """Though somebody listens, who is told all there is."""
    extension = Changing()
    asked = msgspec.structs.replace(asking("openai_chat", BODY), extras={"headers": {"x": "1"}})
    body, headers = changed_by_extensions(core_of(extension), asked, PipelineStage.PRE_SEND, BODY)
    assert body is BODY
    assert headers == {}
    event = extension.heard[-1]
    assert event.messages is BODY["messages"]
    assert (event.model, event.provider, event.headers, event.tools) == ("m", "openai", {"x": "1"}, BODY["tools"])


@pytest.mark.parametrize("field", ["messages", "tools"])
def test_what_is_changed_takes_its_place_in_a_new_body(field: str) -> None:
    """The caller's own is left alone."""
    body, _ = changed_by_extensions(
        core_of(Changing(**{field: ("new",)})), asking("openai_chat", BODY), PipelineStage.PRE_SEND, BODY
    )
    assert body == {**BODY, field: ["new"]}
    assert BODY[field] != ["new"]


def test_headers_are_those_that_were_set() -> None:
    """To be sent beside the caller's."""
    _, headers = changed_by_extensions(
        core_of(Changing(headers={"x": "2"})), asking("openai_chat", BODY), PipelineStage.PRE_SEND, BODY
    )
    assert headers == {"x": "2"}


def test_taking_everything_away_changes_nothing() -> None:
    """An event without messages is none that could be sent."""
    body, _ = changed_by_extensions(
        core_of(Changing(messages=None, tools=None)), asking("openai_chat", BODY), PipelineStage.PRE_SEND, BODY
    )
    assert body is BODY


def test_a_stage_is_told_with_its_own_words() -> None:
    """And with the reply where there is one."""
    extension = Changing()
    emit(core_of(extension), asking("openai_responses", {"input": "x"}), PipelineStage.RESPONSE_RECEIVED, "reply", seen=3)
    event = extension.heard[-1]
    assert (event.response, event.metadata, event.messages, event.operation) == ("reply", {"seen": 3}, None, "responses")
