"""Whether a text is what compilers and linters say: a place, and what is wrong there."""

from __future__ import annotations

import re
from collections import Counter

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_diagnostics"]

_SEVERITY = r"(?:fatal |internal compiler )?(?:error|warning|warn|note|info|information|hint|style|help|convention|refactor)"
_CODE = r"[A-Z]{1,6}[0-9]{2,5}"
_PLACE = re.compile(
    # `src/a.py:12:5`, `src/a.ts(12,5)`, `src/a.js: line 12, col 5`.
    r"[ \t]{0,4}(?P<path>(?:[A-Za-z]:(?=[\\/]))?[^\s:()\[\]{}\"'=,;<>][^:\n()\"=;]{0,200}+)"
    r"(?::(?!//)[0-9]{1,7}(?P<column>:[0-9]{1,5})?|\([0-9]{1,7}(?:,[0-9]{1,5})?\)|: line [0-9]{1,7}, col [0-9]{1,5})"
    r"(?P<said>"
    # A severity, a code, a letter: `: error: `, ` - error TS2322: `, `: F401 `, ` MD013/line-length `, `: C: `, `: [warning] `.
    rf"(?::| -|,)? (?i:{_SEVERITY})(?:\[[\w-]{{1,60}}\]:?|:| - | {_CODE}:)"
    rf"|:? (?:{_CODE}[ :/]|[CWEFRI]: |\[{_CODE}\] |\[(?i:{_SEVERITY})\] )"
    r"|: (?:[A-Z]\w{2,30}Error|[a-z]+-syntax): "
    # The rule at the end: `(errcheck)`, `[Error/no-undef]`, `[-Wall]`, `[whitespace/line_length] [2]`.
    r"|: {1,2}(?=[\w`'\"])[^\n]{1,300}?(?: \([a-z][\w@/-]{2,60}\)| \[[\w@/-]{3,60}\](?: \[[0-9]\])?)$"
    r")?"
)
_PROBE = re.compile(
    r"\n[ \t]{0,8}[^\s:()\[\]{}\"'=,;<>][^:\n()\"=;]{0,200}+"
    r"(?::(?!//|(?<=[0-9 T][0-9]:)[0-9]{1,7}:[0-9]{2}(?![0-9]))[0-9]|\([0-9]|: line [0-9])"
)
"""How lines begin that name a place, which times do not; most texts have none."""
_PLAIN = re.compile(r": [\w`'\"]")
"""What is said at a place with a column, one space behind it. Code that a search finds there is indented more, or not."""
_LISTED = re.compile(rf"[ \t]{{1,8}}[0-9]{{1,7}}:[0-9]{{1,5}}[ \t]{{1,12}}(?:[✖⚠×ℹ✘]|(?:{_SEVERITY}|{_CODE})\b)")
"""Below a path on a line of its own."""
_ROUND = re.compile(r"[ \t]+\S|[0-9]{1,7} (?:\|| )|[~^]+$")
"""The source that is wrong, marks below it, and help."""
_ARROW = re.compile(r"[ \t]{0,8}--> [^\s:]{1,250}:[0-9]{1,7}:[0-9]{1,5}$")
_HEADING = re.compile(r"(?:[A-Za-z]:\\|\.{0,2}/)?[\w@.+-]+(?:[\\/][\w@.+ -]+)*:?$")
_LEAST_SHARE = 0.05
"""Chosen: share of lines that name a place; more than a few lines of source and help for each are rare."""
_SURE = 0.9
"""Chosen: share of the places that say something in such a form. A search finds lines of any form."""


def guess_diagnostics(sample: Sample) -> Guess:
    """How much a text looks like what linters and compilers say; the format is `lint`.

    Cost: one search, and a look at each line where that finds anything.
    """
    lines = sample.lines
    if not _PROBE.search(f"\n{sample.body}"):
        return Guess()
    sorts: Counter[str] = Counter()
    rest: list[str] = []
    for line in lines:
        sort = _sort_of(line)
        sorts[sort] += 1
        if not sort:
            rest.append(line)
        elif sort == "place" and sorts[sort] > (1 - _SURE) * len(lines):
            # So many lines cannot fit that the others are too few.
            return Guess()
    fitting, arrows = sorts["fitting place"], sorts["arrow"]
    told = fitting + sorts["listed"] + arrows
    if told < _LEAST_SHARE * len(lines) or fitting < _SURE * (fitting + sorts["place"]):
        return Guess()
    if arrows and not fitting and "\nerror" in f"\n{sample.body}":
        # The output of a whole build says so itself.
        return Guess()
    # What an arrow points from is said on the line above it.
    share = (told + len([line for line in rest if _ROUND.match(line) or _HEADING.match(line)]) + arrows) / len(lines)
    return Guess(min(0.95, 0.45 + 0.5 * share), "lint")


def _sort_of(line: str) -> str:
    """What a line says of a place; empty where it says nothing of one."""
    if line[0] in " \t" and _LISTED.match(line):
        return "listed"
    if "--> " in line and _ARROW.match(line):
        return "arrow"
    found = _PLACE.match(line)
    if found is None or _is_time(found):
        return ""
    fits = found["said"] is not None or (found["column"] and _PLAIN.match(line, found.end()) is not None)
    return "fitting place" if fits else "place"


def _is_time(found: re.Match[str]) -> bool:
    """Whether what looks like a path and a place is a date and a time."""
    path, column = found["path"], found["column"]
    return column is not None and len(column) == len(":00") and path[-1].isdigit() and path[-2:-1] in "0123456789 T"
