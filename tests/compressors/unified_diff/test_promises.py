"""Tests of what is promised of large hunks, of what is asked for, and of coloured diffs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from returns.result import Failure

from headroom.compressors.unified_diff import UnifiedDiff
from headroom.config import DiffSettings
from tests.compressors.unified_diff.samples import before, edited, git_diff

LINES = before(60)
EDITS = git_diff({f"src/m{at}.py": (before(60, f"f{at}_"), edited(before(60, f"f{at}_"), 9, 60, 130)) for at in range(12)}, 10)
PAIRS = "".join(f"-old_{at} = {at}\n+new_{at} = {at}\n" for at in range(900))
REWRITE = f"diff --git a/s.py b/s.py\n--- a/s.py\n+++ b/s.py\n@@ -1,900 +1,900 @@\n{PAIRS}"
NEW = git_diff({"n.py": ([], [f"def g{at}(): return {at}\n" for at in range(900)])})
LOCK = (
    "diff --git a/package-lock.json b/package-lock.json\n--- a/package-lock.json\n+++ b/package-lock.json\n"
    "@@ -10,400 +10,400 @@\n"
    + "".join(f'-      "version": "1.{at}.0",\n+      "version": "1.{at}.1",\n' for at in range(399))
    + '-    "left-pad": "1.0.0"\n+    "left-pad": "6.6.6"\n'
)


def shortened(text: str, query: str = "") -> str:
    """What is left of a text; all of it where it stays."""
    return UnifiedDiff()(text, query).map(lambda found: found.text).value_or(text)


@pytest.mark.parametrize("query", ["what about new_444?", "review this", ""])
def test_a_rewrite_stays_whole_where_it_is_the_whole_diff(query: str) -> None:
    """A part of its pairs would neither apply nor be what the header promises."""
    assert isinstance(UnifiedDiff()(REWRITE, query), Failure)


def test_a_rewrite_among_others_stays_whole_or_goes() -> None:
    """Whole where something in it is asked for; else it is told of with its size."""
    asked = shortened(REWRITE + EDITS, "what about new_444?")
    assert PAIRS in asked
    assert len(asked) < len(REWRITE + EDITS)
    other = shortened(REWRITE + EDITS, "review this")
    assert "+new_" not in other
    assert "s.py +900 -900" in other


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("query", ["what does g444 return?", "what do g444 and g450 return?", "review this", "g899?", "g0?"])
def test_a_new_file_that_is_too_long_stays_in_part(tmp_path: Path, query: str) -> None:
    """What is asked for is in it; it applies; the note calls it a part and says which."""
    found = shortened(NEW, query)
    assert all(f"+def {name}(): return" in found for name in re.findall(r"g\d+", query))
    (tmp_path / "kept.diff").write_text(found)
    ran = subprocess.run(["git", "apply", "kept.diff"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    written = (tmp_path / "n.py").read_text()
    told = re.search(
        r"\[headroom: (\d+) added lines omitted \(above is a part of the hunk: lines (\d+) to (\d+) of 900\)\]", found
    )
    assert told is not None
    omitted, first, last = map(int, told.groups())
    assert written == "".join(f"def g{at}(): return {at}\n" for at in range(first - 1, last))
    assert omitted == 900 - (last - first + 1)


def test_a_part_is_told_in_the_report() -> None:
    """As such, not as nothing left out."""
    assert "1 hunk in part" in UnifiedDiff()(NEW, "").unwrap().summary
    assert "in part" not in UnifiedDiff()(EDITS, "").unwrap().summary


def test_entries_that_are_asked_for_stay() -> None:
    """Of lock files, too, whether the question names the file or not, in a small diff and in a large one."""
    assert "6.6.6" in shortened(EDITS + LOCK, "which version of left-pad does package-lock.json get?")
    assert "6.6.6" in shortened(EDITS + LOCK, "which version of left-pad do we get?")
    assert "6.6.6" not in shortened(EDITS + LOCK, "review this")
    lock = before(40)
    small = git_diff({"src/a.py": (LINES, edited(LINES, 9, 90)), "yarn.lock": (lock, edited(lock, 5, 50, 100))})
    assert "changed at 50" in shortened(small, "what about take_12?")
    assert "changed at 5\n" not in shortened(small, "what about take_12?")
    assert "changed at 50" not in shortened(small, "what about take_77?")


def test_a_file_that_is_asked_for_stays_with_a_hunk_at_least() -> None:
    """Though there is no room for it."""
    assert PAIRS in shortened(REWRITE + EDITS, "what changed in s.py?")


def test_a_diff_of_noise_alone_is_none() -> None:
    """Who compares a lock file wants to see it."""
    lock = before(200)
    small = git_diff({"yarn.lock": (lock, edited(lock, 5, 50, 100))}, 8)
    large = git_diff({"yarn.lock": (lock, edited(lock, *range(5, 800, 20)))}, 8)
    assert "changed at 50" in shortened(small)
    assert "+" in shortened(large).partition("@@ ")[2]


def test_renames_alone_are_told_by_name() -> None:
    """A few stay; the others are named together."""
    text = "".join(
        f"diff --git a/old/m{at}.py b/new/m{at}.py\nsimilarity index 100%\nrename from old/m{at}.py\nrename to new/m{at}.py\n"
        for at in range(60)
    )
    found = shortened(text, "what moved?")
    assert len(found) < len(text) / 2
    assert "52 renamed from old/ to new/" in found
    assert all(f"m{at}.py" in found for at in range(60))


COLOURS = {"-": "31", "+": "32", "@": "36"}


def coloured(text: str) -> str:
    """The diff as git prints it for a terminal."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(("diff ", "index ", "--- ", "+++ ")):
            lines.append(f"\x1b[1m{line}\x1b[m")
        elif line.startswith("@@"):
            numbers, _, section = line[2:].partition("@@")
            lines.append(f"\x1b[36m@@{numbers}@@\x1b[m{section}")
        elif line[:1] in COLOURS:
            colour = f"\x1b[{COLOURS[line[0]]}m"
            lines.append(f"{colour}{line[0]}\x1b[m{colour}{line[1:]}\x1b[m")
        else:
            lines.append(line)
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("text", [EDITS, git_diff({"src/a.py": (LINES, edited(LINES, 9, 90))}, 9)])
def test_coloured_diffs_keep_their_colours(text: str) -> None:
    """What stays is the text's own; without the colours it is what becomes of the text without them."""
    found = shortened(coloured(text))
    assert len(found) < len(coloured(text))
    own = set(coloured(text).splitlines())
    assert all(line in own or line.startswith(("[headroom: ", "\x1b[36m@@ ")) for line in found.splitlines())
    bare = re.sub(r"\x1b\[[0-9;]*m", "", found)
    kept = [line for line in bare.splitlines() if not line.startswith("[headroom")]
    plain = [line for line in shortened(text).splitlines() if not line.startswith("[headroom")]
    assert kept == plain


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{at}c{at}\n< old {at}\n---\n> new {at}\n" for at in range(10, 600, 3)),
        "".join(
            f"***************\n*** {at},{at + 2} ****\n  x\n! old\n  y\n--- {at},{at + 2} ----\n  x\n! new\n  y\n"
            for at in range(90)
        ),
        "diff -r a/x b/x\n2c2\n< a\n---\n> b\n" * 90,
        "Only in a: x\n" * 90,
    ],
)
def test_other_forms_of_diffs_are_left_alone(text: str) -> None:
    """Plain ones, context diffs, and comparisons of folders without hunks."""
    assert isinstance(UnifiedDiff(DiffSettings())(text, "what changed?"), Failure)
