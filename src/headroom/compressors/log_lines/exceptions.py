"""Errors of one template that are different ones by a value: one port, host or path among many times another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["exceptional_rows"]

_LEAST_ROWS = 5
"""Rows below which no value dominates. Chosen."""
_DOMINANT = 0.5
"""Share of rows from which a value is the usual one. Chosen."""
_SURE = 0.8
"""The same where the other values are many, or only some rows were read. Chosen."""
_EACH = 10
"""Rows for each template."""
_FEW = 12
"""Other values beside the usual one up to which each is news, however often it comes."""
_WORDS = 40
"""Words of a row that are looked at."""
_PARTS = 8
"""Words that differ from row to row whose parts are looked at."""
_CHARS = 400
"""Characters of a row that are looked at."""
_VALUED = frozenset("0123456789/='\"")
"""Signs of which a word holds one if it is another in other rows of its template."""
_LONG = 5
"""Characters from which a word is hardly found elsewhere in a row; shorter ones are looked for with the word before."""
_CLOCK = re.compile(r"\d{4}[-/]\d\d|(?<!\d)\d\d:\d\d(?!\d)")
"""A date or a time."""
_HEAD = 6
"""First words among which the time stands."""
_SIGNS = str.maketrans(dict.fromkeys("=,;&()[]{}<>\"'|:@/", " "))
"""Maps what stands between values in one word to blanks."""


class _Column(NamedTuple):
    """The words at one place of several rows."""

    words: Sequence[str]
    usual: str
    often: int
    """How many times that comes."""
    before: str
    """What stands before it in the first row."""


def exceptional_rows(rows: list[str], members: list[int], most: int) -> list[int]:
    """The first of those `members` of `rows` with each value that is rare where another one is usual, in order.

    Cost: a split of at most twice `most` of them, and for the others a search for what nearly all hold.
    """
    if min(len(members), most) < _LEAST_ROWS:
        return []
    read = members if len(members) <= most else members[:: len(members) // most + 1]
    columns = _columns(rows, read)
    if len(read) < len(members):
        more = _lacking(rows, members, columns)
        if more:
            read = sorted({*read, *more[:: len(more) // most + 1]})
            columns = _columns(rows, read)
    told: set[int] = set()
    for places in sorted(_telling(columns), key=len):
        told.update(places[: _EACH - len(told)])
    return [read[place] for place in sorted(told)]


def _columns(rows: list[str], read: list[int]) -> list[_Column]:
    """The words at each place that may differ, but for times and dates."""
    found: list[_Column] = []
    words = [rows[row][:_CHARS].split(None, _WORDS)[:_WORDS] for row in read]
    for place, column in enumerate(zip(*words, strict=False)):
        if _VALUED.isdisjoint(column[0]):
            continue
        if place < _HEAD and _CLOCK.search(column[0]):
            # What stands before a time is a date.
            found = [one for one in found if not one.usual.isdecimal()]
            continue
        found.append(_Column(column, *_usual(column), words[0][place - 1] if place else ""))
    return found


def _usual(column: Sequence[str]) -> tuple[str, int]:
    """The most frequent value and how often it comes; of values that mostly come once, any."""
    different = len(set(column))
    if different == 1 or different - 1 > (1 - _DOMINANT) * len(column):
        return column[0], len(column) if different == 1 else 1
    counts = Counter(column)
    usual = max(counts, key=counts.__getitem__)
    return usual, counts[usual]


def _lacking(rows: list[str], members: list[int], columns: list[_Column]) -> list[int]:
    """The rows that lack what nearly all of those read hold."""
    found: set[int] = set()
    for words, usual, count, before in columns:
        if count < _SURE * len(words):
            continue
        lacking: list[int] = []
        if len(usual) < _LONG:
            literal = f"{before} {usual}"
            lacking = [row for row in members if literal not in rows[row]]
        if not lacking or len(lacking) > (1 - _SURE) * len(members):
            lacking = [row for row in members if usual not in rows[row]]
        found.update(lacking)
    return sorted(found)


def _telling(columns: list[_Column]) -> Iterator[list[int]]:
    """For each place with rare values, where each of these comes first."""
    apart = 0
    for column, usual, count, _ in columns:
        if count == len(column):
            continue
        if count >= _DOMINANT * len(column):
            yield from _rare(column, usual, count)
        elif not usual.isdecimal() and apart < _PARTS:
            apart += 1
            yield from _in_parts(column)


def _in_parts(column: Sequence[str]) -> Iterator[list[int]]:
    """The same for the parts of words, where the words have equally many."""
    parts = [word.split() for word in "\n".join(column).translate(_SIGNS).split("\n")]
    if len(parts[0]) < 2 or len(set(map(len, parts))) > 1:
        return
    for inner in zip(*parts, strict=True):
        usual, count = _usual(inner)
        if count >= _DOMINANT * len(inner):
            yield from _rare(inner, usual, count)


def _rare(column: Sequence[str], usual: str, count: int) -> Iterator[list[int]]:
    """Where each value of a place but the usual one comes first, evenly spread if there are many."""
    if count == len(column):
        return
    firsts: dict[str, int] = {}
    for place, value in enumerate(column):
        if value != usual:
            firsts.setdefault(value, place)
    found = list(firsts.values())
    if len(found) <= _FEW or count >= _SURE * len(column):
        yield found if len(found) <= _EACH else found[:: -(-len(found) // _EACH)]
