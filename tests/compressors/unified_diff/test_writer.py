"""Tests of how a diff is written with what stays."""

from __future__ import annotations

from headroom.compressors.unified_diff.hunks import without_context
from headroom.compressors.unified_diff.parse import FilePart, Prose, parse_diff
from headroom.compressors.unified_diff.selection import Selection
from headroom.compressors.unified_diff.writer import Draft, write_diff
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(60)


def written(text: str, *kept: int, terse: bool = False, bare: tuple[int, ...] = ()) -> tuple[str, Draft]:
    """The diff with some of its hunks, by their number, and all of its prose but the third line."""
    diff = parse_diff(text)
    hunks = [hunk for part in diff.parts if isinstance(part, FilePart) for hunk in part.hunks]
    selection = Selection(
        kept={hunks[at].start: without_context(diff, hunks[at], 1) for at in kept},
        repeated=frozenset(),
        bare=frozenset(bare),
        context=1,
        terse=terse,
        reasons={},
    )
    prose = {
        at: [(part.start, part.start + 2), (part.start + 3, part.end)]
        if part.end - part.start > 3
        else [(part.start, part.end)]
        for at, part in enumerate(diff.parts)
        if isinstance(part, Prose)
    }
    draft = write_diff(diff, selection, prose)
    return "".join(draft.pieces), draft


THREE = git_diff({f"src/{name}.py": (LINES, edited(LINES, 9, 90)) for name in "abc"})


def test_files_without_a_hunk_are_told_where_they_stood() -> None:
    """In one note for those that stood together."""
    text, draft = written(THREE, 4, 5)
    assert text.startswith(
        "[headroom: 2 files omitted (src/a.py +2 -2, src/b.py +2 -2)]\ndiff --git a/src/c.py b/src/c.py\n--- a/"
    )
    assert text.count("[headroom") == 1
    assert (draft.files, draft.hunks) == (2, 4)


def test_hunks_are_told_behind_the_last_of_their_file() -> None:
    """Between hunks, patch programs allow nothing."""
    text, draft = written(THREE, 0, 1, 3)
    second = text[text.index("--- a/src/b.py") :]
    assert second.splitlines()[6:8] == ["     return item + 174218", "[headroom: 1 hunk omitted (+1 -1 at line 7)]"] or (
        "[headroom: 1 hunk omitted (+1 -1 at line 7)]\n[headroom: 1 file omitted" in second
    )
    assert draft.hunks == 3


def test_every_line_is_accounted_for() -> None:
    """By kind, and in runs that are the lines that do not stand there."""
    text, draft = written(THREE, 0, 3)
    kinds = dict(draft.kinds)
    assert sum(kinds.values()) == sum(end - start for start, end in draft.dropped)
    assert (kinds["added"], kinds["removed"]) == (4, 4)
    assert kinds["header"] == 1 + 1 + 4 + 2 + 2
    assert sum(line.startswith("+ ") for line in text.split("\n")) == 2


def test_headers_lose_what_others_say() -> None:
    """The names of objects always; the command above both sides where that is wanted; modes never."""
    brief, _ = written(THREE, 0, 1, 2, 3, 4, 5, terse=True)
    assert brief.startswith("--- a/src/a.py\n+++ b/src/a.py\n@@ ")
    new, _ = written(git_diff({"a.py": ([], LINES)}), 0, terse=True)
    assert new.startswith("diff --git a/a.py b/a.py\nnew file mode 100644\n--- /dev/null\n")
    linked, _ = written(THREE.replace(" 100644", " 120000"), 0, 1, 2, 3, 4, 5, terse=True)
    assert linked.startswith("diff --git a/src/a.py b/src/a.py\nindex 1234567..89abcde 120000\n---")


def test_a_rename_is_not_read_on_into_the_next_file() -> None:
    """Patch programs take the sides of a file without command as part of the header above."""
    rename = "diff --git a/o b/n\nsimilarity index 100%\nrename from o\nrename to n\n"
    text, _ = written(rename + THREE, 0, 1, 2, 3, 4, 5, terse=True, bare=(0,))
    assert text.startswith(f"{rename}diff --git a/src/a.py b/src/a.py\n--- a/src/a.py\n")
    assert "\n--- a/src/b.py" in text
    assert "diff --git a/src/b.py" not in text


def test_gaps_in_messages_are_told() -> None:
    """By their number of lines; an empty line between files that are gone is not worth a note."""
    text, draft = written(f"commit 1\n\n    one\n    two\n\n{THREE}\n{THREE}")
    assert text.startswith("commit 1\n\n[headroom: 1 line omitted]\n    two\n\n[headroom: 6 files omitted (")
    assert dict(draft.kinds)["other"] == 2


def test_notes_start_and_end_lines() -> None:
    """Behind a text without a final line end, and with the line ends of the text."""
    text, _ = written(THREE.rstrip("\n"), 0, 1, 2, 3, 5)
    assert "[headroom: 1 hunk omitted (+1 -1 at line 7)]\n" in text.split("def take_23")[-1]
    windows, _ = written(THREE.replace("\n", "\r\n"), 0)
    assert all(line.endswith("\r") for line in windows.split("\n")[:-1])
