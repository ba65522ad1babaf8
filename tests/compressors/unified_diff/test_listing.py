"""Tests of what is told of files that were left out."""

from __future__ import annotations

from headroom.compressors.unified_diff.listing import Lister
from headroom.compressors.unified_diff.parse import Diff, FilePart, parse_diff
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(20)


def files_of(diff: Diff) -> list[FilePart]:
    """The files of a diff."""
    return [part for part in diff.parts if isinstance(part, FilePart)]


def test_files_are_named_with_what_happened() -> None:
    """New, deleted, renamed, binary, and how many lines."""
    text = git_diff({"a.py": (LINES, edited(LINES, 1, 9)), "b.py": ([], LINES), "c.py": (LINES, [])})
    text += "diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n"
    text += "diff --git a/x.png b/x.png\nindex 1..2 100644\nBinary files a/x.png and b/x.png differ\n"
    diff = parse_diff(text)
    told = Lister(diff, frozenset()).files(files_of(diff))
    assert told == "a.py +2 -2, b.py new +80, c.py deleted -80, n renamed from o, x.png binary"


def test_repeated_changes_are_called_so() -> None:
    """All hunks of the file must be."""
    diff = parse_diff(git_diff({"a.py": (LINES, edited(LINES, 9))}))
    (part,) = files_of(diff)
    assert Lister(diff, frozenset([part.hunks[0].start])).files([part]) == "a.py +1 -1 repeated"


def test_many_files_are_told_by_folder() -> None:
    """Names have a bounded room in a text, and so have folders."""
    diff = parse_diff(git_diff({f"web/app/{at:04}/x.py": (LINES, edited(LINES, 9)) for at in range(200)}))
    lister = Lister(diff, frozenset())
    assert lister.files(files_of(diff)) == "web/app/ 200 files +200 -200"
    wide = parse_diff(git_diff({f"{at:04}{'x' * 100}/y/x.py": (LINES, edited(LINES, 9)) for at in range(200)}))
    assert Lister(wide, frozenset()).files(files_of(wide)).endswith("elsewhere 188")
    narrow = Lister(wide, frozenset())
    while (told := narrow.files(files_of(wide))).endswith("elsewhere 188"):
        pass
    assert told == "+200 -200"


def test_hunks_are_told_by_line() -> None:
    """Of the new side, the first few of them."""
    diff = parse_diff(git_diff({"a.py": (before(90), edited(before(90), *range(5, 360, 20)))}))
    (part,) = files_of(diff)
    assert Lister(diff, frozenset()).hunks(part.hunks[:1]) == "+1 -1 at line 3"
    assert Lister(diff, frozenset()).hunks(part.hunks) == "+18 -18 at lines 3, 23, 43, 63, 83, 103, 123, 143, …"
