"""Tests of Google's provider."""

from __future__ import annotations

import pytest

from headroom.errors import ProviderError
from headroom.providers import GoogleProvider
from headroom.providers.endpoints import EndpointCounter

MODEL = "gemini-2.5-flash"
MESSAGES = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi."}, {"role": "user", "content": "Bye"}]


class Client:
    """A client whose counting endpoint remembers what it was asked."""

    def __init__(self, tokens: object) -> None:
        self.models = self
        self.total_tokens = tokens
        self.asked: list[object] = []

    def count_tokens(self, *, model: str, contents: object) -> object:
        """Itself, which holds the count."""
        self.asked.append((model, contents))
        return self


def exact(client: object) -> EndpointCounter:
    """The counter, which is one that asks."""
    counter = GoogleProvider(client).get_token_counter(MODEL)
    assert isinstance(counter, EndpointCounter)
    return counter


def test_without_a_client_counts_are_estimates() -> None:
    """And windows are Gemini's."""
    provider = GoogleProvider()
    assert provider.name == "google"
    assert provider.get_token_counter(MODEL).exact is False
    assert provider.get_context_limit("gemini-1.5-pro") == 2_000_000
    assert provider.get_context_limit("something-new") == 1_048_576
    assert provider.supports_model("models/gemini-9")
    assert GoogleProvider(context_limits={MODEL: 5}).get_context_limit(MODEL) == 5


def test_a_request_of_text_is_asked_for_in_geminis_shape() -> None:
    """The system prompt first, the assistant as the model."""
    client = Client(7)
    assert exact(client).count_messages(MESSAGES, system="Be brief.") == 7
    assert client.asked == [
        (
            MODEL,
            [
                {"role": "user", "parts": [{"text": "Be brief."}]},
                {"role": "user", "parts": [{"text": "Hello"}]},
                {"role": "model", "parts": [{"text": "Hi."}]},
                {"role": "user", "parts": [{"text": "Bye"}]},
            ],
        )
    ]


def test_requests_of_more_than_text_are_estimated() -> None:
    """As Gemini would count another request than the one that is sent."""
    client = Client(7)
    tools = [{"type": "function", "function": {"name": "f", "parameters": {}}}]
    with pytest.raises(ProviderError, match="text"):
        exact(client).count_messages_exactly(MESSAGES, tools=tools)
    with pytest.warns(RuntimeWarning):
        assert exact(client).count_messages(MESSAGES, tools=tools) > 0
    assert client.asked == []


@pytest.mark.parametrize("client", [object(), Client(None), Client("many")])
def test_no_answer_is_no_count(client: object) -> None:
    """Nothing is made up."""
    with pytest.raises(ProviderError):
        exact(client).count_messages_exactly(MESSAGES)
