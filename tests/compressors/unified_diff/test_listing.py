"""Tests of what is told of files that were left out."""

from __future__ import annotations

import re

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


def test_modes_and_submodules_are_told() -> None:
    """From what to what."""
    text = "diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n"
    text += "diff --git a/vendor/lib b/vendor/lib\nindex 1111111..2222222 160000\n--- a/vendor/lib\n+++ b/vendor/lib\n"
    text += f"@@ -1 +1 @@\n-Subproject commit {'1' * 40}\n+Subproject commit {'2' * 40}\n"
    diff = parse_diff(text)
    told = Lister(diff, frozenset()).files(files_of(diff))
    assert told == "run.sh mode 100644 to 100755, vendor/lib submodule 1111111 to 2222222"


def test_what_moved_together_is_told_together() -> None:
    """With all names; two files are told each by itself, and so is what changed its name or its mode."""
    move = "diff --git a/{0} b/{1}\nsimilarity index 100%\nrename from {0}\nrename to {1}\n"
    text = "".join(move.format(f"old/{name}.py", f"new/{name}.py") for name in "abcd") + move.format("old/e.py", "new/f.py")
    text += "".join(move.format(f"{name}.py", f"src/{name}.py") for name in "gh")
    text += move.format("old/i.py", "new/i.py").replace("similarity", "old mode 100644\nnew mode 100755\nsimilarity")
    diff = parse_diff(text)
    assert Lister(diff, frozenset()).files(files_of(diff)) == (
        "4 renamed from old/ to new/: a.py, b.py, c.py, d.py, new/f.py renamed from old/e.py, "
        "src/g.py renamed from g.py, src/h.py renamed from h.py, new/i.py mode 100644 to 100755 renamed from old/i.py"
    )


def test_names_have_a_bounded_room() -> None:
    """Where they do not fit, some are told, those of the rarest kind first, and the others by what happened and folder."""
    text = git_diff({f"web/app/{at:04}/x.py": (LINES, edited(LINES, 9)) for at in range(200)} | {"web/new.py": ([], LINES)})
    text += "diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n"
    diff = parse_diff(text)
    told = Lister(diff, frozenset()).files(files_of(diff))
    assert len(told) < 1_500
    assert told.startswith("web/new.py new +80, run.sh mode 100644 to 100755, web/app/0000/x.py +1 -1, ")
    shown = told.count("/x.py")
    assert told.endswith(f"/x.py +1 -1; others: {200 - shown} changed +{200 - shown} -{200 - shown} in web/app/")
    wide = parse_diff(git_diff({f"{at:04}{'x' * 100}/y/x.py": (LINES, edited(LINES, 9)) for at in range(200)}))
    narrow = Lister(wide, frozenset())
    lists = [narrow.files(files_of(wide)) for _ in range(20)]
    assert re.search(r"; others: \d+ changed \+(\d+) -\1 in \d{4}x+/y/ 1, .*, elsewhere \d+$", lists[0])
    assert lists[-1] == "200 changed +200 -200"


def test_hunks_are_told_by_line() -> None:
    """Of the new side, the first few of them."""
    diff = parse_diff(git_diff({"a.py": (before(90), edited(before(90), *range(5, 360, 20)))}))
    (part,) = files_of(diff)
    assert Lister(diff, frozenset()).hunks(part.hunks[:1]) == "+1 -1 at line 3"
    assert Lister(diff, frozenset()).hunks(part.hunks) == "+18 -18 at lines 3, 23, 43, 63, 83, 103, 123, 143, …"
