"""Which scorer runs for the tier that was asked for, said in words where it is another.

A tier that needs vectors is never a reason to fetch any: without an embedder, words alone decide, and the report says so. It
does, too, of each text for which an embedder gave nothing that could be used.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache

import msgspec
from returns.result import Success

from headroom.config import RelevanceSettings
from headroom.errors import ConfigurationError
from headroom.relevance.embedding import Embedder, EmbeddingScorer, Scores, shipped_embedder
from headroom.relevance.hybrid import HybridScorer
from headroom.relevance.scorer import TIERS, Bm25Scorer, Scorer, Tier, check_share

__all__ = ["Near", "ScorerChoice", "choice_for", "near_rows", "scorer_for"]

_MOST_NEAR = 5
"""Rows that meaning alone may add. Chosen: a third of the rows of an array; most texts add two at the threshold below."""
_THRESHOLD = 0.25
"""The product's documented default. Measured with the shipped vectors: one row in twenty is as near."""


class ScorerChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The scorer that runs, and which was asked for."""

    scorer: Scorer
    asked: Tier
    reason: str = ""
    """Why another runs than was asked for, for the report; empty where it is the same."""
    embedding: EmbeddingScorer | None = None
    """What tells meaning, in the tiers that look at it."""

    @property
    def ran(self) -> Tier:
        """The tier of the scorer that runs."""
        return self.scorer.tier

    @property
    def told(self) -> str:
        """Which tier runs, for the report: its name, and if another one was asked for, that and why."""
        return self.reason or self.ran

    def scores(self, rows: Sequence[str], query: str) -> Scores:
        """What the scorer says of each row, or why it can say nothing of these."""
        scorer = self.scorer
        if isinstance(scorer, (EmbeddingScorer, HybridScorer)):
            return scorer.scores(rows, query)
        return Success(tuple(scorer(rows, query)))


class Near(msgspec.Struct, frozen=True):
    """The rows of a text that meaning adds."""

    rows: dict[int, float]
    """By index, best first, with their score."""
    told: str
    """Which tier ran for this text, for the report, and if another one was asked for, that and why."""


def scorer_for(
    tier: str,
    embedder: Embedder | None = None,
    *,
    bm25: Bm25Scorer | None = None,
    hybrid_alpha: float = 0.5,
    adaptive_alpha: bool = True,
) -> ScorerChoice:
    """The scorer of a tier, or the best there is without an embedder.

    Raises: ConfigurationError for an unknown tier and for numbers out of range.
    """
    asked = next((known for known in TIERS if known == tier), None)
    if asked is None:
        raise ConfigurationError(f"tier must be one of {', '.join(TIERS)}", {"field": "tier", "value": tier})
    words = Bm25Scorer() if bm25 is None else bm25
    check_share("hybrid_alpha", hybrid_alpha)
    if asked == "bm25":
        return ScorerChoice(scorer=words, asked=asked)
    if embedder is None:
        return ScorerChoice(scorer=words, asked=asked, reason=f"{asked} asked for; bm25 ran: no embedder")
    meaning = EmbeddingScorer(embedder)
    if asked == "embedding":
        return ScorerChoice(scorer=meaning, asked=asked, embedding=meaning)
    both = HybridScorer(meaning, words, hybrid_alpha, adaptive_alpha)
    return ScorerChoice(scorer=both, asked=asked, embedding=meaning)


@lru_cache(maxsize=64)
def choice_for(settings: RelevanceSettings) -> ScorerChoice:
    """The scorer that settings ask for, with the shipped vectors where they name no embedder and these are installed.

    Cost: that of `shipped_embedder`, once, for a tier that needs one.
    Raises: ConfigurationError as `scorer_for`.
    """
    embedder = settings.embedder
    if embedder is None and settings.tier != "bm25":
        try:
            embedder = shipped_embedder()
        except ConfigurationError:
            # Not installed: the choice says so in words.
            embedder = None
    return scorer_for(
        settings.tier,
        embedder,
        bm25=Bm25Scorer(settings.bm25_k1, settings.bm25_b),
        hybrid_alpha=settings.hybrid_alpha,
        adaptive_alpha=settings.adaptive_alpha,
    )


def near_rows(
    rows: Sequence[str],
    query: str,
    choice: ScorerChoice,
    *,
    threshold: float = _THRESHOLD,
    most: int = _MOST_NEAR,
    known: Container[int] = (),
) -> Near:
    """The rows that the tier scores best; none in the `bm25` tier, nor where the embedder fails.

    Of equal rows the first stands for all; `known` ones do not count. A compressor keeps them beside the rows that
    `rows_matching` finds.

    Cost: that of the scorer, and nothing without an embedder.
    """
    if choice.embedding is None or most < 1:
        return Near({}, choice.told)
    found = choice.scores(rows, query)
    if not isinstance(found, Success):
        return Near({}, f"{choice.asked} asked for; bm25 ran: {found.failure()}")
    near: dict[int, float] = {}
    seen: set[str] = set()
    scores = found.unwrap()
    for row in sorted(range(len(rows)), key=lambda row: (-scores[row], row)):
        if scores[row] < threshold or not scores[row] or len(near) == most:
            break
        if rows[row] in seen:
            continue
        seen.add(rows[row])
        if row not in known:
            near[row] = scores[row]
    return Near(near, choice.told)
