"""Whether a text is what a search found: `path:line:text` and its relatives, or ranked results with addresses."""

from __future__ import annotations

import re
from operator import eq, gt

from headroom.detection.builds import guess_tests
from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_search"]

_HIT = re.compile(
    r"(?P<path>(?:[A-Za-z]:(?=[\\/]))?[^:\n]{1,250}):(?P<line>[0-9]{1,7}):(?:[0-9]{1,5}:)?(?P<said>\s?(?:fatal "
    r"|internal compiler )?(?:error|warning|note)\b|in [`'])?"
)
"""A hit; or what a compiler says of a place, or a call of Ruby's there."""
_COUNT = re.compile(r"(?:[A-Za-z]:(?=[\\/]))?[^:\n]{1,250}:[0-9]{1,7}$|\S{1,250} \([0-9]+ match(?:es)?\)$")
_NAMED = re.compile(
    r"(?P<path>(?:\.{0,2}/|[A-Za-z]:\\)?[\w@.+-]+(?:[\\/][\w@.+-]+)+|[\w@+-][\w@.+-]*\.[a-z]{1,5}):(?! |$|[0-9]{1,7}:)"
    r"|(?P<spaced>(?:\.{0,2}/)?[\w@.+-]+(?:/[\w@.+-]+)+): ?(?![0-9]{1,7}:)"
)
_FILE = re.compile(r"[/\\]|\w\.\w|^(?:Makefile|Dockerfile|README)\b")
"""What paths have and words have not."""
_NO_PATH = frozenset("0123456789[{<(\"'")
_WORD = re.compile(r"[A-Za-z_.][\w.+@-]*$")
_PATH = re.compile(r"(?:[A-Za-z]:\\|\.{0,2}/)?[\w@.+-]+(?:[\\/][\w@.+ -]+)*$")
_NUMBERED = re.compile(r"([0-9]{1,7})(?::(?![0-9]{2}:[0-9]{2})|-(?![0-9]{1,2}[-T ][0-9]|[A-Z][a-z]{2}-))")
"""The number of a line before a hit or beside it, not of a time or a date: `08:15:30`, `2025-11-20`, `20-Nov-2025`."""
_SURE = 0.95
"""No other form of hits scores more."""
_MOST_EQUAL = 0.2
"""Chosen: share of neighbours with the same number; a line is found once."""
_ADDRESS = re.compile(
    r"\s*(?:(?:[-*]|[0-9]+[.)]|\[[0-9]+\])\s*)?(?:\*{0,2}(?i:URL|Link|Source|Href|Web"
    r"|Address)\*{0,2}\s*[:=]\s*)?(?:\[[^\]\n]{1,200}\]\()?<?https?://\S+\s*$"
    r"|\s*(?:#+ |[-*] |[0-9]+[.)] |\[[0-9]+\] )\s*\[[^\]\n]{1,200}\]\(https?://"
)
_RANK = re.compile(
    r"\s*(?:#{1,4} )?(?:\*\*)?(?:(?i:Result|Title|Document|Source|Rank|Hit|Passage|Chunk)s?\s*#?[0-9]*\s*[:.)\]]|\[[0-9]{1,3}\]"
    r"|[0-9]{1,3}[.)]\s|<(?:result|document|source)\b)"
)


def guess_search(sample: Sample) -> Guess:
    """How much a text looks like hits; the format is `grep`, `heading`, `count`, `names`, `numbers` or `results`."""
    lines = sample.lines
    if not lines:
        return Guess()
    colons = len([line for line in lines if ":" in line])
    if colons < 0.1 * len(lines):
        return Guess()
    # Paths start neither with a digit nor with a bracket; records of logs do.
    pathless = len([line for line in lines if line[0] in _NO_PATH]) > 0.5 * len(lines)
    if pathless or not (colons > 0.5 * len(lines) or "\n--" in sample.body):
        return max(_heading(sample), _results(sample), key=_score)
    hits = _hits(sample)
    if hits.score > _SURE:
        return hits
    return max(_heading(sample), _results(sample), hits, _counts(sample), _named(sample), key=_score)


def _score(guess: Guess) -> float:
    return guess.score


