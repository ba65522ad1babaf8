"""Law 7 for diffs: a hunk that stays is true of both files, says all that it said, and the marker accounts for the rest."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.unified_diff import UnifiedDiff
from headroom.config import DiffSettings
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from headroom.tokens import counter_for
from property_tests.strategies.choices import below, pick
from property_tests.strategies.diff_texts import Change, FileChange, changes, diff_of, file_changes

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_OMITTED = re.compile(r"\[headroom: (\d+) of (\d+) lines omitted \(([^()]*)\); original")
_LONG = 60
"""Lines from which a hunk may be divided."""
_MOST_RUNS = 300
"""Chosen: each starts git seven times."""


class _Hunk(msgspec.Struct, frozen=True):
    """A hunk as a patch program reads it: what the old side has where, what the new side has where."""

    path: str
    old_at: int
    """Lines of the old file above it."""
    new_at: int
    lines: tuple[str, ...]

    def side(self, tag: str) -> list[str]:
        """The lines of one side, each with its line end if it has one."""
        last = ""
        found: list[str] = []
        for line in self.lines:
            if line.startswith("\\"):
                if last in (" ", tag):
                    found[-1] = found[-1].removesuffix("\n")
                continue
            last = line[:1]
            if last in (" ", tag):
                found.append(line[1:] + "\n")
        return found

    def blocks(self) -> list[tuple[int, tuple[str, ...]]]:
        """Its runs of changed lines, each with the number of old lines above it."""
        found: list[tuple[int, tuple[str, ...]]] = []
        run: list[str] = []
        at = start = self.old_at
        for line in (*self.lines, " "):
            if line[:1] in ("+", "-"):
                if not run:
                    start = at
                run.append(line)
            elif run and not line.startswith("\\"):
                found.append((start, tuple(run)))
                run = []
            at += line[:1] in (" ", "-")
        return found


def _hunks(text: str) -> list[_Hunk]:
    """The hunks of a diff, read by their headers' numbers alone.

    Fails where a header promises lines that are not there.
    """
    lines = text.split("\n")
    found: list[_Hunk] = []
    path = ""
    at = 0
    while at < len(lines):
        if lines[at].startswith("--- ") and lines[at + 1].startswith("+++ "):
            old, new = _name(lines[at]), _name(lines[at + 1])
            path = (old if new == "/dev/null" else new)[2:]
            at += 2
            continue
        numbers = _HUNK.match(lines[at])
        at += 1
        if numbers is None:
            continue
        old_start, old_left, new_start, new_left = (1 if part is None else int(part) for part in numbers.groups())
        old_at, new_at, first = old_start - (old_left > 0), new_start - (new_left > 0), at
        while old_left > 0 or new_left > 0 or lines[at].startswith("\\"):
            tag = lines[at][:1]
            assert tag in (" ", "+", "-", "\\"), f"{lines[at]!r} in a hunk"
            old_left -= tag in (" ", "-")
            new_left -= tag in (" ", "+")
            at += 1
        assert old_left == new_left == 0
        found.append(_Hunk(path, old_at, new_at, tuple(lines[first:at])))
    return found


def _name(line: str) -> str:
    """The path in a `---` or `+++` line, read as git reads it."""
    name = line[4:].rstrip("\t\r")
    return ast.literal_eval(f"b{name}").decode() if name.startswith('"') else name


@st.composite
def _settings(draw: st.DrawFn) -> DiffSettings:
    few = (20, 0, 1, 3)
    return DiffSettings(max_context_lines=draw(below(5)), max_hunks_per_file=pick(draw, few), max_files=pick(draw, few))


_QUERIES = st.sampled_from(
    ("", "what changed in queue.py and why", "take self 47", "vendor tests docs lockfile", "where is 1000.7 or 4.17 set?")
)


@given(changes(), st.sampled_from((3, 10, 0, 1)), st.booleans(), _settings(), _QUERIES)
def test_kept_hunks_apply(found: tuple[Change, ...], context: int, git: bool, settings: DiffSettings, query: str) -> None:
    """Where a kept hunk says they are, both files have the lines that it says; hunks of a file stand in order, apart."""
    match UnifiedDiff(settings)(diff_of(found, context, git=git), query):
        case Success(compressed):
            files = {change.path: change for change in found}
            passed: Counter[str] = Counter()
            for hunk in _hunks(compressed.text):
                change = files[hunk.path]
                old, new = hunk.side("-"), hunk.side("+")
                assert list(change.before[hunk.old_at : hunk.old_at + len(old)]) == old
                assert list(change.after[hunk.new_at : hunk.new_at + len(new)]) == new
                assert passed[hunk.path] <= hunk.old_at
                passed[hunk.path] = hunk.old_at + len(old)


@given(changes(), st.sampled_from((3, 10, 1)), _settings(), _QUERIES)
def test_kept_hunks_keep_every_changed_line(
    found: tuple[Change, ...], context: int, settings: DiffSettings, query: str
) -> None:
    """The changes of a hunk stay all or not at all; only long hunks, where they hold context, and new files are divided."""
    text = diff_of(found, context)
    match UnifiedDiff(settings)(text, query):
        case Success(compressed):
            kept = [(hunk.path, *block) for hunk in _hunks(compressed.text) for block in hunk.blocks()]
            left = Counter(kept)
            for hunk in _hunks(text):
                blocks = [(hunk.path, *block) for block in hunk.blocks()]
                present = [block for block in blocks if left[block]]
                left.subtract(present)
                if len(hunk.lines) <= _LONG:
                    assert present in ([], blocks)
            # What is there of no whole change is a part of a new file.
            made = {change.path: change.after for change in found if not change.before}
            for path, at, lines in (block for block, count in left.items() if count > 0):
                assert at == 0
                assert f"+{''.join(made[path])}".replace("\n", "\n+").count("\n".join(lines)) > 0


@given(changes(), st.sampled_from((3, 10)), _settings(), _QUERIES)
def test_the_marker_counts_what_is_missing(found: tuple[Change, ...], context: int, settings: DiffSettings, query: str) -> None:
    """Added and removed lines that are not there are those that the marker tells of; every file is named; it is shorter."""
    text = diff_of(found, context)
    match UnifiedDiff(settings)(text, query):
        case Success(compressed):
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash]
            stated = _OMITTED.match(compressed.text.rpartition("\n")[2])
            assert stated is not None
            kinds = {kind: int(count) for kind, _, count in (part.partition(" ") for part in stated[3].split(", "))}
            assert sum(kinds.values()) == int(stated[1])
            assert int(stated[2]) == text.count("\n")
            before, after = _tally(text), _tally(compressed.text)
            assert kinds.get("added", 0) == before["+"] - after["+"]
            assert kinds.get("removed", 0) == before["-"] - after["-"]
            assert kinds.get("context", 0) == before[" "] + before["\\"] - after[" "] - after["\\"]
            assert all(change.path in compressed.text for change in found)
            count = counter_for("gpt-4o").count
            assert count(compressed.text) < count(text)
            assert len(compressed.text.encode()) < len(text.encode())


def _tally(text: str) -> Counter[str]:
    """How many lines of hunks there are of each kind."""
    return Counter(line[:1] for hunk in _hunks(text) for line in hunk.lines)


def _write(folder: Path, files: Sequence[FileChange], *, after: bool) -> None:
    """One side of a tree."""
    for one in files:
        path, content = (one.new_path, one.after) if after else (one.path, one.before)
        if content is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
            (folder / path).chmod(0o755 if after and one.runs else 0o644)


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """What git says; outside any repository, and whoever's machine it is."""
    home = {"GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder), "GIT_CEILING_DIRECTORIES": str(folder), "PATH": "/usr/bin:/bin"}
    git = shutil.which("git") or "git"
    return subprocess.run([git, *words], cwd=folder, env=home, capture_output=True, check=False)


def _told_by_git(root: Path, files: Sequence[FileChange], context: int) -> str:
    """What `git diff` says of the files; their old side stays behind in `a`, outside of the repository."""
    _git(root, "init", "-q", "--bare", str(root / "objects.git"))
    trees: list[str] = []
    for side in ("a", "b"):
        (root / side).mkdir()
        _write(root / side, files, after=side == "b")
        where = ("--git-dir", str(root / "objects.git"), "--work-tree", str(root / side))
        _git(root / side, *where, "add", "-A", ".")
        trees.append(_git(root, *where, "write-tree").stdout.decode().strip())
    return _git(root, "--git-dir", str(root / "objects.git"), "diff", "--binary", "-M", f"-U{context}", *trees).stdout.decode()


def _patched(one: FileChange, hunks: Sequence[_Hunk]) -> bytes:
    """What a file becomes by the hunks that are there, and by them alone."""
    lines = (one.before or b"").decode().split("\n")
    text = [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])
    for hunk in reversed(hunks):
        text[hunk.old_at : hunk.old_at + len(hunk.side("-"))] = hunk.side("+")
    return "".join(text).encode()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=min(_MOST_RUNS, settings.default.max_examples if settings.default else _MOST_RUNS))
