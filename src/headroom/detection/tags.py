"""Blocks that an application puts round text: `<system-reminder>`, `<file path="…">`, `<command-output>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from headroom.detection.markup import HTML_NAMES

__all__ = ["is_custom", "protected_spans"]

_MOST_BLOCKS = 1_000
"""Chosen: more blocks than this are a text about such blocks."""
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,60}\Z")


def is_custom(name: str) -> bool:
    """Whether a tag of this name is an application's own, and not one of HTML."""
    return name.lower() not in HTML_NAMES and ":" not in name


def protected_spans(text: str, tags: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """The whole lines of the blocks with these names, as characters, in order and apart.

    A block opens at the start of a line; one that is never closed is its opening line alone. Names that are none are left out.
    Cost: one search of the whole text if it holds a `<` at all; one for each name where that finds any.
    """
    if "<" not in text:
        return ()
    names = tuple([name for name in tags if _NAME.match(name)])
    if not names or not _openings(names).search(text):
        return ()
    spans = [span for name in names for span in _blocks(text, name)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@lru_cache(maxsize=16)
def _openings(names: tuple[str, ...]) -> re.Pattern[str]:
    """What finds how blocks of these names begin."""
    return re.compile(f"<(?:{'|'.join(map(re.escape, names))})")


def _blocks(text: str, name: str) -> list[tuple[int, int]]:
    """Where blocks of one name are."""
    found: list[tuple[int, int]] = []
    opening, closing = f"<{name}", f"</{name}>"
    closed = 0
    at = text.find(opening)
    while at >= 0 and len(found) < _MOST_BLOCKS:
        after = at + len(opening)
        line = text.rfind("\n", max(0, at - 40), at) + 1
        if text[after : after + 1] in (">", " ", "/") and not text[line:at].strip() and (line or at < 40):
            # A search that has failed once would fail again.
            closed = text.find(closing, after) if closed >= 0 else closed
            end = text.find("\n", closed if closed >= 0 else after)
            end = len(text) if end < 0 else end + 1
            found.append((line, end))
            after = end
        at = text.find(opening, after)
    return found
