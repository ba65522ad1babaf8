"""Tables whose cells are told apart by one character: CSV, TSV, semicolons, pipes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from headroom.compressors.tables.layout import Table, columns_of_lines, columns_of_rows, line_rows

__all__ = ["read_delimited"]

_DELIMITERS = ("\t", ",", ";", "|")
_FORMATS = {"\t": "tsv", ",": "csv", ";": "csv", "|": "pipes"}
_PROBED = 80
"""Lines by which the delimiter is found; chosen: as many as show that a comma is no accident."""
_LEAST_SHARE = 0.8
"""Share of the rows that must have the width of most; below it a table is too ragged to be told from text."""
_TITLES = 5
"""Lines of another width that may stand above the names of the columns."""
_WIDEST = 2_000
_NUMBERED = 9
"""Rising numbers, the names among them, by which lines with numbers are told; a quote may hide one."""
_LONGEST_NUMBER = 9
"""Digits of the number of a line."""
_LONGEST_CELLS = 40
"""Characters of a cell, on average, above which two columns are rather a sentence with a comma; chosen."""
_LONGEST_ROW = 100
"""Lines of one row from which an unclosed quote is the likelier reason, if that is half the text."""


def read_delimited(text: str, lines: Sequence[str]) -> Table | None:
    """The table in a text of rows of cells; None where no delimiter makes the rows equally wide.

    Cost: linear; the reader of the standard library only where cells are quoted.
    """
    best: tuple[float, bool, int, str] | None = None
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        share, first, width = _width(_probe(lines, delimiter, quoted=_is_quoted(text, delimiter)))
        if share >= _LEAST_SHARE and 1 < width <= _WIDEST:
            # The names of the columns decide between decimal commas and semicolons.
            candidate = (round(share, 1), first == 0, width, delimiter)
            if best is None or candidate[:3] > best[:3]:
                best = candidate
    if best is None:
        return None
    _, _, width, delimiter = best
    is_quoted = _is_quoted(text, delimiter)
    table = _quoted(lines, delimiter, width) if is_quoted else _plain(text, lines, delimiter, width)
    return None if table is None or _is_text(table, delimiter) else table


def _is_text(table: Table, delimiter: str) -> bool:
    """Whether lines of text only look like two columns: numbered ones, or such that each hold, or end in, one comma."""
    if len(table.names) != 2:
        return False
    first, second = table.cells
    if delimiter == "\t":
        numbers = [cell.strip() for cell in (table.names[0], *first[:_NUMBERED])]
        if not all(number.isdecimal() and len(number) <= _LONGEST_NUMBER for number in numbers):
            return False
        return all(int(one) < int(then) for one, then in pairwise(numbers))
    return max(sum(map(len, first)), sum(map(len, second))) > _LONGEST_CELLS * len(first) or second.count("") * 2 > len(second)


def _is_quoted(text: str, delimiter: str) -> bool:
    """Whether a cell starts with a quote; elsewhere a quote is a character like any other."""
    return '"' in text and (delimiter + '"' in text or '\n"' in text or text.lstrip("\ufeff").startswith('"'))


def _probe(lines: Sequence[str], delimiter: str, *, quoted: bool) -> list[int]:
    """How many cells the first rows have."""
    if not quoted:
        return [line.count(delimiter) + 1 for line in islice(lines, _PROBED) if not line.isspace()]
    try:
        return [len(row) for row in csv.reader(islice(lines, _PROBED), delimiter=delimiter) if row]
    except csv.Error:
        return []


def _width(widths: list[int]) -> tuple[float, int, int]:
    """The share of the rows that are as wide as most, the lines above the names aside; how many those are, and that width."""
    if len(widths) < 2:
        return 0.0, 0, 0
    width = Counter(widths).most_common(1)[0][0]
    first = min(widths.index(width), _TITLES)
    rows = widths[first:]
    return rows.count(width) / len(rows), first, width


def _plain(text: str, lines: Sequence[str], delimiter: str, width: int) -> Table | None:
    """The table where no cell is quoted: a line a row."""
    head = next((at for at, line in enumerate(lines) if line.count(delimiter) == width - 1), len(lines))
    stop = len(lines)
    while stop > head + 1 and delimiter not in lines[stop - 1]:
        stop -= 1
    starts, stops = line_rows(lines, head + 1, stop)
    rows = lines[head + 1 : stop] if isinstance(starts, range) else [lines[at] for at in starts]
    padded = delimiter == "|" or f"{delimiter} " in text
    cells, odd = columns_of_lines(rows, delimiter, width, padded=padded)
    if len(odd) > (1 - _LEAST_SHARE) * len(rows):
        return None
    names = [name.strip() for name in lines[head].lstrip("\ufeff").split(delimiter)]
    return Table(format=_FORMATS[delimiter], starts=starts, stops=stops, names=names, cells=cells, odd=odd)


def _quoted(lines: Sequence[str], delimiter: str, width: int) -> Table | None:
    """The table where cells are quoted: a row may take several lines."""
    rows, starts = _quoted_rows(lines, delimiter)
    stops = [*starts[1:], len(lines)]
    longest = max(map(int.__sub__, stops, starts), default=0)
    if longest > _LONGEST_ROW and longest * 2 > len(lines):
        return None
    head = next((place for place, row in enumerate(rows) if len(row) == width), len(rows))
    end = len(rows)
    while end > head + 1 and len(rows[end - 1]) == 1:
        end -= 1
    body = rows[head + 1 : end]
    odd = [place for place, row in enumerate(body) if len(row) != width]
    if not body or len(odd) > (1 - _LEAST_SHARE) * len(body):
        return None
    return Table(
        format=_FORMATS[delimiter],
        starts=starts[head + 1 : end],
        stops=stops[head + 1 : end],
        names=[name.strip().lstrip("\ufeff").strip('"') for name in rows[head]],
        cells=columns_of_rows(body, width),
        odd=odd,
    )


def _quoted_rows(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """The cells of each row and the line it starts in, blank lines left out; nothing where a reader gives up."""
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[list[str]] = []
    starts: list[int] = []
    at = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                starts.append(at)
            at = reader.line_num
    except csv.Error:
        return [], []
    return rows, starts
