"""Cells of text as the lexemes that statistics are made of: numbers as numbers, all else in quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.json_records.columns import Column
from headroom.compressors.pricing import spaced

__all__ = ["lexemes", "read_column"]

_NOTHING = frozenset(
    (
        "",
        "null",
        "NULL",
        "Null",
        "None",
        "none",
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "nan",
        "NaN",
        "NAN",
        "nil",
        "-",
        "--",
        "—",
        "?",
        "\\N",
    )
) | frozenset(("<none>", "<unknown>", "<nil>", "(null)", "(none)", "<NA>"))
"""How tables write that there is no value."""
_NUMBER_STARTS = frozenset("0123456789-+.$€£")
_SAMPLED = 50
"""Cells that show what a column holds."""
_MEASURE = re.compile(
    r"[$€£]?([-+]?(?:\d[\d,_']*(?:\.\d+)?|\.\d+))[ ]?"
    r"(%|[KMGTP]i?B?|[kmgt]i?b?|B|ns|us|µs|ms|s|h|d|w|y|bytes|sec|min)?(?:(\d+)([hms]))?"
)
"""A number with its unit: `1,234`, `$5.00`, `97%`, `512Mi`, `1.5G`, `250m`, `45ms`, `3d4h`."""
_LONGEST = 40
"""Characters of a measure; in a longer run of digits the pattern would look for its end again and again."""
_UNITS = {
    "": 1.0,
    "%": 1.0,
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "d": 86400.0,
    "w": 604800.0,
    "y": 31536000.0,
    "B": 1.0,
    "bytes": 1.0,
}
_PREFIXES = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_TIMES = frozenset("shdwy")


def read_column(name: str, cells: list[str]) -> tuple[Column, list[str]]:
    """The column for statistics, and its cells as they are searched.

    Cost: linear; one pattern a cell only where all of them are numbers with units.
    """
    known = lexemes(cells)
    if known is not None:
        return Column(name, name, known, has_gaps="" in known), known
    quoted = [f'"{cell}"' if cell else "" for cell in cells]
    measured = _measures(cells)
    shown = quoted if measured is None else measured
    return Column(name, name, shown, has_gaps="" in shown), quoted


def lexemes(cells: list[str]) -> list[str] | None:
    """The cells as numbers, empty where there is none; None if they are no plain numbers, by a sample of them.

    Whoever reads them has to reckon with a cell that is none after all.
    """
    first = _first(cells)
    if first[:1] not in _NUMBER_STARTS:
        return None
    if not _NOTHING.isdisjoint(cells):
        cells = ["" if cell in _NOTHING else cell for cell in cells]
    sample = list(filter(None, spaced(cells, _SAMPLED)))
    try:
        list(map(float, [first, *sample]))
    except ValueError:
        return None
    # What reads these looks at their first character only.
    return _spelled(cells) if any(cell[:1] in ".+ " for cell in sample) else cells


def _first(cells: Sequence[str]) -> str:
    """The first cell that holds something; empty where none does."""
    return next((cell for cell in cells if cell not in _NOTHING), "")


def _spelled(cells: list[str]) -> list[str] | None:
    """The numbers as JSON has them: a digit before the point, no plus, no space."""
    joined = "\n" + "\n".join(cells)
    spelled = joined.replace("\n ", "\n").replace("\n+", "\n").replace("\n.", "\n0.").split("\n")[1:]
    return spelled if len(spelled) == len(cells) else None


def _measures(cells: Sequence[str]) -> list[str] | None:
    """The values of numbers with units, in one unit; None if the cells are none."""
    if _first(cells)[:1] not in _NUMBER_STARTS:
        return None
    present = [cell for cell in cells if cell not in _NOTHING]
    if max(map(len, present)) > _LONGEST:
        return None
    if not all(map(_MEASURE.fullmatch, spaced(present, _SAMPLED))):
        return None
    known = {cell: _MEASURE.fullmatch(cell) for cell in set(present)}
    found = [match for match in known.values() if match is not None]
    if len(found) < len(known):
        return None
    is_time = any(match[2] in _TIMES or match[4] for match in found)
    values = {match.string: f"{_value(match, is_time=is_time):.10g}" for match in found}
    return [values.get(cell, "") for cell in cells]


def _value(match: re.Match[str], *, is_time: bool) -> float:
    """What a measure says, as a number of its base unit."""
    value = float(match[1].translate({44: None, 95: None, 39: None})) * _scale(match[2] or "", is_time=is_time)
    return value + float(match[3]) * _scale(match[4], is_time=True) if match[3] else value


def _scale(unit: str, *, is_time: bool) -> float:
    """What a unit stands for; `m` are minutes beside hours and seconds, else thousandths."""
    if unit == "m":
        return 60.0 if is_time else 1e-3
    if unit in _UNITS:
        return _UNITS[unit]
    return float((1024 if "i" in unit else 1000) ** _PREFIXES[unit[0].lower()])
