"""A JSON document rewritten: arrays as tables or selected rows, everything else as it was.

A writer serves one text. It walks down only into values large enough to matter, writes tables aside as blocks, and keeps
count of what it left out; `compressor` puts the pieces together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import msgspec
from msgspec import Raw

from headroom.compressors.json_records.columns import (
    Column,
    json_key,
    leaf_columns,
    position_columns,
    read_records,
    split_rows,
)
from headroom.compressors.json_records.document import is_deeper_than, minified
from headroom.compressors.json_records.selection import Selection, select_rows
from headroom.compressors.json_records.sizing import median
from headroom.compressors.json_records.summary import dropped_kinds, dropped_summary
from headroom.compressors.json_records.table import Table, table_of
from headroom.config import CrushSettings
from headroom.relevance import Query
from headroom.retrieval.marker import JSON_KEY, gap_note, json_note, omission

__all__ = ["Writer"]

_BYTES_PER_TOKEN = 3
"""Bytes of JSON a token takes at least, about; for deciding what is too small to look at."""
_SAMPLE_ROWS = 8
"""Evenly spaced rows counted exactly to price a form."""
_MOST_TABLE_ROWS = 64
"""Rows, as a multiple of the wanted ones, beyond which no table fits the budget; then it is not built."""
_WORTHWHILE = 0.9
"""Share of rows from which leaving out the rest is not worth a note."""
_MARKER_TOKENS = 80
"""What the notes of one array cost at most: a marker with kinds, and the header of tables; measured."""
_GAP_TOKENS = 12
"""What a gap costs: a note and two seams."""
_MAP_VALUES = 40
"""Members from which an object of plain values counts as a map rather than a record."""
_LINK = re.compile(r"[0-9]{6,24}|(?=[0-9a-zA-Z_-]*[0-9])[0-9a-zA-Z][0-9a-zA-Z_-]{7,40}")
"""What looks like an identifier by which other rows may refer to this one."""


class Writer:
    """Rewrites the JSON of one text; its state is what it has set aside and left out so far."""

    def __init__(self, settings: CrushSettings, query: Query, count: Callable[[str], int], mark: str, token: str) -> None:
        self.settings = settings
        self.query = query
        self.count = count
        self.mark = mark
        """What a full marker says behind the omission; stands in every JSON note until the text is put together."""
        self.token = token
        """How a reference is written inside JSON until the text is put together."""
        self.blocks: list[str] = []
        self.omissions: list[str] = []
        self.reasons: dict[str, int] = {}
        self._least_bytes = settings.min_tokens_to_crush * _BYTES_PER_TOKEN
        self._lines = False

    def document(self, data: bytes, *, lines: bool, aside: bool) -> str:
        """The document rewritten; `blocks` then hold its tables, if any may be set aside."""
        self._lines = lines
        return self._value(data, 0, "", aside=aside)

    def _value(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        """A value rewritten; `aside` says whether tables may be set aside (not inside rows or strings)."""
        if len(data) < self._least_bytes or depth > self.settings.budget.depth:
            return data.decode()
        first = data[:1]
        if first == b"[":
            return self._array(data, depth, name, aside=aside)
        if first == b"{":
            return self._object(data, depth, name, aside=aside)
        if first == b'"' and not self.settings.lossless_only:
            return self._string(data, depth, name)
        return data.decode()

    def _array(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        rows = split_rows(data)
        if len(rows) >= self.settings.min_items_to_analyze:
            written = self._rows(data, rows, None, depth, name, aside=aside)
            if written is not None:
                return written
        if len(data) < 2 * self._least_bytes and len(rows) > 1:
            return data.decode()
        return "[" + ",".join([self._value(row.encode(), depth + 1, name, aside=aside) for row in rows]) + "]"

    def _object(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        members = msgspec.json.decode(data, type=dict[str, Raw])
        keys = [json_key(key) for key in members]
        values = [bytes(value) for value in members.values()]
        if sum(map(len, values)) + sum(len(key.encode()) + 2 for key in keys) + 1 != len(data):
            return data.decode()
        if self._is_map(values):
            rows = b"\n".join(values).decode().split("\n")
            written = self._rows(b"[" + b",".join(values) + b"]", rows, keys, depth, name, aside=aside)
            if written is not None:
                return written
        return (
            "{"
            + ",".join(
                [
                    f"{key}:{self._value(value, depth + 1, own, aside=aside)}"
                    for key, own, value in zip(keys, members, values, strict=True)
                ]
            )
            + "}"
        )

    def _is_map(self, values: list[bytes]) -> bool:
        """Whether an object is a collection under keys rather than a record with fields."""
        if len(values) <= self.settings.max_items_after_crush:
            return False
        starts = {value[:1] for value in values}
        if starts == {b"{"}:
            shapes = [
                set(msgspec.json.decode(value, type=dict[str, Raw]))
                for value in (values[0], values[len(values) // 2], values[-1])
            ]
            return bool(shapes[0] & shapes[1] & shapes[2]) or not any(shapes)
        if starts == {b"["}:
            return True
        kinds = {b"0" if start in b"-0123456789" else start for start in starts}
        return len(values) >= _MAP_VALUES and len(kinds) == 1 and b"{" not in kinds and b"[" not in kinds

    def _rows(self, data: bytes, rows: list[str], keys: list[str] | None, depth: int, name: str, *, aside: bool) -> str | None:
        """An array or map in its shortest lawful form; None where its items are to be looked at one by one."""
        settings = self.settings
        wanted = settings.max_items_after_crush
        records = read_records(data) if rows[0][:1] == "{" else None
        row_tokens = self._row_tokens(rows)
        budget = wanted * median(row_tokens)
        if (
            aside
            and records is not None
            and records.exact
            and (len(rows) <= _MOST_TABLE_ROWS * wanted or settings.lossless_only)
        ):
            table = table_of(records.columns)
            if self._pays(table, data, rows, row_tokens):
                if settings.lossless_only or self._table_tokens(table) <= budget:
                    lines = _with_gaps(table.lines, list(range(len(rows))), len(rows), "", keys)
                    return self._set_aside(table.head, lines, len(rows), len(rows), depth, keyed=keys is not None)
        if settings.lossless_only:
            return None
        if len(rows) <= wanted:
            return None
        columns = leaf_columns(records.columns) if records is not None else position_columns(data) if rows[0][:1] == "[" else []
        shown = rows if keys is None else [f"{key}:{row}" for key, row in zip(keys, rows, strict=True)]
        selection = select_rows(shown, columns, settings, self.query, name)
        if not self._saves(selection, rows, row_tokens):
            return None
        self._follow(selection, shown)
        for reason, count in selection.reasons:
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        return self._written(rows, keys, columns, selection, depth, aside=aside)

    def _written(
        self, rows: list[str], keys: list[str] | None, columns: list[Column], selection: Selection, depth: int, *, aside: bool
    ) -> str:
        """The kept rows with a note for the rest, as a table or as JSON, whichever is shorter."""
        kept = selection.kept
        values = [self._value(rows[index].encode(), depth + 1, "", aside=False) for index in kept]
        kept_keys = None if keys is None else [keys[index] for index in kept]
        unit = "line" if self._lines and depth == 0 else "row" if rows[0][:1] == "{" else "item"
        kinds = dropped_kinds(columns, kept)
        if selection.repeats:
            kinds = (*kinds, ("repeats of kept errors", selection.repeats))
        words = omission(len(rows) - len(kept), len(rows), unit, kinds)
        if self.settings.include_summaries:
            words += dropped_summary(columns, rows, kept)
        self.omissions.append(words)
        plain = self._plain(values, kept_keys, json_note(words + self.mark))
        if aside and len(kept) > 2:
            records = read_records(f"[{','.join(values)}]".encode()) if values[0][:1] == "{" else None
            if records is not None and records.exact:
                table = table_of(records.columns)
                lines = _with_gaps(table.lines, kept, len(rows), unit, kept_keys)
                if len(table.head) + sum(map(len, lines)) + len(lines) < (1 - self.settings.lossless_min_savings_ratio) * len(
                    plain
                ):
                    return self._set_aside(table.head, lines, len(kept), len(rows), depth, keyed=keys is not None)
        return plain

    def _plain(self, kept: list[str], keys: list[str] | None, note: str) -> str:
        """The kept items as JSON, the note last."""
        if keys is not None:
            members = [f"{key}:{value}" for key, value in zip(keys, kept, strict=True)]
            return "{" + ",".join([*members, note[1:-1]]) + "}"
        if self.settings.factor_out_constants:
            kept, constants = _without_constants(kept)
            if constants:
                note = f'{{"{JSON_KEY}_constants":{constants},{note[1:]}'
        return "[" + ",".join([*kept, note]) + "]"

    def _string(self, data: bytes, depth: int, name: str) -> str:
        """A string that holds JSON, with that JSON rewritten; other strings as they are."""
        if data[1:2] not in (b"[", b"{", b" ", b"\\"):
            return data.decode()
        try:
            text = msgspec.json.decode(data, type=str)
            if text.lstrip()[:1] not in ("[", "{"):
                return data.decode()
            raw = text.encode()
            if is_deeper_than(raw, self.settings.budget.depth - depth):
                return data.decode()
            msgspec.json.decode(raw)
            inner = minified(raw)
        except (msgspec.DecodeError, UnicodeError):
            return data.decode()
        before = len(self.omissions)
        written = self._value(inner, depth + 1, name, aside=False)
        if len(self.omissions) == before:
            return data.decode()
        return msgspec.json.encode(written).decode()

    def _set_aside(self, head: str, lines: list[str], shown: int, total: int, depth: int, *, keyed: bool) -> str:
        """A reference to a table, which becomes a block."""
        unit = "keyed rows" if keyed else "lines" if self._lines and depth == 0 else "rows"
        counted = f"{shown} {unit}" if shown == total else f"{shown} of {total} {unit}"
        return self._block("\n".join([f"{counted} {head}", *lines]))

    def _block(self, body: str) -> str:
        """The reference to a new block."""
        self.blocks.append(body)
        return f'"{self.token}{len(self.blocks)}"'

    def _row_tokens(self, rows: list[str]) -> list[int]:
        """Exact counts of evenly spaced rows."""
        return [self.count(row[:4000]) * max(1, len(row) // 4000) for row in _spaced(rows)]

    def _table_tokens(self, table: Table) -> float:
        """About how many tokens a table takes, from evenly spaced lines of it."""
        sample = _spaced(table.lines)
        text = "\n".join(line[:4000] for line in sample)
        return self.count(table.head[:4000]) + self.count(text) * sum(map(len, table.lines)) / max(
            1, sum(len(line[:4000]) for line in sample)
        )

    def _saves(self, selection: Selection, rows: list[str], row_tokens: list[int]) -> bool:
        """Whether what a selection drops costs clearly more than the notes it leaves."""
        dropped = len(rows) - len(selection.kept)
        gaps = sum(later - earlier > 1 for earlier, later in pairwise(selection.kept))
        return dropped > (1 - _WORTHWHILE) * len(rows) and dropped * median(row_tokens) > _MARKER_TOKENS + _GAP_TOKENS * gaps

    def _pays(self, table: Table, data: bytes, rows: list[str], row_tokens: list[int]) -> bool:
        """Whether a table saves the bytes asked of a lossless form, and tokens on a sample."""
        size = len(table.head) + sum(map(len, table.lines)) + len(table.lines)
        if size > (1 - self.settings.lossless_min_savings_ratio) * len(data.decode()):
            return False
        return self._table_tokens(table) < 0.95 * sum(row_tokens) / len(row_tokens) * len(rows)

    def _follow(self, selection: Selection, rows: list[str]) -> None:
        """Where few rows were asked for, their identifiers are asked for in what follows."""
        if not 0 < len(selection.asked) <= 3:
            return
        links = [link.lower() for row in selection.asked for link in _LINK.findall(rows[row][:2000])]
        fresh = [link for link in dict.fromkeys(links) if link not in self.query.words][:6]
        if fresh:
            self.query = msgspec.structs.replace(self.query, words=(*self.query.words, *fresh))


def _spaced(rows: list[str]) -> list[str]:
    step = max(1, len(rows) // _SAMPLE_ROWS)
    return rows[step // 2 :: step][:_SAMPLE_ROWS]


def _with_gaps(lines: list[str], kept: list[int], total: int, unit: str, keys: list[str] | None) -> list[str]:
    """Table lines with a note in every gap between the kept rows."""
    written: list[str] = []
    expected = 0
    for position, index in enumerate(kept):
        if index > expected:
            written.append(gap_note(index - expected, unit))
        written.append(lines[position] if keys is None else f"{keys[position]},{lines[position]}")
        expected = index + 1
    if total > expected:
        written.append(gap_note(total - expected, unit))
    return written


def _without_constants(kept: list[str]) -> tuple[list[str], str]:
    """Objects without the members that all of them share, and those members as an object."""
    try:
        rows = [msgspec.json.decode(row, type=dict[str, Raw]) for row in kept]
    except msgspec.DecodeError:
        return kept, ""
    if len(rows) < 3 or read_records(f"[{','.join(kept)}]".encode()) is None:
        return kept, ""
    shared = {key: value for key, value in rows[0].items() if all(bytes(row.get(key, b"")) == bytes(value) for row in rows)}
    if not shared:
        return kept, ""
    rest = [{key: value for key, value in row.items() if key not in shared} for row in rows]
    return [msgspec.json.encode(row).decode() for row in rest], msgspec.json.encode(shared).decode()
