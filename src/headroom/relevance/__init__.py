"""How well a piece of text answers what was asked."""

from headroom.relevance.bm25 import Match, rows_matching
from headroom.relevance.choice import Near, ScorerChoice, choice_for, near_rows, scorer_for
from headroom.relevance.embedding import Embedder, EmbeddingScorer, shipped_embedder
from headroom.relevance.hybrid import HybridScorer
from headroom.relevance.query import Query, query_text, question_and_call, read_query
from headroom.relevance.rows import RowText, row_text
from headroom.relevance.scorer import Bm25Scorer, Scorer, Tier

__all__ = [
    "Bm25Scorer",
    "Embedder",
    "EmbeddingScorer",
    "HybridScorer",
    "Match",
    "Near",
    "Query",
    "RowText",
    "Scorer",
    "ScorerChoice",
    "Tier",
    "choice_for",
    "near_rows",
    "query_text",
    "question_and_call",
    "read_query",
    "row_text",
    "rows_matching",
    "scorer_for",
    "shipped_embedder",
]
