"""Hits that stay whoever asks: one of each rule of a linter, errors among calm lines of a log, the largest counts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from headroom.compressors.search_results.hits import CONTEXT, HEADING, HIT, Hits
from headroom.compressors.search_results.remarks import are_remarks, read_remarks, template
from headroom.compressors.search_results.sizes import outstanding

__all__ = ["Standouts", "find_standouts"]

_PROBE = 16
_FEWEST = 4
"""Lines by which the form is judged, and fewest of them that tell one."""
_LEVELS = ("INFO", "DEBUG", "WARN", "ERROR", "TRACE", "NOTICE", "FATAL", 'level":', "level=", "[info]", "[error]", "[notice]")
"""Levels as loggers write them."""
_TIME = b"00:00:00"
"""A time of day, its digits made zeros; with levels it says that lines are of a log."""
_ZEROS = bytes(0x30 if 0x30 <= code <= 0x39 else code for code in range(256))
_LOOKED_AT_CHARS = 200
_LOGGED_SHARE = 0.5
_ALARMS = (
    "ERROR",
    "FATAL",
    "CRITICAL",
    "SEVERE",
    "PANIC",
    "panic",
    "xception",
    "Traceback",
    "[error]",
    "[crit]",
    "level=error",
    "level=fatal",
    '"level":"error"',
    '"level": "error"',
    "segfault",
    "Out of memory",
    "OutOfMemory",
)
_CALM_SHARE = 0.5
"""Share of a log's hits above which what alarms is what was searched for; it does not stand out then."""
_COUNTED_SHARE = 0.9
_LONGEST_RULES = 8
"""Rules that the marker tells with their numbers; the others are told as one number."""
_MANY_RULES = 0.25
"""Rules for each hit from which there are no rules, but a text of its own for each."""


class Standouts(msgspec.Struct, frozen=True):
    """The hits, the most telling first."""

    rows: list[int] = []
    reason: str = ""
    rules: dict[int, str] = {}
    """Line -> the code of the rule that it breaks, where hits have such."""

    def told(self, dropped: Sequence[int]) -> list[tuple[str, int]]:
        """The rules of some lines with the number of each."""
        if not self.rules:
            return []
        counts = Counter(self.rules[row] for row in dropped if row in self.rules).most_common()
        others = sum(number for _, number in counts[_LONGEST_RULES:])
        return [*counts[:_LONGEST_RULES], *([("other rules", others)] if others else [])]


def find_standouts(hits: Hits, most: int) -> Standouts:
    """At most so many hits that stand out. Cost: a look at a few lines, where the hits have none of these forms."""
    roles, bodies = hits.roles, hits.bodies
    step = max(1, len(bodies) // _PROBE)
    probe = bodies[::step]
    if roles.count(HIT) < len(roles):
        probe = [body for body, role in zip(probe, roles[::step], strict=True) if role == HIT]
    if len(probe) < _FEWEST:
        return Standouts()
    if _are_logged(probe):
        return Standouts([*_alarms(hits)][:most], "alarm")
    if sum(body.strip().isdigit() for body in probe) >= _COUNTED_SHARE * len(probe):
        rows = [row for row, role in enumerate(roles) if role == HIT]
        return Standouts(outstanding(bodies, rows, wanted=True)[:most], "extreme number")
    if CONTEXT in roles or HEADING in roles or not are_remarks(probe):
        return Standouts()
    return _of_rules(hits, most)


def _are_logged(bodies: Sequence[str]) -> bool:
    """Whether lines are of a log; judged by the beginnings of them together."""
    text = "\n".join([body[:_LOOKED_AT_CHARS] for body in bodies])
    need = _LOGGED_SHARE * len(bodies)
    if sum(map(text.count, _LEVELS)) >= need:
        return True
    return text.encode("utf-8", "surrogatepass").translate(_ZEROS).count(_TIME) >= need


def _of_rules(hits: Hits, most: int) -> Standouts:
    """One hit of each rule, rare ones first."""
    rows = [row for row, role in enumerate(hits.roles) if role == HIT]
    remarks = read_remarks([hits.bodies[row] for row in rows])
    counts = Counter(remarks.rules)
    first = dict(zip(reversed(remarks.rules), reversed(rows), strict=True))
    named = dict(zip(rows, remarks.rules, strict=True)) if remarks.coded else {}
    if not remarks.coded and len(counts) > max(most, _MANY_RULES * len(rows)):
        return Standouts()
    order = sorted(counts, key=lambda rule: (counts[rule], first[rule]))
    return Standouts([first[rule] for rule in order[:most]], "one of a rule", named)


def _alarms(hits: Hits) -> Iterator[int]:
    """Lines of a log that alarm, the first and the last of each different text, rare ones first; none where most do."""
    text = "\n".join(hits.bodies)
    ends = list(accumulate([len(body) + 1 for body in hits.bodies]))
    found = sorted({row for word in _ALARMS for row in _holding(text, word, ends) if hits.roles[row] == HIT})
    if len(found) > _CALM_SHARE * hits.roles.count(HIT):
        return
    texts: dict[str, list[int]] = {}
    for row in found:
        texts.setdefault(template(hits.bodies[row], quoted=True), []).append(row)
    rare = sorted(texts.values(), key=len)
    yield from (rows[0] for rows in rare)
    yield from (rows[-1] for rows in rare if len(rows) > 1)


def _holding(text: str, word: str, ends: Sequence[int]) -> Iterator[int]:
    """The lines that hold a word."""
    position = text.find(word)
    while position >= 0:
        row = bisect_right(ends, position)
        yield row
        position = text.find(word, ends[row])
