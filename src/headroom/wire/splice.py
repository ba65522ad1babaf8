"""JSON text with an edit applied to it, every other character as it came.

Values are located by a forward scan with the standard library's decoder, whose C scanner tells where a value ends. Nothing here
prints a value that the edit does not name; a value that occurs under a repeated key is the last one, as decoders read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from headroom.wire.edits import Drop, Edit, Fields, Items, Put, edited

__all__ = ["json_text", "read_value", "skip_space", "spliced", "spliced_values"]

_SPACE = re.compile(r"[ \t\n\r]*")


class _Slice(msgspec.Struct, frozen=True):
    """Where an item or a member stands in the text."""

    start: int
    """Of the item, or of the member's key."""
    value: int
    """Where the value starts; the same as `start` for an item."""
    end: int
    key: str = ""
    items: tuple[_Slice, ...] = ()
    """The items of the value, where they were asked for."""


_Patch = tuple[int, int, str]
"""Where a replaced text starts and ends, and what takes its place."""

_LONG_INTEGER = 4000
"""Digits from which an integer is read as infinity; the interpreter refuses to convert more than 4300."""


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON value")


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONG_INTEGER else float(digits)


_READER = json.JSONDecoder(parse_constant=_refuse, parse_int=_integer)
_SCANNER = json.JSONDecoder(parse_constant=_refuse, parse_int=float)
"""For finding ends alone: no digits are too many for `float`, which is written in C."""


def read_value(text: str, at: int) -> tuple[object, int]:
    """The JSON value that starts at `at`, and where it ends.

    Lone surrogate escapes are read as they are, numbers out of range as infinity.

    Raises: ValueError for what is not JSON; RecursionError for what is nested deeper than the interpreter's limit.
    """
    value: object
    value, end = _READER.raw_decode(text, at)
    return value, end


