"""Which rows report an error, how grave, and which of them report the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from headroom.compressors.log_lines.error_words import error_places, is_counted, reports
from headroom.compressors.log_lines.exceptions import exceptional_rows
from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates

__all__ = ["Errors", "errors_in"]

_HOST = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}")
_CODE = re.compile(r"\W{1,3}-?\d{1,6}\b")
_CODED = ("errno", "error", "code", "status", "exited", "exit", "signal", '"')
"""What stands before the numbers that tell errors apart: codes, and statuses of HTTP. Words that do are different shapes."""
_GRAVITY = {"WARN": 2, "ERROR": 3, "CRITICAL": 3}
_FINE = frozenset(("PASSED", "FAILED", "SKIPPED"))
"""Verdicts on tests, whose names may speak of errors; those that failed are found by other means."""
_ROW = 400
"""Characters of a row that are read closely."""
_ALL = 4
"""Rows up to which each of an error's rows stays."""
_FEW = 16
"""Different decisive words up to which each is an error of its own. Chosen."""
_PLACED = re.compile(r"\s{0,8}[^\s:(]{1,200}\.[A-Za-z]{1,5}[(:]0")
"""How compilers and linters begin: `src/cart.ts(12,` and `cart.c:12:`. Runs on templates."""
_SPREAD = 16
"""More rows of one error that are offered where there is room. Chosen."""
_READ = 40
"""Rows of one template whose decisive words are read, evenly spread."""
_READ_SHARE = 0.04
"""Share of the rows of a text whose decisive words are read; bounds the work on logs of errors."""
_COMPARED = 32
"""Rows of one template whose values are compared, evenly spread."""
_COMPARED_ALL = 80
_COMPARED_SHARE = 0.02
"""Rows of all templates together up to which that many are, and share of the rows of a text on top; bounds the work."""
_COMPARED_PART = 8
_COMPARED_FEW = 16
"""Beyond that, one of so many rows of a template, and so many at most."""
_DECISIVE = (" code", " status", " with", " of ", " is ", " set ", " none", " null", " no", " false", " nil")
"""Words behind an error word that may tell that there was none."""
_BEFORE = 12
_BEHIND = 24
"""Characters on either side of a word that decide what it reports."""
_COMMON = 0.5
"""Share of rows above which errors are the subject of the log: rare ones come first then, whatever their level."""


