"""Which of many like parts stay: list items, packages of a lock file, elements of one name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Protocol

import msgspec

from headroom.compressors.json_records.columns import Column
from headroom.compressors.json_records.selection import select_rows
from headroom.compressors.nested_parts.nested import Nested
from headroom.compressors.tables.cells import read_column
from headroom.config import CrushSettings
from headroom.relevance import Query

__all__ = ["Cells", "chosen_records", "holds_any", "runs_among"]


class Cells(Protocol):
    """What stands in the parts of a format."""

    def value(self, part: int) -> str:
        """The text of a part that holds no other."""
        ...

    def head(self, part: int) -> Sequence[str]:
        """Names and values, by turns, that stand in the head of a part."""
        ...


_MOST_COLUMNS = 24
_HEAD = 1_000
"""Characters of a record by which it is compared with others."""
_LEAST = 4
"""Records that are always wanted."""
_DISTINCT = 0.8
"""Share of distinct values from which a column of words says nothing of what is rare."""
_LEAST_STATISTICS = 3_000
"""Characters of all records together from which they are looked at by column."""
_FIRST = 3
"""Records of a shorter run that stay."""
_FEW_VALUES = 3
_RARE = 0.3
"""Of a short run: different values up to which they are states, and the share of its records up to which one is rare."""
_COMMON = 0.5
"""Share of the records that must be of one shape, so that there are columns."""
_SHAPES = 0.25
_FEW_SHAPES = 3
"""Different shapes, as a share of the records and at the least, up to which a rare one is odd."""
_ODD = 0.02
"""Share of the records up to which a shape is rare."""
_LEAST_COLUMN = 0.3
"""Share of the records that must have a value, so that its column is looked at."""


def chosen_records(
    nested: Nested, members: Sequence[int], wanted: int, query: Query, cells: Cells
) -> tuple[set[int], set[int]]:
    """The records to keep, and which of these were asked for: first and last ones, odd ones, errors, extremes.

    Cost: linear in the text of the records.
    """
    if sum(map(nested.size, members)) < _LEAST_STATISTICS:
        return {*members[: max(_FIRST, wanted // 2)], members[-1], *_rare(members, cells)[:wanted]}, set()
    rows = [nested.text[nested.starts[part] : min(nested.ends[part], nested.starts[part] + _HEAD)] for part in members]
    shapes = [nested.names[part + 1 : nested.lasts[part]] for part in members]
    counts = Counter(shapes)
    columns = [*_head_columns([cells.head(part) for part in members]), *_inner_columns(nested, members, shapes, counts, cells)]
    columns = [column for column in columns if _tells(column.cells)]
    settings = CrushSettings(max_items_after_crush=max(_LEAST, wanted))
    selection = select_rows(rows, columns, settings, msgspec.structs.replace(query, indexes=()))
    kept = {members[row] for row in selection.kept}
    if len(counts) <= max(_FEW_SHAPES, _SHAPES * len(members)):
        odd = [shape for shape, count in counts.items() if count <= max(1, _ODD * len(members))]
        kept.update(members[shapes.index(shape)] for shape in odd[:wanted])
    return kept, {members[row] for row in selection.asked}


def _rare(members: Sequence[int], cells: Cells) -> list[int]:
    """The records of a short run with a value in their heads that few have, where there are few values."""
    found: list[int] = []
    for column in list(zip_longest(*[cells.head(part)[1::2] for part in members]))[:_MOST_COLUMNS]:
        counts = Counter(column)
        if len(counts) <= _FEW_VALUES:
            rare = {value for value, count in counts.items() if count <= _RARE * len(members)}
            found += [part for part, value in zip(members, column, strict=True) if value in rare]
    return found


def _head_columns(heads: list[Sequence[str]]) -> Iterator[Column]:
    """The values in the heads of records, of those that have the same names as most."""
    names, count = Counter([tuple(head[:-1:2]) for head in heads]).most_common(1)[0]
    if not names or len(names) > _MOST_COLUMNS or count < _COMMON * len(heads):
        return
    for place, name in enumerate(names):
        at = 2 * place + 1
        cells = [head[at] if len(head) > at and head[at - 1] == name else "" for head in heads]
        yield read_column(name.strip(" ="), cells)[0]


def _inner_columns(
    nested: Nested, members: Sequence[int], shapes: list[Sequence[str]], counts: Counter[Sequence[str]], cells: Cells
) -> Iterator[Column]:
    """The values inside records, of those that are of the same shape as most."""
    shape, count = counts.most_common(1)[0]
    if not shape or count < _COMMON * len(members):
        return
    same = [row for row, own in enumerate(shapes) if own == shape]
    first = members[same[0]]
    for at, name in enumerate(shape[:_MOST_COLUMNS], 1):
        if nested.lasts[first + at] == first + at + 1:
            column = [""] * len(members)
            for row in same:
                column[row] = cells.value(members[row] + at)
            yield read_column(name, column)[0]


def _tells(column: list[str]) -> bool:
    """Whether records differ in a value, and not each from each but in numbers."""
    distinct = len(set(column))
    if distinct == 1 or column.count("") > (1 - _LEAST_COLUMN) * len(column):
        return False
    return distinct <= _DISTINCT * len(column) or column[0][:1].isdigit() or column[-1][:1].isdigit()


def runs_among(nested: Nested, parts: Sequence[int], least: int) -> dict[str, list[int]]:
    """The parts by name, of names that at least so many of them have."""
    if len(parts) < least:
        return {}
    counts = Counter([nested.names[part] for part in parts])
    runs: dict[str, list[int]] = {name: [] for name, count in counts.items() if count >= least and name != "#"}
    if runs:
        for part in parts:
            run = runs.get(nested.names[part])
            if run is not None:
                run.append(part)
    return runs


def holds_any(wanted: Sequence[int], part: int, last: int) -> bool:
    """Whether one of the wanted parts, in order, is this part or inside it."""
    place = bisect_left(wanted, part)
    return place < len(wanted) and wanted[place] < last
