"""JSON that a tool cut off: `[{"id": 1}, {"id": 2}, {"i… [truncated 4312 characters]`.

What stands before the cut is a list of whole records all the same. It is closed where its last whole record ends, so that it
can be read; what follows is left as it is.
"""

from __future__ import annotations

import msgspec

__all__ = ["closed_and_rest", "is_document"]

_LEAST = 1_000
"""Characters below which nothing is worth leaving out beside the notes."""
_CLOSERS = ("]", "]}", "]}}", "]}]")
"""What ends a list of records, bare or inside what tools put round one."""
_TRIES = 4
"""Ends of objects that are tried, the last one first: the last of all may be one inside a torn record."""


def closed_and_rest(text: str) -> tuple[str, str] | None:
    """The document up to its last whole record, closed, and the rest of the text; None where that gives no document.

    Cost: at most sixteen parses, of which all but a few fail at the closers; nothing for a text that opens no array.
    """
    start = text[:_LEAST].lstrip()
    if len(text) < _LEAST or start[:1] not in ("[", "{") or "[" not in start or is_document(text):
        return None
    end = len(text)
    for _ in range(_TRIES):
        end = text.rfind("}", 0, end)
        if end < 0:
            return None
        if not text[end + 1 : end + 200].lstrip().startswith(","):
            continue
        for closer in _CLOSERS:
            closed = f"{text[: end + 1]}{closer}"
            if is_document(closed):
                return closed, text[end + 1 :]
    return None


def is_document(text: str) -> bool:
    """Whether all of a text is one JSON document."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return True
