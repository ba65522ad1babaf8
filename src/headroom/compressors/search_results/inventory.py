"""What a gap held: which files and how many hits of each, in as few characters as are allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["describe_files", "split_path", "within"]

_LEAST_ENTRY = 8
"""Characters that a file's entry has at least; where that is too much, directories are told at once."""
_COVERED = 0.5
"""Share of the files that directories must cover; else the ones above them are told. Chosen: the fullest tell most."""
_FILES_A_DIRECTORY = 2
"""Files that directories hold on average, below which as many files as there is room for are told instead."""
_ONE = {"files": "file", "entries": "entry", "hits": "hit"}
"""The singular of what may be counted."""


def split_path(path: str) -> tuple[str, str]:
    """The directory of a path, with its last slash, and the name."""
    cut = max(path.rfind("/"), path.rfind("\\")) + 1
    return path[:cut], path[cut:]


def within(paths: Sequence[str]) -> str:
    """The directory that holds all the paths, with its last slash; it need not be said again."""
    if not paths:
        return ""
    first, last = min(paths), max(paths)
    shared = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last))
    )
    return split_path(first[:shared])[0]


def describe_files(counts: Sequence[tuple[str, int]], root: str, allowed: int, unit: str) -> str:
    """`asyncio/: events.py 3, tasks.py 2; test_os.py 7`, cut where it grows beyond the characters allowed.

    `counts` are (path, number of lines) in order of appearance; a number of 0 is not written. What is cut is counted: first the
    files are told by directory, then the rest as a number. `unit` is what a line is: `hits`, or `entries` of a listing.
    """
    if not counts:
        return ""
    written, told = _by_file(counts, root, allowed) if len(counts) * _LEAST_ENTRY <= allowed else ("", 0)
    if told == len(counts):
        return written
    directories = _totals(counts)
    if len(directories) == 1 and len(counts) > 2 and (span := _span(counts, root, unit)):
        return span
    coarse = _by_directory(directories, root, allowed, unit)
    if coarse and len(directories) * _FILES_A_DIRECTORY <= len(counts):
        return coarse
    written, told = _by_file(counts, root, allowed)
    if coarse and told < _COVERED * len(counts):
        return coarse
    return _and_more(written, len(counts) - told, "files" if counts[0][1] else unit)


def _span(counts: Sequence[tuple[str, int]], root: str, unit: str) -> str:
    """The first and the last of files of one directory, where they are in order of their names."""
    paths = [path for path, _ in counts]
    if paths != sorted(paths):
        return ""
    lines = sum(number for _, number in counts)
    total = f"{lines} {unit} in {_files(len(paths))}" if lines else f"{len(paths)} {unit}"
    return f"{paths[0].removeprefix(root)} to {split_path(paths[-1])[1]}: {total}"


def _and_more(written: str, rest: int, unit: str) -> str:
    if not rest:
        return written
    what = unit if rest > 1 else _ONE.get(unit, unit)
    return f"{written}, and {rest} more {what}" if written else f"{rest} {what}"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


def _by_file(counts: Sequence[tuple[str, int]], root: str, allowed: int) -> tuple[str, int]:
    """The files, grouped by directory, and how many of them were told."""
    groups: dict[str, list[str]] = {}
    for path, number in counts:
        directory, name = split_path(path)
        groups.setdefault(directory, []).append(f"{name} {number}" if number else name)
    written: list[str] = []
    length = told = 0
    for directory, names in groups.items():
        label = directory.removeprefix(root)
        length += len(label)
        fitting = 0
        for name in names:
            length += len(name) + 2
            if length > allowed:
                break
            fitting += 1
        if fitting:
            told += fitting
            written.append((f"{label}: " if label and fitting > 1 else label) + ", ".join(names[:fitting]))
        if length > allowed:
            break
    return "; ".join(written), told


def _totals(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Directory, lines and files of it, the fullest first."""
    separator = "/" if any("/" in path for path, _ in counts) else "\\"
    directories = [path[: path.rfind(separator) + 1] for path, _ in counts]
    members = Counter(directories)
    lines: Counter[str] = Counter()
    if counts[0][1]:
        for directory, (_, number) in zip(directories, counts, strict=True):
            lines[directory] += number
    return [(directory, lines[directory], number) for directory, number in members.most_common()]


def _by_directory(directories: list[tuple[str, int, int]], root: str, allowed: int, unit: str) -> str:
    """The directories with what they held, the fullest first; those above them where they are too many."""
    total = sum(members for _, _, members in directories)
    while directories:
        told: list[str] = []
        covered = length = 0
        for name, lines, members in directories:
            entry = _directory(name.removeprefix(root) or name or "./", lines, members, unit)
            length += len(entry) + 2
            if length > allowed:
                break
            told.append(entry)
            covered += members
        if covered >= _COVERED * total:
            return _and_more("; ".join(told), total - covered, "files" if directories[0][1] else unit)
        directories = _merged(directories, root)
    return ""


def _directory(name: str, lines: int, members: int, unit: str) -> str:
    return f"{name} {lines} {unit} in {_files(members)}" if lines else f"{name} {members} {unit}"


def _merged(directories: Sequence[tuple[str, int, int]], root: str) -> list[tuple[str, int, int]]:
    """The deepest directories together with the ones above them; none where all are the root."""
    depths = [max(name.count("/"), name.count("\\")) for name, _, _ in directories]
    deepest = max(depths)
    if all(len(name) <= len(root) or depth < deepest for (name, _, _), depth in zip(directories, depths, strict=True)):
        return []
    lines: Counter[str] = Counter()
    members: Counter[str] = Counter()
    for (name, hits, files), depth in zip(directories, depths, strict=True):
        above = split_path(name[:-1])[0] if depth == deepest and len(name) > len(root) else name
        lines[above] += hits
        members[above] += files
    return [(name, lines[name], files) for name, files in members.most_common()]
