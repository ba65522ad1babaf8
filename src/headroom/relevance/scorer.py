"""What a scorer is, and the one that needs no vectors.

A scorer says of every row how well it answers a question, from 0 to 1. Compressors ask for scores by row; they need not know
which tier gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from headroom.errors import ConfigurationError
from headroom.relevance.bm25 import K1, B, rows_matching
from headroom.relevance.query import read_query
from headroom.relevance.rows import row_text

__all__ = ["TIERS", "Bm25Scorer", "Scorer", "Tier", "check_share"]

Tier = Literal["bm25", "embedding", "hybrid"]
TIERS: tuple[Tier, ...] = ("bm25", "embedding", "hybrid")
"""From the cheapest to the one that looks at most."""


class Scorer(Protocol):
    """Rows and a question -> how well each row answers it."""

    @property
    def tier(self) -> Tier:
        """The kind of scorer, for the report."""
        ...

    def __call__(self, rows: Sequence[str], query: str) -> tuple[float, ...]:
        """One score a row, in their order, from 0 (says nothing of it) to 1; `query` as `query_text` writes it.

        All are 0 where nothing is asked.
        """
        ...


class Bm25Scorer(msgspec.Struct, frozen=True):
    """Scores by the words that a row shares with the question; the best row of a text has 1.

    Raises: ConfigurationError for a `k1` below 0 or a `b` outside 0 to 1.
    """

    k1: float = K1
    """How soon a term is worth as much as it can be; 0 scores by rarity alone."""
    b: float = B
    """How much of a row's length counts against it."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.k1 < float("inf"):
            raise ConfigurationError("bm25_k1 must be 0 or more", {"field": "bm25_k1", "value": self.k1})
        check_share("bm25_b", self.b)

    @property
    def tier(self) -> Tier:
        """`bm25`."""
        return "bm25"

    def __call__(self, rows: Sequence[str], query: str) -> tuple[float, ...]:
        """One score a row. Cost: one search of the text a term of the question."""
        low = row_text(list(rows))
        matches = rows_matching(low, read_query(query), k1=self.k1, b=self.b)
        found = {row: match.score for row, match in matches.items()}
        best = max(found.values(), default=0.0)
        return tuple(found[row] / best if row in found else 0.0 for row in range(len(rows)))


def check_share(field: str, value: float) -> None:
    """Nothing, for a value from 0 to 1.

    Raises: ConfigurationError for any other.
    """
    if not 0.0 <= value <= 1.0:
        raise ConfigurationError(f"{field} must be between 0 and 1", {"field": field, "value": value})
