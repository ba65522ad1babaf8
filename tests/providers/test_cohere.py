"""Tests of Cohere's provider."""

from __future__ import annotations

import pytest

from headroom.errors import ProviderError
from headroom.providers import CohereProvider
from headroom.providers.endpoints import EndpointCounter

MODEL = "command-r-plus"
MESSAGES = [{"role": "user", "content": "one two three"}]


class Client:
    """A client to which every word is a token."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.tokens: object = ()

    def tokenize(self, *, text: str, model: str) -> object:
        """Itself, which holds the tokens."""
        assert model == MODEL
        self.asked.append(text)
        self.tokens = text.split()
        return self


def exact(client: object) -> EndpointCounter:
    """The counter, which is one that asks."""
    counter = CohereProvider(client).get_token_counter(MODEL)
    assert isinstance(counter, EndpointCounter)
    return counter


def test_without_a_client_counts_are_estimates() -> None:
    """And windows and prices are Cohere's."""
    provider = CohereProvider()
    assert provider.name == "cohere"
    assert provider.get_token_counter(MODEL).exact is False
    assert provider.get_context_limit("command-a-03-2025") == 256_000
    assert provider.get_context_limit("command-r-of-tomorrow") == 128_000
    assert provider.estimate_cost(1_000_000, 0, MODEL) == pytest.approx(2.5)


def test_texts_of_a_request_are_asked_for() -> None:
    """What surrounds them goes by the convention: four a message, three for the reply."""
    client = Client()
    assert exact(client).count_messages(MESSAGES) == 3 + 4 + 1 + 3
    assert client.asked == ["user", "one two three"]


def test_long_texts_are_asked_for_in_pieces() -> None:
    """None longer than the endpoint takes."""
    client = Client()
    exact(client).count_messages([{"role": "user", "content": "word " * 30_000}])
    assert max(map(len, client.asked)) == 65_536
    assert sum(map(len, client.asked)) == 150_000 + len("user")


class Silent:
    """A client that answers without tokens."""

    def tokenize(self, **_question: object) -> object:
        """Nothing of use."""
        return self


@pytest.mark.parametrize("client", [object(), Silent()])
def test_no_answer_is_no_count(client: object) -> None:
    """Nothing is made up."""
    with pytest.raises(ProviderError):
        exact(client).count_messages_exactly(MESSAGES)
