"""Lines and sentences of a prompt that say nothing but what is dynamic (`Current date: January 7, 2025`).

Only these may be moved: what is left of them without their dates and ids are words like `today is`. Instructions, examples,
code and structured data never qualify, and where it is doubtful a line stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from headroom.transforms.cache_aligner.dynamic_content import Finding

__all__ = ["dynamic_spans"]

_TELLING = frozenset(
    {"today", "todays", "today's", "now", "current", "currently", "generated", "started", "local"}
    | {"request", "session", "trace", "correlation", "conversation", "run", "span", "transaction", "thread"}
)
"""Words one of which a line must hold: a date without any may be part of anything."""
_BARE = frozenset({"date", "time", "datetime", "timestamp"})
"""Words that do where no other line of the paragraph stays: `Date:` is also a line of a letter's head."""
_AROUND = frozenset(
    {"the", "is", "it", "its", "it's", "at", "on", "of", "as", "and", "in", "a", "this", "id", "day", "year", "month"}
    | {
        "utc",
        "gmt",
        "z",
        "am",
        "pm",
        "est",
        "edt",
        "cst",
        "cdt",
        "mst",
        "mdt",
        "pst",
        "pdt",
        "cet",
        "cest",
        "bst",
        "ist",
        "jst",
    }
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"mon", "tue", "wed", "thu", "fri", "sat", "sun", "server", "system", "timezone", "zone", "been", "was", "at"}
)
"""Words that may stand beside."""
_NEVER = frozenset('"`{}|\\$%&?')
"""Signs of code, data, templates and questions."""
_INLINE_NEVER = _NEVER | frozenset("<>[]()“”«»*_#")
_PUNCTUATION = str.maketrans(dict.fromkeys(":=,.;!-–—*•()[]<>/_#", " "))
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!])[ ]+(?=[A-Z])|(?<=\d[.!])[ ]+(?=[A-Z])|(?<=[ap]m\.)[ ]+(?=[A-Z])")
"""Between two sentences of a line; abbreviations and numbers of lists are none."""
_STRUCTURE = " \t#>"
"""How a line opens that is indented, a heading or a quotation."""
_LONGEST_LINE = 400
"""Characters of a line that may be pure; chosen."""


def dynamic_spans(text: str, findings: Sequence[Finding], labels: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """Where lines and sentences stand that only say what is dynamic, in order; lines come with their line end.

    A sentence comes with the space that sets it off. `labels` are further words that a line may consist of.

    Cost: one pass over the lines; lines without a finding are not looked into.
    """
    if not findings:
        return ()
    told = _TELLING | frozenset(word for label in labels for word in _words(label))
    spans: list[tuple[int, int]] = []
    paragraph = _Paragraph(told)
    at = number = 0
    for line in text.split("\n"):
        end = at + len(line)
        first = number
        while number < len(findings) and findings[number].start < end:
            number += 1
        spans.extend(paragraph.read(line, at, findings[first:number]))
        at = end + 1
    spans.extend(paragraph.close())
    return tuple((start, min(end, len(text))) for start, end in sorted(spans))


class _Paragraph:
    """What is known of the lines read since the last empty one."""

    def __init__(self, told: frozenset[str]) -> None:
        self._told = told
        self._is_fenced = False
        self._introduced = 0
        """1 behind a line that ends in a colon, 2 from the next line on to the end of its paragraph: that is an example."""
        self._bare: list[tuple[int, int]] = []
        self._is_pure = True

    def read(self, line: str, start: int, findings: Sequence[Finding]) -> list[tuple[int, int]]:
        """What this line shows to be movable, on itself and before it."""
        stripped = line.strip()
        if not stripped:
            if self._introduced == 2:
                self._introduced = 0
            return self.close()
        if stripped.startswith(("```", "~~~")):
            self._is_fenced = not self._is_fenced
        found: list[tuple[int, int]] = []
        is_movable = False
        if (
            findings
            and not self._is_fenced
            and not self._introduced
            and len(line) <= _LONGEST_LINE
            and line[:1] not in _STRUCTURE
        ):
            span = (start, start + len(line) + 1)
            rest = _without(line, start, findings)
            is_movable = not stripped.endswith((",", ":")) and _is_pure(rest, self._told | _BARE, _NEVER)
            if not is_movable:
                found = list(_sentences(line, start, findings, self._told))
            elif _is_pure(rest, self._told, _NEVER):
                found = [span]
            else:
                self._bare.append(span)
        self._is_pure = self._is_pure and is_movable
        self._introduced = 1 if stripped.endswith(":") else 2 if self._introduced else 0
        return found

    def close(self) -> list[tuple[int, int]]:
        """The bare lines of the paragraph, which may move if all of it does."""
        bare = self._bare if self._is_pure else []
        self._bare, self._is_pure = [], True
        return bare


def _sentences(line: str, start: int, findings: Sequence[Finding], told: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The sentences of a line of several that only say what is dynamic."""
    ends = {finding.end - start for finding in findings}
    cuts = [
        cut
        for cut in _SENTENCE_END.finditer(line)
        if not any(finding.start - start < cut.start() < finding.end - start for finding in findings)
        # A digit ends a sentence where it ends a date; elsewhere it may number a list.
        and (not line[cut.start() - 2].isdigit() or cut.start() - 1 in ends)
    ]
    edges = [0, *(cut.end() for cut in cuts), len(line)]
    for first, last in pairwise(edges) if cuts else ():
        inside = [finding for finding in findings if first <= finding.start - start and finding.end - start <= last]
        if inside and _is_pure(_without(line[first:last], start + first, inside), told, _INLINE_NEVER):
            # The last sentence takes the space before it along, any other the space behind it.
            is_last = last == len(line)
            yield start + (cuts[-1].start() if is_last else first), start + last


def _without(line: str, start: int, findings: Sequence[Finding]) -> str:
    """The line without what was found in it."""
    pieces: list[str] = []
    at = 0
    for finding in findings:
        pieces.append(line[at : finding.start - start])
        at = finding.end - start
    pieces.append(line[at:])
    return " ".join(pieces)


def _is_pure(rest: str, told: frozenset[str], never: frozenset[str]) -> bool:
    """Whether the words beside the findings only introduce them."""
    if not never.isdisjoint(rest):
        return False
    words = _words(rest)
    return not told.isdisjoint(words) and all(word in told or word in _AROUND or word in _BARE for word in words)


def _words(text: str) -> list[str]:
    return text.lower().replace("’", "'").translate(_PUNCTUATION).split()
