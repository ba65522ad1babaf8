r"""The passages of a JSON string: sentences or lines, cut where no escape is cut.

Works on the string as it is spelled, between its quotes: a passage is a part of the source's own text, and every part of it
between two places found here is itself a valid string.
"""

from __future__ import annotations

import re

import msgspec

__all__ = ["characters", "long_strings", "passages_of"]

_ESCAPED_BACKSLASH = "\x00\x01"
"""Stands for an escaped backslash, so that any other backslash opens an escape; JSON strings hold no such characters."""
_BREAK = re.compile(
    r"[\\.!?。！？](?:(?<=\\)(?:n(?:\\[nrt]| )*|u3002)"
    r"|(?<=[.!?])(?:\\\"|[)\]”’]){0,2} +(?![a-z])"
    r"|(?<=[。！？])[」』）]{0,2})"
)
"""Where a passage may end: at a line end, behind a sentence; what it holds is between passages, but for the full stop.

Opens with one set of characters, for which the engine then skips all other places."""
_LEAST_CHARS = 90
"""Characters of a passage, at least: shorter sentences and lines are taken together. Chosen: thrice what a note takes."""
_MOST_CHARS = 400
"""Characters from which a passage without any end is cut at a space, or anywhere."""
_NEAR = 60
"""How far back a space is looked for."""
_LOW_SURROGATE = re.compile(r"\\u[dD][c-fC-F]")
_NO_WORDS = 4_000
"""Characters up to which a string without spaces is left alone: it is a token or an address that is needed whole."""


def long_strings(item: str, least: int) -> list[tuple[int, int]]:
    """Where the strings of so many characters are in minified JSON, without their quotes; keys aside.

    Cost: linear, without a step of Python for a short string.
    """
    masked = item.replace("\\\\", "  ").replace('\\"', "  ") if "\\" in item else item
    found: list[tuple[int, int]] = []
    at = quotes = counted = 0
    while at + least <= len(masked):
        last = masked.rfind('"', at, at + least)
        if last >= 0:
            at = last + 1
            continue
        # So many characters without a quote: inside a string, if there is an odd number of quotes before.
        closing = masked.find('"', at + least)
        end = closing if closing >= 0 else len(masked)
        quotes += masked.count('"', counted, at)
        counted = at
        if quotes % 2 and masked[end + 1 : end + 2] != ":":
            found.append((at, end))
        at = end + 1
    return found


def passages_of(spelled: str) -> list[tuple[int, int]]:
    """Start and end of each passage of a string's spelling, in order; what stands between two is white space.

    Empty for a string that is left whole. Cost: linear.
    """
    masked = spelled.replace("\\\\", _ESCAPED_BACKSLASH) if "\\\\" in spelled else spelled
    if len(masked) <= _NO_WORDS and " " not in masked and "\\n" not in masked and masked.isascii():
        return []
    found: list[tuple[int, int]] = []
    start = 0
    while end := _BREAK.search(masked, start + _LEAST_CHARS):
        held = end.group()
        _add(found, masked, start, end.start() if held[0] == "\\" and held[1] == "n" else end.start() + len(held.rstrip(" ")))
        start = end.end()
    if len(masked) - start >= _LEAST_CHARS or not found:
        _add(found, masked, start, len(masked))
    else:
        found[-1] = (found[-1][0], len(masked))
    return found


def characters(spelled: str) -> int:
    """How many characters a part of a string's spelling stands for."""
    return len(msgspec.json.decode(f'"{spelled}"'.encode(), type=str)) if "\\" in spelled else len(spelled)


def _add(found: list[tuple[int, int]], masked: str, start: int, end: int) -> None:
    """Add a passage, in parts where it is too long."""
    while end - start > _MOST_CHARS:
        space = masked.rfind(" ", start + _MOST_CHARS - _NEAR, start + _MOST_CHARS)
        stop = space if space > 0 else _safe(masked, start + _MOST_CHARS)
        found.append((start, stop))
        start = stop + (space > 0)
    found.append((start, end))


def _safe(masked: str, place: int) -> int:
    """The place, or one a little before it that is not inside an escape or a pair of surrogates."""
    escape = masked.rfind("\\", place - 5, place)
    if escape >= 0:
        place = escape
    if masked[place] == _ESCAPED_BACKSLASH[1]:
        place -= 1
    return place - 6 if _LOW_SURROGATE.match(masked, place) else place
