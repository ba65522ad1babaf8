"""The seam for a scorer that the caller brings, such as a model."""

from __future__ import annotations

from math import nan
from typing import SupportsFloat

from headroom.compressors.prose.units import Units
from headroom.config import SentenceScorer
from headroom.relevance import question_and_call

__all__ = ["judged"]


def judged(units: Units, query: str, scorer: SentenceScorer | None) -> tuple[str, dict[int, float] | None]:
    """Who said what answers the question, for the report, and the scorer's scores; None where the words decide.

    The scorer is given every unit without the blanks round it, in order, and the question's plain text, which may be empty. It
    gives a number from 0 to 1 for each: how much it matters. A model that marks tokens to keep plugs in as a function that runs
    it over the units, joined, and gives the mean probability of the tokens of each.
    What it gives is used where it is one number a unit, each from 0 to 1; else words decide, and the report says why.
    Raises: what the scorer raises.
    """
    if scorer is None:
        return "words", None
    texts = [units.words(unit) for unit in range(len(units))]
    scores = list(scorer(texts, question_and_call(query)[0]))
    if len(scores) != len(texts):
        return f"words: the scorer gave {len(scores)} scores for {len(texts)} sentences", None
    numbers = [float(score) if isinstance(score, SupportsFloat) else nan for score in scores]
    # Not a number is not between any two.
    if not all(0 <= number <= 1 for number in numbers):
        return "words: the scorer gave a score that is no number from 0 to 1", None
    return "scorer", dict(enumerate(numbers))
