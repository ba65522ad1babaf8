"""What the model asks for, and what it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
from returns.result import Failure, Result, Success

from headroom.relevance import read_query, row_text, rows_matching
from headroom.retrieval.marker import TOOL_NAME, text_marker
from headroom.retrieval.units import Units, units_of

__all__ = ["MOST_CHARS", "MOST_CHARS_FOR_WORDS", "Wanted", "answer", "read_request"]

MOST_CHARS = 40_000
"""Characters of the original in one answer. Chosen: about 10,000 tokens, a twentieth of a usual window; three rounds fit."""
MOST_CHARS_FOR_WORDS = 12_000
"""The same where words were looked for. Chosen: who gives words wants less than the whole."""
_CONTEXT_LINES = 2
"""Chosen: lines shown on each side of one that matches."""
_MOST_MATCHES = 40
"""Chosen: more matching lines or items than this are no answer but a reading."""
_MOST_ARGUMENTS = 20_000
"""Characters of arguments that are read. Chosen: a hash and a question are a hundredth of it."""
_MOST_WORDS = 1_000
"""Characters of words that are read."""
_MOST_DIGITS = 12
"""Digits of a number that are read: no text has more lines."""
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A request for an original or a part of it."""

    hash: str
    """24 hex digits, lower-case."""
    start: int | None = None
    """First line or item, counted from 1; None for the first there is."""
    end: int | None = None
    """Last line or item; None for the last there is."""
    query: str = ""
    """Words to look for; empty for none."""


def read_request(arguments: str | Mapping[str, object]) -> Result[Wanted, str]:
    """What a call asks for, or what to tell the model instead.

    Lenient with what models send: a whole note for the hash, upper case, quotes, numbers as strings, an end before the start.
    """
    fields = _fields(arguments, levels=2)
    given = fields.get("hash")
    found = _HASH.search(given[:_MOST_WORDS].lower()) if isinstance(given, str) else None
    if found is None:
        told = f"{TOOL_NAME} needs `hash`, the 24 hex digits after `original` in a note; nothing was looked up"
        return Failure(text_marker(told))
    start, end = _number(fields.get("start")), _number(fields.get("end"))
    if start is not None and end is not None and end < start:
        start, end = end, start
    query = fields.get("query")
    words = query[:_MOST_WORDS].strip() if isinstance(query, str) else ""
    return Success(Wanted(hash=found[0], start=start, end=end, query=words))


def answer(text: str | None, wanted: Wanted) -> str:
    """What the model is told: the text asked for to the byte, under a line of ours that says which part of the original it is.

    `text` is the original, None for one that is not kept. The whole where nothing narrower is asked for and it fits; else as
    many whole lines or items as fit, and how to ask for the rest.
    """
    if text is None:
        told = f"original {wanted.hash} is not kept, or no longer; run the tool that gave it again instead of asking again"
        return text_marker(told)
    units = units_of(text)
    if wanted.start is not None or wanted.end is not None:
        inside, told = _bounds(units, wanted)
        if inside is None:
            return text_marker(told)
        return _matches(units, wanted, inside) if wanted.query else _range(units, wanted, inside)
    everything = range(len(units))
    if wanted.query:
        return _matches(units, wanted, everything)
    if len(text) <= MOST_CHARS:
        whole = f"the whole of original {wanted.hash}, {_counted(units, len(units))}"
        return f"{text_marker(whole)}\n{text}"
    return _range(units, wanted, everything)


def _bounds(units: Units, wanted: Wanted) -> tuple[range | None, str]:
    """The units between start and end, or why there are none."""
    first = max(wanted.start or 1, 1)
    last = min(max(wanted.end if wanted.end is not None else len(units), 1), len(units))
    if first > len(units):
        return None, f"original {wanted.hash} has {_counted(units, len(units))}; there is none at {first}"
    return range(first - 1, max(last, first)), ""


def _range(units: Units, wanted: Wanted, inside: range) -> str:
    """As many units from the first on as fit."""
    last = inside[0]
    while last < inside[-1] and units.end(last + 1) - units.starts[inside[0]] <= MOST_CHARS:
        last += 1
    told = f"{_named(units, inside[0], last)} of {len(units)} of original {wanted.hash}"
    if last < inside[-1]:
        told += f"; too long for one answer, call again with start={last + 2} for what follows, or with query"
    return f"{text_marker(told)}\n{units.slice(inside[0], last)}"


def _matches(units: Units, wanted: Wanted, inside: range) -> str:
    """The units that match best, in their order, each run under a line that numbers it."""
    rows = [units.slice(unit, unit) for unit in inside]
    found = _best(rows, wanted.query)
    if not found:
        told = f"none of the words in {_counted(units, len(rows))} of original {wanted.hash}; other words, or start and end?"
        return text_marker(told)
    beside = _CONTEXT_LINES if units.kind == "line" else 0
    shown: set[int] = set()
    matched = chars = 0
    for row in found[:_MOST_MATCHES]:
        near = {unit for unit in range(row - beside, row + beside + 1) if 0 <= unit < len(rows)} - shown
        cost = sum(len(rows[unit]) for unit in near)
        if matched and chars + cost > MOST_CHARS_FOR_WORDS:
            break
        shown |= near
        chars += cost
        matched += 1
    told = f"{matched} of {_counted(units, len(found))} that match, of {len(units)} in original {wanted.hash}"
    pieces = [text_marker(told)]
    for first, last in _runs(sorted(shown)):
        here = (inside[0] + first, inside[0] + last)
        pieces.append(f"{text_marker(_named(units, *here))}\n{_without_break(units.slice(*here))}")
    return "\n".join(pieces)


def _best(rows: Sequence[str], words: str) -> list[int]:
    """The rows that match, best first; a text that stands there as it was asked for is enough."""
    low = words.lower()
    scored = {row: match.score for row, match in rows_matching(row_text(list(rows)), read_query(words)).items()}
    most = max(scored.values(), default=0.0)
    for row, text in enumerate(rows):
        if low in text.lower():
            scored[row] = scored.get(row, 0.0) + most + 1.0
    return sorted(scored, key=lambda row: (-scored[row], row))


def _runs(shown: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for unit in shown:
        if runs and runs[-1][1] == unit - 1:
            runs[-1] = (runs[-1][0], unit)
        else:
            runs.append((unit, unit))
    return runs


def _without_break(text: str) -> str:
    """Without the line break at its end, for the note behind it brings its own."""
    return text.removesuffix("\n")


def _named(units: Units, first: int, last: int) -> str:
    return f"{units.kind} {first + 1}" if first == last else f"{units.kind}s {first + 1} to {last + 1}"


def _counted(units: Units, count: int) -> str:
    return f"{count} {units.kind}{'' if count == 1 else 's'}"


def _fields(arguments: object, levels: int) -> Mapping[str, object]:
    """The arguments as fields; a hash that stands bare in what is no JSON is one, too."""
    if isinstance(arguments, Mapping):
        return arguments
    if not isinstance(arguments, str) or len(arguments) > _MOST_ARGUMENTS:
        return {}
    try:
        value = msgspec.json.decode(arguments)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return {"hash": arguments}
    if isinstance(value, (Mapping, str)):
        return _fields(value, levels - 1) if levels else {}
    return {"hash": arguments}


def _number(value: object) -> int | None:
    """A line number, however it is written; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        digits = value.strip(" \"'")
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS else None
    return int(value) if abs(value) < 10.0**_MOST_DIGITS else None
