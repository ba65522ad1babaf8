"""Tests of Anthropic's provider."""

from __future__ import annotations

import json
from collections.abc import Callable

import anthropic
import pytest

from headroom.errors import ProviderError
from headroom.providers import AnthropicProvider
from headroom.providers.endpoints import EndpointCounter
from tests.fakes.provider_server import serve

MODEL = "claude-sonnet-4-5"
MESSAGES = [{"role": "user", "content": "Hello"}]


class Reply:
    """What the endpoint answers."""

    def __init__(self, input_tokens: object) -> None:
        self.input_tokens = input_tokens


class Client:
    """A client whose counting endpoint remembers what it was asked."""

    def __init__(self, answer: Callable[[], object]) -> None:
        self.messages = self
        self.bodies: list[dict[str, object]] = []
        self._answer = answer

    def count_tokens(self, **body: object) -> object:
        """The answer."""
        json.dumps(body)
        self.bodies.append(body)
        return self._answer()


def exact(provider: AnthropicProvider) -> EndpointCounter:
    """The counter, which is one that asks."""
    counter = provider.get_token_counter(MODEL)
    assert isinstance(counter, EndpointCounter)
    return counter


def test_without_a_client_counts_are_estimates() -> None:
    """Which say so, and how far off they may be."""
    counter = AnthropicProvider().get_token_counter(MODEL)
    assert counter.exact is False
    assert 0.05 < counter.error < 0.5
    assert counter.count_messages(MESSAGES) > 0


def test_what_is_set_is_kept() -> None:
    """The names of the product's page."""
    provider = AnthropicProvider(None, {MODEL: 5}, warn=False, enable_cache_control=False)
    assert (provider.name, provider.warn, provider.enable_cache_control) == ("anthropic", False, False)
    assert provider.get_context_limit(MODEL) == 5
    assert AnthropicProvider().enable_cache_control is True
    assert AnthropicProvider().supports_model("us.anthropic.claude-opus-4-1-20250805-v1:0")


def test_a_client_is_asked_for_whole_requests_alone() -> None:
    """With the request as it is, and never for a text."""
    client = Client(lambda: Reply(42))
    counter = exact(AnthropicProvider(client))
    assert counter.count_messages(MESSAGES, system="Be brief.", tools=[{"name": "f", "input_schema": {}}]) == 42
    assert client.bodies == [
        {
            "model": MODEL,
            "messages": MESSAGES,
            "system": "Be brief.",
            "tools": [{"name": "f", "input_schema": {}}],
        }
    ]
    counter.count("Hello")
    counter.count_message(MESSAGES[0])
    assert len(client.bodies) == 1


def test_system_messages_stand_at_the_top() -> None:
    """The endpoint refuses them among the others."""
    client = Client(lambda: Reply(42))
    exact(AnthropicProvider(client)).count_messages([{"role": "system", "content": "Be brief."}, *MESSAGES])
    assert client.bodies == [{"model": MODEL, "messages": MESSAGES, "system": "Be brief."}]


def unreachable() -> object:
    """As a client without a network."""
    raise OSError("unreachable")


@pytest.mark.parametrize("answer", [unreachable, lambda: Reply(None), lambda: None])
def test_without_an_answer_the_estimate_stands(answer: Callable[[], object]) -> None:
    """And a warning, unless that was turned off."""
    counter = exact(AnthropicProvider(Client(answer), warn=False))
    assert counter.count_messages(MESSAGES) == counter.estimate.count_messages(MESSAGES)
    with pytest.raises(ProviderError):
        counter.count_messages_exactly(MESSAGES)
    with pytest.warns(RuntimeWarning, match="estimated"):
        exact(AnthropicProvider(Client(answer))).count_messages(MESSAGES)


def test_a_client_that_cannot_count_is_told_of() -> None:
    """By its type."""
    with pytest.raises(ProviderError) as caught:
        exact(AnthropicProvider(object())).count_messages_exactly(MESSAGES)
    assert caught.value.details["client"] == "object"


def test_the_sdks_own_client_over_http() -> None:
    """The count is the endpoint's, of the request with all that belongs to it, and is asked for once."""
    with serve() as server, anthropic.Anthropic(base_url=server.url, api_key="k", max_retries=0) as client:
        counted = exact(AnthropicProvider(client)).count_messages(
            [{"role": "system", "content": "Be brief."}, *MESSAGES], tools=[{"name": "f", "input_schema": {"type": "object"}}]
        )
        expected = client.messages.count_tokens(
            model=MODEL,
            messages=[{"role": "user", "content": "Hello"}],
            system="Be brief.",
            tools=[{"name": "f", "input_schema": {"type": "object"}}],
        )
        assert len(server.requests) == 2
    assert counted == expected.input_tokens


def test_the_sdks_own_clients_without_an_answer() -> None:
    """One that reaches nobody leaves the estimate; an asynchronous one cannot be asked here."""
    with (
        anthropic.Anthropic(api_key="k", base_url="http://127.0.0.1:9", max_retries=0, timeout=2.0) as nobody,
        pytest.raises(ProviderError, match="no count"),
    ):
        exact(AnthropicProvider(nobody)).count_messages_exactly(MESSAGES)
    later = anthropic.AsyncAnthropic(api_key="k", base_url="http://127.0.0.1:9", max_retries=0)
    with pytest.raises(ProviderError, match="synchronous"):
        exact(AnthropicProvider(later)).count_messages_exactly(MESSAGES)
