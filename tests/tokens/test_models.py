"""Tests of which tokenizer a model's name means."""

from __future__ import annotations

import pytest

from headroom.tokens.models import tokenizer_of

O200K = """
    gpt-4o gpt-4o-mini gpt-4o-2024-08-06 gpt-4.1-nano gpt-4.5-preview gpt-5 gpt-5.6 gpt-5-mini gpt-6-turbo
    gpt-oss-120b chatgpt-4o-latest codex-mini-latest o1 o1-preview o3-mini o4-mini openai/gpt-4o azure/prod/gpt-4o
    openrouter/openai/o3 ft:gpt-4o-mini:acme::9aBc GPT-4o openai.gpt-oss-20b-1:0
""".split()

CL100K = """
    gpt-4 gpt-4-turbo gpt-4-0613 gpt-4-32k gpt-3.5-turbo gpt-35-turbo-16k text-embedding-ada-002
    text-embedding-3-large ft:gpt-3.5-turbo:acme azure/gpt-4
""".split()

CLAUDE = """
    claude-3-opus-20240229 claude-3-5-sonnet-latest claude-3.7-sonnet claude-2.1 claude-instant-1.2
    claude-opus-4-20250514 claude-sonnet-4-5 claude-opus-4-6 anthropic/claude-sonnet-4
    us.anthropic.claude-sonnet-4-5-20250929-v1:0 claude-haiku-4-5@20251001
""".split()

CLAUDE_4_7 = """
    claude-opus-4-7 claude-opus-4-8-20260601 claude-sonnet-5 claude-opus-5-5 claude-fable-5 claude-haiku-5-5
    claude openrouter/anthropic/claude-opus-4.7 global.anthropic.claude-opus-4-7-v1:0 claude-opus-4-7[1m]
""".split()


@pytest.mark.parametrize("model", O200K)
def test_newer_openai_models_use_o200k(model: str) -> None:
    """GPT-4o and later, the reasoning models, and what routers make of their names."""
    assert tokenizer_of(model) == "o200k_base"


@pytest.mark.parametrize("model", CL100K)
def test_older_openai_models_use_cl100k(model: str) -> None:
    """GPT-4, GPT-3.5 and the embedding models."""
    assert tokenizer_of(model) == "cl100k_base"


@pytest.mark.parametrize("model", CLAUDE)
def test_claude_up_to_4_6_is_one_generation(model: str) -> None:
    """Dates in a name are not versions."""
    assert tokenizer_of(model) == "claude"


@pytest.mark.parametrize("model", CLAUDE_4_7)
def test_claude_from_4_7_is_another_generation(model: str) -> None:
    """The tokenizer changed with Opus 4.7; an alias means the newest."""
    assert tokenizer_of(model) == "claude_4_7"


@pytest.mark.parametrize(
    ("model", "tokenizer"),
    [("gemini-2.5-pro", "gemini"), ("models/gemini-3-flash", "gemini"), ("deepseek/deepseek-chat", "deepseek")],
)
def test_other_vendors_are_told_apart(model: str, tokenizer: str) -> None:
    """Vendors with a row of factors of their own."""
    assert tokenizer_of(model) == tokenizer


@pytest.mark.parametrize("model", ["", "llama-3.3-70b", "gpt-40", "o12", "gpt-5000", "mistral-large", "my/own/model"])
def test_unknown_names_are_other(model: str) -> None:
    """A name that merely begins alike is not taken for a known one."""
    assert tokenizer_of(model) == "other"
