"""How well a piece of text answers what was asked."""

from headroom.relevance.bm25 import Match, rows_matching
from headroom.relevance.query import Query, read_query

__all__ = ["Match", "Query", "read_query", "rows_matching"]
