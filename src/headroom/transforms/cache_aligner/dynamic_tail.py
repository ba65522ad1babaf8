"""The dynamic lines of a system prompt, collected behind a separator at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.config.history import DYNAMIC_TAIL

__all__ = ["Moved", "with_tail"]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """How lines are moved."""

    separator: str = DYNAMIC_TAIL
    trims_end: bool = True
    """Whether white space goes that stands at the end once the last line moved."""
    collapses: bool = True
    """Whether of the empty lines round a line that moved one stays."""


def with_tail(texts: Mapping[int, tuple[str, Sequence[tuple[int, int]]]], how: Moved) -> dict[int, str]:
    """The texts of one prompt, in order, with their spans moved to the end of the last.

    Spans lie before the first separator, and what stands behind it stays there. A text that says nothing else stays whole.
    """
    written: dict[int, str] = {}
    moved: list[str] = []
    for place, (text, spans) in texts.items():
        written[place] = text
        head = text.partition(how.separator)[0]
        rest = _without(head, spans, how)
        if spans and rest.strip():
            written[place] = rest + text[len(head) :]
            moved.extend(text[start:stop].strip() for start, stop in spans)
    if moved:
        last = max(texts)
        written[last] = _appended(written[last], moved, how.separator)
    return written


def _appended(text: str, lines: Sequence[str], separator: str) -> str:
    if separator not in text:
        return text + separator + "\n".join(lines)
    return "\n".join((text.removesuffix("\n"), *lines))


def _without(text: str, spans: Sequence[tuple[int, int]], how: Moved) -> str:
    pieces: list[str] = []
    at = 0
    for start, stop in spans:
        pieces.append(text[at:start])
        at = stop
        is_whole_line = text[stop - 1] == "\n" and (start == 0 or text[start - 1] == "\n")
        if how.collapses and is_whole_line and text.startswith("\n", stop) and _ends_blank(pieces):
            at += 1
    pieces.append(text[at:])
    rest = "".join(pieces)
    return rest.rstrip() if how.trims_end and spans and spans[-1][1] == len(text) else rest


def _ends_blank(pieces: Sequence[str]) -> bool:
    """Whether what was written so far ends in an empty line, or is nothing."""
    written = next((piece for piece in reversed(pieces) if piece), "")
    return not written or written.endswith("\n\n") or written == "\n"
