"""A list of paths: one a line, `ls -l`, `ls -R` and `tree`; which lines are entries, and of which path."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

__all__ = ["Listing", "read_listing"]

_TREE_SIGNS = "│├└─┬ \u00a0|`+-\\\t"
"""What `tree` draws before a name."""
_TREE_BRANCHES = ("├── ", "└── ", "|-- ", "`-- ", "+-- ", "├─ ", "└─ ", "+---", "\\---")
_LONG = re.compile(r"[bcdlps-][rwxsStTl-]{9}[.+@]?\s")
_LEAD = re.compile(r"^\s{0,40}(?:\d[\d.,]{0,20}[KMGTB]?|[MADRCU?!]{1,2})\s{1,40}")
"""A size, a count or the state that git shows, before a path."""
_PROBE = 40
"""Lines by which the form is judged; chosen: as much as a screen."""
_SHARE = 0.6
"""Share of the lines that are not blank that must be entries."""
_LONGEST = 1_000
"""Characters of an entry; a longer line is no path."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a listing."""

    entries: list[int]
    """Lines that name a file or directory, in order."""
    paths: list[str]
    """Their paths, as far as the listing tells them; in the order of `entries`."""
    parents: dict[int, int]
    """Line -> the line that names its directory, in trees and listings by directory."""
    others: list[int]
    """Lines that are neither entries nor directories nor blank: totals and messages."""
    states: list[str] = []
    """What each entry is marked with, where a list shows how files differ: `M`, `??`, `renamed`."""


def read_listing(lines: Sequence[str]) -> Listing | None:
    """The listing; None where the text is none."""
    probe = [line for line in lines[:_PROBE] if line and not line.isspace()]
    if not probe:
        return None
    need = _SHARE * len(probe)
    if sum("\n".join(probe).count(branch) for branch in _TREE_BRANCHES) >= need:
        return _read_tree(lines)
    if sum(_LONG.match(line) is not None for line in probe) >= need:
        return _read_by_directory(lines, long=True)
    if _is_recursive(probe):
        return _read_by_directory(lines, long=False)
    if sum(map(_is_entry, probe)) >= need or all(map(_is_word, probe)):
        return _read_plain(lines)
    return None


def _is_recursive(probe: Sequence[str]) -> bool:
    """Whether lines are names below lines that name their directory, as of `ls -R`."""
    headings = sum(map(_is_heading, probe))
    return headings * 8 >= len(probe) > 2 and sum(" " not in line for line in probe) >= _SHARE * len(probe)


def _is_heading(line: str) -> bool:
    """Whether it is a directory of `ls -R`."""
    return line.endswith((":", ":\r")) and ("/" in line or line.startswith(".")) and len(line) < _LONGEST


def _is_word(line: str) -> bool:
    return len(line) < _LONGEST and len(line.split()) == 1


def _is_entry(line: str) -> bool:
    """Whether a line is a path, with a number or a state before it perhaps."""
    if len(line) > _LONGEST:
        return False
    words = line.split(None, 2)
    if len(words) > 2 and not words[0][0].isdigit():
        return "/" in line[:80] and line[0] in "/.~" and ": " not in line
    last = words[-1]
    return ("/" in last or "." in last or "\\" in last) and not last.endswith((".", ":"))


def _read_plain(lines: Sequence[str]) -> Listing:
    text = "".join(lines)
    if " " not in text and "\t" not in text:
        entries = [index for index, line in enumerate(lines) if line and line != "\r"]
        return Listing(entries=entries, paths=[lines[entry] for entry in entries], parents={}, others=[])
    entries = []
    others: list[int] = []
    paths: list[str] = []
    for index, line in enumerate(lines):
        if not line or line.isspace():
            continue
        if _is_entry(line):
            entries.append(index)
            paths.append(_LEAD.sub("", line, count=1).strip())
        else:
            others.append(index)
    return Listing(entries=entries, paths=paths, parents={}, others=others)


def _read_tree(lines: Sequence[str]) -> Listing:
    """Each entry is of the nearest entry above that is indented less."""
    entries: list[int] = []
    paths: list[str] = []
    others: list[int] = []
    parents: dict[int, int] = {}
    open_: list[tuple[int, int, str]] = []
    for index, line in enumerate(lines):
        name = line.lstrip(_TREE_SIGNS)
        depth = len(line) - len(name)
        name = name[:_LONGEST].rstrip()
        if not name:
            continue
        if not depth and open_:
            others.append(index)
            continue
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        path = f"{open_[-1][2]}/{name}" if open_ else name.rstrip("/")
        if open_:
            parents[index] = open_[-1][1]
        entries.append(index)
        paths.append(path)
        if len(path) < _LONGEST:
            open_.append((depth, index, path.rstrip("/")))
    return Listing(entries=entries, paths=paths, parents=parents, others=others)


def _read_by_directory(lines: Sequence[str], *, long: bool) -> Listing:
    """`ls -l` and `ls -R`: entries below the line that names their directory, if there is one."""
    entries: list[int] = []
    paths: list[str] = []
    others: list[int] = []
    parents: dict[int, int] = {}
    directory, heading = "", -1
    for index, line in enumerate(lines):
        if not line or line.isspace():
            continue
        if _is_heading(line) and (not index or not lines[index - 1].strip() or not long):
            directory, heading = line.rstrip().rstrip(":").rstrip("/") + "/", index
        elif long and _LONG.match(line) is None:
            if not line.startswith("total "):
                others.append(index)
        else:
            entries.append(index)
            words = line.split(None, 8) if long else [line.strip()]
            paths.append((directory + words[-1].partition(" -> ")[0].strip())[:_LONGEST])
            if heading >= 0:
                parents[index] = heading
    return Listing(entries=entries, paths=paths, parents=parents, others=others)
