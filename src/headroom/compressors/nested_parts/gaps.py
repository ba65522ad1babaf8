"""A text without what goes, with a note in each place and one marker at the end, if that is shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from returns.result import Failure, Result, Success

from headroom.compressors.contract import Skip
from headroom.compressors.excerpt import outweighs
from headroom.compressors.nested_parts.choice import Gap
from headroom.compressors.pricing import is_smaller

__all__ = ["named", "noted_gaps", "text_without"]

_NOTE_FACTOR = 1.3
"""How much longer than its note a gap must be. Chosen: notes have fewer characters a token than most texts."""
_NOTE_MORE = 20
_SAMPLE = 2_000
_MOST_NAMES = 8
_NAMES_CHARS = 100


def noted_gaps(gaps: Sequence[Gap], note_of: Callable[[Gap], str]) -> list[tuple[Gap, str]]:
    """The gaps that are worth their notes, with these."""
    noted = [(gap, note_of(gap)) for gap in gaps]
    return [(gap, note) for gap, note in noted if gap.end - gap.start > _NOTE_FACTOR * len(note) + _NOTE_MORE]


def text_without(text: str, gaps: Sequence[tuple[Gap, str]], marker: str) -> Result[str, Skip]:
    """The text with notes for gaps and the marker behind it; a Skip where it would not surely have fewer tokens."""
    pieces: list[str] = []
    at = 0
    for gap, note in gaps:
        pieces.extend((text[at : gap.start], note))
        at = gap.end
    pieces.extend((text[at:], marker))
    if not outweighs(_spread(text, gaps), [*(note for _, note in gaps), marker]):
        return Failure(Skip("would not become shorter"))
    written = "".join(pieces)
    return Success(written) if is_smaller(written, text) else Failure(Skip("would not become shorter"))


def _spread(text: str, gaps: Sequence[tuple[Gap, str]]) -> Iterator[str]:
    """Pieces of what goes, those of every gap first."""
    longest = max(gap.end - gap.start for gap, _ in gaps)
    for start in range(0, longest, _SAMPLE):
        for gap, _ in gaps:
            if gap.start + start < gap.end:
                yield text[gap.start + start : min(gap.end, gap.start + start + _SAMPLE)]


def named(names: Sequence[str]) -> str:
    """Some names, each once, as few as a note has room for."""
    told: list[str] = []
    chars = 0
    distinct = [*dict.fromkeys(filter(None, names))]
    for name in distinct:
        chars += len(name) + 2
        if len(told) == _MOST_NAMES or chars > _NAMES_CHARS:
            break
        told.append(name)
    return ", ".join(told) + (", …" if told and len(told) < len(distinct) else "")
