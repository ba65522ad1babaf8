"""Tests of scoring rows by words and by meaning together."""

from __future__ import annotations

import pytest

from headroom.errors import ConfigurationError
from headroom.relevance.embedding import EmbeddingScorer
from headroom.relevance.hybrid import HybridScorer, words_share
from headroom.relevance.query import query_text
from headroom.relevance.scorer import Bm25Scorer

ROWS = ["the zebra", "a striped horse", *(f"filler {number}" for number in range(30))]


def embed(texts: list[str]) -> list[list[float]]:
    """Horses and zebras mean the same here."""
    return [[float("horse" in text or "zebras" in text), 1.0, float(len(text) % 3)] for text in texts]


MEANING = EmbeddingScorer(embed)
ASKED = "zebras"


def test_words_and_meaning_are_weighed() -> None:
    """A score is `alpha` parts of one and the rest of the other."""
    words, meanings = Bm25Scorer()(ROWS, ASKED), MEANING(ROWS, ASKED)
    for alpha in (0.0, 0.3, 1.0):
        scores = HybridScorer(MEANING, alpha=alpha)(ROWS, ASKED)
        wanted = [alpha * word + (1 - alpha) * meaning for word, meaning in zip(words, meanings, strict=True)]
        assert scores == pytest.approx(wanted)
    assert words[0] == 1.0 > 2 * meanings[0]
    assert words[1] == 0.0 < meanings[1]


def test_both_ways_of_answering_are_found() -> None:
    """The row with the word and the row that means it come before all others."""
    scores = HybridScorer(MEANING)(ROWS, ASKED)
    assert set(sorted(range(len(ROWS)), key=lambda row: -scores[row])[:2]) == {0, 1}
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("why did the payment fail?", 0.5),
        ("what about 3 errors in 24 hours?", 0.5),
        ("find 550e8400-e29b-41d4-a716-446655440000", 0.85),
        ("find 550E8400-E29B-41D4-A716-446655440000.", 0.85),
        ("what about order 48213?", 0.65),
        ("who calls parse_config?", 0.65),
        ("compare build 7c3f9e1 with req-88123", 0.75),
        ("what does api.example.com answer?", 0.6),
        ("is 10.0.0.7 up?", 0.6),
        ("mail from jane.doe@example.com", 0.6),
        ("", 0.5),
    ],
)
def test_identifiers_count_for_words(question: str, share: float) -> None:
    """The more a question names, the more the spelling counts."""
    assert words_share(question, 0.5) == share


def test_identifiers_never_count_against_words() -> None:
    """What was set is the least."""
    assert words_share("what about order 48213?", 0.9) == 0.9


def test_the_arguments_of_the_call_name_nothing() -> None:
    """Only the question decides."""
    assert words_share(query_text("why did it fail?", '{"id": "48213"}'), 0.5) == 0.5


def test_adaptation_can_be_turned_off() -> None:
    """Then the share is what was set."""
    question = "zebras of order 48213"
    fixed = HybridScorer(MEANING, adaptive_alpha=False)(ROWS, question)
    adapted = HybridScorer(MEANING)(ROWS, question)
    assert fixed[1] > adapted[1] > 0
    assert adapted == HybridScorer(MEANING, alpha=0.65, adaptive_alpha=False)(ROWS, question)


def test_an_impossible_share_is_refused() -> None:
    """The setting is named."""
    with pytest.raises(ConfigurationError, match="hybrid_alpha"):
        HybridScorer(MEANING, alpha=1.5)


def test_hostile_questions_stay_cheap_to_read() -> None:
    """Long runs of what identifiers are made of are read, not tried in every way."""
    for piece in ("0-", "a.", "f" * 8 + "-", "@", "_", "a-b."):
        assert 0.5 <= words_share(piece * 50_000, 0.5) <= 0.85


def test_the_tier_is_named() -> None:
    """For the report."""
    assert HybridScorer(MEANING).tier == "hybrid"
