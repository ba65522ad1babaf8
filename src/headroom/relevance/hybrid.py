"""Scores by shared words and by nearness of meaning together.

Words find what is spelled the same, which is all that matters of an identifier; meaning finds what is called otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from headroom.relevance.embedding import EmbeddingScorer, Scores, question_of
from headroom.relevance.scorer import Bm25Scorer, Tier, check_share

__all__ = ["HybridScorer", "words_share"]

_UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])")
_PLACE = re.compile(r"[^\W_][\w-]*(?:\.[\w-]+)+")
"""A host, an address or a dotted name; what stands before an `@` does not matter."""
_WITH_UUID = 0.85
_WITH_IDENTIFIERS = 0.75
_WITH_IDENTIFIER = 0.65
_WITH_PLACE = 0.6
"""Share of the words, by what the question names. Source: the product's documented figures."""
_IDENTIFIER_DIGITS = 4
"""Digits from which a number is one: smaller ones are amounts and years' parts."""
_TRIMMED = "\"'`“”()[]{}<>,;:!?.#"


class HybridScorer(msgspec.Struct, frozen=True):
    """Scores by `alpha` parts of words and the rest of meaning.

    Cost: that of both. Raises: ConfigurationError for an `alpha` outside 0 to 1; what the embedding scorer raises.
    """

    embedding: EmbeddingScorer
    bm25: Bm25Scorer = Bm25Scorer()
    alpha: float = 0.5
    adaptive_alpha: bool = True
    """Whether words count for more where the question names identifiers."""

    def __post_init__(self) -> None:
        check_share("hybrid_alpha", self.alpha)

    @property
    def tier(self) -> Tier:
        """`hybrid`."""
        return "hybrid"

    def __call__(self, rows: Sequence[str], query: str) -> tuple[float, ...]:
        """One score a row."""
        return self._weighed(rows, query, self.embedding(rows, query))

    def scores(self, rows: Sequence[str], query: str) -> Scores:
        """One score a row, or why meaning has none."""
        return self.embedding.scores(rows, query).map(lambda meanings: self._weighed(rows, query, meanings))

    def _weighed(self, rows: Sequence[str], query: str, meanings: Sequence[float]) -> tuple[float, ...]:
        share = words_share(query, self.alpha) if self.adaptive_alpha else self.alpha
        words = self.bm25(rows, query)
        return tuple(share * word + (1 - share) * meaning for word, meaning in zip(words, meanings, strict=True))


def words_share(query: str, least: float) -> float:
    """The share of the words in a score: the more identifiers the question names, the more, and never below `least`."""
    question = question_of(query).lower()
    if _UUID.search(question):
        return max(least, _WITH_UUID)
    tokens = {token.strip(_TRIMMED) for token in question.split()}
    identifiers = sum(map(_is_identifier, tokens))
    if identifiers:
        return max(least, _WITH_IDENTIFIER if identifiers == 1 else _WITH_IDENTIFIERS)
    if any("@" in token or _PLACE.fullmatch(token) for token in tokens):
        return max(least, _WITH_PLACE)
    return least


def _is_identifier(token: str) -> bool:
    """Whether a token is a long number, a mix of letters and digits, or words joined by underscores."""
    plain = token.replace("-", "").replace("_", "")
    if not plain.isalnum():
        return False
    digits = sum(map(str.isdigit, plain))
    return digits >= _IDENTIFIER_DIGITS or (0 < digits < len(plain) and len(plain) > 3) or "_" in token