@given(file_changes(), st.sampled_from((3, 10, 1, 0)), _settings(), _QUERIES, st.booleans())
def test_git_applies_what_stays(
    files: tuple[FileChange, ...], context: int, wishes: DiffSettings, query: str, noted: bool
) -> None:
    """The text, with its notes or without, is a patch of the old tree: what it shows changes so, all else stays."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        told = _told_by_git(root, files, context)
        match UnifiedDiff(wishes)(told, query):
            case Success(compressed):
                lines = compressed.text.split("\n")
                patch = "".join(f"{line}\n" for line in lines if noted or not line.startswith("[headroom: "))
                shown: dict[str, list[_Hunk]] = {}
                for hunk in _hunks(patch):
                    shown.setdefault(hunk.path, []).append(hunk)
                if not _is_appliable(compressed.text, context):
                    return
                (root / "kept.diff").write_bytes(patch.encode())
                # Only a diff that was made without context has to be applied without: git refuses it otherwise.
                ran = _git(root / "a", "apply", "--whitespace=nowarn", *["--unidiff-zero"][: not context], "../kept.diff")
                assert ran.returncode == 0, ran.stderr.decode()
                for one in files:
                    if one.new_path in shown and one.after is not None:
                        assert (root / "a" / one.new_path).read_bytes() == _patched(one, shown[one.new_path])
                    elif one.new_path in shown:
                        assert not (root / "a" / one.path).exists()
                    elif one.path == one.new_path and one.before is not None and one.before == one.after:
                        assert (root / "a" / one.path).read_bytes() == one.before


def _is_appliable(text: str, context: int) -> bool:
    """Whether a patch program could know where to put everything.

    It cannot without any context where hunks above are missing, for their numbers are all there is to go by.
    """
    return bool(re.search(r"^(?:@@ |rename to |new mode |GIT binary )", text, re.MULTILINE)) and (
        context > 0 or "hunk" not in "".join(line for line in text.split("\n") if line.startswith("[headroom: "))
    )
