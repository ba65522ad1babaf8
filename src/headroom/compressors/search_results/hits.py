"""The lines of a grep-like result: which file each is of, and whether it is a hit, context, a heading or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

__all__ = ["CONTEXT", "HEADING", "HIT", "OTHER", "SEPARATOR", "Hits", "read_hits"]

HIT, CONTEXT, HEADING, SEPARATOR, OTHER = range(5)
"""What a line is. Blank lines are separators."""

_NUMBERED = re.compile(r"[:\0]\d{1,9}[:\0]")
"""The number after a path; the first one, so that `HEAD:a.c:12:` and `C:\\a.c:12:` are read whole."""
_PLAIN = re.compile(r"^([^:\n\0\t][^:\n\0\t]{0,398}):(\d{1,9}:.*)$", re.MULTILINE)
"""Path and body of a line as most are: with no colon in the path, a number, and text."""
_CONTEXT_NUMBER = re.compile(r"[-=]\d{1,9}[-=]")
_PATH_ONLY = re.compile(r"((?:[A-Za-z]:)?[^\s:\0][^:\0\n]{0,400})[:\0]")
_NUMBER_LINE = re.compile(r"[ \t]{0,8}(?:[Ll]ine |L|│ ?)?\d{1,9}(?:[:\t│|]| ?([-=]))")
"""`12:` under a heading, as ripgrep and editors write it; the group is there for context."""
_DIGITS = re.compile(r"\d{1,9}")
_RISING = 0.8
"""Share of the numbers of lines that rise; chosen: those of several files start anew."""
_DASHES = frozenset("-=")
"""What stands round the number of a line of context."""
_RULES = frozenset(("--", "---"))
"""What stands between groups."""
_DRESS = ("File: ", "Path: ", "Matches in ", "In ", "in ")
"""What tools write before the path of a heading."""
_LONGEST_PATH = 400
_PROBE = 24
"""Lines by which the form is judged; chosen: as much as a screen."""
_SHARE = 0.5
"""Share of the lines that are not blank that must be of the form."""


class Hits(msgspec.Struct, frozen=True, kw_only=True):
    """A result, line by line."""

    paths: list[str]
    owners: list[int]
    """Line -> index of its path, -1 where it is of no file."""
    roles: bytearray
    """Line -> what it is."""
    bodies: list[str]
    """Line -> what follows the path: number and text; the whole line where there is none."""


class _Reader:
    """What has been read of a result so far; lines are hits until something else is said."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.paths: list[str] = []
        self.known: dict[str, int] = {}
        self.owners: list[int] = []
        self.bodies: list[str] = []
        self.roles = bytearray(len(lines))

    def file(self, path: str) -> int:
        """The index of a path."""
        found = self.known.get(path)
        if found is None:
            found = self.known[path] = len(self.paths)
            self.paths.append(path)
        return found

    def aside(self, line: str) -> bool:
        """Note a line of no file; whether it says anything."""
        says = bool(line) and line not in _RULES and not line.isspace()
        self.roles[len(self.owners)] = OTHER if says else SEPARATOR
        self.owners.append(-1)
        self.bodies.append(line)
        return says

    def done(self) -> Hits:
        """The result."""
        return Hits(paths=self.paths, owners=self.owners, roles=self.roles, bodies=self.bodies)


def read_hits(lines: Sequence[str]) -> Hits | None:
    """The result line by line, `lines` being without line ends and colours; None where the text is no such result."""
    probe = [line for line in _spaced(lines) if line and not line.isspace() and line != "--"]
    if not probe:
        return None
    need = _SHARE * len(probe)
    numbered = len(probe) - [*map(_path_of, probe)].count(None)
    if numbered >= need:
        return _read_numbered(lines)
    headed = len([*filter(_NUMBER_LINE.match, probe)])
    if (
        numbered > headed
        and numbered + sum(_CONTEXT_NUMBER.search(line, 1, _LONGEST_PATH) is not None for line in probe) >= need
    ):
        return _read_numbered(lines)
    plain = len(probe) - [*map(_plain_path, probe)].count(None)
    if headed >= need or (headed * 4 >= len(probe) and numbered + plain < headed):
        # Sizes of files stand before paths as well, but they do not rise.
        return _read_headed(lines) if headed < len(probe) or _rises(probe) else None
    return _read_plain(lines) if plain >= need else None


def _rises(lines: Sequence[str]) -> bool:
    """Whether lines begin with numbers of which each is mostly above the one before."""
    numbers = [int(found.group()) for line in lines if (found := _DIGITS.search(line, 0, 20)) is not None]
    return sum(before < after for before, after in pairwise(numbers)) >= _RISING * (len(numbers) - 1)


