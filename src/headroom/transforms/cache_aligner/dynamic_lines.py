"""Lines and sentences of a prompt that say nothing but what is dynamic (`Current date: January 7, 2025`).

Only these may be moved: what is left of them without their dates and ids are words like `today is`. Instructions, examples,
code and structured data never qualify, and where it is doubtful a line stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from headroom.detection.dynamic_content import Finding

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
_POINTS_BACK = frozenset(
    {"this", "that", "these", "those", "such", "then", "thus", "thereby", "therefore", "hence", "it", "its", "same", "which"}
    | {"above", "former", "latter", "aforementioned", "preceding", "previous", "mentioned", "thereafter", "thereof"}
)
"""Words that may mean what was just said. Chosen: one too many keeps a sentence where it was."""
_SURELY_BACK = frozenset({"this", "these", "those"})
_JOINING = frozenset(
    {"and", "but", "so", "if", "as", "on", "in", "at", "by", "of", "for", "from", "after", "before", "until", "since", "with"}
    | {"because", "given", "when", "while", "all", "is", "was", "not", "only", "also"}
)
"""Words before which a line does not yet say what it is about: `And from then on`."""
_OPENING_WORDS = 3
"""Words at the start of a line in which it may refer to the line before: `On this day`. Chosen."""


def dynamic_spans(text: str, findings: Sequence[Finding], labels: tuple[str, ...] = ()) -> tuple[tuple[int, int], ...]:
    """Where lines and sentences stand that only say what is dynamic, in order; lines come with their line end.

    A sentence comes with the space that sets it off, and stays where anything behind it in its paragraph may refer to it; so
    does a line where the next one opens with such a reference, and all that stands below one heading. `labels` are further
    words that a line may consist of.

    Cost: one pass over the lines; lines without a finding are not looked into.
    """
    if not findings:
        return ()
    told = _TELLING | frozenset(word for label in labels for word in _words(label))
    section = _Section(text)
    paragraph = _Paragraph(told)
    at = number = 0
    for line in text.split("\n"):
        end = at + len(line)
        first = number
        while number < len(findings) and findings[number].start < end:
            number += 1
        if first == number and _is_border(line):
            section.movable.extend(paragraph.close())
            section.close(has_title=not line.lstrip().startswith("</"))
        section.movable.extend(paragraph.read(line, at, findings[first:number]))
        section.lines += bool(line.strip())
        at = end + 1
    section.movable.extend(paragraph.close())
    section.close()
    return tuple((start, min(end, len(text))) for start, end in sorted(section.spans))


class _Section:
    """What is known of the lines since the last heading or tag."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.spans: list[tuple[int, int]] = []
        """What moves of the sections before."""
        self.movable: list[tuple[int, int]] = []
        self.lines = 0
        """Lines that say something, the heading among them."""
        self._has_title = False

    def close(self, *, has_title: bool = False) -> None:
        """Go on to the next section: what this one's title stands over is not all taken away from it."""
        # Sentences leave the rest of their line; whole lines come with their line end.
        gone = sum(end > len(self._text) or self._text[end - 1] == "\n" for _, end in self.movable)
        if not self._has_title or self.lines > gone + 1:
            self.spans.extend(self.movable)
        self.movable, self.lines, self._has_title = [], 0, has_title


class _Paragraph:
    """What is known of the lines read since the last empty one."""

    def __init__(self, told: frozenset[str]) -> None:
        self._told = told
        self._is_fenced = False
        self._introduced = 0
        """1 behind a line that ends in a colon, 2 from the next line on to the end of its paragraph: that is an example."""
        self._bare: list[tuple[int, int]] = []
        self._is_pure = True
        self._lines: list[tuple[int, int]] = []
        """Lines that may move unless the next one that stays refers to them."""
        self._sentences: list[tuple[int, int]] = []
        """Sentences that may move unless anything behind them in the paragraph refers to them."""

    def read(self, line: str, start: int, findings: Sequence[Finding]) -> list[tuple[int, int]]:
        """What this line shows to be movable: of what stands before it, or all of the paragraph that it ends."""
        stripped = line.strip()
        if not stripped:
            if self._introduced == 2:
                self._introduced = 0
            return self.close()
        if stripped.startswith(("```", "~~~")):
            self._is_fenced = not self._is_fenced
        sentences: list[tuple[int, int]] = []
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
                sentences = list(_sentences(line, start, findings, self._told))
            elif _is_pure(rest, self._told, _NEVER):
                self._lines.append(span)
            else:
                self._bare.append(span)
        found = [] if is_movable else self._stays(line, start, sentences)
        self._is_pure = self._is_pure and is_movable
        self._introduced = 1 if stripped.endswith(":") else 2 if self._introduced else 0
        return found

    def _stays(self, line: str, start: int, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The lines that may move although this one, or the rest of it, stands behind them."""
        words = _words(line) if self._lines or self._sentences else []
        found = [] if _opens_back(words) else self._lines
        self._lines = []
        if _points_back(words):
            self._sentences = []
        if sentences:
            # What moves as well refers to nothing that stays.
            edges = [start, *(edge for span in sentences for edge in span), start + len(line)]
            rests = [line[first - start : last - start] for first, last in zip(edges[::2], edges[1::2], strict=True)]
            last = max((at for at, rest in enumerate(rests) if _points_back(_words(rest))), default=0)
            self._sentences.extend(sentences[last:])
        return found

    def close(self) -> list[tuple[int, int]]:
        """What is left of the paragraph to move; bare lines may if all of it does."""
        found = [*self._lines, *self._sentences, *(self._bare if self._is_pure else ())]
        self._lines, self._sentences, self._bare, self._is_pure = [], [], [], True
        return found


def _is_border(line: str) -> bool:
    """Whether a line begins or ends a section: a heading, a tag, words in bold alone on their line."""
    stripped = line.strip()
    if line[:1] == "#":
        return True
    if stripped[:1] == "<":
        return stripped.endswith(">") and stripped.count("<") == 1
    return len(stripped) > 4 and stripped[:2] == stripped[-2:] and stripped[:2] in ("**", "__")


def _points_back(words: Sequence[str]) -> bool:
    """Whether anything in a sentence may mean what was said before it."""
    return not _POINTS_BACK.isdisjoint(words)


def _opens_back(words: Sequence[str]) -> bool:
    """Whether a line opens with what was said before it."""
    is_joining = True
    for word in words[:_OPENING_WORDS]:
        if word in _SURELY_BACK or (is_joining and word in _POINTS_BACK):
            return True
        is_joining = is_joining and word in _JOINING
    return False


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
