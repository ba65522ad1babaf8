"""Tests of the factors for tokenizers that are not public."""

from __future__ import annotations

from typing import get_args

import pytest

from headroom.tokens.calibration import FACTORS, ContentClass, content_class, error_bar, factor_for
from headroom.tokens.models import Tokenizer
from tests.tokens.texts import CHINESE, CODE, PROSE, RUSSIAN, TEXTS

CLASSES = get_args(ContentClass)
ESTIMATED: list[Tokenizer] = ["claude", "claude_4_7", "gemini", "deepseek", "other"]


def test_every_estimated_tokenizer_has_a_whole_row() -> None:
    """Each tokenizer without a vocabulary has a factor for each class, and no other has any."""
    assert set(FACTORS) == set(get_args(Tokenizer)) - {"o200k_base", "cl100k_base"} == set(ESTIMATED)
    assert all(set(row) == set(CLASSES) for row in FACTORS.values())


def test_every_factor_has_an_error_bar() -> None:
    """No estimate claims to be exact."""
    assert all(0.0 < cell.error < 1.0 <= cell.factor for row in FACTORS.values() for cell in row.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROSE, "prose"),
        (CODE, "code"),
        (next(text for kind, text in TEXTS if kind == "json"), "json"),
        (", ".join(str(number * 7919) for number in range(200)), "digits"),
        (RUSSIAN, "other_scripts"),
        (CHINESE, "other_scripts"),
        ("", "prose"),
    ],
)
def test_texts_fall_into_the_class_they_are_named_for(text: str, expected: ContentClass) -> None:
    """Shares of characters tell the kinds apart."""
    assert content_class(text) == expected


def test_prose_costs_more_since_claude_4_7() -> None:
    """The factor depends on the tokenizer and on the class."""
    assert factor_for("claude", PROSE) == 1.18
    assert factor_for("claude_4_7", PROSE) == 1.53
    assert factor_for("claude_4_7", RUSSIAN) < factor_for("claude_4_7", PROSE)


def test_the_error_bar_is_the_widest_of_the_common_classes() -> None:
    """A bar for one tokenizer covers prose, code and JSON."""
    assert error_bar("claude_4_7") == 0.20
    assert error_bar("deepseek") == 0.09
