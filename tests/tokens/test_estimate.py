"""Tests of the estimate that needs no vocabulary."""

from __future__ import annotations

import statistics

import pytest

from headroom.tokens.estimate import FEATURES, MEASURED_ERRORS, WEIGHTS, estimate_tokens, features, sample
from headroom.tokens.tiktoken import count_tokens
from tests.tokens.texts import TEXTS


def error(text: str) -> float:
    """How far the estimate is off, relative to the exact count."""
    exact = count_tokens(text, "o200k_base")
    return abs(estimate_tokens(text) - exact) / exact


def test_nine_texts_in_ten_stay_within_the_stated_error() -> None:
    """Texts that the weights were not fitted on keep to the error stated for their kind."""
    within = [error(text) <= MEASURED_ERRORS[kind][1] for kind, text in TEXTS]

    assert sum(within) >= 0.9 * len(TEXTS)


@pytest.mark.parametrize(("kind", "text"), TEXTS, ids=[f"{kind}-{len(text)}" for kind, text in TEXTS])
def test_no_error_is_far_beyond_the_stated_one(kind: str, text: str) -> None:
    """The one text in ten is off by less than twice the stated error."""
    assert error(text) <= 2 * MEASURED_ERRORS[kind][1]


def test_the_median_error_is_small() -> None:
    """Over all kinds half of the estimates are within eight in a hundred."""
    assert statistics.median(error(text) for _, text in TEXTS) <= 0.08


def test_nothing_is_no_tokens() -> None:
    """An empty text has none, the shortest text one."""
    assert [estimate_tokens(text) for text in ("", "a", " ", "\n")] == [0, 1, 1, 1]


def test_weights_belong_to_features() -> None:
    """There is a weight for each feature, and none is negative."""
    assert len(WEIGHTS) == len(FEATURES) == len(features("é")) == len(features("e"))
    assert min(WEIGHTS) >= 0


def test_every_character_is_in_one_feature() -> None:
    """Pairs count two characters and every other feature one, so that nothing is counted twice or left out."""
    text = "Aab  --12\n" + "é" + "ж" + "—" + "中" + "\U0001f600" + "x9y (7)"
    counted = dict(zip(FEATURES, features(text), strict=True))

    pairs = sum(number for name, number in counted.items() if name.startswith("pairs"))
    singles = sum(number for name, number in counted.items() if not name.startswith(("pairs", "lower-case")))

    assert 2 * pairs + singles == len(text)


def test_lone_surrogates_do_not_raise() -> None:
    """What UTF-8 cannot write is estimated too."""
    assert estimate_tokens("\ud800" * 10) > 0


def test_a_long_text_is_judged_by_both_ends_and_between() -> None:
    """The sample is bounded and reaches from the first to the last character."""
    text = "<" + "x" * 100_000 + ">"

    excerpt = sample(text)

    assert len(excerpt) == 1024
    assert (excerpt[0], excerpt[-1]) == ("<", ">")


def test_a_long_estimate_grows_with_the_text() -> None:
    """Ten times the text is ten times the estimate."""
    line = "the quick brown fox jumps over 13 lazy dogs; "

    assert estimate_tokens(line * 10_000) == pytest.approx(10 * estimate_tokens(line * 1000), rel=0.03)
