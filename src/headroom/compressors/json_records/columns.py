"""Rows of JSON objects as columns of lexemes.

All work goes column by column, on the source's own spelling: no value is parsed and printed again. Input is minified JSON, so a
lexeme never holds a line break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec import Raw

__all__ = ["Column", "Group", "Records", "json_key", "leaf_columns", "position_columns", "read_records", "split_rows"]

_MOST_SHAPES = 64
"""Chosen: more different key lists than this are not one table."""
_MOST_COLUMNS = 400
_WIDEST_ROW = 40
_DEPTH = 4
"""Levels of uniform inner objects that become columns of their own."""


class Column(msgspec.Struct, frozen=True):
    """The lexemes of one key, a row each; an empty text where the key is absent."""

    key: str
    path: str
    """Keys from the row down, joined by dots, for names in notes."""
    cells: list[str]


class Group(msgspec.Struct, frozen=True):
    """An inner object that every row has, as columns of its own."""

    key: str
    columns: tuple[Column | Group, ...]


class Records(msgspec.Struct, frozen=True):
    """Rows read as columns."""

    columns: tuple[Column | Group, ...]
    exact: bool
    """Whether the columns spell the rows completely: no duplicate key, no unusual key spelling, one key order."""


def split_rows(data: bytes) -> list[str]:
    """The items of a minified JSON array, spelled as they are."""
    rows = msgspec.json.decode(data, type=list[Raw])
    return b"\n".join(rows).decode().split("\n") if rows else []


def read_records(data: bytes, depth: int = _DEPTH, path: str = "") -> Records | None:
    """The rows of a minified JSON array of objects as columns; None for any other array.

    Cost: linear, one pass of the decoder a level of flattening.
    """
    try:
        rows = msgspec.json.decode(data, type=list[dict[str, Raw]])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not rows:
        return None
    shapes = Counter(map(tuple, rows))
    order = _key_order(shapes)
    if len(order) > _MOST_COLUMNS:
        return None
    uniform = len(shapes) == 1
    exact = len(shapes) <= _MOST_SHAPES and all(_is_subsequence(shape, order) for shape in shapes)
    absent = b""
    size = _structure_bytes(shapes)
    columns: list[Column | Group] = []
    for key in order:
        raws: Sequence[Raw | bytes] = [row[key] for row in rows] if uniform else [row.get(key, absent) for row in rows]
        joined = b"\n".join(raws)
        size += len(joined) - len(rows) + 1
        cells = joined.decode().split("\n")
        inner = _group(key, cells, depth, f"{path}{key}.") if depth and cells[0].startswith("{") else None
        columns.append(inner or Column(key, f"{path}{key}", cells))
    return Records(tuple(columns), exact and size == len(data) and all(map(_is_plain, order)))


def position_columns(data: bytes) -> list[Column]:
    """The columns of an array of equally long arrays, named by position; none for any other array."""
    try:
        rows = msgspec.json.decode(data, type=list[list[Raw]])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    width = len(rows[0]) if rows else 0
    if not 0 < width <= _WIDEST_ROW or any(len(row) != width for row in rows):
        return []
    return [
        Column(str(place), str(place), b"\n".join([row[place] for row in rows]).decode().split("\n")) for place in range(width)
    ]


def leaf_columns(columns: tuple[Column | Group, ...]) -> list[Column]:
    """The columns without their grouping, in order."""
    leaves: list[Column] = []
    for column in columns:
        if isinstance(column, Group):
            leaves.extend(leaf_columns(column.columns))
        else:
            leaves.append(column)
    return leaves


def json_key(key: str) -> str:
    """A key as a JSON string."""
    return msgspec.json.encode(key).decode()


def _group(key: str, cells: list[str], depth: int, path: str) -> Group | None:
    """The column as a group, if every cell is an object and the keys agree."""
    if not all(cell.startswith("{") for cell in cells):
        return None
    inner = read_records(f"[{','.join(cells)}]".encode(), depth - 1, path)
    if inner is None or not inner.exact or not inner.columns:
        return None
    return Group(key, inner.columns)


def _structure_bytes(shapes: Counter[tuple[str, ...]]) -> int:
    """Bytes of the array that are not values: brackets, keys, colons and commas."""
    rows = shapes.total()
    total = 2 + rows - 1
    for shape, count in shapes.items():
        keys = sum(len(msgspec.json.encode(key)) + 1 for key in shape)
        total += count * (2 + keys + max(0, len(shape) - 1))
    return total


def _key_order(shapes: Counter[tuple[str, ...]]) -> list[str]:
    """All keys, so that as many shapes as can be read in that order."""
    if len(shapes) == 1:
        return list(next(iter(shapes)))
    widest = max(shapes, key=lambda shape: (len(shape), shapes[shape]))
    order = list(widest)
    known = set(order)
    for shape, _ in shapes.most_common(_MOST_SHAPES):
        place = 0
        for key in shape:
            if key in known:
                place = order.index(key) + 1
            else:
                order.insert(place, key)
                known.add(key)
                place += 1
    return order


def _is_subsequence(shape: tuple[str, ...], order: list[str]) -> bool:
    remaining = iter(order)
    return all(key in remaining for key in shape)


def _is_plain(key: str) -> bool:
    """Whether there is but one way to spell the key: nothing in it is escaped."""
    return key.isprintable() and '"' not in key and "\\" not in key
