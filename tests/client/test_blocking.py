"""The calls of a client that blocks, down to the SDK's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from headroom.client.blocking import BlockingTransport
from headroom.client.sdk import Posted
from headroom.runtime.drive import run_sync
from tests.fakes.sdk_clients import Reply

DONE = Reply(usage=None, choices=[])


def transport(**arguments: Any) -> BlockingTransport:
    """A transport to a function that returns what it was given."""
    return BlockingTransport(Posted(post=lambda path, **given: (path, given), path="/p", arguments=arguments))


def test_what_is_sent_is_posted_with_all_that_goes_along() -> None:
    """And further headers beside the caller's own."""
    got: Any = run_sync(transport(options={"headers": {"a": "1"}}, cast_to=int).send({"x": 1}, again=False))
    assert got == ("/p", {"body": {"x": 1}, "options": {"headers": {"a": "1"}}, "cast_to": int})
    more = transport(options={"headers": {"a": "1"}}).with_headers({"b": "2"})
    sent: Any = run_sync(more.send({}, again=True))
    assert sent[1]["options"]["headers"] == {"a": "1", "b": "2"}


def test_raw_responses_are_parsed_and_replies_are_not() -> None:
    """Only what holds an HTTP response is one."""

    class Raw:
        http_response = "http"

        def parse(self) -> str:
            return "parsed"

    class Parsing:
        def parse(self) -> str:
            return "not asked for"

    parsing = Parsing()
    assert run_sync(transport().parsed(Raw())) == "parsed"
    assert run_sync(transport().parsed(parsing)) is parsing


def test_what_the_sdk_makes_of_a_reply_can_wait() -> None:
    """It is not posted, also with further headers, and is made at the end; without it a reply is itself."""
    later = transport(options={"post_parser": len}).unparsed().with_headers({"b": "2"})
    sent: Any = run_sync(later.send({}, again=False))
    assert sent[1]["options"] == {"headers": {"b": "2"}}
    assert later.finished([1, 2]) == 2
    assert transport(options={}).unparsed().finished(DONE) is DONE


def test_events_are_read_one_by_one_and_closed() -> None:
    """Of anything that can be iterated."""
    closed: list[int] = []

    def stream() -> Iterator[int]:
        try:
            yield from (1, 2)
        finally:
            closed.append(1)

    events = transport().events(stream())
    assert run_sync(events.next()) == 1
    run_sync(events.close())
    run_sync(events.close())
    assert closed == [1]
    assert run_sync(events.next()) is None
