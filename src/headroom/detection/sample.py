"""Some lines of a text, cleaned, from which its kind is told: the first, the last, and some from between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from headroom.detection.surface import Numbering, numbering_of, without_escapes, without_number

__all__ = ["WIDTH", "Sample", "sample_of", "share_of"]

WIDTH = 200
"""Characters of a line that are looked at. Chosen: what a line is shows at its start."""
_LINES = 48
"""Lines that are looked at. Measured: 0.3 ms for all kinds of content together."""
_END = 400
"""Characters of each end of the text that are kept."""
_SPACE = " \t\r\n\ufeff"
_REACH = 2_000
"""Chosen: characters within which the next line must start; else the text is one long line here."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a text that are not blank, without colours, line numbers and line ends, cut to a width."""

    lines: tuple[str, ...]
    top: int
    """How many of them are the first ones, with nothing between them left out."""
    blank: int
    """How many blank lines were among those looked at."""
    body: str
    """The lines, joined."""
    head: str
    """The first characters of the text that are not space."""
    tail: str
    """The last characters of the text that are not space."""
    numbering: Numbering
    size: int
    """Characters of the whole text."""

    def count(self, matches: Callable[[str], object]) -> int:
        """How many lines match."""
        return len(list(filter(matches, self.lines)))

    def share(self, matches: Callable[[str], object]) -> float:
        """The share of lines that match."""
        return share_of(self.lines, matches)


def share_of(lines: Sequence[str], matches: Callable[[str], object]) -> float:
    """The share of lines that match."""
    return len(list(filter(matches, lines))) / max(1, len(lines))


def sample_of(text: str, most: int = _LINES) -> Sample:
    """A bounded sample of a text's lines.

    Cost: bounded by `most`, whatever the size of the text.
    """
    top, rest = _picked(text, most)
    numbering = numbering_of([line for line in top if line.strip()])
    cleaned_top = _cleaned(top, numbered=bool(numbering))
    cleaned = cleaned_top + _cleaned(rest, numbered=bool(numbering))
    return Sample(
        lines=tuple(cleaned),
        top=len(cleaned_top),
        blank=len(top) + len(rest) - len(cleaned),
        body="\n".join(cleaned),
        head=without_escapes(text[: 4 * _END].lstrip(_SPACE))[:_END],
        tail=without_escapes(text[-4 * _END :].rstrip(_SPACE))[-_END:],
        numbering=numbering,
        size=len(text),
    )


def _picked(text: str, most: int) -> tuple[list[str], list[str]]:
    """The first lines, and the others that are looked at."""
    first = most * 3 // 7
    reach = most * WIDTH
    if len(text) <= reach:
        lines = text.split("\n", most)
        if len(lines) <= most:
            return lines, []
    head = text[:reach].split("\n", first)
    if len(head) > 1:
        # The rest of the text, or a line that the slice has cut.
        head.pop()
    head = head[:first]
    start = sum(map(len, head)) + len(head)
    last = max(1, most // 6)
    tail = text[max(start, len(text) - last * WIDTH) :].split("\n")[1:][-last:]
    end = len(text) - sum(map(len, tail)) - len(tail)
    return head, _spaced(text, start, end, most - len(head) - len(tail)) + tail


def _spaced(text: str, start: int, end: int, most: int) -> list[str]:
    """Lines from places that are evenly spaced; none from within a line that is longer than the reach."""
    step = (end - start) / max(1, most)
    found: list[str] = []
    at = start
    for index in range(most):
        place = max(at, int(start + index * step))
        # The character before, so that a line which starts right here counts.
        opened = text.find("\n", place - 1, place + _REACH) + 1 if place else 0
        if place >= end or (place and not opened) or opened >= end:
            continue
        closed = text.find("\n", opened, opened + WIDTH)
        at = closed if closed >= 0 else opened + WIDTH
        found.append(text[opened:at])
        at += 1
    return found


def _cleaned(lines: list[str], *, numbered: bool) -> list[str]:
    """Lines that are not blank, without what lies over them."""
    short = [(line if len(line) <= WIDTH or "\r" not in line else _last_painted(line))[:WIDTH].rstrip() for line in lines]
    together = "".join(short)
    if numbered or any(map(together.__contains__, _OVER)):
        short = [_bare(line, numbered=numbered).rstrip() for line in short]
    return [line for line in short if line]


def _last_painted(line: str) -> str:
    """What a progress bar has painted last on a long line."""
    line = line.rstrip()
    return line[line.rfind("\r") + 1 :]


_OVER = "\x1b\r\ufeff"
"""What starts something that is no part of a line."""


def _bare(line: str, *, numbered: bool) -> str:
    """A line without what lies over it."""
    line = without_escapes(line).rstrip()
    if numbered:
        line = without_number(line)
    # What a progress bar has painted over.
    return line[line.rfind("\r") + 1 :].removeprefix("\ufeff")
