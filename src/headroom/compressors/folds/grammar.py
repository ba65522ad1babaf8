"""How folds are written: the header, the notes between lines, and the marks of lines.

A text that holds one of our notes is never folded, so that in a folded text each of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from headroom.compressors.folds.escapes import SIGNS
from headroom.retrieval.marker import OPENING

__all__ = [
    "HEADER",
    "MARK",
    "MARKED",
    "REPEATED",
    "STARTED",
    "has_marks",
    "header",
    "is_note",
    "mark",
    "read_codes",
    "repeat_note",
    "start_note",
]

HEADER = f"{OPENING}folded; "
"""How a folded text opens; by it the text is recognised and left whole."""
_NOTES = "notes tell how lines start or repeat"
_MARKS = "[@N] repeats the line so marked"
_CODES = "codes "
MARK = "[@"
"""How a line that is repeated elsewhere begins; a text with such lines gets no marks."""
MARKED = re.compile(r"\[@(\d+)\](?: (.*))?", re.DOTALL)
"""A marked line, or the mark alone where it is repeated."""
REPEATED = re.compile(r"\[headroom: (?:line|(\d+) lines) above (\d+) more times?\]")
STARTED = re.compile(r"\[headroom: (\d+) lines start with \"(.*)\"\]", re.DOTALL)
_SEQUENCES = re.compile(r"(?:\x1b\[[0-9;?]*+[A-Za-z])++")
"""What a sign may stand for; it holds no sign."""


def header(codes: Mapping[str, str], *, notes: bool, marks: bool) -> str:
    """The first line of a folded text, which says how to read it; `codes` are signs and the escape sequences they stand for."""
    parts = [_NOTES] * notes + [_MARKS] * marks
    if codes:
        parts.append(_CODES + " ".join(f"{sign}={sequence.replace(chr(27), 'ESC')}" for sign, sequence in codes.items()))
    return f"{HEADER}{'; '.join(parts)}]"


def has_marks(line: str) -> bool:
    """Whether a header says that lines are marked; else what looks like a mark is text."""
    return _MARKS in line


def read_codes(line: str) -> dict[str, str]:
    """The signs of a header and the escape sequences they stand for.

    Raises: ValueError for a line that `header` does not write.
    """
    _, found, listed = line.removesuffix("]").partition(_CODES)
    codes: dict[str, str] = {}
    for pair in listed.split(" ") if found else ():
        sign, _, sequence = pair.partition("=")
        codes[sign] = sequence.replace("ESC[", "\x1b[")
        if len(sign) != 1 or sign not in SIGNS or not _SEQUENCES.fullmatch(codes[sign]):
            raise ValueError(f"no sign for an escape sequence: {pair[:80]!r}")
    if line != header(codes, notes=_NOTES in line, marks=has_marks(line)):
        raise ValueError(f"a header that is not of our writing: {line[:80]!r}")
    return codes


def repeat_note(lines: int, times: int) -> str:
    """Says that the lines above come again."""
    return f"{OPENING}{'line' if lines == 1 else f'{lines} lines'} above {times} more time{'' if times == 1 else 's'}]"


def start_note(lines: int, start: str) -> str:
    """Says with what the lines below start."""
    return f'{OPENING}{lines} lines start with "{start}"]'


def mark(number: int) -> str:
    """The mark of a line that comes again."""
    return f"{MARK}{number}]"


def is_note(line: str) -> bool:
    """Whether a line was written by a fold."""
    return line.startswith((OPENING, MARK))
