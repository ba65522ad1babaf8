"""Tests of servers that speak OpenAI's protocol."""

from __future__ import annotations

import pytest

from headroom.catalog import Prices, overrides_from
from headroom.errors import ConfigurationError, ProviderError
from headroom.providers import ModelCapabilities, OpenAICompatibleProvider

MINE = ModelCapabilities(
    "mine", context_window=32_000, max_output_tokens=1_000, input_cost_per_1m=1.0, output_cost_per_1m=2.0, supports_tools=False
)


def provider() -> OpenAICompatibleProvider:
    """A server with one model."""
    return OpenAICompatibleProvider("our-server", "http://localhost:1/v1", "secret", "mine", (MINE,))


def test_what_was_registered_is_known() -> None:
    """Window, room for the reply, price and abilities."""
    server = provider()
    facts = server.facts("mine")
    assert (facts.context_limit_tokens, facts.max_output_tokens, facts.source) == (32_000, 1_000, "override")
    assert facts.prices == Prices(input=1.0, output=2.0)
    assert server.get_output_buffer("mine") == 1_000
    assert server.estimate_cost(1_000_000, 0, "mine") == pytest.approx(1.0)
    found = server.capabilities("openai/Mine")
    assert found is not None
    assert not found.supports_tools
    assert server.capabilities("theirs") is None


def test_the_default_model_is_meant_where_none_is_named() -> None:
    """Without one, no name is refused."""
    assert provider().get_context_limit("") == 32_000
    assert provider().get_token_counter("").count_text("Hello") > 0
    with pytest.raises(ProviderError):
        OpenAICompatibleProvider("our-server").get_context_limit("")


def test_models_may_come_as_a_mapping_or_later() -> None:
    """Registered later, they reach copies that were made before."""
    server = OpenAICompatibleProvider("our-server", models={"alias": MINE})
    copy = server.with_overrides()
    assert copy.get_context_limit("alias") == 32_000
    server.register_model("newer", ModelCapabilities("newer", context_window=5))
    assert copy.get_context_limit("newer") == 5


def test_other_models_go_by_their_names() -> None:
    """A gateway may serve anybody's."""
    server = provider()
    assert server.facts("gpt-4o").source == "catalog"
    assert server.facts("unheard-of").source == "default"
    assert server.facts("unheard-of").prices is None


def test_a_clients_limit_goes_before_what_was_registered_and_a_files_after() -> None:
    """Code that is nearer to the call decides."""
    said = overrides_from('{"our-server": {"context_limits": {"mine": 7, "other": 8}}}')
    assert provider().with_overrides(said).get_context_limit("mine") == 32_000
    assert provider().with_overrides(said).get_context_limit("other") == 8
    assert provider().with_overrides(said, {"mine": 6}).get_context_limit("mine") == 6


def test_a_clients_limit_holds_whatever_the_case_of_the_name() -> None:
    """A server may be called as people write it."""
    server = OpenAICompatibleProvider("Our-Server", models=(MINE,))
    assert server.with_overrides(context_limits={"mine": 6}).get_context_limit("mine") == 6


@pytest.mark.parametrize(
    ("backend", "name", "exact"),
    [
        ("", "other", False),
        ("tiktoken", "o200k_base", True),
        ("cl100k_base", "cl100k_base", True),
        ("claude", "claude", False),
        ("estimation", "other", False),
    ],
)
def test_the_tokenizer_can_be_chosen(backend: str, name: str, exact: bool) -> None:
    """A vocabulary counts exactly, a family is estimated."""
    server = OpenAICompatibleProvider("our-server", models=(ModelCapabilities("mine", tokenizer_backend=backend),))
    counter = server.get_token_counter("mine")
    assert (counter.name, counter.exact) == (name, exact)


@pytest.mark.parametrize(
    ("capabilities", "problem"),
    [
        (ModelCapabilities("m", context_window=0), "windows"),
        (ModelCapabilities("m", max_output_tokens=-1), "windows"),
        (ModelCapabilities("m", input_cost_per_1m=1.0), "prices"),
        (ModelCapabilities("m", tokenizer_backend="huggingface"), "tokenizer_backend"),
        (ModelCapabilities(" "), "name"),
    ],
)
def test_what_cannot_be_is_refused(capabilities: ModelCapabilities, problem: str) -> None:
    """With what it is."""
    with pytest.raises(ConfigurationError) as caught:
        OpenAICompatibleProvider("our-server", models=(capabilities,))
    assert problem in str(caught.value.details["problem"])
    with pytest.raises(ConfigurationError):
        OpenAICompatibleProvider(" ")


def test_models_are_supported_where_they_were_registered() -> None:
    """Where none was, every name is."""
    assert provider().supports_model("mine")
    assert provider().supports_model("")
    assert not provider().supports_model("theirs")
    assert OpenAICompatibleProvider("our-server").supports_model("theirs")
    assert not OpenAICompatibleProvider("our-server").supports_model("")


def test_the_clients_arguments_are_handed_on_and_the_key_is_not_shown() -> None:
    """Only those that were given."""
    assert provider().client_options() == {"base_url": "http://localhost:1/v1", "api_key": "secret"}
    assert OpenAICompatibleProvider("our-server").client_options() == {}
    assert "secret" not in repr(provider())
