"""The parts of a mixture: runs of whole lines of one kind, between signs that something else begins."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from headroom.detection.classify import DOCUMENTS, UNKNOWN, classify
from headroom.detection.documents import holds_documents
from headroom.detection.kinds import Detection, Section
from headroom.detection.regions import diff_end, fenced_kind, line_end, traceback_end
from headroom.detection.sample import Sample, sample_of
from headroom.detection.signs import Sign, Signs, opening_sign, signs_of

__all__ = ["Outline", "outline_of", "sections"]

_LEAST = 80
"""Chosen: characters, about 20 tokens, below which a part is not worth a cut."""
_LEAST_IN_LOG = 600
"""Chosen: JSON inside a log is one of its records, unless it is bigger than records are."""
_LEAST_OUTPUT = 400
"""Chosen: output inside a log or a build, up to which the command before it is one of its lines."""
_MOST_BLANK = 8
"""Chosen: blank lines at which a log or a table is looked at closer; those with more have them between their records."""
_CLEAR = frozenset(("json", "table", "log"))
_CLEARLY = 0.9
"""Chosen: confidence from which a paragraph is of another kind than the one before it."""
_MOST = 64
"""Chosen: parts a text is cut into at most."""
_LINES_OF_ALL = 64
"""Chosen: lines that the samples of all parts share, so that many parts cost little more than one."""
_LEAST_LINES = 12
"""Chosen: a kind shows in so many lines."""
_LEAST_BESIDE_DIFF = 300
"""Chosen: characters up to which words beside a diff are its heading."""
_DIFF_WORDS = (
    *("+", "-", " ", "@", "\\", "=== ", "# "),
    *("commit ", "From ", "From: ", "Author: ", "Date: ", "Subject: ", "Origin: ", "Description: ", "Index: "),
)
"""How lines begin that stand between the files of a diff, or are the end of a cut hunk."""
_PURE = {"json": 0.95, "search": 0.9, "markup": 0.9, "listing": 0.9, "table": 0.9}
"""Chosen: confidence from which what looks like something else inside a text of these kinds is a part of it."""
_WORDS = Detection(kind="prose", confidence=0.5)
"""What stands between contents: a command, a fence, a heading, a tag."""
_EVERY = frozenset(("fence", "tag", "prompt", "envelope", "diff", "trace", "json"))


class _Cuts(msgspec.Struct, frozen=True):
    """Where a text is cut, and what is known of the parts that begin there."""

    places: set[int]
    content: dict[int, tuple[int, Detection | None]]
    """By where content starts: where it ends, and what it is, if the sign before it says so."""

    def add(self, start: int, end: int, hint: Detection | None) -> None:
        """Take content in."""
        self.places.update((start, end))
        self.content[start] = (end, hint)


class Outline(msgspec.Struct, frozen=True):
    """What a text is as a whole, and its parts."""

    whole: Detection
    sections: tuple[Section, ...]
    """Their slices, joined, are the text. One where it is of one kind, none where it is empty."""


def outline_of(text: str) -> Outline:
    """What `detect` and `sections` say of a text, for the price of the latter.

    Cost: one sample, and one pass for signs of other kinds; a text without them is done then.
    """
    sample = sample_of(text)
    whole = DOCUMENTS if holds_documents(text) else classify(sample)
    return Outline(whole, _sections(text, sample, whole) if text else ())


def sections(text: str) -> tuple[Section, ...]:
    """The parts of a text; their slices, joined, are the text. One part where it is of one kind, none where it is empty."""
    return outline_of(text).sections


def _sections(text: str, sample: Sample, whole: Detection) -> tuple[Section, ...]:
    alone = (Section(0, len(text), whole),)
    if len(text) < 2 * _LEAST:
        return alone
    pure = whole.confidence >= _PURE.get(whole.kind, 2.0)
    if _is_surely_one(text, whole, pure=pure):
        return alone
    signs = _signs(text, sample, whole, pure=pure)
    cuts = _cuts(text, signs, whole) if signs else None
    if cuts is None or not cuts.places - {0, len(text)}:
        return alone if pure else _paragraphs(text, whole) or alone
    parts = _bounded(cuts, len(text))
    if whole.kind == "diff" and all(sign.sort == "diff" for sign in signs):
        parts = _without_headings(text, parts, cuts)
    found = _described(text, parts, cuts)
    return found if len(found) > 1 else alone


def _is_surely_one(text: str, whole: Detection, *, pure: bool) -> bool:
    """Whether nothing of another kind can begin inside."""
    if whole.kind == "diff":
        return opening_sign(text) == "diff" and diff_end(text, 0) == len(text)
    return pure and (whole.kind in ("json", "markup") or "\n$ " not in text)


def _signs(text: str, sample: Sample, whole: Detection, *, pure: bool) -> list[Sign]:
    """The signs that can hold in a text of this kind."""
    signs = signs_of(text, sample)
    if pure:
        # A command is none of its rows.
        signs = [sign for sign in signs if sign.sort == "prompt"]
    return _without_steps(text, signs) if whole.kind in ("log", "build") else signs


def _paragraphs(text: str, whole: Detection) -> tuple[Section, ...]:
    """Tables, logs and JSON with blank lines between them; none where one of them is not clear, or all are of one kind."""
    if whole.kind not in ("log", "table") or whole.confidence >= _CLEARLY or not 0 < text.count("\n\n") <= _MOST_BLANK:
        return ()
    found: list[Section] = []
    at = start = 0
    while at < len(text):
        blank = text.find("\n\n", at)
        at = len(text) if blank < 0 else blank + 2
        if at - start < _LEAST_OUTPUT and at < len(text):
            continue
        detection = classify(sample_of(text[start:at], _LINES_OF_ALL // 2))
        if detection.kind not in _CLEAR or detection.confidence < _CLEARLY:
            return ()
        last = found[-1] if found else None
        if last is not None and last.detection.kind == detection.kind:
            found[-1] = Section(last.start, at, max(last.detection, detection, key=_telling))
        else:
            found.append(Section(start, at, detection))
        start = at
    return tuple(found) if len(found) > 1 else ()


def _without_steps(text: str, signs: list[Sign]) -> list[Sign]:
    """The signs of a log or a build without the prompts of commands that gave little: steps, of which it tells itself."""
    starts = [sign.start for sign in signs if sign.sort == "prompt"]
    told: set[int] = set()
    after_much = True
    for start, end in pairwise((*starts, len(text))):
        much = end - line_end(text, start) >= _LEAST_OUTPUT
        # What follows much output begins on its own, so that the last note of the one is not taken for the other's.
        if much or after_much:
            told.add(start)
        after_much = much
    kept = [sign for sign in signs if sign.sort != "prompt" or sign.start in told]
    # Where all is the output of the first line, nothing is gained by a cut.
    return kept if len(kept) != 1 or kept[0].start else []


def _cuts(text: str, signs: list[Sign], whole: Detection) -> _Cuts:
    """Where the signs that hold cut a text."""
    sorts = _sorts(text, signs, whole)
    cuts = _Cuts(set(), {})
    paired = Signs(text, signs)
    at = 0
    for sign in signs:
        start = sign.start
        if start < at or sign.sort not in sorts:
            continue
        if sign.sort == "tag":
            opened = line_end(text, start)
            closed = paired.tag_after(start)
            if closed >= opened + _LEAST:
                cuts.places.update((start, opened, closed, line_end(text, closed)))
        elif sign.sort in ("prompt", "envelope"):
            # The words of a command or of an envelope are their line; what it gave comes behind.
            at = line_end(text, start)
            cuts.places.update((start, at))
        elif sign.sort == "fence":
            at = max(at, _take_fenced(text, start, paired, cuts))
        else:
            at = max(at, _take(text, sign, paired, whole, cuts))
    return cuts


def _sorts(text: str, signs: list[Sign], whole: Detection) -> frozenset[str]:
    """The sorts of signs that can hold in a text of this kind."""
    if whole.kind == "code":
        first = next((sign.start for sign in signs if sign.sort not in ("close", "tag")), 0)
        before = classify(sample_of(text[:first], _LINES_OF_ALL // 2)) if first >= _LEAST else UNKNOWN
        if before.kind == "code" or (not first and signs[0].sort == "json"):
            # Fences, JSON and diffs in source code are texts that the program holds.
            return frozenset(("tag", "envelope"))
    return _EVERY


def _take(text: str, sign: Sign, paired: Signs, whole: Detection, cuts: _Cuts) -> int:
    """Take in the content that a sign announces, if it is big enough; returns from where to look on."""
    start = sign.start
    logged = whole.kind in ("log", "build")
    least = _LEAST
    if sign.sort == "diff":
        end = diff_end(text, start)
        hint = Detection(kind="diff", confidence=0.95, format="git" if text.startswith("diff --git", start) else "unified")
    elif sign.sort == "trace":
        end = traceback_end(text, start)
        hint = Detection(kind="traceback", confidence=0.95, format="python")
        if logged and (whole.kind == "build" or text[end : min(paired.follower(end), end + _LEAST)].strip()):
            # The log goes on behind it: it is one of its records.
            return end
    else:
        end = paired.json_after(start)
        hint = Detection(kind="json", confidence=0.9, format="json")
        least = _LEAST_IN_LOG if logged else _LEAST
    if end - start >= least:
        cuts.add(start, end, hint)
    return end


def _take_fenced(text: str, opening: int, paired: Signs, cuts: _Cuts) -> int:
    """Take in what is between a fence and the one that closes it; the fences themselves belong to the words."""
    start = line_end(text, opening)
    closed = paired.fence_after(opening)
    if closed < start:
        return start
    if closed - start >= _LEAST:
        named = fenced_kind(text[opening + 3 : min(start, opening + 60)])
        cuts.add(start, closed, Detection(kind=named[0], confidence=0.9, format=named[1]) if named else None)
    return line_end(text, closed)


def _bounded(cuts: _Cuts, size: int) -> list[tuple[int, int]]:
    """The parts, at most as many as are allowed: the biggest stay apart."""
    places = sorted({0, size, *cuts.places})
    parts = list(pairwise(places))
    if len(parts) <= _MOST:
        return parts
    # Each of the biggest parts has words before it, and there are words at the end.
    biggest = sorted(range(len(parts)), key=lambda index: (parts[index][0] - parts[index][1], index))[: (_MOST - 1) // 2]
    kept = sorted({0, size, *(place for index in biggest for place in parts[index])})
    return list(pairwise(kept))


def _telling(detection: Detection) -> tuple[bool, float]:
    """How much a detection says, of those of neighbours."""
    return bool(detection.format), detection.confidence


def _without_headings(text: str, parts: list[tuple[int, int]], cuts: _Cuts) -> list[tuple[int, int]]:
    """The parts of a diff, with the lines before and between its files left to it: commits, names, the end of a cut hunk."""
    for start, end in parts:
        if start not in cuts.content and (end - start < _LEAST_BESIDE_DIFF or text.startswith(_DIFF_WORDS, start)):
            cuts.content[start] = (end, Detection(kind="diff", confidence=0.9))
    return parts


def _described(text: str, parts: list[tuple[int, int]], cuts: _Cuts) -> tuple[Section, ...]:
    """The parts with their kinds; neighbours of one kind are one."""
    asked = sum(1 for start, end in parts if end - start >= _LEAST and cuts.content.get(start, (0, None))[1] is None)
    lines = max(_LEAST_LINES, _LINES_OF_ALL // max(1, asked))
    found: list[Section] = []
    for start, end in parts:
        closed, hint = cuts.content.get(start, (0, None))
        if hint is not None and closed == end:
            detection = hint
        elif end - start < _LEAST:
            detection = _WORDS
        else:
            detection = classify(sample_of(text[start:end], lines))
            detection = _WORDS if detection.kind == "unknown" else detection
        last = found[-1] if found else None
        if last is not None and last.detection.kind == detection.kind:
            found[-1] = Section(last.start, end, max(last.detection, detection, key=_telling))
        else:
            found.append(Section(start, end, detection))
    return tuple(found)
