"""A request as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from headroom.client.core import Core
from headroom.client.request.endpoints import Asked
from headroom.client.request.received import Received, decoded, received
from headroom.client.request.wanted import wanted_for
from headroom.config import CCRConfig, HeadroomConfig
from headroom.messages import Conversation, WireFormat
from headroom.pipeline.hooks import CompressionHooks
from headroom.retrieval.marker import TOOL_NAME
from headroom.wire.codec import WireError
from tests.fakes.ports import Script, Step, answered, asking, core_with
from tests.fakes.requests import openai_messages

Wire = dict[str, object]
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}


def read(body: Wire, wire: WireFormat = "openai_chat", core: Core | None = None, **options: Any) -> Received | WireError:
    """A request, read."""
    made = core or core_with(Script())
    asked = asking(wire, body, **options)
    return received(made, asked, "somebody", wanted_for(made, asked))


def known(found: Received | WireError) -> Received:
    """A request that could be read."""
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("messages", [None, 7, "Hello.", [7], [{"content": "x"}]])
def test_what_is_no_conversation_is_told_with_its_place(messages: object) -> None:
    """And never raised."""
    found = read({"model": "m", "messages": messages})
    assert isinstance(found, WireError)
    assert found.where.startswith("messages")


def test_the_responses_may_be_asked_with_a_string() -> None:
    """Which is a user's message; instructions are the prompt."""
    found = known(read({"model": "m", "input": "Hello.", "instructions": "Be brief."}, "openai_responses"))
    assert found.before.messages[0].role == "user"
    assert found.before.system
    assert found.sent is None


@pytest.mark.parametrize(
    ("changes", "options", "can"),
    [
        ({}, {}, True),
        ({"messages": [{"role": "user", "content": "x"}]}, {}, False),
        ({"messages": [{"role": "user", "content": "x"}], "tools": [TOOL]}, {}, True),
        ({"tools": [{"type": "function", "function": {"name": TOOL_NAME}}]}, {}, False),
        ({"tools": [TOOL] * 128}, {}, False),
        ({}, {"raw": "raw"}, True),
        ({}, {"raw": "raw", "stream": True}, False),
        ({}, {"raw": "streaming"}, False),
        ({"tool_choice": "required"}, {}, False),
    ],
)
def test_whether_the_tool_can_be_offered(changes: Wire, options: dict[str, Any], *, can: bool) -> None:
    """The caller's own request decides."""
    found = known(read({"model": "gpt-4o", "messages": openai_messages(), **changes}, **options))
    assert found.offer.can is can
    assert list(found.offer.tools[:128]) == [*changes.get("tools", ()), *found.offer.tools[-1:]][:128] or not can  # type: ignore[misc]


def test_the_tool_is_not_offered_where_it_is_turned_off() -> None:
    """Whatever the request."""
    config = HeadroomConfig(store_url="memory://", discover_pipeline_extensions=False, ccr=CCRConfig(enabled=False))
    core = core_with(Script(), config=config)
    assert not known(read({"model": "gpt-4o", "messages": openai_messages()}, core=core)).offer.can


def test_only_what_is_new_is_read_of_what_goes_on() -> None:
    """The messages before are those that were read then, and all are numbered through."""
    core = core_with(Script())
    first: Wire = {"model": "gpt-4o", "messages": openai_messages("short")}
    answered(core, asking("openai_chat", first), Step(reply={}))
    more = [*openai_messages("short"), {"role": "assistant", "content": "So."}, {"role": "user", "content": "Why?"}]
    found = known(read({**first, "messages": more}, core=core))
    assert found.sent is not None
    assert [message.origin for message in found.before.messages] == list(range(6))
    assert found.before == decoded(asking("openai_chat", {**first, "messages": more}))
    assert all(one is other for one, other in zip(found.before.messages, found.sent.before.messages, strict=False))


class Hooks:
    """Hooks that put something before a conversation."""

    def pre_compress(self, messages: Sequence[object], context: object) -> list[object]:
        """One more message."""
        del context
        return [{"role": "system", "content": "Ours."}, *messages]

    def protect_messages(self, *_: object) -> None:
        """What cannot be read."""


def test_hooks_are_asked_and_their_mistakes_told() -> None:
    """What they change is what is compressed."""
    core = core_with(Script(), hooks=Hooks())
    found = known(read({"model": "gpt-4o", "messages": openai_messages()}, core=core))
    assert len(found.before.messages) == 5
    assert len(found.warnings) == 1
    assert core.session.counts()["extension_failures"] == 1


def test_what_hooks_leave_alone_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a request twice would cost twice."""
    times = []

    def counted(asked: Asked) -> Conversation | WireError:
        times.append(1)
        return decoded(asked)

    monkeypatch.setattr("headroom.client.request.received.decoded", counted)
    found = known(read({"model": "gpt-4o", "messages": openai_messages()}, core=core_with(Script(), hooks=CompressionHooks())))
    assert len(found.before.messages) == 4
    assert times == [1]


class Redacting(CompressionHooks):
    """Edits messages where they stand."""

    def pre_compress(self, messages: list[Any], ctx: object) -> list[object]:
        """The same list, with a word struck out."""
        del ctx
        messages[3]["content"] = "[redacted]"
        return messages


def test_what_hooks_edit_in_place_is_read_again() -> None:
    """And what the caller gave stays as it is."""
    body: Wire = {"model": "gpt-4o", "messages": openai_messages("secret")}
    found = known(read(body, core=core_with(Script(), hooks=Redacting())))
    assert "secret" not in repr(found.before)
    assert "secret" not in repr(found.asked.body)
    assert body["messages"] == openai_messages("secret")


@pytest.mark.parametrize(
    "further",
    [{"n": 2}, {"functions": [{"name": "f"}]}, {"tool_choice": "required"}, {"background": True}, {"prompt": {"id": "p"}}],
)
@pytest.mark.parametrize("where", ["body", "extra_json"])
def test_the_extra_body_decides_whether_the_tool_can_be_offered(further: Wire, where: str) -> None:
    """As the body does, over which it is written."""
    body: Wire = {"model": "gpt-4o", "messages": openai_messages(), **(further if where == "body" else {"n": 1})}
    core = core_with(Script())
    asked = asking("openai_chat", body)
    if where == "extra_json":
        asked = msgspec.structs.replace(asked, extras={"extra_json": further})
    assert not known(received(core, asked, "somebody", wanted_for(core, asked))).offer.can


def test_what_the_extra_body_replaces_is_read_from_there() -> None:
    """The conversation, the prompt, the tools and the model."""
    further = {
        "model": "claude-x",
        "messages": [{"role": "user", "content": "y"}],
        "system": "Be brief.",
        "tools": [{"name": "f"}],
    }
    asked = msgspec.structs.replace(
        asking("anthropic", {"model": "m", "messages": [{"role": "user", "content": "x"}] * 2}), extras={"extra_json": further}
    )
    found = decoded(asked)
    assert not isinstance(found, WireError)
    assert (found.model, len(found.messages), len(found.system), len(found.tools)) == ("claude-x", 1, 1, 1)


def test_a_conversation_may_begin_before_a_user_says_anything() -> None:
    """What comes when somebody does goes on from it all the same."""
    core = core_with(Script())
    result = {"role": "function", "name": "list_jobs", "content": "short"}
    answered(core, asking("openai_chat", {"model": "gpt-4o", "messages": [result]}), Step(reply={}))
    found = known(read({"model": "gpt-4o", "messages": [result, {"role": "user", "content": "Why?"}]}, core=core))
    assert found.sent is not None
    assert len(found.sent.items) == 1
