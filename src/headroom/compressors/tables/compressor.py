"""The table compressor: one text that is a table in, the rows that matter out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import Excerpt, split_lines, write_excerpt
from headroom.compressors.json_records.columns import Column, searchable_rows
from headroom.compressors.json_records.selection import Selection, select_rows
from headroom.compressors.json_records.summary import dropped_kinds
from headroom.compressors.tables.aligned import read_aligned
from headroom.compressors.tables.cells import read_column
from headroom.compressors.tables.delimited import read_delimited
from headroom.compressors.tables.extremes import group_extremes
from headroom.compressors.tables.layout import Table
from headroom.compressors.tables.ruled import read_ruled
from headroom.compressors.tables.yaml_records import read_yaml_records
from headroom.config import CrushSettings, Settings
from headroom.relevance import Query, read_query
from headroom.tokens import estimate_tokens

__all__ = ["Tables", "find_tables"]

_SURELY_CHARS = 6
"""Characters a token hardly ever has on average; a longer text need not be estimated to be above a minimum."""
_JSON_STARTS, _JSON_ENDS = ("{", "["), ("}", "]")
"""Around JSON, whose lines each end in a comma."""
_MOST_COLUMNS = 400
"""Chosen: columns beyond these are searched in no row; a table as wide as that is a matrix."""


class Tables(msgspec.Struct, frozen=True):
    """Rows of tables in text, chosen as those of JSON: what stands out, what was asked for, the ends; notes for the rest.

    Keeps: the bytes of every kept row, the head, rules and titles, in order. No-op: text that is no table, small text, tables
    of few rows, text that holds one of our markers, text over the work budget, and where nothing may be left out.
    """

    settings: CrushSettings = CrushSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> Tables:
        """The compressor as `settings.crush` has it."""
        return cls(settings.crush)

    @property
    def kind(self) -> str:
        """`table`."""
        return "table"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The table with the rows that matter, or why it stays as it is.

        Cost: linear; several times less than a count of the text, but for small ones.
        """
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        lines = split_lines(text)
        tables = find_tables(text, lines)
        if not tables:
            return Failure(Skip("no table"))
        least = max(self.settings.min_items_to_analyze, self.settings.max_items_after_crush + 1)
        large = [table for table in tables if len(table.starts) >= least]
        if not large:
            return Failure(Skip(f"tables of fewer than {least} rows"))
        return self._written(text, lines, large, read_query(query))

    def _refusal(self, text: str) -> str:
        settings = self.settings
        least = settings.min_tokens_to_crush
        if len(text) < least or (len(text) < _SURELY_CHARS * least and estimate_tokens(text) < least):
            return f"below {least} tokens"
        return refusal(text, settings)

    def _written(self, text: str, lines: list[str], tables: Sequence[Table], query: Query) -> Result[Compressed, Skip]:
        """The text without the rows that may go."""
        kept: list[int] = []
        relevance = ""
        reasons: dict[str, int] = {}
        columns: list[Column] = []
        at = 0
        for table in tables:
            columns, rows = _columns(table)
            selection = select_rows(rows, columns, self.settings, query)
            relevance = relevance or selection.relevance
            chosen, counts = self._kept(table, selection, columns, query)
            for reason, count in counts.items():
                reasons[reason] = reasons.get(reason, 0) + count
            kept.extend(range(at, table.starts[0]))
            for row in sorted(chosen):
                kept.extend(range(table.starts[row], table.stops[row]))
            at = table.stops[-1]
        kept.extend(range(at, len(lines)))
        if len(kept) == len(lines):
            return Failure(Skip("every row matters"))
        table = tables[0]
        is_plain = len(tables) == 1 and isinstance(table.starts, range)

        def kinds(dropped: Sequence[int]) -> Iterable[tuple[str, int]]:
            """What the rows were, where each is a line of its own."""
            gone = set(dropped)
            return dropped_kinds(columns, [row for row, start in enumerate(table.starts) if start not in gone])

        excerpt = Excerpt(lines=lines, kept=kept, reasons=reasons, kinds=kinds if is_plain else None)
        written = write_excerpt(text, excerpt, retrieval=self.settings.retrieval)
        # Notes are ASCII: fewer characters are fewer bytes.
        if isinstance(written, Success) and len(written.unwrap().text) >= len(text):
            return Failure(Skip("would not become shorter"))
        return written.map(lambda found: msgspec.structs.replace(found, relevance=relevance))

    def _kept(
        self, table: Table, selection: Selection, columns: Sequence[Column], query: Query
    ) -> tuple[set[int], dict[str, int]]:
        """The rows to keep, and how many for which reason: what statistics chose, odd rows, extremes of what was asked for."""
        kept = set(selection.kept)
        counts = dict(selection.reasons)
        for reason, rows in (
            ("odd shape", table.odd[: self.settings.max_items_after_crush]),
            ("extreme number", group_extremes(columns, query)),
        ):
            fresh = [row for row in rows if row not in kept]
            kept.update(fresh)
            if fresh:
                counts[reason] = counts.get(reason, 0) + len(fresh)
        return kept, counts


def find_tables(text: str, lines: Sequence[str]) -> list[Table]:
    """The tables that a text is or holds, of the first form that fits: drawn, delimited, records, aligned."""
    if text.lstrip("\ufeff \r\n\t")[:1] in _JSON_STARTS and text.rstrip()[-1:] in _JSON_ENDS:
        return []
    tables = read_ruled(text, lines) or read_yaml_records(text, lines)
    if tables:
        return tables
    delimited = read_delimited(text, lines)
    return [delimited] if delimited is not None else read_aligned(lines)


def _columns(table: Table) -> tuple[list[Column], list[str]]:
    """The columns for statistics, and the rows as they are searched."""
    columns: list[Column] = []
    searched: list[Column] = []
    for name, cells in zip(table.names, table.cells[:_MOST_COLUMNS], strict=False):
        column, shown = read_column(name, cells)
        columns.append(column)
        searched.append(Column(name, name, shown))
    if table.texts is not None:
        return columns, list(table.texts)
    return columns, searchable_rows(searched, None)
