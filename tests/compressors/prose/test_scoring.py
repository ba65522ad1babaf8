"""Tests of the seam for a scorer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from headroom.compressors.prose.scoring import judged
from headroom.relevance import query_text
from tests.compressors.prose.samples import article, units

MADE = units(article())


def test_a_scorer_sees_units_and_the_question() -> None:
    """Each unit without the blanks round it, and what was asked without what was called."""
    seen: list[tuple[Sequence[str], str]] = []

    def scorer(texts: Sequence[str], question: str) -> Iterable[float]:
        seen.append((texts, question))
        return (0.5 for _ in texts)

    assert judged(MADE, query_text("Where is it?", '{"name": "x"}'), scorer) == ("scorer", dict.fromkeys(range(len(MADE)), 0.5))
    assert seen == [([MADE.words(unit) for unit in range(len(MADE))], "Where is it?")]


class Half:
    """A number of a library's own."""

    def __float__(self) -> float:
        """A half."""
        return 0.5


def test_numbers_of_libraries_are_numbers() -> None:
    """A model gives its own kind of them."""
    scores = judged(MADE, "", lambda texts, _: [Half()] * len(texts))  # type: ignore[list-item]
    assert scores == ("scorer", dict.fromkeys(range(len(MADE)), 0.5))


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -0.1, 1.1, "0.5", None])
def test_odd_scores_are_not_taken(odd: float) -> None:
    """Words decide, and the report says why."""
    relevance, scores = judged(MADE, "", lambda texts, _: [0.5] * (len(texts) - 1) + [odd])
    assert scores is None
    assert relevance == "words: the scorer gave a score that is no number from 0 to 1"


def test_the_wrong_number_of_scores_is_not_taken() -> None:
    """A score that belongs to no unit would go to another."""
    relevance, scores = judged(MADE, "", lambda _texts, _: [0.5, 0.5, 0.5])
    assert scores is None
    assert relevance == f"words: the scorer gave 3 scores for {len(MADE)} sentences"


def test_without_a_scorer_words_decide() -> None:
    """The report says so."""
    assert judged(MADE, "", None) == ("words", None)
