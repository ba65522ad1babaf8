"""The forms in which rows are written: JSON with a note, or the lines of a table with notes in its gaps."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Raw

from headroom.retrieval.marker import JSON_KEY, gap_note

__all__ = ["json_array", "json_object", "table_lines", "with_note"]


def json_array(items: list[str], note: str, *, factor_out_constants: bool = False) -> str:
    """The items as an array, the note last; on request, members that all items share stand once, in the note."""
    if factor_out_constants:
        items, constants = _without_constants(items)
        if constants:
            note = f'{{"{JSON_KEY}_constants":{constants},{note[1:]}'
    return "[" + ",".join([*items, note]) + "]"


def json_object(keys: list[str], values: list[str], note: str) -> str:
    """The members as an object, the note as its last member."""
    return "{" + ",".join([*map(":".join, zip(keys, values, strict=True)), note[1:-1]]) + "}"


def with_note(value: str, note: str) -> str:
    """An array or object that is not empty, with the note as its last item or member."""
    return f"{value[:-1]},{note}]" if value[0] == "[" else f"{value[:-1]},{note[1:-1]}}}"


def table_lines(lines: list[str], kept: Sequence[int], total: int, unit: str, keys: list[str] | None) -> list[str]:
    """The lines of kept rows with a note in every gap; of a map, each line with its key first."""
    if keys is not None:
        lines = list(map(",".join, zip(keys, lines, strict=True)))
    if len(kept) == total:
        return lines
    written: list[str] = []
    expected = 0
    for index, line in zip(kept, lines, strict=True):
        if index > expected:
            written.append(gap_note(index - expected, unit))
        written.append(line)
        expected = index + 1
    if total > expected:
        written.append(gap_note(total - expected, unit))
    return written


def _without_constants(items: list[str]) -> tuple[list[str], str]:
    """Objects without the members that all of them share, and those members as an object (empty for none)."""
    try:
        rows = [msgspec.json.decode(item, type=dict[str, Raw]) for item in items]
    except msgspec.DecodeError:
        return items, ""
    plain = all(len(msgspec.json.encode(row)) == len(item.encode()) for row, item in zip(rows, items, strict=True))
    if len(rows) < 3 or not plain:
        return items, ""
    shared = {key: value for key, value in rows[0].items() if all(bytes(row.get(key, b"")) == bytes(value) for row in rows)}
    if not shared:
        return items, ""
    rest = [{key: value for key, value in row.items() if key not in shared} for row in rows]
    return [msgspec.json.encode(row).decode() for row in rest], msgspec.json.encode(shared).decode()