def _spaced(lines: Sequence[str]) -> Sequence[str]:
    """Lines from the start and from all over a text."""
    return lines if len(lines) <= _PROBE else [*lines[: _PROBE // 2], *lines[_PROBE // 2 :: 2 * len(lines) // _PROBE]]


def _path_of(line: str) -> str | None:
    """The path of `path:12:`; the shortest there can be, which is nearly always right at once."""
    cut = line.find(":", 1, _LONGEST_PATH)
    end = line.find(":", cut + 1, cut + 11)
    if cut < 0 or end < 0 or not line[cut + 1 : end].isdigit():
        found = _NUMBERED.search(line, 1, _LONGEST_PATH)
        if found is None:
            return None
        cut = found.start()
    path = line[:cut]
    return None if ": " in path or "\t" in path or path.isdigit() else path


def _plain_path(line: str) -> str | None:
    """The path of `path:text`: something with a slash, a backslash or an extension, and no word before it."""
    found = _PATH_ONLY.match(line)
    if found is None:
        return None
    path = found.group(1)
    if path.endswith(("http", "https")) or ("." not in path and "/" not in path and "\\" not in path):
        return None
    return None if " " in path and "/" not in path and "\\" not in path else path


def _heading_path(line: str) -> str:
    """The path in a heading, without what tools put round it."""
    path = line[:_LONGEST_PATH].strip().lstrip("#").strip(" *`\"':")
    for dress in _DRESS:
        path = path.removeprefix(dress)
    return path.strip(" *`\"':")


def _read_numbered(lines: Sequence[str]) -> Hits:
    """`path:12:text` with context `path-11-text`, whose path only the hit of its group tells."""
    found = _PLAIN.findall("\n".join(lines))
    return (_all_plain(found) if len(found) == len(lines) else None) or _each_numbered(lines)


def _all_plain(found: Sequence[tuple[str, str]]) -> Hits | None:
    """The result of which each line is a hit, from paths and bodies; None where a line may be context after all."""
    owners = [path for path, _ in found]
    known = {path: file for file, path in enumerate(dict.fromkeys(owners))}
    # Paths such as `a-1.c` may be context of `a`, where that stands before.
    if any(map(str.isdigit, known)) or any(_is_beside(*pair) for pair in pairwise(owners) if pair[0] != pair[1]):
        return None
    return Hits(
        paths=[*known],
        owners=[*map(known.__getitem__, owners)],
        roles=bytearray(len(found)),
        bodies=[body for _, body in found],
    )


def _is_beside(path: str, other: str) -> bool:
    """Whether what looks like a path is a path before it with the number of a line of context."""
    size = len(path)
    return other.startswith(path) and other[size] in _DASHES and other[size + 1 : size + 2].isdigit()


def _each_numbered(lines: Sequence[str]) -> Hits:
    """As `_read_numbered`, line by line, for lines that differ in form."""
    reader = _Reader(lines)
    owners, roles, bodies = reader.owners, reader.roles, reader.bodies
    prefix, beside, size, file = "\n", "\n", 0, -1
    waiting: list[int] = []
    for index, line in enumerate(lines):
        if line.startswith(prefix):
            owners.append(file)
            bodies.append(line[size:])
            continue
        if line.startswith(beside) and line[size - 1 : size] in _DASHES:
            body = line[size:]
            if body[:1].isdigit():
                roles[index] = CONTEXT
                owners.append(file)
                bodies.append(body)
                continue
        path = None if line == "--" else _path_of(line)
        if path is None:
            if reader.aside(line):
                waiting.append(index)
            continue
        size = len(path) + 1
        prefix, beside = line[:size], path
        file = reader.file(path)
        owners.append(file)
        bodies.append(line[size:])
        for before in waiting:
            other = lines[before]
            if other.startswith(path) and other[size - 1 : size] in _DASHES and other[size : size + 1].isdigit():
                owners[before], roles[before], bodies[before] = file, CONTEXT, other[size:]
        waiting = []
    return reader.done()


def _read_headed(lines: Sequence[str]) -> Hits:
    """`12:text` below a line with the path, or without any where one file was searched."""
    reader = _Reader(lines)
    owners, roles, bodies = reader.owners, reader.roles, reader.bodies
    file, heading = -1, -1
    for index, line in enumerate(lines):
        if not line[: max(0, line.find(":", 0, 10))].isdigit():
            found = _NUMBER_LINE.match(line)
            if found is None:
                if reader.aside(line):
                    heading = index
                continue
            if found.group(1):
                roles[index] = CONTEXT
        if heading >= 0:
            file = reader.file(_heading_path(lines[heading]))
            owners[heading], roles[heading] = file, HEADING
            heading = -1
        elif file < 0:
            file = reader.file("")
        owners.append(file)
        bodies.append(line)
    return reader.done()


def _read_plain(lines: Sequence[str]) -> Hits:
    """`path:text` and `path:3`."""
    reader = _Reader(lines)
    owners, bodies = reader.owners, reader.bodies
    prefix, size, file = "\n", 0, -1
    for line in lines:
        if not line.startswith(prefix):
            path = _plain_path(line)
            if path is None:
                reader.aside(line)
                continue
            file = reader.file(path)
            size = len(path) + 1
            prefix = line[:size]
        owners.append(file)
        bodies.append(line[size:])
    return reader.done()
