"""Tables as tools print them: delimited, quoted, drawn, aligned and as YAML records, ragged and titled at times."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache
from random import Random

from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.rows import STATUSES, WORDS

__all__ = ["csv_texts", "table_texts"]

_LENGTHS = (20, 6, 40, 90, 150)
_NAMES = ("id", "name", "status", "amount", "share")
_WIDTHS = (6, 18, 10, 10, 8)
_ODD_CELLS = (
    "",
    "NULL",
    "two\nlines",
    'say "hi"',
    "a,b;c|d\te",
    "été 日本語",
    "\x00",
    "=1+1",
    " padded ",
    '5" pipe',
    "-",
    "1e5",
)
_ODD_LINES = (
    "",
    "a",
    "1,2",
    "| x",
    "total: 9",
    "\r",
    "----",
    "x" * 300,
    "\ud800",
    "[headroom] is no note of ours",
    "line\u2028end",
)

_Row = tuple[str, ...]


def _rows(draw: Random, length: int) -> list[_Row]:
    rows: list[_Row] = [_NAMES]
    for number in range(length):
        amount = 99_999 if number == length // 2 else draw.randrange(900)
        rows.append((str(number), f"{draw.choice(WORDS)}-{number}", draw.choice(STATUSES), str(amount), f"{draw.random():.3f}"))
    return rows


def _delimited(delimiter: str) -> Callable[[list[_Row]], str]:
    return lambda rows: "".join(delimiter.join(row) + "\n" for row in rows)


def _drawn(rows: list[_Row]) -> str:
    rule = "+" + "+".join("-" * (width + 2) for width in _WIDTHS) + "+\n"
    head, *body = [
        "|" + "|".join(f" {cell:<{width}} " for cell, width in zip(row, _WIDTHS, strict=True)) + "|\n" for row in rows
    ]
    return "".join([rule, head, rule, *body, rule, f"{len(body)} rows in set\n"])


def _queried(rows: list[_Row]) -> str:
    head, *body = ["|".join(f" {cell:<{width}} " for cell, width in zip(row, _WIDTHS, strict=True)) + "\n" for row in rows]
    return "".join([head, "+".join("-" * (width + 2) for width in _WIDTHS) + "\n", *body, f"({len(body)} rows)\n"])


def _markdown(rows: list[_Row]) -> str:
    head, *body = ["| " + " | ".join(row) + " |\n" for row in rows]
    return "".join(["Results\n\n", head, "|---|:--|--:|---|---|\n", *body, "\nThat is all.\n"])


def _aligned(rows: list[_Row]) -> str:
    return "".join("".join(f"{cell:<{width + 3}}" for cell, width in zip(row, _WIDTHS, strict=True)) + "\n" for row in rows)


def _records(rows: list[_Row]) -> str:
    head, *body = rows
    items = ["".join(f"    {name}: {cell}\n" for name, cell in zip(head, row, strict=True)) for row in body]
    return "items:\n" + "".join("  - " + item[4:] for item in items) + "total: 1\n"


_FORMS: tuple[Callable[[list[_Row]], str], ...] = (
    _delimited(","),
    _delimited("\t"),
    _delimited(";"),
    _delimited("|"),
    _drawn,
    _queried,
    _markdown,
    _aligned,
    _records,
)


@cache
def _pool() -> tuple[str, ...]:
    """A table of every form and length."""
    return tuple(form(_rows(Random(f"{place} {length}"), length)) for place, form in enumerate(_FORMS) for length in _LENGTHS)


@cache
@st.composite
def csv_texts(draw: st.DrawFn) -> str:
    """CSV whose cells hold anything, quoted as the standard library does it."""
    seed = Random(draw(below(1_000)))
    length = pick(draw, _LENGTHS)
    delimiter = pick(draw, (",", "\t", ";"))
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=pick(draw, ("\n", "\r\n")))
    rows = _rows(seed, length)
    for _ in range(draw(below(12))):
        place = 1 + draw(below(length))
        cells = list(rows[place])
        cells[draw(below(len(cells)))] = pick(draw, _ODD_CELLS)
        rows[place] = tuple(cells)
    writer.writerows(rows)
    return written.getvalue()


@cache
@st.composite
def table_texts(draw: st.DrawFn) -> str:
    """A table of some form, its lines ragged, doubled or ended in any way."""
    if draw(below(4)) == 0:
        return draw(csv_texts())
    lines = pick(draw, _pool()).split("\n")
    for _ in range(draw(below(4))):
        lines.insert(draw(below(len(lines))), pick(draw, _ODD_LINES))
    text = "\n".join(lines)
    change = draw(below(8))
    if change == 0:
        return text.replace("\n", "\r\n")
    if change == 1:
        return text.rstrip("\n")
    if change == 2:
        return text.replace("\n", "\n\n")
    return "\ufeff" + text if change == 3 else text
