"""The names by which one text leads to the next: of whom the best answer speaks, another row may say more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from headroom.relevance import Match, Query, RowText, rows_matching

__all__ = ["best_rows", "bridging", "linked_rows"]

_NAME = re.compile(
    r"[A-Z](?<!\w[A-Z])(?!(?<=T)he )[\w’'.-]{0,60}+(?: (?:of |the |and |de |da |del |van |von )?[A-Z][\w’'-]{0,60}+){1,5}"
)
"""Two words or more that are written as a name; opens with its capital, for which the engine then skips all other places."""
_READ_CHARS = 2_000
"""Characters of a row in which names are looked for."""
_MOST_NAMES = 12
_STARTING_ROWS = 2
"""Rows whose names are followed."""
_LINKED_ROWS = 3
"""Rows that are kept for such a name, at most."""
_RARE_SHARE = 0.15
"""Share of the rows above which a name leads nowhere."""


def best_rows(matches: dict[int, Match], most: int = _STARTING_ROWS) -> list[int]:
    """The rows with the highest scores, best first."""
    return sorted(matches, key=lambda row: (-matches[row].score, row))[:most]


def bridging(rows: Iterable[str], query: Query) -> Query:
    """What to look for next: the names in these rows that the question does not hold; rows as they are spelled."""
    asked = {*query.words, *query.context}
    names: dict[str, None] = {}
    for row in rows:
        for name in _NAME.findall(row[:_READ_CHARS]):
            low = name.lower().rstrip(".-'’")
            if not asked.issuperset(low.split()):
                names.setdefault(low)
    return Query(phrases=tuple(names)[:_MOST_NAMES])


def linked_rows(rows: RowText, names: Query, known: Iterable[int]) -> list[int]:
    """The rows that hold a rare one of the names, best first, but for those known already."""
    rare = max(3, int(len(rows.ends) * _RARE_SHARE))
    seen = set(known)
    matches = {row: match for row, match in rows_matching(rows, names).items() if match.rarest <= rare and row not in seen}
    return best_rows(matches, _LINKED_ROWS)
