"""Tests of what is assumed of names that the list does not have."""

from __future__ import annotations

import pytest

from headroom.catalog.patterns import PATTERNS, pattern_for
from headroom.catalog.snapshot import index


@pytest.mark.parametrize(
    ("name", "limit_tokens"),
    [
        ("claude-opus-99", 200_000),
        ("our-tuned-sonnet", 200_000),
        ("haiku", 200_000),
        ("gpt-4o-something", 128_000),
        ("gpt-4.1-something", 1_047_576),
        ("gpt-4-0099", 8_192),
        ("gpt-4-32k-x", 32_768),
        ("gpt-3.5-turbo-x", 16_385),
        ("gpt-5-x", 272_000),
        ("o1-x", 200_000),
        ("o3-x", 200_000),
        ("o1-mini-x", 128_000),
        ("gemini-1.5-pro-x", 2_000_000),
        ("gemini-1.0-x", 32_768),
        ("gemini-x", 1_048_576),
        ("command-r-x", 128_000),
        ("command-a-x", 256_000),
        ("mixtral-8x7b-x", 32_768),
        ("deepseek-x", 128_000),
    ],
)
def test_names_of_a_shape_have_its_window(name: str, limit_tokens: int) -> None:
    """As the configuration page promises."""
    pattern = pattern_for((name,))
    assert pattern is not None
    assert pattern.limit_tokens == limit_tokens


def test_other_names_have_none() -> None:
    """Nothing is read into them."""
    assert pattern_for(("llama-3",)) is None
    assert pattern_for(("o30",)) is None
    assert pattern_for(()) is None


def test_models_that_patterns_resemble_are_in_the_list() -> None:
    """A name that the list lost would leave a whole family without prices."""
    missing = [pattern.like for pattern in PATTERNS if pattern.like is not None and pattern.like not in index().exact]
    assert missing == []
