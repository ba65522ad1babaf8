"""Tests of hunks with less context, and of long ones in pieces."""

from __future__ import annotations

from itertools import pairwise

from headroom.compressors.unified_diff.hunks import HunkPart, creates, divided, window, without_context
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, parse_diff
from tests.compressors.unified_diff.samples import before, diff_of, edited


def read(text: str) -> tuple[Diff, list[Hunk]]:
    """A diff of one file and its hunks."""
    diff = parse_diff(text)
    (part,) = (part for part in diff.parts if isinstance(part, FilePart))
    return diff, list(part.hunks)


def shown(diff: Diff, parts: tuple[HunkPart, ...]) -> list[str]:
    """The lines that the parts come to."""
    return "".join(part.header + diff.run(part.start, part.end) for part in parts).splitlines()


HEAD = "--- a/x\n+++ b/x\n"


def test_context_goes_and_numbers_follow() -> None:
    """On both sides of the change, by as many lines as went."""
    diff, (hunk,) = read(
        f"{HEAD}@@ -10,7 +20,7 @@ class A:\n one line\n two line\n three\n-old\n+new\n four\n five line\n six line\n"
    )
    assert shown(diff, without_context(diff, hunk, 1)) == ["@@ -12,3 +22,3 @@ class A:", " three", "-old", "+new", " four"]
    assert shown(diff, without_context(diff, hunk, 5)) == list(map(str.rstrip, diff.lines[2:]))


def test_a_line_stays_behind_a_change() -> None:
    """Without one, a patch program takes the change to end the file."""
    diff, (hunk,) = read(f"{HEAD}@@ -10,5 +20,5 @@\n one long line\n two\n-old\n+new\n four\n five long line\n")
    assert shown(diff, without_context(diff, hunk, 0)) == ["@@ -12,2 +22,2 @@", "-old", "+new", " four"]


def test_changes_that_lie_apart_get_headers_of_their_own() -> None:
    """Where what lies between is worth one."""
    lines = before(4)
    diff, (hunk,) = read(diff_of("x", lines, edited(lines, 1, 14), context=20))
    assert shown(diff, without_context(diff, hunk, 1)) == [
        "@@ -1,3 +1,3 @@",
        " def take_0(queue):",
        "-    item = queue.pop(0)",
        "+    item = queue.pop(0)  # changed at 1",
        "     return item + 0",
        "@@ -14,3 +14,3 @@",
        "     item = queue.pop(111)",
        "-    return item + 23757",
        "+    return item + 23757  # changed at 14",
        " ",
    ]


def test_the_header_names_what_the_part_is_in() -> None:
    """The last definition above it, if the context that went holds one."""
    lines = before(4)
    text = diff_of("x", lines, edited(lines, 2, 14), context=20).replace(" @@\n", " @@ class Queue:\n")
    diff, (hunk,) = read(text)
    headers = [part.header for part in without_context(diff, hunk, 1)]
    assert headers == ["@@ -2,3 +2,3 @@ def take_0(queue):\n", "@@ -14,3 +14,3 @@ def take_3(queue):\n"]


def test_little_context_stays() -> None:
    """A header with other numbers may cost more."""
    diff, (hunk,) = read(f"{HEAD}@@ -10,5 +20,5 @@\n a\n b\n-old\n+new\n c\n d\n")
    assert without_context(diff, hunk, 1) == (HunkPart(3, 9, "@@ -10,5 +20,5 @@\n"),)


def test_the_note_on_a_line_end_stays_with_its_line() -> None:
    """Else the line would be another one."""
    note = "\\ No newline at end of file"
    diff, (hunk,) = read(f"{HEAD}@@ -10,4 +20,4 @@\n a rather long line of context\n b\n-old\n+new\n c\n{note}\n")
    assert shown(diff, without_context(diff, hunk, 1))[-2:] == [" c", note]


