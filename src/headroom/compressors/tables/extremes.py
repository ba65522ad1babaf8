"""The extreme rows of the group that a question is about: the worst drought, the largest pod of one namespace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.signals import categories_of, is_identifier, numbers_of
from headroom.relevance import Query

__all__ = ["group_extremes"]

_MOST_GROUPS = 4
_MOST_COLUMNS = 4
_LEAST_ROWS = 3
"""Rows from which a group has extremes; of fewer, all are kept for being asked for."""


def group_extremes(columns: Sequence[Column], query: Query) -> list[int]:
    """The rows with the largest and smallest numbers among those with a value that the query names.

    No-op: for queries that do not ask for an extreme. Cost: one pass over a column a group.
    """
    if not query.wants_extremes:
        return []
    found: list[int] = []
    for group in _groups(columns, query):
        wanted = 0
        for column in columns:
            numbers = numbers_of(Column(column.key, column.path, [column.cells[row] for row in group]))
            if numbers is None or is_identifier(numbers):
                continue
            found.append(group[numbers.row(numbers.values.index(numbers.highest))])
            found.append(group[numbers.row(numbers.values.index(numbers.lowest))])
            wanted += 1
            if wanted == _MOST_COLUMNS:
                break
    return list(dict.fromkeys(found))


def _groups(columns: Sequence[Column], query: Query) -> Iterator[list[int]]:
    """The rows of each value that the query names, of columns of few values."""
    terms = {*query.phrases, *query.words}
    terms |= {term[:-1] for term in terms if len(term) > 3 and term.endswith("s")}
    groups = 0
    for category in categories_of(list(columns)):
        for value, count in category.counts.items():
            bare = value.strip('"').lower()
            if count < _LEAST_ROWS or not (bare in terms or bare.removesuffix("s") in terms):
                continue
            yield [row for row, cell in enumerate(category.column.cells) if cell == value]
            groups += 1
            if groups == _MOST_GROUPS:
                return
