"""What a gap held: which files and how many hits of each, in as few characters as are allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

__all__ = ["Inventory", "split_path", "within"]

_LEAST_NUMBER = 2
"""Characters of a number behind a file's name, and of what stands before it, at least."""
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


class Inventory:
    """The files of a result, for telling which of them a gap held."""

    def __init__(self, paths: Sequence[str], unit: str) -> None:
        """`unit` is what a line is: `hits`, or `entries` of a listing."""
        self._paths = paths
        self._unit = unit
        self._root = within(paths)
        places = [*map(split_path, paths)]
        self._directories = [directory for directory, _ in places]
        self._names = [name for _, name in places]
        self._sizes = [len(name) + 2 for name in self._names]

    def told(self, files: Sequence[int], numbers: Sequence[int], allowed: int) -> str:
        """`asyncio/: events.py 3, tasks.py 2; test_os.py 7`, cut where it grows beyond the characters allowed.

        `files` are indexes of paths in order of appearance, `numbers` how many lines each has; none are written where there are
        none. What is cut is counted: first the files are told by directory, then the rest as a number.
        """
        if not files:
            return ""
        named = self._by_file(files, numbers, allowed) if self._least(files, numbers) <= allowed else None
        if named is not None and named[1] == len(files):
            return named[0]
        directories = self._totals(files, numbers)
        if len(directories) == 1 and len(files) > 2 and (span := self._span(files, numbers)):
            return span
        coarse = _by_directory(directories, self._root, allowed, self._unit)
        if coarse and len(directories) * _FILES_A_DIRECTORY <= len(files):
            return coarse
        written, told = named or self._by_file(files, numbers, allowed)
        if coarse and told < _COVERED * len(files):
            return coarse
        return _and_more(written, len(files) - told, "files" if numbers else self._unit)

    def _least(self, files: Sequence[int], numbers: Sequence[int]) -> int:
        """Characters that it takes at least to tell all files."""
        return sum(map(self._sizes.__getitem__, files)) + _LEAST_NUMBER * len(numbers)

    def _by_file(self, files: Sequence[int], numbers: Sequence[int], allowed: int) -> tuple[str, int]:
        """The files, grouped by directory, and how many of them were told."""
        names = [*map(self._names.__getitem__, files)]
        if numbers:
            names = [f"{name} {number}" for name, number in zip(names, numbers, strict=True)]
        groups: dict[str, list[str]] = {}
        for directory, name in zip(map(self._directories.__getitem__, files), names, strict=True):
            groups.setdefault(directory, []).append(name)
        written: list[str] = []
        length = told = 0
        for directory, members in groups.items():
            label = directory.removeprefix(self._root)
            length += len(label)
            fitting = 0
            for name in members:
                length += len(name) + 2
                if length > allowed:
                    break
                fitting += 1
            if fitting:
                told += fitting
                written.append((f"{label}: " if label and fitting > 1 else label) + ", ".join(members[:fitting]))
            if length > allowed:
                break
        return "; ".join(written), told

    def _totals(self, files: Sequence[int], numbers: Sequence[int]) -> list[tuple[str, int, int]]:
        """Directory, lines and files of it, the fullest first."""
        directories = [*map(self._directories.__getitem__, files)]
        lines: Counter[str] = Counter()
        for directory, number in zip(directories, numbers, strict=False):
            lines[directory] += number
        return [(directory, lines[directory], members) for directory, members in Counter(directories).most_common()]

    def _span(self, files: Sequence[int], numbers: Sequence[int]) -> str:
        """The first and the last of files of one directory, where they are in order of their names."""
        paths = [self._paths[file] for file in files]
        if paths != sorted(paths):
            return ""
        total = f"{sum(numbers)} {self._unit} in {_files(len(paths))}" if numbers else f"{len(paths)} {self._unit}"
        return f"{paths[0].removeprefix(self._root)} to {self._names[files[-1]]}: {total}"


def _and_more(written: str, rest: int, unit: str) -> str:
    if not rest:
        return written
    what = unit if rest > 1 else _ONE.get(unit, unit)
    return f"{written}, and {rest} more {what}" if written else f"{rest} {what}"


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"


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
