"""Excerpts read back: which lines of the original stand in them, by their own notes alone."""

from __future__ import annotations

import re

__all__ = ["kept_lines"]

_GAP = re.compile(r"^[ \t]*(?:\.\.\.[ \t]+)?(?:(?:#|//|\*) )?\[headroom: (\d+) lines? omitted(?: \(.*\))?\]\r?\n?$", re.DOTALL)
"""Also as a comment of a program, and in the place of what a block of Python must have."""
_MARKER = re.compile(
    r"^(?:(?:#|//) )?\[headroom: (\d+) of (\d+) lines omitted(?: \(.*\))?; original [0-9a-f]{24}(?: via headroom_retrieve)?\]$"
)


def kept_lines(excerpt: str, original: str) -> list[int]:
    """The indexes of the lines that stayed; none where a setting wants none.

    Fails where a line is not the original's own at the place that the notes before it lead to, or where a count is wrong.
    """
    lines = _lines(original)
    *body, last = _lines(excerpt)
    stated = _MARKER.match(last)
    assert stated, f"no marker at the end: {last!r}"
    at = 0
    kept: list[int] = []
    for line in body:
        gap = _GAP.match(line)
        if gap:
            at += int(gap[1])
            continue
        assert at < len(lines), f"more lines than there were: {line!r}"
        # Only the last line may have been without a line end, which it got for the marker behind it.
        assert line == lines[at] or (at == len(lines) - 1 and line.rstrip("\r\n") == lines[at]), (line, lines[at])
        kept.append(at)
        at += 1
    assert at == len(lines), f"{len(lines) - at} lines at the end are not accounted for"
    assert (int(stated[1]), int(stated[2])) == (len(lines) - len(kept), len(lines))
    return kept


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
