"""The forms in which rows are written: JSON with a note, or lines with notes in their gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Raw

from headroom.retrieval.marker import JSON_KEY, OPENING, gap_note, json_note

__all__ = ["json_array", "json_lines", "json_object", "small_gaps", "table_lines", "with_note"]

_LONGEST_SMALL_GAP = 12
"""Lines that no note is shorter than: an empty object takes three characters with its line end, a note about thirty-five."""


def json_array(items: list[str], note: str, *, factor_out_constants: bool = False) -> str:
    """The items as an array, the note last; on request, members that all items share stand once, in the note."""
    if factor_out_constants:
        items, note = _with_constants(items, note)
    return "[" + ",".join([*items, note]) + "]"


def json_lines(items: list[str], kept: Sequence[int], total: int, note: str, *, factor_out_constants: bool = False) -> str:
    """As `json_array`, of items that will stand on a line each: with a note in every gap, too."""
    if factor_out_constants:
        items, note = _with_constants(items, note)
    return "[" + ",".join([*_with_gaps(items, kept, total, _gap_line), note]) + "]"


def small_gaps(items: list[str], kept: Sequence[int]) -> list[int]:
    """The items between kept ones that take no more than the note that would stand for them."""
    found: list[int] = []
    expected = 0
    for index in (*kept, len(items)):
        gap = range(expected, index)
        if 0 < len(gap) <= _LONGEST_SMALL_GAP:
            note = _gap_line(len(gap))
            if sum(len(items[row]) + 1 for row in gap) <= len(note) + 1:
                found.extend(gap)
        expected = index + 1
    return found


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
    return _with_gaps(lines, kept, total, lambda omitted: gap_note(omitted, unit))


def _with_gaps(lines: list[str], kept: Sequence[int], total: int, note: Callable[[int], str]) -> list[str]:
    """The kept ones of all lines with a note of how many are missing in every gap."""
    written: list[str] = []
    expected = 0
    for index, line in zip(kept, lines, strict=True):
        if index > expected:
            written.append(note(index - expected))
        written.append(line)
        expected = index + 1
    if total > expected:
        written.append(note(total - expected))
    return written


def _gap_line(omitted: int) -> str:
    """The note for a gap between JSON lines, which is JSON as they are."""
    return json_note(gap_note(omitted, "line")[len(OPENING) : -1])


def _with_constants(items: list[str], note: str) -> tuple[list[str], str]:
    """The items without the members that all of them share, and the note with these."""
    items, constants = _without_constants(items)
    return items, f'{{"{JSON_KEY}_constants":{constants},{note[1:]}' if constants else note


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
