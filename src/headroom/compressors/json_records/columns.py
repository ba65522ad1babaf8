"""Rows of JSON objects as columns of lexemes.

All work goes column by column, on the source's own spelling: no value is parsed and printed again. Input is minified JSON, so a
lexeme never holds a line break.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from operator import mul

import msgspec
from msgspec import Raw

__all__ = [
    "Column",
    "Group",
    "Records",
    "columns_of_kept",
    "is_constant",
    "is_plain_key",
    "json_key",
    "leaf_columns",
    "may_be_alike",
    "position_columns",
    "read_records",
    "searchable_rows",
    "split_rows",
]

_MOST_SHAPES = 64
"""Chosen: more different key lists than this are not one table."""
_MOST_COLUMNS = 400
_SPREAD = 5
"""Columns, as a multiple of the keys of a typical row, beyond which rows are of too many kinds to be looked at by column."""
_WIDEST_ROW = 40
_CHUNK_BYTES = 1 << 20
_CHUNK_ROWS = 4096
_ABSENT = Raw(b"")
_ITEMS = msgspec.json.Decoder(list[Raw])
_OBJECTS = msgspec.json.Decoder(list[dict[str, Raw]])
_ARRAYS = msgspec.json.Decoder(list[list[Raw]])
_NUMBER_STARTS = frozenset(b"-0123456789")
_DEPTH = 4
"""Levels of uniform inner objects that become columns of their own."""


class Column(msgspec.Struct, frozen=True):
    """The lexemes of one key, a row each; an empty text where the key is absent."""

    key: str
    path: str
    """Keys from the row down, joined by dots, for names in notes."""
    cells: list[str]
    has_gaps: bool = True
    """Whether the key may be absent in a row."""


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
    rows = _ITEMS.decode(data)
    return b"\n".join(rows).decode().split("\n") if rows else []


def read_records(data: bytes, depth: int = _DEPTH, path: str = "") -> Records | None:
    """The rows of a minified JSON array of objects as columns; None for any other array.

    Cost: linear, one pass of the decoder a level of flattening.
    """
    shapes: Counter[tuple[str, ...]] = Counter()
    cells: dict[str, list[str]] = {}
    size = 0
    try:
        for rows in _chunks(data):
            known = shapes.total()
            own = _shapes_of(rows)
            shapes.update(own)
            if not _is_tabular(shapes):
                return None
            size += _add_cells(cells, rows, own, known)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if not cells:
        return None
    order = _key_order(shapes)
    exact = len(shapes) <= _MOST_SHAPES and all(_is_subsequence(shape, order) for shape in shapes)
    columns: list[Column | Group] = []
    for key in order:
        column = cells[key]
        inner = _group(key, column, depth, f"{path}{key}.") if depth and column[0].startswith("{") else None
        columns.append(inner or Column(key, f"{path}{key}", column, len(shapes) > 1))
    is_spelled = is_plain_key("".join(order)) and size + _structure_bytes(shapes) == len(data)
    return Records(tuple(columns), exact and is_spelled)


def _chunks(data: bytes) -> Iterator[list[dict[str, Raw]]]:
    """The rows, some thousands at a time: more dicts than that alive at once cost more than in proportion."""
    if len(data) < _CHUNK_BYTES:
        yield _OBJECTS.decode(data)
        return
    raws = _ITEMS.decode(data)
    for start in range(0, len(raws), _CHUNK_ROWS):
        chunk = b"[" + b",".join(raws[start : start + _CHUNK_ROWS]) + b"]"
        yield _OBJECTS.decode(chunk)


def _shapes_of(rows: list[dict[str, Raw]]) -> Counter[tuple[str, ...]]:
    """How many rows have which keys in which order."""
    first = tuple(rows[0]) if rows else ()
    # No row has a key twice, so that keys which come round again and again are those of one row each.
    if list(chain.from_iterable(rows)) == [*first] * len(rows):
        return Counter({first: len(rows)})
    return Counter(map(tuple, rows))


def _is_tabular(shapes: Counter[tuple[str, ...]]) -> bool:
    """Whether rows of these keys are worth reading by column: not too many columns, not too many kinds of rows."""
    widest = max(map(len, shapes), default=0)
    if not 0 < widest <= _MOST_COLUMNS:
        return False
    if len(shapes) == 1:
        return True
    columns = len({key for shape in shapes for key in shape})
    rows = shapes.total()
    return columns <= _MOST_COLUMNS and columns * rows <= _SPREAD * (sum(map(mul, map(len, shapes), shapes.values())) + rows)


def _add_cells(cells: dict[str, list[str]], rows: list[dict[str, Raw]], orders: Counter[tuple[str, ...]], known: int) -> int:
    """Add the rows, whose keys are `orders`, to the cells of `known` rows by key; the bytes of the added cells."""
    keys = list(dict.fromkeys([*cells, *chain.from_iterable(orders)]))
    if len(orders) == 1 and len(keys) == len(rows[0]):
        raws = chain.from_iterable(map(dict.values, rows))
        keys = list(rows[0])
    else:
        raws = chain.from_iterable([[row.get(key, _ABSENT) for key in keys] for row in rows])
    # All cells in one go: a join, a decoding and a split for each key are what short columns would cost.
    joined = b"\n".join(raws)
    flat = joined.decode().split("\n")
    for place, key in enumerate(keys):
        added = flat[place :: len(keys)]
        if key in cells:
            cells[key].extend(added)
        else:
            cells[key] = [*[""] * known, *added] if known else added
    return len(joined) - len(flat) + 1


def position_columns(data: bytes) -> list[Column]:
    """The columns of an array of equally long arrays, named by position; none for any other array."""
    try:
        rows = _ARRAYS.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []
    width = len(rows[0]) if rows else 0
    if not 0 < width <= _WIDEST_ROW or any(len(row) != width for row in rows):
        return []
    flat = b"\n".join(chain.from_iterable(rows)).decode().split("\n")
    return [Column(str(place), str(place), flat[place::width], has_gaps=False) for place in range(width)]


def leaf_columns(columns: tuple[Column | Group, ...]) -> list[Column]:
    """The columns without their grouping, in order."""
    leaves: list[Column] = []
    for column in columns:
        if isinstance(column, Group):
            leaves.extend(leaf_columns(column.columns))
        else:
            leaves.append(column)
    return leaves


def may_be_alike(raws: list[Raw], most: int = 4) -> bool:
    """Whether the first values open alike; of many fields, they mostly tell that all are not of one kind."""
    starts = {memoryview(raw)[0] for raw in raws[:most]}
    return len(starts) == 1 or starts.issubset(_NUMBER_STARTS)


def is_constant(cells: list[str]) -> bool:
    """Whether all cells are the same; counted only where the ends do not differ."""
    return cells[0] == cells[-1] and cells.count(cells[0]) == len(cells)


def _picked(columns: tuple[Column | Group, ...], kept: list[int]) -> tuple[Column | Group, ...] | None:
    """The columns of some of the rows, without those that none of these rows has; None where they would hold nothing."""
    found: list[Column | Group] = []
    for column in columns:
        if isinstance(column, Group):
            inner = _picked(column.columns, kept)
            if inner is None:
                return None
            found.append(Group(column.key, inner))
            continue
        cells = [column.cells[row] for row in kept]
        if any(cells):
            found.append(Column(column.key, column.path, cells))
    return tuple(found) or None


def columns_of_kept(values: list[str], kept: list[int], records: Records | None) -> tuple[Column | Group, ...] | None:
    """The columns of kept rows: of `records` where these are what was read of all rows; None where they are no table."""
    found = _picked(records.columns, kept) if records is not None and records.exact else None
    if found is not None:
        return found
    records = read_records(f"[{','.join(values)}]".encode())
    return records.columns if records is not None and records.exact else None


def searchable_rows(columns: list[Column], keys: list[str] | None) -> list[str]:
    """The rows as lines of their values only, those that all rows share left out; of a map, with the key first.

    What is looked for in rows is a value: the names of the columns stand in all of them.
    """
    shown = [column.cells for column in columns if not is_constant(column.cells)]
    if keys is not None:
        shown.insert(0, keys)
    return list(map(",".join, zip(*shown, strict=True))) if shown else [""] * len(columns[0].cells)


@lru_cache(maxsize=4096)
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
    """Bytes of the array that are not values: brackets, plain keys, their quotes and colons, and commas."""
    total = 2 + shapes.total() - 1
    for shape, count in shapes.items():
        total += count * (2 + len("".join(shape).encode()) + 3 * len(shape) + max(0, len(shape) - 1))
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


def is_plain_key(key: str) -> bool:
    """Whether there is but one way to spell the key: nothing in it is escaped."""
    return key.isprintable() and '"' not in key and "\\" not in key
