"""Tests of which scorer runs, and of the rows that meaning adds."""

from __future__ import annotations

import sys

import pytest

from headroom.config import RelevanceSettings
from headroom.errors import ConfigurationError
from headroom.relevance.choice import Near, ScorerChoice, choice_for, near_rows, scorer_for
from headroom.relevance.embedding import EmbeddingScorer
from headroom.relevance.hybrid import HybridScorer
from headroom.relevance.scorer import Bm25Scorer

ROWS = [*(f"filler {number}" for number in range(30)), "a striped horse", "another striped horse", "a striped horse"]


def embed(texts: list[str]) -> list[list[float]]:
    """Horses and zebras mean the same here."""
    return [[float("horse" in text or "zebras" in text) * 4, 1.0, float(len(text) % 3)] for text in texts]


def test_words_alone_are_chosen() -> None:
    """The tier that needs no vectors has no embedder, though one was given."""
    own = Bm25Scorer(k1=1.2)
    choice = scorer_for("bm25", embed, bm25=own)
    assert choice == ScorerChoice(scorer=own, asked="bm25")
    assert (choice.ran, choice.reason) == ("bm25", "")


@pytest.mark.parametrize("tier", ["embedding", "hybrid"])
def test_without_an_embedder_words_decide_and_it_is_told(tier: str) -> None:
    """The report can say what was asked for, what ran, and why."""
    choice = scorer_for(tier)
    assert (choice.asked, choice.ran) == (tier, "bm25")
    assert choice.reason == f"{tier} asked for; bm25 ran: no embedder"
    assert near_rows(ROWS, "zebras", choice).rows == {}


def test_with_an_embedder_the_tier_runs() -> None:
    """With the settings that were given."""
    alone = scorer_for("embedding", embed)
    assert alone.scorer == alone.embedding == EmbeddingScorer(embed)
    both = scorer_for("hybrid", embed, bm25=Bm25Scorer(b=0.5), hybrid_alpha=0.7, adaptive_alpha=False)
    assert both.scorer == HybridScorer(EmbeddingScorer(embed), Bm25Scorer(b=0.5), 0.7, adaptive_alpha=False)
    assert (alone.ran, alone.reason, both.ran, both.reason) == ("embedding", "", "hybrid", "")


def test_wrong_settings_are_refused_whether_they_are_needed_or_not() -> None:
    """An unknown tier, and a share that is none."""
    with pytest.raises(ConfigurationError, match="bm25, embedding, hybrid"):
        scorer_for("neural", embed)
    with pytest.raises(ConfigurationError, match="hybrid_alpha"):
        scorer_for("bm25", hybrid_alpha=2.0)


@pytest.mark.parametrize("tier", ["embedding", "hybrid"])
def test_near_rows_are_found_once(tier: str) -> None:
    """By meaning alone, equal rows by their first, best first."""
    near = near_rows(ROWS, "zebras", scorer_for(tier, embed)).rows
    assert set(near) == {30, 31}
    assert list(near.values()) == sorted(near.values(), reverse=True)


def test_near_rows_are_limited() -> None:
    """By number and by nearness."""
    choice = scorer_for("hybrid", embed)
    rows = [*ROWS, *(f"horse {number}" for number in range(20))]
    assert len(near_rows(rows, "zebras", choice).rows) == 5
    assert len(near_rows(rows, "zebras", choice, most=3).rows) == 3
    assert near_rows(rows, "zebras", choice, most=0).rows == {}
    assert near_rows(rows, "zebras", choice, threshold=1.1).rows == {}
    # Nothing is near what says nothing, whatever the threshold.
    assert all(near_rows(rows, "zebras", choice, threshold=0.0, most=1_000).rows.values())


def test_nothing_asked_is_near_nothing() -> None:
    """Without a question no row is added."""
    assert near_rows(ROWS, "", scorer_for("hybrid", embed)).rows == {}


def test_known_rows_do_not_count() -> None:
    """What is kept anyway takes no place of another."""
    near = near_rows(ROWS, "zebras", scorer_for("embedding", embed), most=1, known={30}).rows
    assert set(near) == {31}


def test_the_share_of_words_decides_in_the_hybrid_tier() -> None:
    """What is near in meaning alone counts for less, the more words count for."""
    words, meaning = (scorer_for("hybrid", embed, hybrid_alpha=alpha, adaptive_alpha=False) for alpha in (0.9, 0.1))
    assert near_rows(ROWS, "zebras", words).rows == {}
    assert set(near_rows(ROWS, "zebras", meaning).rows) == {30, 31}
    assert near_rows(ROWS, "zebras of 3f2504e0-4f89-41d3-9a0c-0305e82c3301", scorer_for("hybrid", embed)).rows == {}


@pytest.mark.parametrize("tier", ["embedding", "hybrid"])
def test_words_decide_for_a_text_that_an_embedder_fails_for(tier: str) -> None:
    """And it is told of that text, and of no other."""

    def embeds_some(texts: list[str]) -> list[list[float]]:
        if len(texts) < len(ROWS):
            raise RuntimeError("too few")
        return embed(texts)

    choice = scorer_for(tier, embeds_some)
    near = near_rows(ROWS[:3], "zebras", choice)
    assert near == Near({}, f"{tier} asked for; bm25 ran: the embedder raised RuntimeError")
    assert near_rows(ROWS[:3], "zebras", choice).rows == {}
    near = near_rows(ROWS, "zebras", choice)
    assert (set(near.rows), near.told) == ({30, 31}, tier)
    assert near_rows(ROWS, "zebras", scorer_for("bm25")) == Near({}, "bm25")


def test_settings_choose_the_scorer() -> None:
    """With their own embedder, and all that they say of words."""
    settings = RelevanceSettings(tier="hybrid", embedder=embed, bm25_k1=1.2, bm25_b=0.5, hybrid_alpha=0.7, adaptive_alpha=False)
    choice = choice_for(settings)
    assert choice.scorer == HybridScorer(EmbeddingScorer(embed), Bm25Scorer(1.2, 0.5), 0.7, adaptive_alpha=False)
    assert choice.told == "hybrid"
    assert choice_for(RelevanceSettings()).told == "bm25"


@pytest.mark.parametrize("tier", ["embedding", "hybrid"])
def test_without_the_extra_words_decide(tier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No embedder given and none installed: the report can say so. One that was given needs no extra."""
    monkeypatch.delitem(sys.modules, "headroom.relevance.static_vectors", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    choice_for.cache_clear()
    assert choice_for(RelevanceSettings(tier=tier)).told == f"{tier} asked for; bm25 ran: no embedder"  # type: ignore[arg-type]
    assert choice_for(RelevanceSettings(tier=tier, embedder=embed)).told == tier  # type: ignore[arg-type]
    choice_for.cache_clear()


def test_with_the_extra_the_shipped_vectors_are_used() -> None:
    """Meaning is told without a function of the caller's."""
    pytest.importorskip("headroom.relevance.static_vectors", reason="needs the relevance extra")
    choice = choice_for(RelevanceSettings(tier="embedding"))
    assert choice.told == "embedding"
    rows = [*(f"order {number} was delivered to the customer" for number in range(20)), "the truck caught fire"]
    assert 20 in near_rows(rows, "Was there a blaze in a vehicle?", choice).rows
