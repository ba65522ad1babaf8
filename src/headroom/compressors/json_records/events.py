"""Records that are log entries: their errors and warnings, told apart by what they say, numbers and ids aside."""

from __future__ import annotations

import re

from headroom.compressors.json_records.columns import Column

__all__ = ["alarms", "template_of"]

_LEVEL_NAMES = frozenset(
    "level severity loglevel log_level levelname level_name lvl severitytext severity_text priority log.level type".split()
)
_MESSAGE_NAMES = (
    "message msg body textpayload text log event error err reason description detail summary title exception".split()
)
"""Names of the columns that say what happened, best first."""
_SEVERE = frozenset("err error fatal critical crit alert emerg emergency panic severe failure failed e f c".split())
_WARNING = frozenset("warn warning w".split())
_STEPS = frozenset(("10", "20", "30", "40", "50", "60"))
"""Levels as pino and bunyan write them: 40 is a warning, above are errors. Source: getpino.io, docs/api."""
_SYSLOG = frozenset("01234567")
"""Levels as syslog writes them: up to 3 are errors, 4 is a warning. Source: RFC 5424, 6.2.1."""
_MOST_LEVELS = 12
_VARIABLE = re.compile(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|0x[0-9a-fA-F]+|\b(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\b|\d+(?:[.:,]\d+)+|\d{2,}"
)
"""What differs between reports of the same thing: ids, addresses, times, numbers. A lone digit may tell two things apart."""
_DIGIT = re.compile(r"\d")
_READ_CHARS = 240
"""Characters of a message that say what happened; behind them are its data."""


def template_of(message: str) -> str:
    """A message, or a line of them each, with ids and numbers masked."""
    return _VARIABLE.sub("#", message)


def alarms(columns: list[Column], most: int) -> list[list[int]]:
    """The rows of each different error and warning, errors first, at most so many; none where no column is a level.

    Messages that differ in a lone digit only count as different while there is room. Cost: linear in the messages.
    """
    message = _message_column(columns)
    if message is None:
        return []
    for column in columns:
        ranks = _ranks(column)
        if ranks:
            loud = [_rows_ranked(column, ranks, rank) for rank in ("error", "warning")]
            errors = _by_template(message.cells, loud[0], most)
            return [*errors, *_by_template(message.cells, loud[1], most - len(errors))]
    return []


def _rows_ranked(column: Column, ranks: dict[str, str], rank: str) -> list[int]:
    return [row for row, cell in enumerate(column.cells) if ranks.get(cell) == rank]


def _message_column(columns: list[Column]) -> Column | None:
    """The column that says what happened."""
    named = {column.key.lower().rpartition(".")[2]: column for column in reversed(columns)}
    for name in _MESSAGE_NAMES:
        column = named.get(name)
        if column is not None and column.cells[0][:1] in ('"', "") and any(cell[:1] == '"' for cell in column.cells[:20]):
            return column
    return None


def _ranks(column: Column) -> dict[str, str]:
    """What the values of a column rank as, if it is one of levels; else nothing."""
    low = column.key.lower()
    if low not in _LEVEL_NAMES and low.rpartition(".")[2] not in _LEVEL_NAMES:
        return {}
    values = set(column.cells) - {""}
    if len(values) > _MOST_LEVELS:
        return {}
    return {value: rank for value in values if (rank := _rank(value, values))}


def _rank(value: str, values: set[str]) -> str:
    """`error`, `warning`, or nothing."""
    plain = value.strip('"').lower()
    if plain in _SEVERE:
        return "error"
    if plain in _WARNING:
        return "warning"
    if plain.isdecimal() and len(values) > 1:
        all_plain = {other.strip('"') for other in values}
        if all_plain <= _STEPS:
            return "error" if plain > "40" else "warning" if plain == "40" else ""
        if all_plain <= _SYSLOG:
            return "error" if plain <= "3" else "warning" if plain == "4" else ""
    return ""


def _by_template(messages: list[str], rows: list[int], most: int) -> list[list[int]]:
    """The rows by what they say: kinds that differ in more than a lone digit before the others."""
    if not rows or most <= 0:
        return []
    fine: dict[str, list[int]] = {}
    templates = template_of("\n".join([messages[row][:_READ_CHARS] for row in rows])).split("\n")
    for row, template in zip(rows, templates, strict=True):
        fine.setdefault(template, []).append(row)
    coarse: dict[str, list[list[int]]] = {}
    for template, group in fine.items():
        coarse.setdefault(_DIGIT.sub("#", template), []).append(group)
    found = [kinds[0] for kinds in coarse.values()]
    found.extend(group for kinds in coarse.values() for group in kinds[1:])
    return found[:most]
