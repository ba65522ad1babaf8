"""A JSON document rewritten: arrays as tables or selected rows, everything else as it was.

A writer serves one text. It walks down only into values large enough to matter, sets tables aside as blocks, and keeps count of
what it left out; `compressor` puts the pieces together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import msgspec
from msgspec import Raw

from headroom.compressors.json_records.columns import (
    Column,
    Records,
    columns_of_kept,
    is_plain_key,
    leaf_columns,
    may_be_alike,
    position_columns,
    read_records,
    searchable_rows,
    split_rows,
)
from headroom.compressors.json_records.decode import HEADER
from headroom.compressors.json_records.document import is_deeper_than, minified
from headroom.compressors.json_records.forms import json_array, json_lines, json_object, table_lines, with_note
from headroom.compressors.json_records.selection import Selection, select_rows, without_small_gaps
from headroom.compressors.json_records.shortening import shortened, told_gaps
from headroom.compressors.json_records.sizing import median
from headroom.compressors.json_records.summary import dropped_kinds, dropped_summary
from headroom.compressors.json_records.table import least_chars, table_of
from headroom.compressors.pricing import least_tokens, spaced, tokens_of
from headroom.config import CrushSettings
from headroom.relevance import Query
from headroom.retrieval.marker import json_note, omission

__all__ = ["Writer"]

_BYTES_PER_TOKEN = 3
"""Bytes of JSON a token takes at least, about; for deciding what is too small to look at."""
_FORESEEN = 1.3
"""How much longer the bare values of rows may be than the budget for their table, so that it is worth building."""
_DENSER = 1.1
"""The same for the table itself; its characters are no cheaper than those of JSON, whose keys repeat."""
_SAMPLED = 24
"""Evenly spaced items of which those that are dropped are priced."""
_MOST_PASSES = 12
"""How often each byte may be walked over, on average: once a level of nesting that is looked into; more is not looked at."""
_WORTHWHILE = 0.9
"""Share of rows from which leaving out the rest is not worth a note."""
_SURE_ROWS, _SURE_CHARS = 4, 200
"""What is looked at of dropped items to see that they surely cost twice what their notes do."""
_MARKER_TOKENS = 80
"""What the notes of one array cost at most: a marker with kinds, and the header of tables; measured."""
_GAP_TOKENS = 12
"""What a gap costs: a note and two seams."""
_HEADER_TOKENS = 40
"""What the line costs that opens a text with tables, and the reference to the first; measured."""
_TABLE_TOKENS = 0.95
"""Share of the tokens of plain rows, on a sample, to which a table must come down."""
_SURELY = 0.7
"""Share of the rows' characters up to which a table of all of them surely has fewer tokens.

