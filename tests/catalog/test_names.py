"""Tests of names of models taken apart."""

from __future__ import annotations

import pytest

from headroom.catalog.names import model_name


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ("gpt-4o", "gpt-4o"),
        ("  GPT-4o ", "gpt-4o"),
        ("openai/gpt-4o", "gpt-4o"),
        ("gpt-4o-2024-08-06", "gpt-4o"),
        ("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
        ("bedrock/eu.anthropic.claude-opus-4-1-20250805-v1:0", "claude-opus-4-1"),
        ("anthropic.claude-v2:1", "claude"),
        ("claude-opus-4-1@20250805", "claude-opus-4-1"),
        ("vertex_ai/claude-opus-4-5@default", "claude-opus-4-5"),
        ("claude-sonnet-4-5[1m]", "claude-sonnet-4-5"),
        ("models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("openrouter/anthropic/claude-sonnet-4.5", "claude-sonnet-4.5"),
        ("command-r-08-2024", "command-r"),
        ("mistral-large-latest", "mistral-large"),
        ("ft:gpt-4o-2024-08-06:my-org:my-model:id", "gpt-4o"),
    ],
)
def test_the_last_spelling_is_the_models_own(given: str, own: str) -> None:
    """Prefixes of routers and clouds, dates, revisions and suffixes are off; the name as given comes first."""
    name = model_name(given)
    assert name.spellings[-1] == own
    assert name.spellings[0] == given.strip().lower()


@pytest.mark.parametrize(
    ("given", "maker"),
    [
        ("gpt-5.1", "openai"),
        ("o3-mini", "openai"),
        ("o1", "openai"),
        ("o1x-thing", ""),
        ("chatgpt-4o-latest", "openai"),
        ("claude-new", "anthropic"),
        ("my-own-sonnet", "anthropic"),
        ("gemini-9", "google"),
        ("command-a", "cohere"),
        ("open-mixtral-8x22b", "mistral"),
        ("deepseek/deepseek-chat", "deepseek"),
        ("llama-3.3-70b", ""),
        ("", ""),
    ],
)
def test_the_maker_is_read_from_the_name(given: str, maker: str) -> None:
    """A name that says nothing has none."""
    assert model_name(given).maker == maker


def test_hosts_are_told_from_routers() -> None:
    """A host's models keep the path that the host gives them."""
    fireworks = model_name("fireworks_ai/accounts/fireworks/models/deepseek-v3p2")
    assert fireworks.host == "fireworks"
    assert "accounts/fireworks/models/deepseek-v3p2" in fireworks.spellings
    assert model_name("azure/gpt-4o").host == ""
    assert model_name("ollama/llama3:8b").host == "ollama"


def test_what_is_asked_for_by_a_suffix_or_a_prefix_is_known() -> None:
    """The long window and fine-tuned models."""
    assert model_name("claude-sonnet-4-5[1m]").is_long_context
    assert not model_name("claude-sonnet-4-5").is_long_context
    assert model_name("ft:gpt-4o-mini-2024-07-18:org").is_fine_tuned
    assert model_name("").spellings == ()
