"""The dynamic lines of a system prompt, collected behind a separator at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.config.history import DYNAMIC_TAIL

__all__ = ["Moved", "TakenOut", "appended", "taken_out"]


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """How lines are moved."""

    separator: str = DYNAMIC_TAIL
    trims_end: bool = True
    """Whether white space goes that stands at the end once the last line moved."""
    collapses: bool = True
    """Whether of the empty lines round a line that moved one stays."""


class TakenOut(msgspec.Struct, frozen=True):
    """The texts of a prompt without what moves."""

    texts: dict[int, str]
    """Those that are not as they were, by place."""
    lines: tuple[str, ...]
    """What moves, in order."""


def taken_out(texts: Mapping[int, tuple[str, Sequence[tuple[int, int]]]], how: Moved) -> TakenOut:
    """The texts of one prompt, in order, without their spans.

    Spans lie before the first separator, and what stands behind it stays there. A text that says nothing else stays whole.
    """
    written: dict[int, str] = {}
    moved: list[str] = []
    for place, (text, spans) in texts.items():
        head = text.partition(how.separator)[0]
        rest = _without(head, spans, how)
        if spans and rest.strip():
            written[place] = rest + text[len(head) :]
            moved.extend(text[start:stop].strip() for start, stop in spans)
    return TakenOut(written, tuple(moved))


def appended(text: str, lines: Sequence[str], separator: str) -> str:
    """The text with the lines at its end, behind the separator, which stands there once."""
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