class Errors(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that report errors."""

    firsts: list[int]
    """One row for each different error, the gravest and rarest first."""
    repeats: list[int]
    """More instances of repeated errors: the last of each and one between."""
    others: list[int]
    """Still more of those that begin with a place in a file, evenly spread: each names another one to mend."""


def errors_in(shapes: Shapes, templates: Templates, places: Places, levels: list[str], inside: frozenset[int]) -> Errors:
    """The errors of a text outside the rows `inside` traces, each kind once."""
    found = _by_template(shapes.rows, templates, places, levels, inside)
    total = len(shapes.rows)
    crowded = sum([len(rows) for _, rows in found.values()]) > _COMMON * total
    order = (
        (lambda level, rows: (len(rows), -level, rows[0])) if crowded else (lambda level, rows: (-level, len(rows), rows[0]))
    )
    ranked = sorted(found, key=lambda template: order(*found[template]))
    firsts: list[tuple[int, int, int]] = []
    repeats: list[int] = []
    others: list[int] = []
    read = _READ + int(_READ_SHARE * total)
    compared = _COMPARED_ALL + int(_COMPARED_SHARE * total)
    for place, template in enumerate(ranked):
        rows = found[template][1]
        if len(rows) <= _ALL:
            firsts.extend([(number > 0, place, row) for number, row in enumerate(rows)])
            continue
        looks = max(1, min(_READ, read))
        different = _different(shapes, templates.texts[template], rows, looks)
        read -= min(len(rows), looks)
        most = _COMPARED if compared > 0 else min(_COMPARED_FEW, len(rows) // _COMPARED_PART)
        exceptional = exceptional_rows(shapes.rows, rows, most)
        compared -= min(len(rows), most)
        firsts.append((0, place, rows[0]))
        firsts.extend([(1, place, row) for row in dict.fromkeys((*different[1:], *exceptional)) if row != rows[0]])
        repeats.extend((rows[-1], rows[len(rows) // 2]))
        if _PLACED.match(templates.texts[template]):
            others.extend(rows[1 : -1 : len(rows) // _SPREAD + 1])
    return Errors(firsts=[row for _, _, row in sorted(firsts)], repeats=repeats, others=others)


def _by_template(
    rows: list[str], templates: Templates, places: Places, levels: list[str], inside: frozenset[int]
) -> dict[int, tuple[int, list[int]]]:
    """Template -> gravity (3 error, 2 warning, 1 error word) and rows."""
    found = {
        template: (_GRAVITY[level], templates.rows[template]) for template, level in enumerate(levels) if level in _GRAVITY
    }
    words: dict[int, list[str]] = {}
    for template, word in error_places(places):
        if template not in found and levels[template] not in _FINE:
            words.setdefault(template, []).append(word)
    for template, verdict in _judged(places, words):
        own = templates.rows[template]
        if verdict == "counted":
            own = _counting(rows, own, words[template])
        if verdict != "quiet":
            found[template] = (1, own)
    if inside:
        found = {template: (grave, [row for row in own if row not in inside]) for template, (grave, own) in found.items()}
    return {template: (grave, own) for template, (grave, own) in found.items() if own}


def _judged(places: Places, words: dict[int, list[str]]) -> Iterator[tuple[int, str]]:
    """Each template with error words, and the verdict on it; what stands round its words is judged once."""
    lows = places.lows
    verdicts: dict[tuple[str, ...], str] = {}
    for template, spoken in words.items():
        low = lows[template]
        near = tuple([_near(low, word) for word in spoken])
        if near not in verdicts:
            verdicts[near] = _verdict(low, spoken)
        yield template, verdicts[near]


def _near(low: str, word: str) -> str:
    """What stands round the places of a word, which decides whether it reports an error."""
    at = low.find(word)
    end = at + len(word)
    if low.find(word, end) >= 0:
        return low
    behind = low[end : end + _BEHIND]
    if behind[:1] == " " and behind[1:2].isalpha() and not behind.startswith(_DECISIVE):
        # Another word: what it is does not matter.
        behind = " x"
    return low[max(0, at - _BEFORE) : end] + behind


def _verdict(low: str, words: list[str]) -> str:
    """Whether a template with error words `reports` one, is `quiet`, or its numbers are to be `counted`."""
    certain = [word for word in words if not is_counted(low, word)]
    if any(reports(low, word) for word in certain):
        return "reports"
    return "quiet" if len(certain) == len(words) else "counted"


def _counting(rows: list[str], members: list[int], words: list[str]) -> list[int]:
    """The rows of a template that report an error by their numbers."""
    found: set[int] = set()
    for word in words:
        # The numbers next to a word decide, and there are few different ones.
        verdicts: dict[str, bool] = {}
        for row in members:
            near = _near(rows[row].lower(), word)
            if near not in verdicts:
                verdicts[near] = reports(near, word)
            if verdicts[near]:
                found.add(row)
    return sorted(found)


def _different(shapes: Shapes, text: str, rows: list[int], looks: int) -> list[int]:
    """The first row for each shape, host and code if they are few; else some, early and late."""
    of_row = shapes.of_row
    shown = text[:_ROW].lower()
    coded = [word for word in _CODED if _numbered(shown, word)]
    hosted = _HOST.search(shown) is not None
    if coded or hosted:
        seen: dict[object, int] = {}
        for row in rows[:: len(rows) // looks + 1]:
            read = shapes.rows[row][:_ROW].lower()
            codes = [_numbered(read, word) for word in coded]
            seen.setdefault((of_row[row], *codes, *(_HOST.findall(read) if hosted else ())), row)
        firsts = list(seen.values())
    else:
        backwards = rows[::-1]
        firsts = list(dict(zip(map(of_row.__getitem__, backwards), backwards, strict=True)).values())[::-1]
    return firsts if len(firsts) <= _FEW else firsts[:: len(firsts) // _FEW + 1]


def _numbered(text: str, word: str) -> str:
    """The number after the last place of a word; empty where none follows."""
    at = text.rfind(word)
    found = _CODE.match(text, at + len(word)) if at >= 0 else None
    return found.group() if found is not None else ""
