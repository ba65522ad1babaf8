"""Lists of YAML records: `- key: value` items of one shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from headroom.compressors.pricing import spaced
from headroom.compressors.tables.layout import Table

__all__ = ["read_yaml_records"]

_LEAST_ITEMS = 5
_COMMON = 0.6
"""Share of the items that must have a key, so that it is one of a shape."""
_LEAST_COMMON = 2
"""Keys that items must share; less is a list, but not of records."""
_MOST_COLUMNS = 60
_SAMPLED = 50
"""Items by which it is seen that they are of one shape, before all are read."""
_LOOKS_A_LINE = 8
"""How often each line may be looked at, on average: once a level of lists in lists that are none of records."""


def read_yaml_records(text: str, lines: Sequence[str]) -> list[Table]:
    """The lists of records in a text; whole items are rows.

    Cost: linear, a few looks at each line.
    """
    if text.count("- ") < _LEAST_ITEMS or ":" not in text:
        return []
    found: list[Table] = []
    behind = 0
    looks = _LOOKS_A_LINE * len(lines)
    for at in [at for at, line in enumerate(lines) if "- " in line]:
        indent = _item_indent(lines[at]) if at >= behind else None
        if indent is None:
            continue
        starts, stop = _items(lines, at, indent)
        looks -= stop - at
        if looks < 0:
            break
        table = _table(lines, starts, stop) if len(starts) >= _LEAST_ITEMS else None
        if table is not None:
            found.append(table)
            behind = stop
    return found


def _item_indent(line: str) -> int | None:
    """How far the first line of a record is indented; None for any other line."""
    bare = line.lstrip(" ")
    if not bare.startswith("- "):
        return None
    body = bare[2:].rstrip()
    return len(line) - len(bare) if ": " in body or body.endswith(":") else None


def _items(lines: Sequence[str], start: int, indent: int) -> tuple[list[int], int]:
    """The first lines of the items of a list, and the line behind it."""
    dash = " " * indent + "- "
    inside = " " * (indent + 1)
    comment = " " * indent + "#"
    starts: list[int] = []
    at = start
    while at < len(lines):
        line = lines[at]
        if line.startswith(dash):
            starts.append(at)
        elif not (line.startswith((inside, comment)) or line.isspace()):
            break
        at += 1
    return starts, at


def _table(lines: Sequence[str], starts: list[int], stop: int) -> Table | None:
    """The items as rows of a table; None where they have no keys in common."""
    stops = [*starts[1:], stop]
    places = range(len(starts))
    if not _is_common(_items_of(lines, starts, stops, spaced(places, _SAMPLED))):
        return None
    items = _items_of(lines, starts, stops, places)
    if not _is_common(items):
        return None
    counts = Counter(chain.from_iterable(items))
    names = list(counts)[:_MOST_COLUMNS]
    return Table(
        format="yaml",
        starts=starts,
        stops=stops,
        names=[name.strip() for name in names],
        cells=[[item.get(name, "") for item in items] for name in names],
        texts=["".join(lines[first:last]) for first, last in zip(starts, stops, strict=True)],
    )


def _items_of(lines: Sequence[str], starts: list[int], stops: list[int], places: Sequence[int]) -> list[dict[str, str]]:
    """The members of some of the items."""
    return [_members(lines[starts[place] : stops[place]]) for place in places]


def _is_common(items: list[dict[str, str]]) -> bool:
    """Whether items are of one shape: most of them have some keys in common."""
    counts = Counter(chain.from_iterable(items))
    return sum(count >= _COMMON * len(items) for count in counts.values()) >= _LEAST_COMMON


def _members(lines: Sequence[str]) -> dict[str, str]:
    """The members of an item by key, indented as they stand; of several by one key, the first."""
    members: dict[str, str] = {}
    for line in lines:
        key, found, value = line.replace("- ", "  ", 1).rstrip().partition(":")
        if found and (not value or value[0] == " ") and not key.endswith(" "):
            members.setdefault(key, value.strip().strip("\"'"))
    return members