def skip_space(text: str, at: int) -> int:
    """Where the next character stands that is not JSON's whitespace."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def json_text(value: object) -> str:
    """The value as compact JSON that UTF-8 can hold: lone surrogates are escaped.

    Raises: TypeError for what JSON cannot say.
    """
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))


def spliced(text: str, start: int, end: int, edit: Edit) -> str:
    """The text, in which the JSON value from `start` to `end` has the edit applied.

    What stands around the value, and in it untouched, stays character for character.
    """
    return _replaced(text, 0, len(text), _patches(text, start, end, edit))


def spliced_values(text: str, start: int, edit: Items) -> str:
    """The text whose values from `start` on stand one a line, with the edit applied to them as to an array."""
    return _replaced(text, 0, len(text), _array_patches(text, start, len(text), _values(text, start), edit, "\n"))


def _replaced(text: str, start: int, end: int, patches: Iterable[_Patch]) -> str:
    """The text from `start` to `end` with the patches made; they come in order and do not overlap."""
    out: list[str] = []
    for patch_start, patch_end, replacement in patches:
        out += text[start:patch_start], replacement
        start = patch_end
    out.append(text[start:end])
    return "".join(out)


def _patches(text: str, start: int, end: int, edit: Edit) -> Iterator[_Patch]:
    """What to replace in the value from `start` to `end`."""
    if isinstance(edit, Put):
        yield start, end, json_text(edit.value)
    elif isinstance(edit, Fields):
        yield from _object_patches(text, start, end, edit)
    else:
        yield from _array_patches(text, start, end, _items(text, start)[0], edit)


def _array_patches(text: str, start: int, end: int, items: Sequence[_Slice], edit: Items, comma: str = ",") -> Iterator[_Patch]:
    if [index for index, _ in edit.entries] == list(range(len(items))):
        for item, (_, change) in zip(items, edit.entries, strict=True):
            if change is not None:
                yield from _patches(text, item.start, item.end, change)
        return
    pieces = []
    for index, change in edit.entries:
        if index < 0:
            pieces.append((index, json_text(edited(None, change)) if change is not None else "null"))
        else:
            item = items[index]
            patches = () if change is None else _patches(text, item.start, item.end, change)
            pieces.append((index, _replaced(text, item.start, item.end, patches)))
    yield start, end, _joined(text, start, end, items, pieces, comma)


def _object_patches(text: str, start: int, end: int, edit: Fields) -> Iterator[_Patch]:
    arrays = frozenset(name for name, change in edit.changes if isinstance(change, Items))
    members, _ = _members(text, start, arrays)
    dropped = {name for name, change in edit.changes if isinstance(change, Drop)}
    changes = {name: change for name, change in edit.changes if not isinstance(change, Drop)}
    last = {member.key: index for index, member in enumerate(members)}
    kept = [
        (index, member, _member_patches(text, member, changes.get(member.key) if last[member.key] == index else None))
        for index, member in enumerate(members)
        if member.key not in dropped
    ]
    added = [(name, change) for name, change in changes.items() if name not in last]
    if len(kept) == len(members) and not added:
        for _, _, patches in kept:
            yield from patches
        return
    pieces = [(index, _replaced(text, member.start, member.end, patches)) for index, member, patches in kept]
    pieces += [(-1, f"{json_text(name)}:{json_text(edited(None, change))}") for name, change in added]
    yield start, end, _joined(text, start, end, members, pieces)


def _member_patches(text: str, member: _Slice, change: Edit | None) -> Iterable[_Patch]:
    if change is None:
        return ()
    if isinstance(change, Items):
        return _array_patches(text, member.value, member.end, member.items, change)
    return _patches(text, member.value, member.end, change)


def _joined(
    text: str, start: int, end: int, slices: Sequence[_Slice], pieces: Iterable[tuple[int, str]], comma: str = ","
) -> str:
    """The text from `start` to `end` with these pieces for the slices in it.

    A piece comes with the index of the slice it stands for, and brings the text between that slice and the one before it;
    what is new (-1) brings a comma. The text before the first and after the last slice stays.
    """
    out: list[str] = []
    for index, piece in pieces:
        if out:
            out.append(text[slices[index - 1].end : slices[index].start] if index > 0 else comma)
        out.append(piece)
    head, tail = (slices[0].start, slices[-1].end) if slices else (start + 1, end - 1)
    return "".join((text[start:head], *out, text[tail:end]))


def _members(text: str, at: int, arrays: frozenset[str]) -> tuple[list[_Slice], int]:
    """The members of the object at `at`, repeated keys too, and where it ends."""
    found: list[_Slice] = []
    at = skip_space(text, at + 1)
    while text[at] != "}":
        key, end = _SCANNER.raw_decode(text, at)
        value = skip_space(text, skip_space(text, end) + 1)
        items: list[_Slice] = []
        if key in arrays and text[value] == "[":
            items, end = _items(text, value)
        else:
            _, end = _SCANNER.raw_decode(text, value)
        found.append(_Slice(start=at, value=value, end=end, key=str(key), items=tuple(items)))
        at = _next(text, end)
    return found, at + 1


def _values(text: str, at: int) -> list[_Slice]:
    """The values from `at` on that only whitespace separates."""
    found: list[_Slice] = []
    at = skip_space(text, at)
    while at < len(text):
        _, end = _SCANNER.raw_decode(text, at)
        found.append(_Slice(start=at, value=at, end=end))
        at = skip_space(text, end)
    return found


def _items(text: str, at: int) -> tuple[list[_Slice], int]:
    """The items of the array at `at`, and where it ends."""
    found: list[_Slice] = []
    at = skip_space(text, at + 1)
    while text[at] != "]":
        _, end = _SCANNER.raw_decode(text, at)
        found.append(_Slice(start=at, value=at, end=end))
        at = _next(text, end)
    return found, at + 1


def _next(text: str, end: int) -> int:
    """Where the next member, item or closing bracket starts."""
    at = skip_space(text, end)
    return skip_space(text, at + 1) if text[at] == "," else at
