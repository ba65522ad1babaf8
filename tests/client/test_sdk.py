"""The seam to the SDKs."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI, NotGiven, OpenAI, omit
from openai.types.chat import ChatCompletion

from headroom.client.sdk import (
    EventStream,
    Posted,
    by_create,
    events_of,
    extras_of,
    given,
    is_asynchronous,
    is_generated,
    raw_kind,
    rebuilt,
    resource_at,
    streamed_through,
    tell_of_close,
    with_content,
    with_parser,
    with_post,
)
from headroom.runtime.drive import run_sync
from tests.fakes.sdk_clients import AsyncOther, AsyncSdk, Other, Sdk


def test_resources_are_known_by_their_make() -> None:
    """Those of the SDKs, and of fakes of the same make; not those of others."""
    assert is_generated(OpenAI(api_key="k").chat.completions)
    assert is_generated(Sdk().chat.completions)
    assert not is_generated(Other().messages)


@pytest.mark.parametrize(
    ("client", "is_awaited"),
    [
        (OpenAI(api_key="k"), False),
        (AsyncOpenAI(api_key="k"), True),
        (Sdk(), False),
        (AsyncSdk(), True),
        (Other(), False),
        (AsyncOther(), True),
    ],
)
def test_clients_are_known_by_what_their_calls_return(client: object, *, is_awaited: bool) -> None:
    """Of other makes by their name alone."""
    assert is_asynchronous(client) is is_awaited


def test_resources_are_found_at_their_place() -> None:
    """None where there is none."""
    client = Sdk()
    assert resource_at(client, "chat.completions") is client.chat.completions
    assert resource_at(client, "chat.nothing.at.all") is None


def test_a_copy_posts_elsewhere_and_so_do_its_raw_responses() -> None:
    """Also where the resource had made its own before."""
    client = Sdk("theirs", "theirs")
    resource: Any = client.chat.completions
    raw = resource.with_raw_response
    seen: list[str] = []

    def post(path: str, **arguments: Any) -> str:
        seen.append(raw_kind(arguments))
        return f"ours {path}"

    twin = with_post(resource, post)
    assert twin.create(model="m", messages=[]) == "ours /chat/completions"
    assert twin.with_raw_response.create(model="m", messages=[]) == "ours /chat/completions"
    assert seen == ["", "raw"]
    assert resource.create(model="m", messages=[]) == "theirs"
    assert raw.create(model="m", messages=[]) == "theirs"


def test_the_first_requests_idempotency_key_is_not_repeated() -> None:
    """Only by a continuation of ours; all else goes along as it came."""
    seen: list[dict[str, Any]] = []

    def post(path: str, **arguments: Any) -> str:
        seen.append(arguments)
        return path

    options = {"idempotency_key": "i", "headers": {"x": "1"}}
    posted = Posted(post=post, path="/p", arguments={"options": options, "cast_to": str})
    assert posted({"a": 1}, again=False) == "/p"
    posted({"a": 1}, again=True)
    assert [arguments["options"] for arguments in seen] == [options, {"headers": {"x": "1"}}]
    assert seen[0]["body"] == {"a": 1}
    assert options["idempotency_key"] == "i"


def test_other_makes_are_given_keywords() -> None:
    """By their `create`."""
    client = Other("reply")
    assert by_create(client.messages)({"model": "m"}, again=False) == "reply"
    assert client.asked == [{"model": "m"}]


def test_arguments_that_were_left_out_are_not_given() -> None:
    """Both of the SDKs' signs for them; None is a value."""
    assert given({"a": 1, "b": NotGiven(), "c": omit, "d": None}) == {"a": 1, "d": None}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"X-Stainless-Raw-Response": "true"}, "raw"),
        ({"x-stainless-raw-response": "raw"}, "raw"),
        ({"X-Stainless-Raw-Response": "stream"}, "streaming"),
        ({"x-other": "raw"}, ""),
        (None, ""),
    ],
)
def test_raw_responses_are_known_by_their_header(headers: object, kind: str) -> None:
    """However it is spelt."""
    assert raw_kind({"options": {"headers": headers}}) == kind
    assert raw_kind({}) == ""


def test_what_goes_along_is_told() -> None:
    """And whether the SDK makes something else of the reply."""
    options = {"headers": {"x": "1"}, "params": {}, "post_parser": len}
    assert extras_of({"options": options}) == ({"headers": {"x": "1"}}, True)
    assert extras_of({}) == ({}, False)


def test_replies_are_rebuilt_as_the_sdks_objects() -> None:
    """Nested ones too, with the request's id; dicts stay dicts."""
    source = ChatCompletion.construct(id="a", choices=[])
    object.__setattr__(source, "_request_id", "req_1")
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "x"}}
    made = rebuilt(source, {"id": "b", "choices": [choice], "new_field": 1})
    assert isinstance(made, ChatCompletion)
    assert made.choices[0].message.content == "x"
    assert (made.id, made._request_id, made.new_field) == ("b", "req_1", 1)  # type: ignore[attr-defined]  # noqa: SLF001
    assert rebuilt({"id": "a"}, {"id": "b"}) == {"id": "b"}


