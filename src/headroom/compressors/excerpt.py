"""Some lines of a text, with a note in every gap and one marker at the end.

Compressors of lines choose which ones stay; this module writes what they chose so that nothing is lost silently: each kept line
is the source's own, each gap says how many lines it held, and the text as a whole takes fewer tokens than before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.pricing import is_smaller, least_tokens, most_tokens
from headroom.detection import notice_of
from headroom.messages import original_of
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker
from headroom.tokens import counter_for

__all__ = ["Excerpt", "ended_lines", "outweighs", "split_lines", "write_excerpt"]

_NOTE_CHARS = 50
"""Characters of a gap below which its note costs more than it saves. Measured: a note is 9 to 13 tokens."""
_SEAM = 2
"""Tokens that may come on top where text that was apart now meets."""
_SAMPLE = 4_000
"""Characters of what is dropped that are counted at a time, until they outweigh the notes."""
_SAMPLES = 3
_CHARS_A_TOKEN = 6
"""Chosen: lines of a log have 2 to 4 characters a token; so the first sample mostly decides."""
_CHARS_A_SURE_TOKEN = 7
"""Measured: lines of a log have 4 to 11 characters for each token that they surely have; so one look mostly decides."""
_LOOKS = 3
"""Chosen: by then, one can tell whether it ever will."""
_ANY_DIGIT = bytes(0x31 if 0x30 <= code <= 0x39 else code for code in range(256))
"""Maps every ASCII digit to `1`."""


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of a text stay, and how to speak of the others."""

    lines: Sequence[str]
    """Every line with its line end; joined they are the text."""
    kept: Iterable[int]
    """Indexes of the lines that stay, in any order."""
    reasons: Mapping[str, int] = {}
    """How many lines stay for which reason, for the report."""
    details: Callable[[int, int], str] | None = None
    """What to say of the gap `lines[start:end]` beside its size; empty for nothing."""
    kinds: Callable[[Sequence[int]], Iterable[tuple[str, int]]] | None = None
    """What the left-out lines were, for the marker: `(("INFO", 409), ("DEBUG", 3))`."""


def split_lines(text: str) -> list[str]:
    """The lines with their line ends; joined they are the text.

    Only a line feed ends a line, so that numbers agree with those of tools.
    """
    return ended_lines(text.split("\n"))


def ended_lines(rows: Sequence[str]) -> list[str]:
    """The same from what stands between line feeds, where a text was taken apart already."""
    lines = [row + "\n" for row in rows]
    lines[-1] = rows[-1]
    if not lines[-1]:
        lines.pop()
    return lines


def write_excerpt(text: str, excerpt: Excerpt, *, retrieval: Literal["none", "tool"] = "none") -> Result[Compressed, Skip]:
    """The kept lines with notes for the rest.

    Keeps: kept lines byte for byte, in order, and the line in which a tool says that it cut its output. Gaps that are shorter
    than their note stay.
    No-op: when the result would not take fewer tokens.
    Cost: one pass over the kept lines; exact counts of the notes and of a bounded part of what is dropped.
    """
    lines = excerpt.lines
    kept = {*excerpt.kept, *_notices(text, lines)}
    gaps = [gap for gap in _gaps(kept, len(lines)) if sum(map(len, lines[gap.start : gap.stop])) > _NOTE_CHARS]
    if not gaps:
        return Failure(Skip("every line matters"))
    original = original_of(text).hash
    dropped = list(chain.from_iterable(gaps))
    listed = excerpt.kinds(dropped) if excerpt.kinds is not None else ()
    what = omission(len(dropped), len(lines), "line", listed)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    notes: list[str] = []
    pieces: list[str] = []
    at = 0
    for gap in gaps:
        pieces.extend(lines[at : gap.start])
        told = excerpt.details(gap.start, gap.stop) if excerpt.details is not None else ""
        notes.append(gap_note(len(gap), "line", told) + end)
        pieces.append(notes[-1])
        at = gap.stop
    pieces.extend(lines[at:])
    if not pieces[-1].endswith("\n"):
        # A carriage return of its own becomes half of a line end, so that none is added that was not there.
        pieces.append("\n" if pieces[-1].endswith("\r") else end)
    pieces.append(text_marker(marker_text(what, original, retrieval)))
    notes.append(pieces[-1])
    if not outweighs((lines[index] for index in _spread(dropped)), notes):
        return Failure(Skip("would not become shorter"))
    written = "".join(pieces)
    if not is_smaller(written, text):
        return Failure(Skip("would not become shorter"))
    why = ", ".join(f"{reason} {count}" for reason, count in excerpt.reasons.items())
    return Success(Compressed(text=written, summary=what + (f"; kept: {why}" if why else ""), original=original))


