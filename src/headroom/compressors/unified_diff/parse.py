"""The parts of a diff: files with their hunks, and what is written between them.

Lines are read through their first characters, joined to one string of tags: most of what is asked of a hunk is a count
or a search in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from headroom.compressors.excerpt import split_lines
from headroom.compressors.unified_diff.headers import opens_header, read_header

__all__ = ["Diff", "FilePart", "Hunk", "Prose", "changed_lines", "parse_diff"]

_HUNK = re.compile(r"@@ -(\d{1,12})(?:,(\d{1,12}))? \+(\d{1,12})(?:,(\d{1,12}))? @@")
_BEHIND = re.compile(r"[^ +\\-]")
"""The tag of a line that is in no hunk's body."""
_OPENING = re.compile(r"[dI@-]")
"""Tags of lines that may open a file."""
_OTHER_ENDS = ("\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
"""What `str.splitlines` takes for the end of a line, beside line feeds and carriage returns."""


class Hunk(msgspec.Struct, frozen=True, gc=False):
    """One change of a file, or a part of a long one; lines are given by their index in the text."""

    header: int
    """The line of the `@@` header."""
    start: int
    """The first line of its body."""
    end: int
    old_start: int
    old_count: int
    new_start: int
    new_count: int
    added: int
    removed: int
    first: int
    """The first changed line, and the line behind the last; both are the end where nothing changes."""
    last: int
    whole: bool
    """Whether the body has as many lines as the header says; one that was cut short is not taken apart."""
    section: int
    """Where in the header the name of its section starts, behind the numbers."""
    piece: bool = False
    """Whether it is a part of the hunk that the header is of."""


class FilePart(msgspec.Struct, frozen=True):
    """A file's header and its hunks."""

    start: int
    header_end: int
    end: int
    path: str
    hunks: Sequence[Hunk] = ()
    combined: bool = False
    """Whether it is the diff of a merge, which has more than one old side."""


class Prose(msgspec.Struct, frozen=True, gc=False):
    """Lines of no file: commit headers and messages, statistics, whatever stands round a diff."""

    start: int
    end: int


class Diff(msgspec.Struct, frozen=True):
    """A text taken apart; its parts tile its lines."""

    text: str
    lines: Sequence[str]
    starts: Sequence[int]
    """Where each line starts, in characters, and where the text ends."""
    tags: str
    """The first character of each line; of an empty one, a blank."""
    parts: Sequence[FilePart | Prose]

    def chars(self, start: int, end: int) -> int:
        """How many characters a run of lines has."""
        return self.starts[end] - self.starts[start]

    def run(self, start: int, end: int) -> str:
        """A run of lines as one text."""
        return self.text[self.starts[start] : self.starts[end]]


def parse_diff(text: str) -> Diff:
    """The files, hunks and words of a text; without a file it is all prose.

    Cost: one pass over the first characters, a look at lines outside hunks.
    """
    lines = _lines(text)
    # Mailers and editors strip the blank of an empty context line; patch programs read it as one all the same.
    tags = "".join([line[0] for line in lines]).replace("\n", " ").replace("\r", " ")
    parts: list[FilePart | Prose] = []
    at = prose = 0
    total = len(lines)
    while at < total:
        if tags[at] not in "dI-@":
            found = _OPENING.search(tags, at)
            if found is None:
                break
            at = found.start()
        part = _part(lines, tags, at)
        if part is None:
            at += 1
            continue
        if prose < at:
            parts.append(Prose(prose, at))
        parts.append(part)
        at = prose = part.end
    if prose < total:
        parts.append(Prose(prose, total))
    return Diff(text, lines, list(accumulate(map(len, lines), initial=0)), tags, parts)


def _lines(text: str) -> Sequence[str]:
    """`split_lines`, by a faster way where no other character ends a line."""
    if any(end in text for end in _OTHER_ENDS) or text.count("\r") != text.count("\r\n"):
        return split_lines(text)
    return text.splitlines(keepends=True)


def _part(lines: Sequence[str], tags: str, start: int) -> FilePart | None:
    """The file whose header starts here; hunks without a header, as when a tool shows a part of a diff, are one, too."""
    if tags[start] == "@":
        hunks, end = _hunks(lines, tags, start)
        return FilePart(start, start, end, "", hunks) if hunks else None
    header = read_header(lines, start)
    if header is None:
        return None
    body, path = header
    hunks, end = _hunks(lines, tags, body)
    if hunks or not (tags.startswith("@", body) and lines[body].startswith("@@@")):
        return FilePart(start, body, end, path, hunks)
    while end < len(lines) and tags[end] in " +-\\@":
        end += 1
    return FilePart(start, body, end, path, combined=True)


def _hunks(lines: Sequence[str], tags: str, at: int) -> tuple[list[Hunk], int]:
    """The hunks that follow one another from a line on, and the line behind the last."""
    hunks: list[Hunk] = []
    while tags.startswith("@", at):
        found = _HUNK.match(lines[at])
        if found is None:
            break
        old_start, old, new_start, new = found.groups("1")
        old_count, new_count = int(old), int(new)
        start = at + 1
        behind = _BEHIND.search(tags, start)
        end = len(tags) if behind is None else behind.start()
        added = tags.count("+", start, end)
        removed = tags.count("-", start, end)
        # Most hunks fill the run up to the next header; the others are walked.
        whole = end - start - added == old_count and end - start - removed == new_count
        if not whole:
            end, whole = _body_end(lines, tags, (start, end), old_count, new_count)
            added = tags.count("+", start, end)
            removed = tags.count("-", start, end)
        body = tags[start:end]
        first, last = end - len(body.lstrip(" \\")), start + len(body.rstrip(" "))
        hunks.append(
            Hunk(
                at,
                start,
                end,
                int(old_start),
                old_count,
                int(new_start),
                new_count,
                added,
                removed,
                first,
                last,
                whole,
                found.end(),
            )
        )
        at = end
    return hunks, at


def changed_lines(tags: str, start: int, end: int) -> tuple[int, int]:
    """The first changed line of a run, and the line behind the last."""
    body = tags[start:end]
    return end - len(body.lstrip(" \\")), start + len(body.rstrip(" "))


def _body_end(lines: Sequence[str], tags: str, body: tuple[int, int], old: int, new: int) -> tuple[int, bool]:
    """The line behind a hunk's body, and whether the body has as many lines of either side as it should.

    The body may reach as far as lines look like those of one; it is walked from where it may first be complete.
    """
    start, run = body
    kept = tags.count(" ", start, run)
    over = kept + tags.count("-", start, run) - old
    if kept + tags.count("+", start, run) - new == over >= 0 and tags.endswith(" " * over, start, run):
        # With notes on line ends, or with empty lines behind it, as between commits.
        return run - over, True
    at = start + max(old, new)
    if at > run:
        return _broken_end(lines, run, start), False
    kept = tags.count(" ", start, at)
    old -= kept + tags.count("-", start, at)
    new -= kept + tags.count("+", start, at)
    while at < run and (old > 0 or new > 0):
        tag = tags[at]
        old -= tag in " -"
        new -= tag in " +"
        at += 1
    if old or new:
        return _broken_end(lines, run, start), False
    while at < run and tags[at] == "\\":
        at += 1
    return at, True


def _broken_end(lines: Sequence[str], end: int, start: int) -> int:
    """The end of a body that was cut short: the header of the next file is not part of it."""
    if end - 2 >= start and end < len(lines) and opens_header(lines, end - 2):
        return end - 2
    return end
