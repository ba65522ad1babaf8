"""Law 7 for tables: rows that stay say the same to a parser as before."""

from __future__ import annotations

import csv

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.excerpt import split_lines
from headroom.compressors.tables import Tables
from headroom.config import CrushSettings
from headroom.retrieval.marker import OPENING
from headroom.tokens import count
from property_tests.strategies.table_texts import csv_texts, table_texts

_TIGHT = CrushSettings(min_items_to_analyze=1, min_tokens_to_crush=1, max_items_after_crush=3)
_QUERIES = st.sampled_from(("", "which failed?", "worker with the largest amount", "queue-7"))


def _delimiter(text: str) -> str:
    return next(character for character in text.partition("id")[2] if character in ",\t;")


@given(csv_texts(), _QUERIES)
def test_kept_rows_have_the_cells_they_had(text: str, query: str) -> None:
    """Once notes are taken out, a reader finds whole rows of the original, the names first, in order."""
    match Tables(_TIGHT)(text, query):
        case Success(compressed):
            delimiter = _delimiter(text)
            lines = [line for line in split_lines(compressed.text) if not line.startswith(OPENING)]
            kept = list(csv.reader(lines, delimiter=delimiter))
            rows = list(csv.reader(split_lines(text), delimiter=delimiter))
            assert kept[0] == rows[0]
            places = iter(rows)
            assert all(row in places for row in kept)
            assert 1 < len(kept) < len(rows)


@given(table_texts(), _QUERIES)
def test_tables_only_shrink(text: str, query: str) -> None:
    """Fewer tokens, and only lines that were there, in order."""
    match Tables(_TIGHT)(text, query):
        case Success(compressed):
            assert count(compressed.text) < count(text)
            *kept, _ = [line for line in split_lines(compressed.text) if not line.startswith(OPENING)] or [""]
            places = iter(split_lines(text))
            assert all(line in places for line in kept)
