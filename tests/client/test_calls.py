"""What the calls of both clients share, down to the SDK's."""

from __future__ import annotations

from typing import Any

import pytest

from headroom.client.blocking import BlockingCalls
from headroom.errors import ConfigurationError
from tests.fakes.ports import LOG, core_with
from tests.fakes.requests import openai_messages
from tests.fakes.sdk_clients import Other, Reply, Sdk

DONE = Reply(usage=None, choices=[])


def calls(original: Any) -> BlockingCalls:
    """Calls of a client."""
    return BlockingCalls(core_with(), original, "somebody")


def test_other_calls_of_the_seam_go_by() -> None:
    """Paths that are none of ours, and bodies that are no fields."""
    original = Sdk(DONE, DONE)
    made = calls(original)

    class Counting(type(original.chat.completions)):  # type: ignore[misc]
        def create(self, **_: Any) -> Any:
            return self._post("/embeddings", body={"input": LOG})

        def stream(self, **_: Any) -> Any:
            return self._post("/chat/completions", body=None)

    original.chat.completions = Counting(original)
    assert made.call("chat.completions", "", "create", {}) is DONE
    assert made.call("chat.completions", "", "stream", {}) is DONE
    assert original.posted[0][1]["body"] == {"input": LOG}
    assert made.core.session.counts()["requests_total"] == 0


def test_methods_of_another_make_that_are_no_calls_for_replies() -> None:
    """They are called as they are, without our keywords."""
    original = Other()
    original.messages.count = lambda **given: given  # type: ignore[attr-defined]
    assert calls(original).call("messages", "", "count", {"a": 1, "headroom_mode": "audit"}) == {"a": 1}
    with pytest.raises(ConfigurationError):
        calls(original).call("messages", "", "count", {"headroom_nonsense": 1})


def test_a_tenant_may_be_named_by_the_request() -> None:
    """Else it is the client's."""
    made = calls(Sdk(DONE, DONE))
    for keywords in ({}, {"headroom_tenant": "them"}):
        made.call("chat.completions", "", "create", {"model": "gpt-4o", "messages": openai_messages(), **keywords})
    made.core.stores.writer.settle()
    assert {row.tenant for row in made.core.stores.metrics.read()} == {"somebody", "them"}
