"""Tests of diffs with colours."""

from __future__ import annotations

from headroom.compressors.unified_diff.colours import coloured, coloured_header, uncoloured
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, parse_diff

TEXT = (
    "\x1b[1mdiff --git a/x b/x\x1b[m\n\x1b[1m--- a/x\x1b[m\n\x1b[1m+++ b/x\x1b[m\n"
    "\x1b[36m@@ -1,3 +1,3 @@\x1b[m \x1b[mdef f():\x1b[m\n a\n\x1b[31m-b\x1b[m\n\x1b[32m+\x1b[m\x1b[32mB\x1b[m\n c\n"
)


def read(text: str) -> tuple[Diff, Hunk]:
    """A coloured diff and its hunk."""
    diff = coloured(parse_diff(uncoloured(text)), text)
    (hunk,) = (hunk for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks)
    return diff, hunk


def test_lines_are_read_without_colours_and_written_with_them() -> None:
    """Each is the text's own."""
    diff, hunk = read(TEXT)
    assert diff.lines[5:7] == ["-b\n", "+B\n"]
    assert [diff.run(at, at + 1) for at in range(len(diff.lines))] == TEXT.splitlines(keepends=True)
    assert (hunk.added, hunk.removed) == (1, 1)


def test_headers_keep_their_colours() -> None:
    """With other numbers, and with the name of another section."""
    diff, hunk = read(TEXT)
    own = TEXT.splitlines(keepends=True)[3]
    assert coloured_header(diff, hunk, diff.lines[3]) == own
    assert coloured_header(diff, hunk, "@@ -2 +2 @@ def f():\n") == own.replace("-1,3 +1,3", "-2 +2")
    assert coloured_header(diff, hunk, "@@ -2 +2 @@ def g():\n") == "\x1b[36m@@ -2 +2 @@\x1b[m def g():\n"
    odd, hunk = read(TEXT.replace("@@ -1,3", "@@\x1b[m -1,3"))
    assert coloured_header(odd, hunk, "@@ -2 +2 @@ def g():\n") == "@@ -2 +2 @@ def g():\n"


def test_colours_behind_the_last_line_belong_to_it() -> None:
    """They are no line of their own."""
    diff, _ = read(f"{TEXT}\x1b[m")
    assert diff.run(0, len(diff.lines)) == f"{TEXT}\x1b[m"
    assert diff.run(7, 8) == " c\n\x1b[m"


def test_other_escapes_stay() -> None:
    """Only colours are read past."""
    assert uncoloured("\x1b[2J\x1b[0;1mx\x1b[K") == "\x1b[2Jx"
