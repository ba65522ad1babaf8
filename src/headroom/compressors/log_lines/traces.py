"""Stack traces: what of each is worth reading, and which were seen before.

Kept are the line above, the frames of the program itself, causes, and the exception; frames of libraries are folded, and so is
a trace that equals an earlier one but for numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from headroom.compressors.log_lines.masking import Shapes
from headroom.compressors.log_lines.places import Places
from headroom.compressors.log_lines.templates import Templates
from headroom.config import LogSettings

__all__ = ["Traces", "traces_in"]

_SIGNS: dict[str, tuple[str, ...]] = {
    "at": ("\tat ", "  at ", "\nat "),
    "File": ('File "',),
    "go": (".go:0",),
    "from": ("\tfrom ", "  from ", "\nfrom "),
    "more": ("0 more",),
    "common": ("0 common",),
    "frames": ("0 frames",),
    "backtrace": ("0: ",),
    "": ("#0",),
}
"""What every frame holds one of, by a word that must be there, too."""
_READ = 400
"""Characters of a row that are read."""
_FRAME = re.compile(
    r"(?:[\w.-]{1,40} *\| *)?[ \t]*+"
    r"(?:at (?:async )?[\w$.<>\[\]`/@]+[^\n]{0,300}?[):]|at [^\s:]{1,300}:0|File \"[^\"\n]{1,300}\", line 0"
    r"|\.\.\. 0+ (?:more|common|frames)|from [^\s:]{1,300}:0+:in |0+: (?:0x|[\w<{$]+(?:::|\.))"
    r"|#0+ {1,3}(?:0x|\w+ \()|[^\s:]{1,300}\.go:0+(?: \+0x|$))"
)
"""A frame of Java, JavaScript, .NET, Python, Ruby, Rust, C or Go; runs on templates."""
_LIBRARY = re.compile(
    r"site-packages|dist-packages|/usr/(?:lib|local/lib|local/go)|lib/python|node_modules|node:|\(internal/|<frozen|<anonymous>"
    r"|\.cargo/|/rustc/|\b(?:std|core|alloc|tokio|rayon|backtrace|futures\w*)::|/go/src/|/go/pkg/mod|\bgems/"
    r"|^(?:runtime|net/http|testing|reflect|syscall)\.|\.\.\. 0+ (?:more|common)"
    r"|\bat (?:java|javax|jdk|sun|com\.sun|scala|kotlin|kotlinx|akka|groovy|jakarta|reactor|android|com\.android|dalvik"
    r"|org\.(?:springframework|apache|hibernate|junit|eclipse|gradle|jboss|mockito|codehaus|testng|postgresql)"
    r"|io\.(?:netty|reactivex|undertow|grpc|vertx)|com\.(?:google|fasterxml|zaxxer|mysql|microsoft)|System|Microsoft|Xunit|NUnit)\b"
)
"""Frames of languages' libraries and of widespread frameworks."""
_NEAR = 4
"""Rows from one frame to the next in one trace: source lines, marks below them and causes lie between."""
_USUAL_LINES = LogSettings().stack_trace_max_lines
"""Lines of a trace up to which frames of libraries are left out even where there is room."""
_HEAD_FRAMES = 2
"""First frames of each part of a trace that stay whatever they are."""


class Traces(msgspec.Struct, frozen=True, kw_only=True):
    """The stack traces of a text."""

    heads: list[int]
    """Rows above the frames, causes and exceptions of every different trace."""
    frames: list[list[int]]
    """For each different trace, the frames worth reading, those where it happened first; behind them others, where more lines
    are wanted."""
    inside: frozenset[int]
    """All rows that belong to frames."""


