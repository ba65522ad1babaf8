"""The kept units with a note in every gap, and one marker at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import outweighs
from headroom.compressors.pricing import is_smaller
from headroom.compressors.prose.units import NAMES, Units
from headroom.messages import original_of
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker

__all__ = ["write_units"]

_MIXED = "passage"
"""The unit of a note where not only sentences are missing."""
_BLANK_LINES = ("\n\n", "\n\r\n", "\n\n\r")
"""How a blank line ends, whatever carriage returns stand in it."""


def write_units(
    units: Units, kept: Collection[int], relevance: str, *, retrieval: Literal["none", "tool"]
) -> Result[Compressed, Skip]:
    """The kept units as they stand in the text, with notes for the rest.

    No-op: when the result would not take fewer tokens and bytes.
    """
    text, starts, kinds = units.text, units.starts, units.kinds
    gaps = list(_gaps(kept, len(kinds)))
    if not gaps:
        return Failure(Skip("every sentence matters"))
    end = "\r\n" if "\r\n" in text[:2_000] else "\n"
    pieces: list[str] = []
    notes: list[str] = []
    at = 0
    for gap in gaps:
        if gap.start > at:
            pieces.append(_closed(text[starts[at] : starts[gap.start]], end))
        note = _note(kinds, gap) + _break_after(text, starts[gap.stop], end)
        pieces.append(note)
        notes.append(note)
        at = gap.stop
    pieces.append(_closed(text[starts[at] :], end))
    dropped = [unit for gap in gaps for unit in gap]
    what = _omission(kinds, dropped)
    original = original_of(text).hash
    pieces.append(text_marker(marker_text(what, original, retrieval)))
    notes.append(pieces[-1])
    if not outweighs((text[starts[unit] : starts[unit + 1]] for unit in _spread(dropped)), notes):
        return Failure(Skip("would not become shorter"))
    written = "".join(pieces)
    if not is_smaller(written, text):
        return Failure(Skip("would not become shorter"))
    return Success(Compressed(text=written, summary=what, original=original, relevance=relevance))


def _gaps(kept: Collection[int], total: int) -> Iterator[range]:
    """The runs of units that are not kept."""
    for before, after in pairwise([-1, *sorted(kept), total]):
        if after - before > 1:
            yield range(before + 1, after)


def _closed(piece: str, end: str) -> str:
    """A kept run with a line end behind it, for the note; a line end of its own stays, blanks behind a sentence do not."""
    if not piece or piece.endswith("\n"):
        return piece
    bare = piece.rstrip(" \t")
    # A carriage return of its own becomes half of a line end, so that none is added that was not there.
    return bare + ("\n" if bare.endswith("\r") else end)


def _break_after(text: str, stop: int, end: str) -> str:
    """What stands behind a note: a blank line where one stood before what follows."""
    if stop >= len(text):
        return end
    return end + end if text.endswith(_BLANK_LINES, 0, stop) else end


def _note(kinds: Sequence[str], gap: range) -> str:
    missing = kinds[gap.start : gap.stop]
    is_of_one_kind = missing.count(missing[0]) == len(missing)
    return _counted(len(missing), NAMES[missing[0]] if is_of_one_kind else _MIXED)


@lru_cache(maxsize=1_024)
def _counted(omitted: int, unit: str) -> str:
    return gap_note(omitted, unit)


def _omission(kinds: Sequence[str], dropped: Sequence[int]) -> str:
    """How much is missing of how much, and what it was."""
    if kinds.count("paragraph") == len(kinds):
        return omission(len(dropped), len(kinds), "sentence")
    missing = Counter([kinds[unit] for unit in dropped])
    listed = [(NAMES[kind], count) for kind, count in missing.most_common()]
    return omission(len(dropped), len(kinds), _MIXED, listed)


def _spread(dropped: Sequence[int]) -> Iterator[int]:
    """The dropped units, every so many of them first, so that a few of them stand for all."""
    step = max(1, len(dropped) // 64)
    for start in range(step):
        yield from dropped[start::step]