def _is_path(path: str, after: str) -> bool:
    """Whether what stands before a line number is a path, and not the beginning of a time or of a sentence."""
    if path[-2:].isdigit() and len(after) > 3 and after[1:3].isdigit() and after[3] == ":":
        return False
    if not any(char.isalpha() for char in path[:40]) or path[-1] == " " or path[0] in " \t":
        return False
    if "/" in path or "\\" in path:
        return '"' not in path and "(" not in path[:1] and "://" not in path
    if " " in path or "\t" in path:
        return False
    return _WORD.match(path) is not None


def _hits(sample: Sample) -> Guess:
    """`path:line:text`, `path:line:col:text`, with `path-line-text` and `--` round them."""
    paths: set[str] = set()
    hits = said = 0
    for line in sample.lines:
        found = _HIT.match(line)
        if found and (found["path"] in paths or _is_path(found["path"], line[found.end("path") :][:6])):
            paths.add(found["path"])
            hits += 1
            said += found["said"] is not None
    if not hits or said > 0.5 * hits:
        return Guess()
    starts = tuple(f"{path}-" for path in paths)
    around = sample.count(lambda line: line == "--" or line.startswith(starts)) if hits < len(sample.lines) else 0
    share = min(1.0, (hits + around) / len(sample.lines))
    if not any(map(_FILE.search, paths)):
        share *= 0.6
    return Guess(share * (0.98 if len(sample.lines) > 1 else 0.7), "grep")


def _counts(sample: Sample) -> Guess:
    """`path:12`, as of `grep -c`."""
    if not sample.lines[0][-1].isdigit() and not sample.lines[-1].endswith(")"):
        return Guess()
    counted = sample.share(_COUNT.match)
    if len(sample.lines) < 2 or counted < 0.8:
        return Guess()
    return Guess(0.9 * sample.share(lambda line: _COUNT.match(line) and _FILE.search(line)), "count")


def _heading(sample: Sample) -> Guess:
    """A path on its own line, with `12:text` below it; or the numbers alone, as of one file."""
    numbers = [int(found.group(1)) for line in sample.lines if (found := _NUMBERED.match(line))]
    total = len(sample.lines) - sample.lines.count("--")
    if len(numbers) < max(2, 0.4 * total) or sum(map(eq, numbers[1:], numbers)) > _MOST_EQUAL * len(numbers):
        return Guess()
    named = sample.count(_is_heading)
    if named:
        return Guess(min(0.95, (len(numbers) + named) / total), "heading")
    rising = sum(map(gt, numbers[1:], numbers)) >= 0.95 * (len(numbers) - 1)
    return Guess(0.8 * len(numbers) / total, "numbers") if rising and len(numbers) >= 0.9 * total else Guess()


def _is_heading(line: str) -> bool:
    """Whether a line is a path alone."""
    return not _NUMBERED.match(line) and _FILE.search(line) is not None and _PATH.match(line) is not None


def _named(sample: Sample) -> Guess:
    """`path:text`, as of `grep -r` without numbers: the same paths again and again."""
    named = [found["path"] or found["spaced"] for line in sample.lines if (found := _NAMED.match(line))]
    if len(named) < 3 or len(named) < 0.8 * len(sample.lines):
        return Guess()
    if guess_tests(sample).score:
        # `tests/test_a.py::test_b PASSED` opens like a path and what stands there.
        return Guess()
    slashed = sum(1 for name in named if "/" in name or "\\" in name)
    repeated = len(set(named)) < len(named)
    return Guess(0.85 * len(named) / len(sample.lines) if slashed > 0.5 * len(named) else 0.6 * repeated, "names")


def _results(sample: Sample) -> Guess:
    """Results with their addresses, each below a heading or a number."""
    if "://" not in sample.body:
        return Guess()
    addresses = sum(1 for line in sample.lines if "://" in line and _ADDRESS.match(line))
    total = len(sample.lines)
    ranks = sample.count(_RANK.match) if addresses > 1 else 0
    if addresses < 2 or ranks < 2 or addresses < 0.06 * total:
        return Guess()
    return Guess(min(0.9, 0.55 + min(addresses, ranks) / total), "results")