Measured: dense as its cells are, a character of a table takes at most 1.3 times the tokens of one of the rows."""
_MAP_VALUES = 40
"""Members from which an object of plain values counts as a map rather than a record."""
_LINK = re.compile(r"[0-9]{6,24}|[0-9][0-9a-zA-Z_-]{7,40}|[a-zA-Z][a-zA-Z_-]{0,12}[0-9][0-9a-zA-Z_-]{5,40}")
"""What looks like an identifier by which other rows may refer to this one."""

_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_OBJECT, _ARRAY = b"{["


class _Rows(msgspec.Struct, frozen=True):
    """An array, or the members of a map, to be written."""

    items: list[str]
    keys: list[str] | None
    """Of a map, as JSON strings."""
    data: bytes
    """The items as a JSON array."""
    name: str
    """The key under which they stand."""
    depth: int
    unit: str
    """What one of them is called in notes."""


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
        self.relevance = ""
        """Which tier of relevance chose rows, in words; empty where none did."""
        self._least_bytes = settings.min_tokens_to_crush * _BYTES_PER_TOKEN
        self._is_weighed = False
        """Whether the long strings below have been weighed against each other."""
        self._lines = False
        self._work_bytes = 0

    def document(self, data: bytes, *, lines: bool, aside: bool) -> str:
        """The document rewritten; `blocks` then hold its tables, if any may be set aside."""
        self._lines = lines
        self._work_bytes = _MOST_PASSES * len(data)
        return self._value(data, 0, "", aside=aside)

    def _value(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        """A value rewritten; `aside` says whether tables may be set aside (not inside rows or strings)."""
        if len(data) < self._least_bytes or depth > self.settings.budget.depth or self._work_bytes < len(data):
            return data.decode()
        self._work_bytes -= len(data)
        first = data[:1]
        if first == b"[":
            return self._array(data, depth, name, aside=aside)
        if first == b"{":
            return self._object(data, depth, name, aside=aside)
        if first == b'"' and not self.settings.lossless_only:
            return self._string(data, depth, name)
        return data.decode()

    def _array(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        items = split_rows(data)
        if self._is_weighed or len(items) > self.settings.max_items_after_crush:
            return self._items(items, data, depth, name, aside=aside)
        shorter = self._shortened(items)
        if shorter is not items:
            items, data = shorter, f"[{','.join(shorter)}]".encode()
        self._is_weighed = True
        written = self._items(items, data, depth, name, aside=aside)
        self._is_weighed = False
        return written

    def _items(self, items: list[str], data: bytes, depth: int, name: str, *, aside: bool) -> str:
        """An array of these items in its shortest form."""
        settings = self.settings
        may_leave_out = len(items) > settings.max_items_after_crush and not settings.lossless_only
        if len(items) >= settings.min_items_to_analyze and (aside or may_leave_out):
            unit = "line" if self._lines and depth == 0 else "row" if items[0][:1] == "{" else "item"
            written = self._rows(_Rows(items, None, data, name, depth, unit), aside=aside)
            if written is not None:
                return written
        if max(map(len, items), default=0) * 4 < self._least_bytes:
            return data.decode()
        return "[" + ",".join([self._item(item, depth + 1, name, aside=aside) for item in items]) + "]"

    def _item(self, item: str, depth: int, name: str, *, aside: bool) -> str:
        """An item rewritten: as `_value`, but for the many that are too small to be looked at."""
        size = len(item) if item.isascii() else 4 * len(item)
        return item if size < self._least_bytes else self._value(item.encode(), depth, name, aside=aside)

    def _object(self, data: bytes, depth: int, name: str, *, aside: bool) -> str:
        members = _MEMBERS.decode(data)
        raws = list(members.values())
        is_map = self._is_map(raws)
        large = [key for key, raw in members.items() if len(raw) >= self._least_bytes]
        # What comes out the same again has each key once, and spelled as we would.
        if not (is_map or large) or msgspec.json.encode(members) != data or not is_plain_key("".join(members)):
            return data.decode()
        if is_map:
            keys = [f'"{key}"' for key in members]
            items = b"\n".join(raws).decode().split("\n")
            written = self._rows(_Rows(items, keys, b"[" + b",".join(raws) + b"]", name, depth, "row"), aside=aside)
            if written is not None:
                return written
        for key in large:
            members[key] = Raw(self._value(bytes(members[key]), depth + 1, key, aside=aside))
        return msgspec.json.encode(members).decode()

    def _is_map(self, raws: list[Raw]) -> bool:
        """Whether an object is a collection under keys rather than a record with fields."""
        if len(raws) <= self.settings.max_items_after_crush or not may_be_alike(raws):
            return False
        starts = {memoryview(raw)[0] for raw in raws}
        if starts == {_OBJECT}:
            quarter = len(raws) // 4
            shapes = [set(_MEMBERS.decode(raws[place * quarter])) for place in (1, 2, 3)]
            return bool(shapes[0] & shapes[1] & shapes[2]) or not any(shapes)
        if starts == {_ARRAY}:
            return True
        return len(raws) >= _MAP_VALUES and may_be_alike(raws, len(raws))

    def _rows(self, rows: _Rows, *, aside: bool) -> str | None:
        """An array or map in its shortest lawful form; None where its items are to be looked at one by one."""
        items, settings = rows.items, self.settings
        records = read_records(rows.data) if items[0][:1] == "{" else None
        columns = leaf_columns(records.columns) if records is not None else position_columns(rows.data)
        exact = records if records is not None and records.exact and columns else None
        if exact is None:
            shown = items if rows.keys is None else list(map(":".join, zip(rows.keys, items, strict=True)))
        else:
            shown = searchable_rows(columns, rows.keys)
            written = self._whole_table(rows, exact, shown) if aside else None
            if written is not None:
                return written
        if settings.lossless_only or len(items) <= settings.max_items_after_crush:
            return None
        selection = select_rows(shown, columns, settings, self.query, rows.name)
        if rows.unit == "line":
            selection = without_small_gaps(selection, items)
        if not self._saves(selection, items):
            return self._whole_table(rows, exact, shown, is_last_resort=True) if aside and exact is not None else None
        self._follow(selection, shown)
        self.relevance = self.relevance or selection.relevance
        for reason, count in selection.reasons:
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        return self._selected(rows, records, selection, columns, aside=aside)

    def _whole_table(self, rows: _Rows, records: Records, shown: list[str], *, is_last_resort: bool = False) -> str | None:
        """All rows as a table, if that pays and, where rows may be left out instead, fits the budget.

        `shown` are the rows without keys and constants: what a table will about consist of.
        """
        sizes = list(map(len, rows.items))
        budget_share = self.settings.max_items_after_crush * median(sizes) / sum(sizes)
        if self.settings.lossless_only or is_last_resort or budget_share > 1:
            budget_share = 1.0
        foreseen = sum(map(len, shown))
        if foreseen > _FORESEEN * budget_share * sum(sizes):
            return None
        limit = min(1 - self.settings.lossless_min_savings_ratio, _DENSER * budget_share) * (sum(sizes) + len(sizes))
        if foreseen > limit and least_chars(records.columns) > limit:
            return None
        table = table_of(records.columns)
        size = len(table.head) + sum(map(len, table.lines)) + len(table.lines)
        if size > limit:
            return None
        if budget_share < 1 or size + len(HEADER) > _SURELY * sum(sizes):
            tokens = self.count(table.head) + tokens_of(table.lines, self.count) + (0 if self.blocks else _HEADER_TOKENS)
            if tokens > min(_TABLE_TOKENS, budget_share) * tokens_of(rows.items, self.count):
                return None
        total = len(sizes)
        return self._set_aside(rows, table.head, table_lines(table.lines, range(total), total, rows.unit, rows.keys), total)

    def _selected(
        self, rows: _Rows, records: Records | None, selection: Selection, columns: list[Column], *, aside: bool
    ) -> str:
        """The kept rows with a note for the rest, as a table or as JSON, whichever is shorter."""
        kept, total = selection.kept, len(rows.items)
        items = shown = [rows.items[index] for index in kept]
        outer = self._is_weighed
        if not outer:
            shown = self._shortened(shown)
        self._is_weighed = True
        values = [self._item(item, rows.depth + 1, "", aside=False) for item in shown]
        self._is_weighed = outer
        keys = None if rows.keys is None else [rows.keys[index] for index in kept]
        kinds = (*dropped_kinds(columns, kept), *selection.repeated)
        words = omission(total - len(kept), total, rows.unit, kinds)
        if self.settings.include_summaries:
            words += dropped_summary(columns, rows.items, kept)
        self.omissions.append(words)
        note = json_note(words + self.mark)
        factor_out = self.settings.factor_out_constants
        if rows.unit == "line":
            plain = json_lines(values, kept, total, note, factor_out_constants=factor_out)
        elif keys is None:
            plain = json_array(values, note, factor_out_constants=factor_out)
        else:
            plain = json_object(keys, values, note)
        limit = min(_TABLE_TOKENS, 1 - self.settings.lossless_min_savings_ratio) * len(plain)
        cells = columns_of_kept(values, kept, records if values == items else None) if aside and values[0][:1] == "{" else None
        if cells is None or least_chars(cells) > limit:
            return plain
        table = table_of(cells)
        lines = table_lines(table.lines, kept, total, rows.unit, keys)
        size = len(table.head) + sum(map(len, lines)) + len(lines) + (0 if self.blocks else len(HEADER))
        if size > limit:
            return plain
        return self._set_aside(rows, table.head, lines, len(kept))

    def _shortened(self, items: list[str]) -> list[str]:
        """The items with their long strings shortened; the very same ones where that gains nothing."""
        if self.settings.lossless_only:
            return items
        return shortened(items, self.query, self.count) or items

    def _text(self, data: bytes, depth: int) -> str:
        """A string of text shortened, but for one that is the whole document or has been weighed against others."""
        return self._shortened([data.decode()])[0] if depth and not self._is_weighed else data.decode()

    def _string(self, data: bytes, depth: int, name: str) -> str:
        """A string that holds JSON, with that JSON rewritten; any other shortened."""
        if data[1:2] not in (b"[", b"{", b" ", b"\\"):
            return self._text(data, depth)
        try:
            text = msgspec.json.decode(data, type=str)
            raw = text.encode()
            if text.lstrip()[:1] not in ("[", "{") or is_deeper_than(raw, self.settings.budget.depth - depth):
                return data.decode()
            msgspec.json.decode(raw)
            inner = minified(raw)
        except (msgspec.DecodeError, UnicodeError):
            return self._text(data, depth)
        before = len(self.omissions)
        outer, self._is_weighed = self._is_weighed, False
        written = self._value(inner, depth + 1, name, aside=False)
        self._is_weighed = outer
        told = told_gaps([written])
        if len(self.omissions) == before and not told:
            return data.decode()
        if depth == 0 and len(self.omissions) == before:
            written = with_note(written, json_note(told + self.mark))
        return msgspec.json.encode(written).decode()

    def _set_aside(self, rows: _Rows, head: str, lines: list[str], shown: int) -> str:
        """A reference to a table, which becomes a block."""
        total = len(rows.items)
        unit = "keyed rows" if rows.keys is not None else f"{rows.unit}s"
        counted = f"{shown} {unit}" if shown == total else f"{shown} of {total} {unit}"
        self.blocks.append("\n".join([f"{counted} {head}", *lines]))
        return f'"{self.token}{len(self.blocks)}"'

    def _saves(self, selection: Selection, items: list[str]) -> bool:
        """Whether what a selection drops costs clearly more than the notes it leaves, by a sample of just that."""
        kept = set(selection.kept)
        dropped = len(items) - len(kept)
        if dropped <= (1 - _WORTHWHILE) * len(items):
            return False
        sample = [items[index] for index in spaced(range(len(items)), _SAMPLED) if index not in kept]
        if not sample:
            sample = [item for index, item in enumerate(items) if index not in kept]
        gaps = sum(later - earlier > 1 for earlier, later in pairwise(selection.kept))
        owed, few = _MARKER_TOKENS + _GAP_TOKENS * gaps, sample[:: max(1, len(sample) // _SURE_ROWS)]
        if least_tokens("\n".join([item[:_SURE_CHARS] for item in few])) * dropped > 2 * owed * len(few):
            return True
        return tokens_of(sample, self.count) * dropped / len(sample) > owed

    def _follow(self, selection: Selection, shown: list[str]) -> None:
        """Where few rows were asked for, their identifiers are asked for in what follows."""
        if not 0 < len(selection.asked) <= 3:
            return
        links = [link.lower() for row in selection.asked for link in _LINK.findall(shown[row][:2000])]
        fresh = [link for link in dict.fromkeys(links) if link not in self.query.words][:6]
        if fresh:
            self.query = msgspec.structs.replace(self.query, words=(*self.query.words, *fresh))
