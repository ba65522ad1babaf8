"""Table lines back to JSON rows: the inverse of `table`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import msgspec

from headroom.compressors.json_records.columns import json_key
from headroom.compressors.unfolding import Room

__all__ = ["Field", "Reader", "decode_rows", "read_head"]

_NUMBER = re.compile(r"-?\d[\d.eE+-]*|true|false|null", re.ASCII)
_REFERENCE = re.compile(r"@\d+")
_DEEPEST = 16
"""Chosen: four times the levels of inner objects that the writer makes columns of; a row takes a step for each."""
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
_BARE = re.compile(r"[^,={}<>\"]+")


class Field(msgspec.Struct, frozen=True):
    """A column as the head of a table names it."""

    key: str
    """As a JSON string."""
    constant: str | None = None
    """The value of every row."""
    values: tuple[str, ...] | None = None
    """What the indexes in the cells stand for."""
    inner: tuple[Field, ...] | None = None
    """The columns of an inner object."""


class Reader:
    """A cursor over one line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The next character, empty at the end."""
        return self.text[self.at : self.at + 1]

    def take(self, expected: str) -> bool:
        """Whether the expected text came next; it is then behind the cursor."""
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def match(self, pattern: re.Pattern[str]) -> str:
        """What the pattern matches here, behind the cursor then; empty if nothing."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def json_value(self) -> str:
        """The JSON value that starts here, by its brackets and quotes."""
        start = self.at
        if self.peek() == '"':
            self.match(_STRING)
        elif self.peek() == "@":
            self.match(_REFERENCE)
        elif self.peek() in ("[", "{"):
            depth = 0
            while self.at < len(self.text):
                char = self.peek()
                if char == '"':
                    if not self.match(_STRING):
                        raise ValueError(f"an open string: {self.text[self.at : self.at + 80]!r}")
                    continue
                self.at += 1
                depth += (char in "[{") - (char in "]}")
                if depth == 0:
                    break
        else:
            self.match(_NUMBER)
        if self.at == start:
            raise ValueError(f"no JSON value: {self.text[start : start + 80]!r}")
        return self.text[start : self.at]


def read_head(reader: Reader, depth: int = 0) -> tuple[Field, ...]:
    """The columns of a table, the cursor standing at their opening brace.

    Raises: ValueError for a head that is not of our writing.
    """
    fields: list[Field] = []
    if not reader.take("{") or depth > _DEEPEST:
        raise ValueError("a table without columns")
    while not reader.take("}"):
        key = reader.json_value() if reader.peek() == '"' else json_key(reader.match(_BARE))
        if reader.take("="):
            fields.append(Field(key, constant=reader.json_value()))
        elif reader.take("<"):
            values = [reader.json_value()]
            while reader.take(","):
                values.append(reader.json_value())
            if not reader.take(">"):
                raise ValueError("an open list of values")
            fields.append(Field(key, values=tuple(values)))
        elif reader.peek() == "{":
            fields.append(Field(key, inner=read_head(reader, depth + 1)))
        else:
            fields.append(Field(key))
        if not reader.take(",") and reader.peek() != "}":
            raise ValueError("columns that do not end")
    return tuple(fields)


def decode_rows(
    fields: tuple[Field, ...], lines: list[str], room: Room | None = None, resolved: Callable[[str], str] = str
) -> list[str]:
    """The rows as minified JSON objects; references in them are `resolved`, once for all rows where all have them.

    Raises: ValueError for a line that does not fit the columns, and for rows without room: before any is made where what is
    equal in all of them has none, else at the first that has none, and no row is much longer than its line and the head.
    """
    room = room or Room()
    fields = _merged(fields, resolved)
    equal = _equal_chars(fields)
    room.take(len(lines) * equal)
    shown = _shown(fields)
    rows: list[str] = []
    for line in lines:
        rows.append(_object(fields, iter(_cells(line, shown, resolved))))
        room.take(len(rows[-1]) - equal)
    return rows


def _merged(fields: Iterable[Field], resolved: Callable[[str], str]) -> tuple[Field, ...]:
    """The columns with their values resolved; neighbours that are equal in all rows are one, which takes a row one step."""
    merged: list[Field] = []
    for is_constant, run in groupby((_filled(field, resolved) for field in fields), lambda field: field.constant is not None):
        first, *others = run
        if is_constant:
            members = [f"{field.key}:{field.constant}" for field in others]
            merged.append(Field(first.key, constant=",".join([first.constant or "", *members])))
        else:
            merged += [first, *others]
    return tuple(merged)


def _filled(field: Field, resolved: Callable[[str], str]) -> Field:
    """The column with its values resolved; an inner object that is equal in all rows is a constant."""
    if field.inner is not None:
        inner = _merged(field.inner, resolved)
        if all(part.constant is not None for part in inner):
            return Field(field.key, constant=_object(inner, iter(())))
        return Field(field.key, inner=inner)
    if field.constant is not None:
        return Field(field.key, constant=resolved(field.constant))
    return field if field.values is None else Field(field.key, values=tuple(map(resolved, field.values)))


def _equal_chars(fields: tuple[Field, ...]) -> int:
    """Characters that every row has, whatever stands in its line: its braces, its constants, and those of inner objects."""
    size = 2
    for field in fields:
        if field.inner is not None:
            size += len(field.key) + 1 + _equal_chars(field.inner)
        elif field.constant is not None:
            size += len(field.key) + 1 + len(field.constant)
    return size


def _cells(line: str, shown: int, resolved: Callable[[str], str]) -> list[str]:
    reader = Reader(line)
    cells: list[str] = []
    for _ in range(shown):
        if cells and not reader.take(","):
            raise ValueError(f"a line with too few cells: {line[:80]!r}")
        cell = _cell(reader)
        cells.append(resolved(cell) if cell[:1] in ("@", "[", "{") else cell)
    if reader.at != len(line):
        raise ValueError(f"a line with too many cells: {line[:80]!r}")
    return cells


def _shown(fields: tuple[Field, ...]) -> int:
    return sum(_shown(field.inner) if field.inner is not None else field.constant is None for field in fields)


def _cell(reader: Reader) -> str:
    """The lexeme of the cell at the cursor; empty for an absent key."""
    if reader.peek() in ('"', "[", "{"):
        return reader.json_value()
    end = reader.text.find(",", reader.at)
    text = reader.text[reader.at :] if end < 0 else reader.text[reader.at : end]
    reader.at += len(text)
    if not text or _NUMBER.fullmatch(text) or _REFERENCE.fullmatch(text):
        return text
    if text[0] == "@" or '"' in text:
        raise ValueError(f"a cell that is no value: {text[:80]!r}")
    return f'"{text}"'


def _object(fields: tuple[Field, ...], cells: Iterator[str]) -> str:
    members: list[str] = []
    for field in fields:
        if field.inner is not None:
            members.append(f"{field.key}:{_object(field.inner, cells)}")
        elif field.constant is not None:
            members.append(f"{field.key}:{field.constant}")
        else:
            cell = next(cells)
            if cell and field.values is not None:
                if not cell.isdecimal() or int(cell) >= len(field.values):
                    raise ValueError(f"no value has the index {cell[:20]!r}")
                cell = field.values[int(cell)]
            if cell:
                members.append(f"{field.key}:{cell}")
    return "{" + ",".join(members) + "}"
