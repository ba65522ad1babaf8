"""Tests of how much room the changes of a diff are given."""

from __future__ import annotations

from headroom.compressors.unified_diff.parse import parse_diff
from headroom.compressors.unified_diff.room import SMALL, bare_files, context_lines, room_chars
from headroom.config import DiffSettings
from tests.compressors.unified_diff.samples import before, edited, git_diff

RENAME = "diff --git a/o{0} b/n{0}\nsimilarity index 100%\nrename from o{0}\nrename to n{0}\n"
BINARY = "diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n"
CHANGE = git_diff({"a.py": (before(9), edited(before(9), 9))})


def test_room_grows_with_the_text_but_less() -> None:
    """All of a small one, a share of a larger one, next to nothing of what is above."""
    sizes = (SMALL, 2 * SMALL, 20 * SMALL, 200 * SMALL)
    rooms = [room_chars(size) for size in sizes]
    assert rooms[0] == SMALL
    assert rooms == sorted(rooms)
    shares = [room / size for room, size in zip(rooms, sizes, strict=True)]
    assert shares == sorted(shares, reverse=True)


def test_longer_diffs_have_less_context() -> None:
    """Half of what is wished for, but some if any is."""
    assert [context_lines(most) for most in (0, 1, 2, 3, 8)] == [0, 1, 1, 1, 4]


def test_headers_without_hunks_stay_within_reason() -> None:
    """Renames do, beyond a number they are listed; of binary files only small diffs keep them."""
    assert len(bare_files(parse_diff("".join(RENAME.format(at) for at in range(50)) + CHANGE), small=False)) == 8
    assert bare_files(parse_diff(BINARY + CHANGE), small=True) == {0}
    assert bare_files(parse_diff(BINARY + CHANGE), small=False) == frozenset()


def test_headers_that_are_asked_for_stay() -> None:
    """Beyond the number, and of binary files."""
    diff = parse_diff("".join(RENAME.format(at) for at in range(50)) + BINARY + CHANGE)
    assert bare_files(diff, "Was n30 moved?", small=False) == {*range(8), 30}
    assert 50 in bare_files(parse_diff(diff.text.replace("a/x b/x", "a/x.png b/x.png")), "Did x.png change?", small=False)


def test_merges_always_stay() -> None:
    """There is no rule for what may go of them."""
    merge = "diff --cc m\nindex 1,2..3\n--- a/m\n+++ b/m\n@@@ -1,2 -1,2 +1,2 @@@\n" + "  same\n- b\n -c\n++d\n" * 20
    assert bare_files(parse_diff(CHANGE + merge), small=False) == {1}


def test_more_hunks_wanted_have_more_room() -> None:
    """Never more than there is; fewer wanted are cut by their own limits."""
    usual = room_chars(60_000)
    assert room_chars(60_000, DiffSettings()) == usual
    assert room_chars(60_000, DiffSettings(max_hunks_per_file=20, max_files=40)) == 2 * usual
    assert room_chars(60_000, DiffSettings(max_hunks_per_file=20)) == usual
    assert room_chars(60_000, DiffSettings(max_hunks_per_file=500, max_files=900)) == 60_000
    assert room_chars(60_000, DiffSettings(max_hunks_per_file=1, max_files=1)) == usual
