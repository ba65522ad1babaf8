"""Tests of counting by model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from headroom.tokens.counter import TokenCounter, count, counter_for, forget_counts
from headroom.tokens.tiktoken import count_tokens
from tests.tokens.texts import CODE, PROSE, RUSSIAN


def test_openai_models_are_counted_exactly() -> None:
    """The count is the vocabulary's, and says so."""
    counter = counter_for("gpt-4o")

    assert (counter.name, counter.exact, counter.error) == ("o200k_base", True, 0.0)
    assert counter.count(PROSE) == count_tokens(PROSE, "o200k_base")


def test_the_vocabulary_follows_the_model() -> None:
    """GPT-4 and GPT-4o count the same text differently, also when both counts are remembered."""
    for _ in range(2):
        assert count(RUSSIAN, "gpt-4") == count_tokens(RUSSIAN, "cl100k_base")
        assert count(RUSSIAN, "gpt-4o") == count_tokens(RUSSIAN, "o200k_base")
    assert count(RUSSIAN, "gpt-4") > count(RUSSIAN, "gpt-4o")


def test_other_models_are_estimated_and_say_so() -> None:
    """The count is o200k's times the factor of the tokenizer and class."""
    counter = counter_for("claude-sonnet-4-5")

    assert (counter.name, counter.exact, counter.error) == ("claude", False, 0.15)
    assert counter.count(PROSE) == round(1.18 * count_tokens(PROSE, "o200k_base"))
    assert counter.count(CODE) == round(1.20 * count_tokens(CODE, "o200k_base"))


def test_nothing_costs_nothing_with_any_counter() -> None:
    """An empty text has no tokens."""
    assert [count("", model) for model in ("gpt-4o", "gpt-4", "claude-opus-5", "gemini-3-pro", "unheard-of", "")] == [0] * 6


def test_counters_of_one_tokenizer_are_equal() -> None:
    """Counters are values: they can be compared, and stand in settings."""
    assert counter_for("gpt-4o-mini") == counter_for("openai/gpt-5")
    assert counter_for("gpt-4o") != counter_for("gpt-4")


def test_a_remembered_count_is_the_same_count() -> None:
    """With the memo warm, cold or emptied, a count does not change."""
    first = count(CODE)

    again = count(CODE)
    forget_counts()

    assert first == again == count(CODE) == count_tokens(CODE, "o200k_base")


@pytest.mark.parametrize("model", ["gpt-4o", "claude-opus-4-7"])
def test_odd_content_is_counted(model: str) -> None:
    """Lone surrogates and control characters do not raise."""
    counter: TokenCounter = counter_for(model)

    assert counter.count("\ud800 \x00 \udfff") > 0


def test_importing_loads_neither_tiktoken_nor_a_vocabulary() -> None:
    """Who does not count does not pay for it."""
    script = (
        "import sys, headroom.tokens as tokens; tokens.estimate_tokens('x' * 99); tokens.counter_for('gpt-4o').exact;"
        "print(sorted({'tiktoken', 'lzma', 'headroom.tokens.tiktoken'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