def traces_in(shapes: Shapes, templates: Templates, places: Places, longest: int) -> Traces:
    """The traces of a text, each different one once, with at most `longest` frames of each."""
    frame_rows = _frame_rows(templates, places)
    if not frame_rows:
        return Traces(heads=[], frames=[], inside=frozenset())
    library = _of_libraries(shapes, frame_rows)
    heads: list[int] = []
    frames: list[list[int]] = []
    inside: set[int] = set(frame_rows)
    seen: set[tuple[int, ...]] = set()
    for start, end in _spans(frame_rows):
        body = range(start, _end(shapes.rows, end) + 1)
        own = frame_rows[bisect_left(frame_rows, start) : bisect_right(frame_rows, end)]
        inside.update(row for row in body if shapes.rows[row][:1] in (" ", "\t", ""))
        key = tuple(shapes.of_row[row] for row in body)
        if key in seen:
            inside.update(body)
            continue
        seen.add(key)
        # The row above the frames says what happened.
        heads.extend(row for row in (start - 1, *body) if row >= 0 and row not in inside)
        frames.append(_cut(list(_worth(own, shapes, library)), own, shapes.rows, longest))
    return Traces(heads=heads, frames=frames, inside=frozenset(inside))


def _frame_rows(templates: Templates, places: Places) -> list[int]:
    """The rows that are frames, in order."""
    candidates = places.shapes_with(places.gated(_SIGNS))
    framed = [template for template in candidates if _FRAME.match(templates.texts[template][:_READ]) is not None]
    return sorted([row for template in framed for row in templates.rows[template]])


def _of_libraries(shapes: Shapes, frame_rows: list[int]) -> set[int]:
    """The shapes of frames that are not the program's own."""
    frame_shapes = {shapes.of_row[row] for row in frame_rows}
    return {shape for shape in frame_shapes if _LIBRARY.search(shapes.texts[shape][:_READ]) is not None}


def _spans(frame_rows: list[int]) -> Iterator[tuple[int, int]]:
    """First and last frame of each trace."""
    start = before = frame_rows[0]
    for row in frame_rows[1:]:
        if row - before > _NEAR:
            yield start, before
            start = row
        before = row
    yield start, before


def _end(rows: list[str], last_frame: int) -> int:
    """The last row of a trace: source lines below the last frame, and the exception that Python puts last."""
    end = last_frame
    while end + 1 < len(rows) and end - last_frame < _NEAR and rows[end + 1][:1] in (" ", "\t") and rows[end + 1].strip():
        end += 1
    if _is_python(rows[last_frame]) and end + 1 < len(rows):
        end += 1
    return end


def _worth(frame_rows: list[int], shapes: Shapes, library: set[int]) -> Iterator[int]:
    """Frames of the program, each with its source line, and the first and the last of every unbroken run."""
    rows = shapes.rows
    for run in _runs(frame_rows, rows):
        own = [row for row in run if shapes.of_row[row] not in library]
        is_python = _is_python(rows[run[0]])
        # Python's last frame is where it happened; in other languages it is where the thread began.
        ends = run[-_HEAD_FRAMES:] if is_python else run[:_HEAD_FRAMES]
        for row in sorted({*ends, *own}):
            yield row
            if is_python and row + 1 < len(rows):
                yield row + 1


def _cut(worth: list[int], frame_rows: list[int], rows: list[str], longest: int) -> list[int]:
    """At most `longest` frames, of Python the last; where more lines than usual are wanted, others behind them."""
    if _is_python(rows[frame_rows[-1]]):
        worth.reverse()
    if len(worth) > longest:
        return worth[:longest]
    spare = min(longest - len(worth), longest - _USUAL_LINES)
    if spare <= 0:
        return worth
    taken = set(worth)
    return worth + [row for row in frame_rows if row not in taken][:spare]


def _is_python(row: str) -> bool:
    return row.lstrip().startswith('File "')


def _runs(frame_rows: list[int], rows: list[str]) -> Iterator[list[int]]:
    """Frames that only their own source lines keep apart."""
    run = frame_rows[:1]
    for before, row in pairwise(frame_rows):
        if any(rows[between][:1] not in (" ", "\t") for between in range(before + 1, row)):
            yield run
            run = []
        run.append(row)
    yield run
