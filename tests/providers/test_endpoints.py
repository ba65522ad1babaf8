"""Tests of counts that a provider is asked for."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from headroom.errors import ConfigurationError, ProviderError
from headroom.providers.counting import ConversationCounter
from headroom.providers.endpoints import EndpointCounter, asked, tokens_in
from headroom.tokens import counter_for

ESTIMATE = ConversationCounter(texts=counter_for("claude-opus-4-5"))
MESSAGES = [{"role": "user", "content": "Hello"}]


def answering(_messages: Sequence[object], _system: object, _tools: object) -> int:
    """An endpoint that counts 99."""
    return 99


def refusing(_messages: Sequence[object], _system: object, _tools: object) -> int:
    """An endpoint that is down."""
    raise ProviderError("The provider gave no count", {"problem": "down"})


def client(count: Callable[[], object]) -> object:
    """A client of an SDK with a counting endpoint."""
    return SimpleNamespace(messages=SimpleNamespace(count=count))


def test_only_whole_requests_are_asked_for() -> None:
    """Texts and single messages are on the path of requests; nobody is asked there."""
    counter = EndpointCounter(estimate=ESTIMATE, endpoint=answering)
    assert counter.count_messages(MESSAGES) == counter.count_messages_exactly(MESSAGES) == 99
    assert counter.count("Hello") == counter.count_text("Hello") == ESTIMATE.count("Hello")
    assert counter.count_message(MESSAGES[0]) == ESTIMATE.count_message(MESSAGES[0])
    assert (counter.name, counter.exact, counter.error) == (ESTIMATE.name, False, ESTIMATE.error)


def test_an_endpoint_that_is_down_leaves_the_estimate() -> None:
    """With a warning, unless that was not wanted; who wants nothing but the exact count is told."""
    counter = EndpointCounter(estimate=ESTIMATE, endpoint=refusing)
    with pytest.warns(RuntimeWarning, match="down"):
        assert counter.count_messages(MESSAGES) == ESTIMATE.count_messages(MESSAGES)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        quiet = EndpointCounter(estimate=ESTIMATE, endpoint=refusing, warn=False)
        assert quiet.count_messages(MESSAGES) == ESTIMATE.count_messages(MESSAGES)
    with pytest.raises(ProviderError):
        counter.count_messages_exactly(MESSAGES)


def test_what_is_no_conversation_is_not_estimated() -> None:
    """The mistake is told, not a number."""
    with pytest.raises(ConfigurationError):
        EndpointCounter(estimate=ESTIMATE, endpoint=refusing, warn=False).count_messages([3])


def test_whatever_an_sdk_raises_becomes_one_error() -> None:
    """With the cause behind it; an interrupt goes through."""

    def fails() -> object:
        raise OSError("unreachable")

    def stops() -> object:
        raise KeyboardInterrupt

    with pytest.raises(ProviderError) as caught:
        asked(client(fails), "messages.count")
    assert caught.value.details == {"endpoint": "messages.count", "problem": "OSError: unreachable"}
    assert isinstance(caught.value.__cause__, OSError)
    with pytest.raises(KeyboardInterrupt):
        asked(client(stops), "messages.count")


def test_a_coroutine_is_no_answer() -> None:
    """An asynchronous client is told of, and what it began is closed without a warning."""

    async def answer() -> int:
        return 5

    with pytest.raises(ProviderError, match="synchronous"):
        asked(client(answer), "messages.count")
    assert asked(client(lambda: 5), "messages.count") == 5


def test_a_client_without_the_endpoint_is_told() -> None:
    """Wherever on the way to it something is missing, and where what is there is no method."""
    for other in (object(), SimpleNamespace(messages=object()), client(5)):  # type: ignore[arg-type]
        with pytest.raises(ProviderError, match="cannot count") as caught:
            asked(other, "messages.count")
        assert caught.value.details["endpoint"] == "messages.count"


@pytest.mark.parametrize("reply", [None, SimpleNamespace(), SimpleNamespace(total="5")])
def test_an_answer_without_a_count_is_told(reply: object) -> None:
    """A number is believed, nothing else."""
    with pytest.raises(ProviderError, match="no count"):
        tokens_in(reply, "total", "messages.count")
    assert tokens_in(SimpleNamespace(total=5), "total", "messages.count") == 5