def test_hunks_that_were_cut_short_stay_as_they_are() -> None:
    """Their numbers cannot be told."""
    diff, (hunk,) = read(f"{HEAD}@@ -10,50 +20,50 @@\n a rather long line of context\n another of them\n-old\n+new\n")
    assert without_context(diff, hunk, 0) == (HunkPart(3, 7, diff.lines[2]),)


def test_line_ends_of_headers_stay() -> None:
    """Also Windows'."""
    diff, (hunk,) = read(f"{HEAD}@@ -10,4 +20,4 @@ f\n a rather long line\n b\n-old\n+new\n c\n".replace("\n", "\r\n"))
    assert without_context(diff, hunk, 1)[0].header == "@@ -11,3 +21,3 @@ f\r\n"


def test_long_hunks_are_divided_where_context_is() -> None:
    """The pieces tile the body, and each is a hunk with numbers of its own."""
    lines = before(60)
    diff, (hunk,) = read(diff_of("x", lines, edited(lines, *range(1, 240, 6)), context=5))
    _, pieces = read(diff.text)
    pieces = [piece for part in divided(diff).parts if isinstance(part, FilePart) for piece in part.hunks]
    assert len(pieces) > 3
    assert [pieces[0].start, *[piece.end for piece in pieces]] == [*[piece.start for piece in pieces], hunk.end]
    assert sum(piece.added for piece in pieces) == hunk.added
    for one, two in pairwise(pieces):
        assert (two.old_start, two.new_start) == (one.old_start + one.old_count, one.new_start + one.new_count)
        assert diff.tags[one.end - 1] == " "
    assert (
        divided(parse_diff(diff_of("x", lines, edited(lines, 9)))).parts[0]
        == parse_diff(diff_of("x", lines, edited(lines, 9))).parts[0]
    )


def test_the_beginning_of_a_new_file() -> None:
    """As many lines as there is room for, under a header that says so."""
    diff, (hunk,) = read("--- /dev/null\n+++ b/x\n@@ -0,0 +1,4 @@\n+one\n+two\n+three\n+four\n")
    assert creates(hunk)
    assert shown(diff, window(diff, hunk, 10)) == ["@@ -0,0 +1,2 @@", "+one", "+two"]
    assert shown(diff, window(diff, hunk, 5)) == ["@@ -0,0 +1 @@", "+one"]
    assert window(diff, hunk, 4) == ()
    assert window(diff, hunk, -9) == ()


def test_the_lines_of_a_new_file_that_are_asked_for() -> None:
    """With what stands round them; from the beginning where there is room, all of them where there is none."""
    note = "\\ No newline at end of file"
    text = "--- /dev/null\n+++ b/x\n@@ -0,0 +1,90 @@\n" + "".join(f"+line {at}\n" for at in range(1, 91)) + note + "\n"
    diff, (hunk,) = read(text)
    assert shown(diff, window(diff, hunk, 80, [hunk.start + 4]))[:2] == ["@@ -0,0 +1,9 @@", "+line 1"]
    assert shown(diff, window(diff, hunk, 60, [hunk.start + 49])) == [
        "@@ -0,0 +47,6 @@",
        *[f"+line {at}" for at in range(47, 53)],
    ]
    both = shown(diff, window(diff, hunk, 60, [hunk.start + 49, hunk.start + 9]))
    assert both == ["@@ -0,0 +7,44 @@", *[f"+line {at}" for at in range(7, 51)]]
    assert shown(diff, window(diff, hunk, 60, [hunk.start + 88]))[-3:] == ["+line 89", "+line 90", note]


def test_only_what_makes_a_file_may_stay_in_part() -> None:
    """Neither an edit nor what was cut short does."""
    for text in (f"{HEAD}@@ -10,3 +20,1 @@\n-one\n a\n-two\n", "--- /dev/null\n+++ b/x\n@@ -0,0 +1,4 @@\n+one\n"):
        assert not creates(read(text)[1][0])
