"""Tables with drawn lines: Markdown, the boxes of database clients, grids."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.tables.layout import Table, columns_of_lines, columns_of_rows, line_rows

__all__ = ["read_ruled"]

_RULE = frozenset("|+-:= \t\r\n─━═┄┈┼╪╬╋┿╂├┤┬┴┌┐└┘╞╡╤╧╔╗╚╝╠╣╦╩┏┓┗┛┡┩┠┨┯┷┳┻╭╮╰╯╟╢│┃║╇")
_DASHES = ("--", "==", "──", "━━", "══", ":-", "-:")
_JOINTS = frozenset("|+┼╪╬╋┿╂┬┳╤╦├┌╔┏╞╠┡╭│┃║")
"""At least one of them makes a line of dashes part of a table rather than a line across the page."""
_SIDES = ("|", "│", "┃", "║")
_GRID_SHARE = 0.2
"""Rules, as a share of the lines of a table, from which they stand between rows and not round the table."""


def read_ruled(text: str, lines: Sequence[str]) -> list[Table]:
    """The tables in a text whose head is underlined by a rule.

    Cost: linear; lines are only looked at for the characters of a rule that start like one.
    """
    if not _holds(text, _SIDES) or not _holds(text, _DASHES):
        return []
    found: list[Table] = []
    behind = 0
    for at in [at for at, line in enumerate(lines) if line.lstrip()[:1] in _RULE]:
        rule = _below_head(lines, at) if at >= behind and _is_rule(lines[at]) else None
        if rule is None:
            continue
        side = _side(lines, rule - 1)
        body = "│" if side == "┃" else side
        behind = rule + 1
        while behind < len(lines) and (body in lines[behind] or _is_rule(lines[behind])):
            behind += 1
        table = _table(lines, rule - 1, rule + 1, behind, body)
        if table is not None:
            found.append(table)
    return found


def _below_head(lines: Sequence[str], rule: int) -> int | None:
    """The rule below the names of the columns: the one given, or the next where that is the upper edge of a box."""
    if _side(lines, rule - 1) and not _is_rule(lines[rule - 1]):
        return rule
    at = rule + 1
    while at < len(lines) and _side(lines, at) and not _is_rule(lines[at]):
        at += 1
    return at if at > rule + 1 and at < len(lines) and _is_rule(lines[at]) else None


def _is_rule(line: str) -> bool:
    """Whether a line is drawn: dashes with at least one joint, and nothing else."""
    start = line.lstrip()[:3]
    if not _RULE.issuperset(start) or not start:
        return False
    return _holds(line, _DASHES) and _RULE.issuperset(line) and not _JOINTS.isdisjoint(line)


def _holds(text: str, signs: Sequence[str]) -> bool:
    """Whether any of the signs stands in a text."""
    return any(sign in text for sign in signs)


def _side(lines: Sequence[str], at: int) -> str:
    """The character between the cells of a line; empty where there is none."""
    return next((side for side in _SIDES if side in lines[at]), "") if 0 <= at < len(lines) else ""


def _table(lines: Sequence[str], head: int, start: int, stop: int, side: str) -> Table | None:
    """The table between two lines."""
    while stop > start and _is_rule(lines[stop - 1]):
        stop -= 1
    if stop - start < 2:
        return None
    starts, stops = _spans(lines, start, stop)
    names = [name.strip() for name in lines[head].replace("┃", side).split(side)]
    cells, odd = _columns(lines, (starts, stops), side, len(names))
    if len(odd) * 4 > len(starts):
        return None
    shown = [place for place, name in enumerate(names) if name or any(cells[place])]
    return Table(
        format="ruled",
        starts=starts,
        stops=stops,
        names=[names[place] for place in shown],
        cells=[cells[place] for place in shown],
        odd=odd,
    )


def _spans(lines: Sequence[str], start: int, stop: int) -> tuple[Sequence[int], Sequence[int]]:
    """The rows between two lines: each line, or in a grid all lines up to a rule; a rule belongs to the row above it."""
    rules = [at for at in range(start, stop) if _is_rule(lines[at])]
    if not rules:
        return line_rows(lines, start, stop)
    if len(rules) > _GRID_SHARE * (stop - start):
        starts = [start, *(at + 1 for at in rules if at + 1 < stop)]
    else:
        drawn = set(rules)
        starts = [at for at in range(start, stop) if at not in drawn]
    return starts, [*starts[1:], stop]


def _columns(
    lines: Sequence[str], spans: tuple[Sequence[int], Sequence[int]], side: str, width: int
) -> tuple[list[list[str]], list[int]]:
    """The columns of rows of one line or more, and the rows of another width."""
    if isinstance(spans[0], range):
        return columns_of_lines(lines[spans[0].start : spans[0].stop], side, width, padded=True)
    rows = [_cells(lines, first, later, side) for first, later in zip(*spans, strict=True)]
    return columns_of_rows(rows, width), [at for at, row in enumerate(rows) if len(row) != width]


def _cells(lines: Sequence[str], start: int, stop: int, side: str) -> list[str]:
    """The cells of a row that may take several lines, each joined by spaces."""
    parts = [[cell.strip() for cell in lines[at].split(side)] for at in range(start, stop) if not _is_rule(lines[at])]
    if len(parts) == 1:
        return parts[0]
    return [" ".join(filter(None, cell)) for cell in zip(*parts, strict=False)]
