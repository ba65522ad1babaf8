"""Rows as a table: keys once, constants once, a line a row. Lossless, with its decoder.

A block reads

    @1 3 rows {id,owner{team="core",name},state<"open","closed">}
    1,Ann,0
    2,"Lee, Jo",1
    3,,0

Columns stand in the rows' key order. `key=value` is the same in every row; `key{...}` is an inner object; `key<a,b>` lists
values and its cells hold their index. A cell is a JSON value; a string stands bare where nothing else could be meant; an
empty cell is a key that is absent. All lexemes keep the source's spelling.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from headroom.compressors.json_records.columns import Column, Group, is_constant, json_key, leaf_columns

__all__ = ["Table", "least_chars", "table_of"]

_SUSPECT = frozenset(("", *"[{@ -0123456789tfn"))
"""First characters of what might read as something other than a string."""
_OTHER = re.compile(r"[\[{@ ]|-?\d[\d.eE+-]*\Z|true\Z|false\Z|null\Z|\Z", re.ASCII)
"""What does, of them. Digits count only if the whole cell could be a number."""
_BARE_KEY = re.compile(r"[A-Za-z_$][\w$ .:/()%#-]*", re.ASCII)
_MOST_VALUES = 24
"""Chosen: a longer list of values is harder to read than the values."""
_SHORTEST_VALUE = 10
"""Characters from which replacing a repeated value by an index pays (an index and its list entry cost tokens too)."""


class Table(msgspec.Struct, frozen=True):
    """A table ready to be written: `lines[i]` is row i."""

    head: str
    """The columns in braces."""
    lines: list[str]


def table_of(columns: tuple[Column | Group, ...]) -> Table:
    """The rows of these columns as a table.

    Cost: linear in the cells, without a step of Python for a cell of a plain column.
    """
    rows = len(leaf_columns(columns)[0].cells)
    shown: list[list[str]] = []
    head = _head(columns, shown)
    lines = list(map(",".join, zip(*shown, strict=True))) if shown else [""] * rows
    return Table(head, lines)


def least_chars(columns: tuple[Column | Group, ...]) -> int:
    """What a table of these columns takes at least, for deciding that it is not worth making.

    Cells may lose their quotes; of a column that may be a constant or a list of values, nothing is counted.
    """
    least = 0
    for column in leaf_columns(columns):
        cells = column.cells
        if len(set(cells)) * 2 > len(cells):
            least += sum(map(len, cells)) - 2 * len(cells)
    return least


def _head(columns: tuple[Column | Group, ...], shown: list[list[str]]) -> str:
    parts: list[str] = []
    for column in columns:
        name = _head_key(column.key)
        if isinstance(column, Group):
            parts.append(name + _head(column.columns, shown))
            continue
        first = column.cells[0]
        if first and len(column.cells) > 1 and is_constant(column.cells):
            parts.append(f"{name}={first}")
            continue
        listed = _value_list(column.cells)
        if listed:
            indexes = {value: str(index) for index, value in enumerate(listed)}
            indexes[""] = ""
            parts.append(f"{name}<{','.join(listed)}>")
            shown.append([indexes[cell] for cell in column.cells])
        else:
            parts.append(name)
            shown.append(_bare(column.cells))
    return "{" + ",".join(parts) + "}"


def _head_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) and not key.endswith(" ") else json_key(key)


def _value_list(cells: list[str]) -> list[str]:
    """The distinct values, if writing indexes instead is clearly shorter; else nothing."""
    if len(cells[0]) + len(cells[len(cells) // 2]) + len(cells[-1]) < 3 * _SHORTEST_VALUE:
        return []
    sample = cells[:: max(1, len(cells) // 64)]
    if len(set(sample)) * 2 > len(sample):
        return []
    counts = Counter(cells)
    counts.pop("", None)
    if not 1 < len(counts) <= _MOST_VALUES:
        return []
    written = sum(len(value) * count for value, count in counts.items())
    listed = sum(map(len, counts))
    if written < _SHORTEST_VALUE * counts.total() or written < 2 * (listed + 2 * counts.total()):
        return []
    return [value for value, _ in counts.most_common()]


def _bare(cells: list[str]) -> list[str]:
    """Cells as they stand in a line: strings without quotes wherever that is unambiguous."""
    joined = "\n".join(cells)
    if '"' not in joined:
        return cells
    if joined.count('\n"') + joined.startswith('"') == len(cells):
        content = joined[1:-1].split('"\n"')
        if len(content) == len(cells):
            if _are_plain(joined, content):
                return content
            if sum(map(_needs_quotes, (content[0], content[len(content) // 2], content[-1]))) > 1:
                # Quotes are always right; a column that mostly needs them gets them without a look at each cell.
                return cells
            return [cell if _needs_quotes(text) else text for text, cell in zip(content, cells, strict=True)]
    return [cell[1:-1] if cell.startswith('"') and not _needs_quotes(cell[1:-1]) else cell for cell in cells]


def _needs_quotes(text: str) -> bool:
    """Whether a bare string would read as something else."""
    return "," in text or '"' in text or text.endswith(" ") or (text[:1] in _SUSPECT and _OTHER.match(text) is not None)


def _are_plain(joined: str, content: list[str]) -> bool:
    """Whether strings clearly need no quotes, found without looking at each."""
    firsts = {text[:1] for text in content}
    return not ("," in joined or "\\" in joined or ' "' in joined) and firsts.isdisjoint(_SUSPECT)
