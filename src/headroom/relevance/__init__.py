"""How well a piece of text answers what was asked."""

from headroom.relevance.bm25 import Match, rows_matching
from headroom.relevance.query import Query, query_text, read_query
from headroom.relevance.rows import RowText, row_text

__all__ = ["Match", "Query", "RowText", "query_text", "read_query", "row_text", "rows_matching"]
