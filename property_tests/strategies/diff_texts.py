"""Diffs of files of a seeded pool, as tools write them, and changes whose both sides are known."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from random import Random

import msgspec
from hypothesis import strategies as st

from property_tests.strategies.choices import below, pick
from property_tests.strategies.rows import WORDS

__all__ = ["Change", "FileChange", "changes", "diff_of", "diff_texts", "file_changes"]

_FOLDERS = ("src/", "src/deep/down/", "tests/", "docs/", "vendor/lib/", "")
_NAMES = ("queue.py", "worker.go", "README.md", "app.min.js", "CHANGELOG.md", "table.csv", "old.orig")
_ODD = (
    "",
    "    ",
    "-- a/x.py",
    "++ b/x.py",
    "@@ -1,2 +1,2 @@",
    "\\ odd",
    "def take(self):",
    "class Queue:",
    "été 日本語 😀",
    "\x00",
    "\u2028x",
)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A file before and after; no lines at all where there is none."""

    path: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a tree before and after, for a tool to compare; no content where there is none."""

    path: str
    before: bytes | None
    after: bytes | None
    new_path: str
    """The same but for renames."""
    runs: bool = False
    """Whether it becomes one that runs."""

    def __repr__(self) -> str:
        """Its names alone, for failures to be read."""
        return f"FileChange({self.path} -> {self.new_path})"


def _file(draw: Random, length: int) -> list[str]:
    return [f"    {draw.choice(WORDS)} = {draw.choice(WORDS)}({draw.randrange(99)})\n" for _ in range(length)]


def _odd_file(draw: Random, length: int) -> list[str]:
    """Lines some of which look like those of a diff."""
    return [f"{draw.choice(_ODD)}\n" if draw.random() < 0.3 else line for line in _file(draw, length)]


def _changed(draw: Random, lines: list[str], most: int = 3) -> list[str]:
    after = list(lines)
    for _ in range(1 + len(lines) // 25):
        at = draw.randrange(len(after) + 1)
        change = draw.randrange(3)
        after[at : at + (change > 0)] = [] if change == 1 else _file(draw, 1 + draw.randrange(most))
    return after


def diff_of(found: Sequence[Change], context: int, *, git: bool = True) -> str:
    """The changes as a unified diff; git's header lines on request."""
    files = []
    for change in found:
        old = f"a/{change.path}" if change.before else "/dev/null"
        new = f"b/{change.path}" if change.after else "/dev/null"
        lines = difflib.unified_diff(list(change.before), list(change.after), old, new, n=context)
        body = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
        mode = "new file mode 100644\n" if not change.before else "" if change.after else "deleted file mode 100644\n"
        head = f"diff --git a/{change.path} b/{change.path}\n{mode}index 1234567..89abcde{'' if mode else ' 100644'}\n"
        files.append(head + body if git else body)
    return "".join(files)


@cache
def _change_pool() -> tuple[Change, ...]:
    """Changes of short and long files: new ones, deleted ones, edits, rewrites, with and without a final line end."""
    pool = []
    for number in range(60):
        draw = Random(number)
        before = _odd_file(draw, draw.choice((1, 6, 30, 120, 400)))
        after = _changed(draw, before, draw.choice((1, 3, 90)))
        kind = number % 12
        if kind == 0:
            before = []
        elif kind == 1:
            after = []
        elif kind == 2:
            after = _odd_file(draw, len(before))
        elif kind == 3:
            before[-1] = before[-1].rstrip("\n") + "x"
        elif kind == 4 and after:
            after[-1] = after[-1].rstrip("\n") + "x"
        elif kind == 5:
            after = [line.replace(WORDS[0], WORDS[1]) + "" for line in before]
        if before == after:
            after = [*before[:-1], "changed\n"]
        path = f"{draw.choice(_FOLDERS)}{number}_{draw.choice(_NAMES)}"
        pool.append(Change(path=path, before=tuple(before), after=tuple(after)))
    return tuple(pool)


@cache
@st.composite
def changes(draw: st.DrawFn) -> tuple[Change, ...]:
    """Some changes, each of another file."""
    chosen = draw(st.lists(below(len(_change_pool())), min_size=1, max_size=12, unique=True))
    return tuple(_change_pool()[at] for at in chosen)


