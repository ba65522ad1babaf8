"""Tests of how a diff is taken apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from headroom.compressors.unified_diff.parse import FilePart, Hunk, Prose, parse_diff
from tests.compressors.unified_diff.samples import before, diff_of, edited, git_diff, plain_diff


def files_of(text: str) -> list[FilePart]:
    """The files of a diff."""
    return [part for part in parse_diff(text).parts if isinstance(part, FilePart)]


def hunks_of(text: str) -> list[Hunk]:
    """The hunks of all its files."""
    return [hunk for part in files_of(text) for hunk in part.hunks]


LINES = before(20)
TWO = {"x.py": (LINES, edited(LINES, 5, 50)), "y.py": (LINES, edited(LINES, 9))}


@pytest.mark.parametrize("text", [git_diff(TWO), plain_diff(TWO), git_diff(TWO).replace("\n", "\r\n")])
def test_parts_tile_the_lines(text: str) -> None:
    """Each file has its hunks, and nothing lies between the parts."""
    diff = parse_diff(f"commit 1\n\n    why\n\n{text}-- \n2.39.5\n")
    assert diff.parts[0].start == 0
    assert all(one.end == two.start for one, two in pairwise(diff.parts))
    assert diff.parts[-1].end == len(diff.lines)
    assert [len(part.hunks) for part in diff.parts if isinstance(part, FilePart)] == [2, 1]
    assert isinstance(diff.parts[0], Prose)
    assert diff.run(diff.parts[-1].start, diff.parts[-1].end) == "-- \n2.39.5\n"


def test_hunks_know_their_changes() -> None:
    """Numbers of the header, counts of both kinds, and where the changes start and end."""
    (hunk,) = hunks_of("--- a/x\n+++ b/x\n@@ -10,4 +20,5 @@ def f():\n a\n-b\n+c\n+d\n e\n f\n")
    assert (hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count) == (10, 4, 20, 5)
    assert (hunk.added, hunk.removed, hunk.first, hunk.last, hunk.whole) == (2, 1, 4, 7, True)


def test_counts_tell_where_a_hunk_ends() -> None:
    """Not what the lines behind it look like: headers of the next file, signatures, empty lines."""
    text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d\n-- \n2.1\n"
    assert [(part.path, len(part.hunks)) for part in files_of(text)] == [("x", 1), ("y", 1)]
    assert [hunk.end - hunk.start for hunk in hunks_of(text)] == [2, 2]
    tricky = "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a\n+++ b\n-c\n+d\n"
    assert [(hunk.added, hunk.removed, hunk.whole) for hunk in hunks_of(tricky)] == [(2, 2, True)]


def test_a_note_on_the_line_end_belongs_to_the_hunk() -> None:
    """Wherever it stands, it is no line of either side."""
    note = "\\ No newline at end of file\n"
    (hunk,) = hunks_of(f"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n{note}+b\n{note}")
    assert (hunk.end - hunk.start, hunk.added, hunk.removed, hunk.whole) == (4, 1, 1, True)


def test_stripped_context_is_context() -> None:
    """An empty line without its blank, with either line end."""
    (hunk,) = hunks_of("--- a/x\n+++ b/x\n@@ -1,4 +1,4 @@\n a\n\n-b\n+c\n\r\n")
    assert hunk.whole
    assert (hunk.first, hunk.last) == (5, 7)


@pytest.mark.parametrize("cut", [2, 4])
def test_hunks_that_were_cut_short_are_not_whole(cut: int) -> None:
    """Yet they end above the header of the next file."""
    lines = diff_of("x.py", LINES, edited(LINES, 9)).splitlines(keepends=True)
    found = files_of("".join([*lines[:-cut], *lines]))
    assert [[hunk.whole for hunk in part.hunks] for part in found] == [[False], [True]]


def test_diffs_of_merges_are_one_piece() -> None:
    """They have no single old side."""
    text = "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,2 -1,2 +1,2 @@@\n  a\n- b\n -c\n++d\n"
    (part,) = files_of(f"{text}diff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n")[:1]
    assert part.combined
    assert part.end == 9


def test_hunks_without_a_header_are_found() -> None:
    """A tool may show a part of a diff."""
    (part,) = files_of("@@ -1 +1 @@\n-a\n+b\n")
    assert (part.path, len(part.hunks)) == ("", 1)


def test_other_text_is_prose() -> None:
    """Also where it looks a little like a diff."""
    assert files_of("--- a\n+++ b\n@@@\n- item\n+ more\n@@ x\n") == []
    assert parse_diff("").parts == []