def _notices(text: str, lines: Sequence[str]) -> list[int]:
    """The line of the tool's own that says what it had cut: without it, what stands would look like all there was."""
    notice = notice_of(text)
    return [index for index, line in enumerate(lines) if line.strip() == notice][:1] if notice else []


def _gaps(kept: Iterable[int], total: int) -> Iterator[range]:
    """The runs of lines that are not kept."""
    for before, after in pairwise([-1, *sorted(set(kept)), total]):
        if after - before > 1:
            yield range(before + 1, after)


def _spread(dropped: Sequence[int]) -> Iterator[int]:
    """The dropped lines, every so many of them first, so that a few of them stand for all."""
    step = max(1, len(dropped) // 64)
    for start in range(step):
        yield from dropped[start::step]


def outweighs(dropped: Iterable[str], notes: Sequence[str]) -> bool:
    """Whether what is dropped surely has more tokens than the notes that stand for it; the last note is the marker.

    Mostly that shows without a count. Else the notes are counted, and as much of what is dropped as it takes, within bounds:
    the rest only adds to it.
    """
    seams = _SEAM * (2 * len(notes) + 1)
    most = most_tokens(notes) + seams
    rest = iter(dropped)
    looked_at: list[str] = []
    sure = 0
    for _ in range(_LOOKS):
        some = _some(rest, _CHARS_A_SURE_TOKEN * (most - sure + 1))
        looked_at += some
        sure += least_tokens("".join(some))
        if sure > most:
            return True
    owed = _tokens_of_notes(notes) + seams
    return sure > owed or _counts_more(chain(looked_at, rest), owed)


def _some(lines: Iterator[str], chars: int) -> list[str]:
    """As many lines as have so many characters together, at least one; of long ones the beginnings."""
    some: list[str] = []
    for line in lines:
        some.append(line if len(line) <= _SAMPLE else line[:_SAMPLE])
        chars -= len(some[-1])
        if chars <= 0:
            break
    return some


def _tokens_of_notes(notes: Sequence[str]) -> int:
    *others, marker = notes
    # Whatever its digits, a number has as many tokens; and there are few notes that differ in more.
    joined = "\0".join(others).encode("utf-8", "surrogatepass").translate(_ANY_DIGIT).decode("utf-8", "surrogatepass")
    forms = Counter(joined.split("\0")) if others else {}
    return counter_for("gpt-4o").count(marker) + sum([_note_tokens(form) * times for form, times in forms.items()])


@lru_cache(maxsize=1_024)
def _note_tokens(form: str) -> int:
    return counter_for("gpt-4o").count(form)


def _counts_more(dropped: Iterable[str], owed: int) -> bool:
    """Whether an exact count of some of what is dropped exceeds what is owed."""
    count = counter_for("gpt-4o").count
    sample: list[str] = []
    chars = counted = 0
    for line in dropped:
        sample.append(line[:_SAMPLE])
        chars += len(sample[-1])
        if chars >= min(_SAMPLE, _CHARS_A_TOKEN * owed):
            # Lines that were not neighbours may count a token more apart than they did together.
            owed -= count("".join(sample)) - len(sample)
            counted += chars
            if owed < 0 or counted >= _SAMPLES * _SAMPLE:
                return owed < 0
            sample, chars = [], 0
    return owed - (count("".join(sample)) - len(sample)) < 0
