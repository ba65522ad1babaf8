"""Whether a text is a diff: unified, git's with or without commits, svn's, combined or plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_diff"]

_HUNK = re.compile(r"@@ -[0-9]+(?:,[0-9]+)? \+[0-9]+|@@@+ -[0-9]+|@@ ?$")
_HEADER = re.compile(
    r"diff |index [0-9a-f]{6,}|---? |\+\+\+ |Index: |={40}|(?:new|deleted) file mode |old mode |new mode |rename |copy "
    r"|similarity "
    r"|Binary files |GIT binary patch|Only in |commit [0-9a-f]{7,40}|From [0-9a-f]{40} |(?:Author|AuthorDate|Commit|CommitDate"
    r"|Date|Merge"
    r"|From|Subject):|Property changes on: |[0-9]+ files? changed|\\ No newline"
)
_BODY = frozenset("+- @\\")
_NEEDED = ("@@ ", "diff ", "\n--- ")
_FILES = ("\ndiff -", "\n--- ", "\nIndex: ")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?[acd][0-9]+(?:,[0-9]+)?$")
_SIDES = re.compile(r"[<>] |[<>]$|---$")


def guess_diff(sample: Sample) -> Guess:
    """How much a text looks like a diff; the format is `git`, `svn`, `unified`, `combined` or `normal`."""
    body = f"\n{sample.body}"
    if not any(map(body.__contains__, _NEEDED)):
        return _plain(sample)
    hunks = sample.count(_HUNK.match)
    files = any(map(body.__contains__, _FILES))
    if not hunks and "\ndiff --" not in body and not (files and "\n+++ " in body):
        return Guess()
    belonging = _belonging(sample.lines)
    rest = sample.lines[sample.top :]
    if rest and belonging < 0.8 and _belonging(rest) > 0.9:
        # A long letter stands before the first file.
        belonging = 0.8
    if belonging < 0.6:
        return Guess()
    # Mails and commits have words before the first file.
    return Guess(min(1.0, belonging + 0.05) if hunks and files else belonging * 0.9, _format(body))


def _belonging(lines: Sequence[str]) -> float:
    """The share of lines that a diff may hold."""
    others = [line for line in lines if line[0] not in _BODY]
    return 1 - sum(1 for line in others if not _HEADER.match(line)) / max(1, len(lines))


def _format(body: str) -> str:
    if "diff --cc " in body or "@@@ -" in body:
        return "combined"
    if "diff --git " in body:
        return "git"
    return "svn" if "Index: " in body and "=======" in body else "unified"


def _plain(sample: Sample) -> Guess:
    """The form of `diff` without options: `3c3`, `< old`, `---`, `> new`."""
    if not sample.lines or not _PLAIN.match(sample.lines[0]):
        return Guess()
    share = sample.share(lambda line: _SIDES.match(line) or _PLAIN.match(line))
    return Guess(share * 0.95, "normal") if share > 0.8 else Guess()
