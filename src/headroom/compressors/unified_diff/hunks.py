"""A hunk with less context: the parts of it that stay, each under a header that is true of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, changed_lines

__all__ = ["HunkPart", "creates", "divided", "window", "without_context"]

_RUN = re.compile(r" [ \\]*")
"""Lines of context, with the note that a file has no final line end."""
_LEAST_CHARS = 20
"""Characters of context that are worth another header. Measured: its numbers may take two tokens more."""
_SPLIT_CHARS = 90
"""Characters of context between two changes that are worth a header of their own. Measured: one is 12 to 17 tokens."""
_LONG = 60
"""Lines of a hunk that is judged in parts. Chosen: two screens."""
_PIECE = 25
"""Least lines of such a part. Chosen, so that the headers between them are a few percent."""
_ABOVE = 3
"""Lines above what was asked for in a new file that are shown with it. Chosen: what `diff` shows."""
_DEFINES = frozenset(
    """def async class func function fn pub public private protected static export impl interface struct trait enum
    module namespace type sub""".split()
)
"""The first word of a line that names what the lines below it belong to."""
_LINE_END = 2
"""Characters of a line end; no section is as short."""
_LONGEST_SECTION = 80
"""Characters of it that git shows."""
_LONGEST_LINE = 400
"""Characters of a line in which its first word is looked for."""


class HunkPart(msgspec.Struct, frozen=True, gc=False):
    """Lines of a hunk that stay together."""

    start: int
    end: int
    header: str
    """The line above them; the hunk's own where nothing of it was left out."""


def divided(diff: Diff) -> Diff:
    """The diff with its long hunks in pieces, as if it had been made with less context."""
    parts = list(diff.parts)
    for index, part in enumerate(diff.parts):
        if not isinstance(part, FilePart) or part.end - part.start <= _LONG:
            continue
        if any(hunk.end - hunk.start > _LONG for hunk in part.hunks):
            pieces = [piece for hunk in part.hunks for piece in _pieces(diff, hunk)]
            parts[index] = msgspec.structs.replace(part, hunks=pieces)
    return msgspec.structs.replace(diff, parts=parts)


def without_context(diff: Diff, hunk: Hunk, most: int) -> tuple[HunkPart, ...]:
    """The hunk with at most so many lines of context on either side of a change.

    Keeps: every added and removed line; one line of context behind a change where there was one, even if `most` is 0, for
    without it a patch program takes the change to end the file.
    """
    if not hunk.whole:
        return (HunkPart(hunk.start, hunk.end, diff.lines[hunk.header]),)
    start, end, first, last = hunk.start, hunk.end, hunk.first, hunk.last
    changed = hunk.added + hunk.removed
    # With notes on line ends, a hunk has more lines than its sides account for.
    if end - start != hunk.old_count + hunk.added or (
        last - first > changed + 2 * most and diff.tags.find(" " * (2 * most + 1), first, last) >= 0
    ):
        return _apart(diff, hunk, most)
    first = max(start, first - most)
    last = min(end, last + (most or 1))
    header = diff.lines[hunk.header]
    starts = diff.starts
    if not hunk.piece and starts[first] - starts[start] + starts[end] - starts[last] < _LEAST_CHARS:
        return (HunkPart(start, end, header),)
    passed = first - start
    old_count, new_count = last - first - hunk.added, last - first - hunk.removed
    old = hunk.old_start + (hunk.old_count == 0) + passed
    new = hunk.new_start + (hunk.new_count == 0) + passed
    section = header[hunk.section :]
    if passed and len(section) > _LINE_END:
        section = _below(diff, start, first, section)
    if old_count > 1 and new_count > 1:
        return (HunkPart(first, last, f"@@ -{old},{old_count} +{new},{new_count} @@{section}"),)
    return (HunkPart(first, last, f"@@ -{_side(old, old_count)} +{_side(new, new_count)} @@{section}"),)


def creates(hunk: Hunk) -> bool:
    """Whether a hunk makes a new file, which is the only one that may stay in part: it stands without context."""
    return hunk.whole and not hunk.old_start and not hunk.old_count


def window(diff: Diff, hunk: Hunk, most_chars: float, asked: Sequence[int] = ()) -> tuple[HunkPart, ...]:
    """Neighbouring lines of a new file, as far as there is room: the first ones, or those round what was asked for.

    Keeps: the lines asked for, whatever room they take.
    """
    starts = diff.starts
    first, end = hunk.start, hunk.start + hunk.added
    last = first
    if asked:
        last = max(asked) + 1
        if starts[last] - starts[first] > most_chars:
            first = max(first, min(asked) - _ABOVE)
    last = max(last, min(end, bisect_right(starts, starts[first] + most_chars) - 1))
    if last <= first:
        return ()
    section = diff.lines[hunk.header][hunk.section :]
    # The note on a missing line end stays with its line.
    shown = hunk.end if last == end else last
    return (HunkPart(first, shown, f"@@ -0,0 +{_side(hunk.new_start + first - hunk.start, last - first)} @@{section}"),)


