"""The rows that stay with the notes that stand for the others."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from headroom.compressors.source_code.cutting import Gap
from headroom.messages import original_of
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker

__all__ = ["Written", "write_code"]


class Written(msgspec.Struct, frozen=True):
    """A text with less code."""

    text: str
    code: str
    """The same as a parser reads it: without line numbers and what is no code."""
    notes: tuple[str, ...]
    """In order; the last is the marker."""
    what: str
    original: str


def write_code(
    text: str,
    lines: Sequence[str],
    rows: Sequence[str],
    gaps: Sequence[Gap],
    marker: tuple[str, str],
    *,
    says_rows: bool = False,
) -> Written:
    """The text without the gaps; `marker` is the sign of a comment and whether a tool gives the rest.

    `says_rows` adds to each note which rows it stands for.
    """
    sign, retrieval = marker
    pieces: list[str] = []
    code: list[str] = []
    notes: list[str] = []
    at = dropped = 0
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    for gap in gaps:
        pieces += lines[at : gap.first]
        code += rows[at : gap.first]
        count = gap.last - gap.first + 1
        said = gap_note(count, "line", f"{gap.first + 1}-{gap.last + 1}" if says_rows else "")
        notes.append(f"{gap.prefix}{said}{end}")
        pieces.append(notes[-1])
        code.append(notes[-1])
        dropped += count
        at = gap.last + 1
    pieces += lines[at:]
    code += rows[at:]
    original = original_of(text).hash
    what = omission(dropped, len(lines), "line")
    if not pieces[-1].endswith("\n"):
        pieces.append("\n" if pieces[-1].endswith("\r") else end)
        code.append(pieces[-1])
    pieces.append(f"{sign} {text_marker(marker_text(what, original, 'tool' if retrieval == 'tool' else 'none'))}")
    # To a parser of torn code, a comment may be one thing more that it does not expect.
    code.append(pieces[-1])
    notes.append(pieces[-1])
    return Written("".join(pieces), "".join(code), tuple(notes), what, original)
