"""Tables whose columns are told apart by where they stand: `kubectl get`, `ps`, `docker ps`, `df`, `ls -l`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from headroom.compressors.pricing import spaced
from headroom.compressors.tables.layout import Table, line_rows

__all__ = ["read_aligned"]

_SAMPLED = 48
"""Rows by which the gaps between columns are found."""
_LEAST_ROWS = 5
_GUTTER_SHARE = 0.9
"""Share of the sampled rows that must leave a place blank; the others have a cell that is too long for its column."""
_FILLED_SHARE = 0.5
"""Share of the rows that must have a cell in a column, so that it counts."""
_LEAST_SHARE = 0.6
"""Share of the lines that must be rows, so that a text is one of tables."""
_STRAIGHT_SHARE = 0.7
"""Share of the sampled rows in which most columns must start or end at the same place; in running text they do not."""
_LEAST_HEADLESS = 3
"""Columns from which rows without a head are a table; chosen: a margin and a text beside it are two."""
_WIDEST_HEAD = 2_000
_END = 1 << 30
"""Where the last column goes to: to the end of any line."""


def read_aligned(lines: Sequence[str]) -> list[Table]:
    """The tables in some lines: between blank lines, rows that leave the same places blank.

    Cost: linear; a bounded number of rows is looked at character by character.
    """
    blanks = [at for at, line in enumerate(lines) if line.isspace()]
    blocks = [(before + 1, after) for before, after in pairwise([-1, *blanks, len(lines)]) if after - before > 1]
    # The largest first: where one of them is none, the others are hardly looked at.
    blocks.sort(key=lambda block: (block[0] - block[1], block[0]))
    # Some paragraph of any document leaves a few places blank by accident.
    others = (1 - _LEAST_SHARE) * (len(lines) - len(blanks))
    found: list[Table] = []
    for start, stop in blocks:
        table = _table(lines, start, stop) if stop - start > _LEAST_ROWS else None
        if table is None:
            others -= stop - start
            if others < 0:
                return []
        else:
            found.append(table)
    return sorted(found, key=lambda table: table.starts[0])


def _table(lines: Sequence[str], start: int, stop: int) -> Table | None:
    """The table in lines without a blank one: a head, or a title and a head, or rows at once."""
    sample = [line.rstrip() for line in spaced(lines[start + 2 : stop], _SAMPLED)]
    for head in range(start, min(start + 3, stop - _LEAST_ROWS)):
        columns = _columns(lines[head].rstrip(), sample)
        if len(columns) > 1:
            return _read(lines, head + 1, stop, columns, [lines[head][first:last].strip() for first, last in columns])
    columns = _columns("", sample) if sum("  " in line.strip() for line in sample) * 2 >= len(sample) else []
    if len(columns) > _LEAST_HEADLESS:
        return _read(lines, start + 1, stop, columns, [str(place) for place in range(len(columns))])
    return None


def _columns(head: str, sample: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where each column goes; below a head, each holds a word of it."""
    if not _may_be(head, sample):
        return []
    starts = _starts(head, sample)
    if len(starts) < 2:
        return []
    columns = list(zip(starts, [*starts[1:], _END], strict=True))
    if sum(_is_filled(sample, first, last) for first, last in columns) < 2:
        return []
    straight = sum(_is_straight(sample, first, last) for first, last in columns)
    return columns if straight * 2 > len(columns) else []


def _may_be(head: str, sample: Sequence[str]) -> bool:
    """Whether a line may be the head of others: names far apart or in capitals, no numbers."""
    if head and not ("  " in head.lstrip() or head.isupper() or head.istitle()):
        return False
    if len(head) > _WIDEST_HEAD or "\t" in head or any("\t" in line for line in sample):
        return False
    # What is only repeated leaves the same places blank, whatever it is.
    return len(set(sample)) * 2 > len(sample) and not any(map(str.isdigit, head.split()))


def _starts(head: str, sample: Sequence[str]) -> list[int]:
    """Where columns start: behind places that most rows, and the head, leave blank."""
    width = len(head) or min(_WIDEST_HEAD, sorted(map(len, sample))[len(sample) // 2])
    padded = "".join([line[:width].ljust(width) for line in sample])
    enough = _GUTTER_SHARE * len(sample)
    blank = [padded[place::width].count(" ") >= enough and head[place : place + 1] in (" ", "") for place in range(width)]
    starts = [place for place, (here, before) in enumerate(zip(blank, [True, *blank], strict=False)) if before and not here]
    if not head:
        return starts
    return [first for first, later in pairwise([*starts, width]) if head[first:later].strip()]


def _is_filled(sample: Sequence[str], start: int, stop: int) -> bool:
    """Whether most rows have a cell in a column."""
    return sum(bool(line[start:stop].strip()) for line in sample) >= _FILLED_SHARE * len(sample)


def _is_straight(sample: Sequence[str], start: int, stop: int) -> bool:
    """Whether the cells of a column start, or end, at one place."""
    cells = [line[start:stop] for line in sample if line[start:stop].strip()]
    enough = _STRAIGHT_SHARE * len(cells)
    if sum(cell[0] != " " for cell in cells) >= enough:
        return bool(cells)
    ends = Counter(len(cell.rstrip()) for cell in cells)
    return max(ends.values(), default=0) >= enough > 0


def _read(lines: Sequence[str], start: int, stop: int, columns: list[tuple[int, int]], names: list[str]) -> Table:
    starts, stops = line_rows(lines, start, stop)
    rows = lines[start:stop]
    cells = [[line[first:last].strip() for line in rows] for first, last in columns]
    return Table(format="aligned", starts=starts, stops=stops, names=names, cells=cells)
