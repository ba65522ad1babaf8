"""Raw responses of the SDK: the SDK's own objects, of compressed requests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from tests.client.sdk.apis import records
from tests.client.sdk.callers import Caller
from tests.fakes.provider_server import calls, says

SAID = says("The nightly job on node nine ran out of disk.")


class Job(BaseModel):
    """What the model is asked for."""

    job: int


def asked(caller: Caller, **more: Any) -> dict[str, Any]:
    """A conversation with something to compress."""
    return caller.api.request(caller.api.conversation(records()), tools=caller.api.tools("list_jobs"), **more)


def test_with_raw_response(caller: Caller) -> None:
    """Headers, status and `parse()` are those of the SDK's own raw response."""
    server = caller.serve([SAID, SAID])
    client = caller.wrapped(server)
    theirs = caller.do(caller.api.resource(caller.bare(server)).with_raw_response.create, **asked(caller))
    ours = caller.do(caller.api.resource(client).with_raw_response.create, **asked(caller))
    parsed = caller.do(ours.parse)
    assert type(ours) is type(theirs)
    assert ours.status_code == 200
    assert set(ours.headers) == set(theirs.headers)
    assert type(parsed) is type(caller.do(theirs.parse))
    assert caller.api.text(parsed) == SAID.text
    assert len(server.requests[1].raw) < len(server.requests[0].raw) / 3
    assert caller.one_row(client).tokens_output > 0


def test_a_raw_response_is_continued_too(caller: Caller) -> None:
    """Where the model calls our tool, `parse()` gives the answer that follows."""
    server = caller.serve([calls(("headroom_retrieve", {"hash": "0" * 24})), SAID])
    client = caller.wrapped(server)
    raw = caller.do(caller.api.resource(client).with_raw_response.create, **asked(caller))
    assert caller.api.text(caller.do(raw.parse)) == SAID.text
    assert len(server.requests) == 2
    assert caller.one_row(client).retrieval_rounds == 1


def test_the_body_of_a_raw_response_has_none_of_our_calls(caller: Caller) -> None:
    """In a turn with the caller's calls and in one that was continued, what is read of it is what `parse()` gives."""
    ours = ("headroom_retrieve", {"hash": "0" * 24})
    server = caller.serve([calls(ours, ("list_jobs", {"night": "friday"})), calls(ours), SAID])
    client = caller.wrapped(server)
    for names in (["list_jobs"], []):
        raw = caller.do(caller.api.resource(client).with_raw_response.create, **asked(caller))
        parsed = caller.do(raw.parse)
        assert [name for _, name in caller.api.calls(parsed)] == names
        body = raw.http_response.json()
        assert body["id"] == parsed.id
        # The responses say which tools were offered.
        assert "headroom_retrieve" not in json.dumps({**body, "tools": None})
        # Of older make it is a property.
        text = caller.do(raw.text) if callable(raw.text) else raw.text
        assert json.loads(text) == body


def test_parsing_a_raw_response_is_the_callers(caller: Caller) -> None:
    """`with_raw_response.parse` gives the caller's class after our rounds, and raises when `parse()` is called, as there."""
    if caller.api.is_anthropic:
        return
    ours = ("headroom_retrieve", {"hash": "0" * 24})
    server = caller.serve(
        [calls(ours, text="Let me look."), says('{"job": 80}'), says('{"job": 81}'), says("No JSON."), says("No JSON.")]
    )
    client = caller.wrapped(server)
    wanted = "response_format" if caller.api.name == "chat" else "text_format"
    request = caller.api.request(caller.api.conversation(records()), **{wanted: Job})
    for job in (80, 81):
        parsed = caller.do(caller.do(caller.api.resource(client).with_raw_response.parse, **request).parse)
        found = parsed.choices[0].message.parsed if caller.api.name == "chat" else parsed.output_parsed
        assert found == Job(job=job)
    for mode in ("optimize", "audit"):
        raw = caller.do(caller.api.resource(client).with_raw_response.parse, **request, headroom_mode=mode)
        with pytest.raises(ValidationError):
            caller.do(raw.parse)


def test_a_raw_stream_is_the_callers_to_read(caller: Caller) -> None:
    """`with_raw_response` of a stream: our tool is not offered, and the stream is the SDK's own."""
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    raw = caller.do(caller.api.resource(client).with_raw_response.create, **asked(caller, stream=True))
    events = caller.read(caller.do(raw.parse))
    assert "".join(map(caller.api.delta, events)) == SAID.text
    assert server.requests[0].tool_names == ["list_jobs"]
    assert caller.one_row(client).stream


def test_with_streaming_response(caller: Caller) -> None:
    """The body is read inside the block, as it comes, and the connection is let go of after it."""
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    if caller.is_async:
        reply = caller.portal.call(streaming, caller, client)
    else:
        with caller.api.resource(client).with_streaming_response.create(**asked(caller)) as response:
            assert response.status_code == 200
            reply = response.parse()
    assert caller.api.text(reply) == SAID.text
    assert len(server.requests) == 1
    assert caller.one_row(client).error is None


async def streaming(caller: Caller, client: Any) -> Any:
    """The same, awaited."""
    async with caller.api.resource(client).with_streaming_response.create(**asked(caller)) as response:
        return await response.parse()


def test_raw_requests_take_overrides(caller: Caller) -> None:
    """Keywords of ours work on raw responses and do not reach the server."""
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    caller.do(caller.api.resource(client).with_raw_response.create, **asked(caller, headroom_mode="audit"))
    assert caller.one_row(client).mode == "audit"
    assert not any(name.startswith("headroom") for name in server.requests[0].body)


def test_raw_of_the_whole_client_is_compressed_as_well(caller: Caller) -> None:
    """`client.with_raw_response.chat...create` is the same call, spelt from the other end."""
    server = caller.serve([SAID])
    client = caller.wrapped(server)
    raw = caller.do(caller.api.resource(client.with_raw_response).create, **asked(caller))
    assert caller.api.text(caller.do(raw.parse)) == SAID.text
    assert len(server.requests[0].raw) < len(records()) / 2
    assert caller.one_row(client).mode == "optimize"
