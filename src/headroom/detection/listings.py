"""Whether a text is a list of files: of `ls`, `find`, `tree`, `git status`, or one path a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_listing"]

_LONG = re.compile(r"\s*(?:[0-9]+ +)?(?:[0-9]+ +)?[-dlcbps][-rwxsStT]{9}[.+@]?\s|total [0-9.]+[KMG]?$")
_RULED = ("rw", "r-x", "r--", "<DIR>")
"""The letters of permissions, and Windows' word for a folder."""
_DOS = re.compile(r"[0-9]{2}[/.-][0-9]{2}[/.-][0-9]{2,4}\s+[0-9]{1,2}:[0-9]{2}(?: [AP]M)?\s+(?:<DIR>|[0-9.,]+)\s")
_TREE = re.compile(r"[\s│|]*(?:├──|└──|├─|└─|\|--|`--|\+--|\\---|\+---)|[\s│]+\S+$")
_STATUS = re.compile(
    r"\s*(?:modified|new file|deleted|renamed|both modified|typechange): +\S|On branch |Changes (?:not|to) |Untracked files"
    r"|  \(use \"git |Your branch |no changes added|nothing to commit"
    r"|[ MADRCU?!]{2} \S+(?: -> \S+)?$|[MADRCUT][0-9]{0,3}\t\S+"
)
_PATH = re.compile(r"(?:[-*] )?(?:[A-Za-z]:\\|~?/|\.{1,2}/)?[\w@.+%=~-]+(?:[\\/][\w@.+%=~, ()\[\]-]+)*[\\/*@]?$")
_SIZED = re.compile(r"\s*[0-9.,]+[KMGTB]?i?B?\s+(?:\.{0,2}/|[\w@.+-]+[\\/.])[^\s:]*$|\s*[0-9.,]+[KMGTB]?\s+\.$")
_SECTION = re.compile(r"\.{0,2}/?[\w@.+/-]+:$")
_FILE = re.compile(r"\.[\w-]+$|[A-Z][a-z]+file$")
_LEAST_WIDTH = 48
"""Chosen: what encodes bytes writes lines of 60 to 76 characters."""
_BASE64 = re.compile(r"(?=[^a-z\n]{0,99}[a-z])(?=[^A-Z\n]{0,99}[A-Z])(?=[^0-9\n]{0,150}[0-9])[A-Za-z0-9+/_-]+={0,2}$")
"""Letters of both sizes and digits in one word."""


def guess_listing(sample: Sample) -> Guess:
    """How much a text looks like a list of files; the format is `ls`, `tree`, `status`, `sizes` or `paths`."""
    lines = sample.lines
    total = len(lines)
    if total < 2:
        return Guess()
    body = sample.body
    ruled = any(map(body.__contains__, _RULED))
    long = sample.count(lambda line: _LONG.match(line) or _DOS.match(line)) if ruled else 0
    if long > 0.5 * total:
        sections = sample.count(_SECTION.match)
        return Guess(min(0.98, (long + sections) / total), "ls")
    if "──" in body or "|-- " in body or "`-- " in body or "+---" in body or "├" in body:
        drawn = sample.share(_TREE.match)
        if drawn > 0.6:
            return Guess(min(0.97, drawn), "tree")
    status = sample.share(_STATUS.match) if any(map(_STATUS.match, lines[:3])) else 0.0
    if status > 0.4 and (status > 0.8 or "On branch" in body or "Changes " in body):
        return Guess(min(0.95, status + 0.2), "status")
    sized = sample.share(_SIZED.match) if _SIZED.match(lines[0]) else 0.0
    if sized > 0.8:
        return Guess(sized * 0.9, "sizes")
    return _paths(sample)


def _paths(sample: Sample) -> Guess:
    """One path a line."""
    pathlike = slashed = files = 0
    bare = sum(1 for line in sample.lines if " " not in line or "/" in line or "\\" in line)
    if bare < 0.7 * len(sample.lines):
        return Guess()
    for line in sample.lines:
        if _is_of_columns(line):
            continue
        if _PATH.match(line) or _SECTION.match(line):
            pathlike += 1
            slashed += "/" in line or "\\" in line
            files += _FILE.search(line.rsplit("/", 1)[-1]) is not None
    total = len(sample.lines)
    share = pathlike / total
    if share < 0.75 or _is_encoded(sample.lines):
        return Guess()
    named = max(slashed, files) / total
    # Words one a line are no paths.
    return Guess(share * (0.95 if named > 0.6 else 0.8 if named > 0.35 else 0.3), "paths")


def _is_of_columns(line: str) -> bool:
    """Whether a line is words, or columns that begin or end with a path."""
    bare = line.strip()
    return " " in bare and (("/" not in line and "\\" not in line) or "  " in bare)


def _is_encoded(lines: Sequence[str]) -> bool:
    """Whether most lines are base64 of one width, as certificates and mails have it."""
    widths = Counter(map(len, lines))
    width, times = widths.most_common(1)[0]
    if width < _LEAST_WIDTH or times < max(2, 0.6 * len(lines)):
        return False
    wide = [line for line in lines if len(line) == width]
    return sum(1 for line in wide if _BASE64.match(line)) >= 0.9 * len(wide)