class Stream:
    """A stream as the SDKs make them."""

    def __init__(self, events: list[int]) -> None:
        self._iterator = iter(events)
        self.response = "response"

    def __iter__(self) -> Any:
        return self._iterator


def test_streams_of_the_sdks_yield_other_events() -> None:
    """In a copy; the stream itself is read from underneath."""
    stream = Stream([1, 2])
    closed: list[int] = []
    twin = streamed_through(stream, iter([3]), lambda: closed.append(1))
    assert twin is not None
    assert isinstance(twin, Stream)
    assert list(twin) == [3]
    assert twin.response == "response"
    twin.close()  # type: ignore[attr-defined]
    assert closed == [1]
    assert list(events_of(stream)) == [1, 2]
    assert streamed_through([1], iter([3]), closed.clear) is None
    assert events_of([1]) == [1]


def test_streams_of_other_makes_keep_what_else_they_have() -> None:
    """And are left as a context."""

    class Theirs:
        request_id = "r"

    class Events:
        is_closed = False

        def __iter__(self) -> Events:
            return self

        def __next__(self) -> int:
            return 1

        def close(self) -> None:
            self.is_closed = True

    events = Events()
    with EventStream(Theirs(), events, events.close) as stream:
        assert next(stream) == 1
        assert next(iter(stream)) == 1
        assert stream.request_id == "r"
    assert events.is_closed


def test_raw_responses_hold_what_they_are_told_to() -> None:
    """A plain reply is the content itself."""

    class Raw:
        http_response = "http"

        def __init__(self) -> None:
            self._cast_to = dict
            self._parsed_by_type: dict[type, object] = {}

        def parse(self) -> object:
            return self._parsed_by_type.get(self._cast_to, "as it came")

    raw = Raw()
    assert with_content(raw, {"a": 1}) is raw
    assert raw.parse() == {"a": 1}
    assert with_content({"b": 2}, {"a": 1}) == {"a": 1}


@pytest.mark.parametrize("charset", ["", "; charset=latin-1"])
def test_the_body_of_a_raw_response_is_replaced_too(charset: str) -> None:
    """Bytes, text and JSON, also what was read of it before."""
    headers = {"content-type": f"application/json{charset}"}
    response = httpx2.Response(200, headers=headers, content=b'{"secret": 1}')

    class Raw:
        http_response = response
        _cast_to = dict

        def __init__(self) -> None:
            self._parsed_by_type: dict[type, object] = {}

    assert "secret" in response.text
    with_content(Raw(), {"said": "Grüße"})
    assert response.json() == json.loads(response.text) == json.loads(response.content) == {"said": "Grüße"}


def test_a_parser_is_put_off_and_applied_at_the_end() -> None:
    """What is posted goes without it, and what it makes keeps the request's id."""
    seen: list[dict[str, Any]] = []

    def parser(reply: ChatCompletion) -> ChatCompletion:
        return ChatCompletion.construct(id=f"parsed {reply.id}", choices=[])

    options = {"post_parser": parser, "headers": {"x": "1"}}
    posted = Posted(post=lambda _, **given: seen.append(given), path="/p", arguments={"options": options})
    without, found = posted.without_parser()
    without({}, again=False)
    assert seen[0]["options"] == {"headers": {"x": "1"}}
    assert found is parser
    assert "post_parser" in options
    source = ChatCompletion.construct(id="a", choices=[])
    object.__setattr__(source, "_request_id", "req_1")
    made = with_parser(source, parser)
    assert (made.id, made._request_id) == ("parsed a", "req_1")  # noqa: SLF001
    assert with_parser(source, None) is source
    assert Posted(post=len, path="/p", arguments={}).without_parser()[1] is None


def test_closing_a_response_is_told_and_closes_it_all_the_same() -> None:
    """Also where being told goes wrong, and where nobody is left to be told."""

    class Response:
        closed = 0

        def close(self) -> None:
            self.closed += 1

    class Listener:
        def __init__(self) -> None:
            self.told = 0

        def left(self) -> None:
            self.told += 1
            if self.told == 2:
                raise ZeroDivisionError

    stream, listener = Stream([]), Listener()
    response = Response()
    stream.response = response  # type: ignore[assignment]
    tell_of_close(stream, "close", listener.left)
    response.close()
    with pytest.raises(ZeroDivisionError):
        response.close()
    assert (response.closed, listener.told) == (2, 2)
    del listener
    response.close()
    assert response.closed == 3


def test_closing_an_awaited_response_is_told_and_awaited() -> None:
    """In the order of a stream: what is read last first."""
    order: list[str] = []

    class Response:
        async def aclose(self) -> None:
            order.append("closed")

    class Listener:
        async def left(self) -> None:
            order.append("told")

    stream, listener, response = Stream([]), Listener(), Response()
    stream.response = response  # type: ignore[assignment]
    tell_of_close(stream, "aclose", listener.left)
    run_sync(response.aclose())
    assert order == ["told", "closed"]