def _pieces(diff: Diff, hunk: Hunk) -> Iterator[Hunk]:
    """A long hunk in parts that each end in context, which a patch program needs; a short one as it is."""
    if hunk.end - hunk.start <= _LONG or not hunk.whole:
        yield hunk
        return
    start, old, new = hunk.start, hunk.old_start, hunk.new_start
    for run in _RUN.finditer(diff.tags, hunk.start, hunk.end):
        first, last = run.span()
        end = first + (last - first + 1) // 2
        if end - start >= _PIECE and hunk.end - last >= _PIECE and first > start and "\\" not in run[0]:
            piece = _piece(diff, hunk, start, end, (old, new))
            yield piece
            start, old, new = end, old + piece.old_count, new + piece.new_count
    yield hunk if start == hunk.start else _piece(diff, hunk, start, hunk.end, (old, new))


def _piece(diff: Diff, hunk: Hunk, start: int, end: int, sides: tuple[int, int]) -> Hunk:
    added, removed, kept = (diff.tags.count(tag, start, end) for tag in "+- ")
    old, new = sides
    first, last = changed_lines(diff.tags, start, end)
    return msgspec.structs.replace(
        hunk,
        start=start,
        end=end,
        old_start=old,
        old_count=kept + removed,
        new_start=new,
        new_count=kept + added,
        added=added,
        removed=removed,
        first=first,
        last=last,
        piece=True,
    )


def _apart(diff: Diff, hunk: Hunk, most: int) -> tuple[HunkPart, ...]:
    """The hunk without its outer context, in parts where much of it lies between two changes."""
    cuts = list(_cuts(diff, hunk, most))
    if not hunk.piece and sum([diff.chars(first, last) for first, last in cuts]) < _LEAST_CHARS:
        return (HunkPart(hunk.start, hunk.end, diff.lines[hunk.header]),)
    bounds = [hunk.start, *(edge for cut in cuts for edge in cut), hunk.end]
    return tuple(_parts(diff, hunk, [span for span in zip(bounds[::2], bounds[1::2], strict=True) if span[0] < span[1]]))


def _cuts(diff: Diff, hunk: Hunk, most: int) -> Iterator[tuple[int, int]]:
    """The runs of context that go: before the first change, behind the last, and between two where they are long."""
    start, end = hunk.start, hunk.end
    for run in _RUN.finditer(diff.tags, start, end):
        first, last = run.span()
        before = first if first == start else first + (most or 1)
        after = last if last == end else last - most
        if after <= before or (before == start and after == end):
            continue
        if (last != end or after - before < 2) and "\\" in run[0]:
            # The note on the missing line end stays with its line.
            continue
        if before == start or after == end or diff.chars(before, after) > _SPLIT_CHARS:
            yield before, after


def _parts(diff: Diff, hunk: Hunk, spans: Sequence[tuple[int, int]]) -> Iterator[HunkPart]:
    """Lines of a hunk under headers of their own."""
    tags = diff.tags
    section = diff.lines[hunk.header][hunk.section :]
    named = len(section) > _LINE_END
    old = hunk.old_start + (hunk.old_count == 0)
    new = hunk.new_start + (hunk.new_count == 0)
    at = hunk.start
    for first, last in spans:
        if first > at:
            passed = tags.count(" ", at, first)
            old += passed + tags.count("-", at, first)
            new += passed + tags.count("+", at, first)
            if named:
                section = _below(diff, at, first, section)
        kept = tags.count(" ", first, last)
        old_side = _side(old, kept + tags.count("-", first, last))
        new_side = _side(new, kept + tags.count("+", first, last))
        yield HunkPart(first, last, f"@@ -{old_side} +{new_side} @@{section}")
        # A part below it that names nothing new is in the same.
        section = section[len(section.rstrip("\r\n")) :]
        at = first


def _side(line: int, count: int) -> str:
    """The numbers of one side; without lines, the number of the line before them."""
    if not count:
        return f"{line - 1},0"
    return f"{line}" if count == 1 else f"{line},{count}"


def _below(diff: Diff, first: int, last: int, section: str) -> str:
    """The section of a header that stands below some lines of the new side: the last of them that names one.

    Sections come with their line end.
    """
    for at in range(last - 1, first - 1, -1):
        line = diff.lines[at]
        # Longer lines are data.
        words = line[1:_LONGEST_LINE].split(None, 1)
        if words and words[0] in _DEFINES and diff.tags[at] != "-" and len(words) > 1:
            line_end = section[len(section.rstrip("\r\n")) :]
            return f" {line[1:].strip()[:_LONGEST_SECTION].rstrip()}{line_end}"
    return section
