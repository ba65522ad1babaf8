"""Whether a text is prose: sentences, with or without Markdown."""

from __future__ import annotations

import re

from headroom.detection.kinds import Guess
from headroom.detection.markup import holds_page
from headroom.detection.sample import Sample

__all__ = ["guess_prose"]

_MARKDOWN = re.compile(r"#{1,6} \S|[-*+] \S|[0-9]{1,3}[.)] \S|> |\*\*|[=~^\"'-]{4,}$|\.\. \w|!?\[[^\]\n]+\]\(")
_HEADING = re.compile(r"#{1,6} \S")
_PROBE = 500
"""Chosen: characters from which a script is told."""
_WORDS = 160
"""Chosen: words that are looked at."""
_POINTS = ".,;:!?()\"'*`’“”"
_MARKS = b'0123456789{}[]()<>=|\\/_;$#@*&^%+~`"'


def guess_prose(sample: Sample) -> Guess:
    """How much a text looks like sentences; the format is `markdown` or empty."""
    lines = sample.lines
    if not lines:
        return Guess()
    body = sample.body
    words = body.split(maxsplit=_WORDS)[:_WORDS]
    wide = _wide(body)
    wordy = 1.0 if wide > 0.3 else sum(map(_is_wordy, lines)) / len(lines)
    ascii_part = body.encode("ascii", "ignore")
    marks = len(ascii_part) - len(ascii_part.translate(None, _MARKS))
    rest = [word.strip(_POINTS) for word in words if not word.isalpha()]
    plain = (len(words) - len(rest) + sum(map(str.isalpha, rest))) / max(1, len(words))
    marked = sample.share(_MARKDOWN.match)
    headed = sample.count(_HEADING.match) if "# " in body else 0
    score = 0.45 * min(1.0, wordy + 0.5 * marked) + 0.55 * max(min(1.0, plain * 1.15), wide)
    score *= 1 - 0.9 * _remarks(lines)
    if marks > 0.2 * len(body) and not (headed and marked > 0.3):
        score *= 0.6
    if "</" in body and holds_page(sample):
        # The words of a page, with its tags.
        score *= 0.7
    return Guess(score, "markdown" if headed and marked > 0.1 else "")


def _wide(body: str) -> float:
    """The share of letters of scripts that put no space between words."""
    opening = "" if body.isascii() else body[:_PROBE]
    return sum(1 for char in opening if "\u2e80" < char < "\ud800") / max(1, len(opening))


def _is_wordy(line: str) -> bool:
    return line.count(" ") >= 4 and line[-1] not in "{};\\"


def _remarks(lines: tuple[str, ...]) -> float:
    """The share of lines that are comments of a program or of its settings; headings stand alone, comments do not."""
    remarks = run = 0
    for line in lines:
        if line[0] == "#" and (line == "#" or line[1] in " \t"):
            run += 1
            remarks += 1 if run > 2 else 2 * (run == 2)
        else:
            run = 0
            remarks += line.startswith(("//", "/*", " *", "-- "))
    return remarks / len(lines)