def _own_lines(draw: Random, length: int, number: int) -> list[str]:
    """Lines of which no two are the same, so that a change has one place, however little stands round it."""
    return [f"{line[:-1]}  # {number}.{at}\n" for at, line in enumerate(_file(draw, length))]


def _own_change(draw: Random, lines: list[str]) -> list[str]:
    after = list(lines)
    for at in range(1 + len(lines) // 20):
        place = draw.randrange(len(after) + 1)
        change = draw.randrange(3)
        new = _own_lines(draw, 1 + draw.randrange(draw.choice((2, 4, 90))), 1_000 + at) if change != 1 else []
        after[place : place + (change > 0) * draw.choice((1, 2, 9))] = new
    return after if after != lines else [*lines, "one more\n"]


def _file_change(number: int) -> FileChange:
    """A change of each kind that git tells of: of text with every line end, of names, modes and bytes."""
    draw = Random(number)
    lines = _own_lines(draw, draw.choice((5, 30, 120, 400)), number)
    before = "".join(lines).encode()
    after = "".join(_own_change(draw, lines)).encode()
    folder, name = draw.choice(_FOLDERS), draw.choice(_NAMES)
    path = f"{folder}{number}_{name}"
    match number % 12:
        case 0:
            return FileChange(path=path, new_path=path, before=None, after=after)
        case 1:
            return FileChange(path=path, new_path=path, before=before, after=None)
        case 2:
            return FileChange(path=path, new_path=f"moved/{number}.py", before=before, after=before)
        case 3:
            return FileChange(path=path, new_path=f"moved/{number}.py", before=before, after=before + b"more\n")
        case 4:
            return FileChange(path=path, new_path=path, before=before, after=before, runs=True)
        case 5:
            return FileChange(path=path, new_path=path, before=before, after=after, runs=True)
        case 6:
            return FileChange(path=path, new_path=path, before=b"\x00\x01" + before, after=b"\x00\x02" + after)
        case 7:
            before, after = before.replace(b"\n", b"\r\n"), after.replace(b"\n", b"\r\n")
            return FileChange(path=path, new_path=path, before=before, after=after)
        case 8:
            return FileChange(path=path, new_path=path, before=before[:-1], after=draw.choice((after, after[:-1])))
        case 9:
            path = f'{folder}{number} \u00e9t\u00e9 "{name}"'
            return FileChange(path=path, new_path=path, before=before, after=after)
    return FileChange(path=path, new_path=path, before=before, after=after)


@cache
def _file_change_pool() -> tuple[FileChange, ...]:
    return tuple(_file_change(number) for number in range(72))


@cache
@st.composite
def file_changes(draw: st.DrawFn) -> tuple[FileChange, ...]:
    """Some files of a tree that change, each another."""
    chosen = draw(st.lists(below(len(_file_change_pool())), min_size=1, max_size=10, unique=True))
    return tuple(_file_change_pool()[at] for at in sorted(chosen))


@cache
def _pool() -> tuple[tuple[str, ...], ...]:
    """Diffs, each a tuple of the texts of its files."""
    pool = []
    for number, length in enumerate((12, 40, 90, 160)):
        draw = Random(number)
        files = []
        for count in range(1 + number):
            name = f"src/{draw.choice(WORDS)}_{count}.py"
            before = _file(draw, length)
            change = Change(path=name, before=tuple(before), after=tuple(_changed(draw, before)))
            files.append(diff_of([change], 3 + number))
        pool.append(tuple(files))
    return tuple(pool)


@cache
@st.composite
def diff_texts(draw: st.DrawFn) -> str:
    """A diff of one file or some, perhaps below a commit message, perhaps with Windows line ends."""
    if draw(below(3)) == 0:
        return diff_of(draw(changes()), pick(draw, (3, 10, 0, 1)), git=pick(draw, (True, False)))
    text = "".join(pick(draw, _pool()))
    change = draw(below(4))
    if change == 0:
        return f"commit {'ab12' * 10}\nAuthor: Ann <ann@example.org>\n\n    Mend the queue\n\n{text}"
    return text.replace("\n", "\r\n") if change == 1 else text[: len(text) - draw(below(80))]
