"""Tests of scoring rows by their words alone."""

from __future__ import annotations

import pytest

from headroom.errors import ConfigurationError
from headroom.relevance.bm25 import rows_matching
from headroom.relevance.query import query_text, read_query
from headroom.relevance.rows import row_text
from headroom.relevance.scorer import TIERS, Bm25Scorer, Scorer, check_share

ROWS = [
    "zebra crossing",
    "a zebra in a long row about many other things",
    "walrus",
    *(f"filler {number}" for number in range(20)),
]
ASKED = query_text("where is the zebra?", "")


def test_one_score_a_row() -> None:
    """Scores stand in the order of the rows, those without a word of the question at 0, the best at 1."""
    scores = Bm25Scorer()(ROWS, ASKED)
    assert len(scores) == len(ROWS)
    assert scores[0] == 1.0
    assert 0 < scores[1] < 1
    assert set(scores[2:]) == {0.0}


def test_nothing_asked_scores_nothing() -> None:
    """Neither an empty question, nor one of stop words, nor no rows at all make a score."""
    scorer = Bm25Scorer()
    assert set(scorer(ROWS, "")) == {0.0}
    assert set(scorer(ROWS, "what is this?")) == {0.0}
    assert scorer([], ASKED) == ()


def test_scores_are_those_of_the_matches() -> None:
    """With its own constants a scorer only scales what `rows_matching` says."""
    found = rows_matching(row_text(ROWS), read_query(ASKED))
    best = max(match.score for match in found.values())
    scores = Bm25Scorer()(ROWS, ASKED)
    assert {row: score for row, score in enumerate(scores) if score} == {
        row: match.score / best for row, match in found.items()
    }


def test_length_counts_as_told() -> None:
    """With b at 0 length says nothing, and the more b, the more it says."""
    longer = [Bm25Scorer(b=b)(ROWS, ASKED)[1] for b in (0.0, 0.4, 0.75, 1.0)]
    assert longer[0] == pytest.approx(1.0)
    assert longer == sorted(longer, reverse=True)
    assert len(set(longer)) == 4


def test_saturation_counts_as_told() -> None:
    """With k1 at 0 only rarity counts, and length says the more, the higher it is."""
    assert Bm25Scorer(k1=0.0)(ROWS, ASKED)[1] == pytest.approx(1.0)
    assert Bm25Scorer(k1=3.0)(ROWS, ASKED)[1] < Bm25Scorer(k1=0.5)(ROWS, ASKED)[1]


def test_constants_near_the_usual_ones_score_nearly_the_same() -> None:
    """Own constants correct the usual score instead of replacing it."""
    usual, own = Bm25Scorer()(ROWS, ASKED), Bm25Scorer(k1=1.500001, b=0.750001)(ROWS, ASKED)
    assert own == pytest.approx(usual, abs=1e-5)


@pytest.mark.parametrize("settings", [{"k1": -0.1}, {"k1": float("nan")}, {"k1": float("inf")}, {"b": 1.1}, {"b": -1.0}])
def test_impossible_constants_are_refused(settings: dict[str, float]) -> None:
    """A setting out of range is named."""
    with pytest.raises(ConfigurationError, match="bm25_"):
        Bm25Scorer(**settings)


def test_shares_are_checked() -> None:
    """The ends are allowed, what is no number is not."""
    check_share("hybrid_alpha", 0.0)
    check_share("hybrid_alpha", 1.0)
    with pytest.raises(ConfigurationError, match="hybrid_alpha"):
        check_share("hybrid_alpha", float("nan"))


def test_it_is_a_scorer() -> None:
    """It fits the protocol and names its tier."""
    scorer: Scorer = Bm25Scorer()
    assert scorer.tier == TIERS[0] == "bm25"


@pytest.mark.parametrize("row", ["\ud800 zebra", "zebra\r\nzebra", "\x00", "", "\ufeffzebra", "zebra\u2028"])
def test_odd_rows_are_scored(row: str) -> None:
    """No text is too odd."""
    assert len(Bm25Scorer()([row, *ROWS], ASKED)) == len(ROWS) + 1
