"""How folds are written: the header, the notes between lines, and the marks of lines.

A text that holds one of our notes is never folded, so that in a folded text each of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    """The signs of a header and the escape sequences they stand for."""
    _, found, codes = line.removesuffix("]").partition(_CODES)
    pairs = (pair.partition("=") for pair in codes.split(" ") if found)
    return {sign: sequence.replace("ESC[", "\x1b[") for sign, _, sequence in pairs}


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
