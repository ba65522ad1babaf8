"""The lines that stay of a result of any form, and the notes for the rest, priced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise

import msgspec

__all__ = ["Choice", "Gap", "priced"]

_WORTH = 2.0
"""Characters a gap must have for each of its note: chosen, below that the note hardly saves and always tells less."""
_NOTE_CHARS = 28
"""Characters of a note without details."""
_LEAST_DETAIL = 40
"""Characters for what one gap held, at least."""
_DETAIL_SHARE = 0.04
"""Share of the text that may be written about what is left out; chosen: names are worth less than hits."""
_MOST_DETAIL = 4_000
_FEWEST_DETAIL = 500
"""Characters that may be written about what is left out of the longest and of the shortest text."""


FEWEST_CHARS = 50
"""Characters of a gap up to which it is always closed. Measured: a note is 9 to 13 tokens."""


class Gap(msgspec.Struct, frozen=True):
    """A run of lines that do not stay: `lines[start:stop]`."""

    start: int
    stop: int


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a form of result keeps."""

    lines: dict[int, str]
    """Line -> the reason for which it stays."""
    describe: Callable[[Gap, int], str] | None = None
    """What a gap held, in about so many characters."""
    kinds: Callable[[Sequence[int]], Iterable[tuple[str, int]]] | None = None
    """What left-out lines are."""
    admits: Callable[[int, int], bool] | None = None
    """Whether a gap from one line to another may be closed; nothing where any may."""


def priced(lines: Sequence[str], choice: Choice) -> tuple[dict[int, str], dict[int, str]]:
    """The lines that stay, short gaps closed; and what is said of the others, by the line where the gap starts."""
    kept = dict(choice.lines)
    sizes = list(accumulate(map(len, lines), initial=0))
    gaps = [Gap(before + 1, after) for before, after in pairwise([-1, *sorted(kept), len(lines)]) if after - before > 1]
    gone = sum(sizes[gap.stop] - sizes[gap.start] for gap in gaps)
    allowed = min(max(_FEWEST_DETAIL, int(sizes[-1] * _DETAIL_SHARE)), _MOST_DETAIL)
    details: dict[int, str] = {}
    for gap in gaps:
        chars = sizes[gap.stop] - sizes[gap.start]
        told = ""
        if choice.describe is not None and chars > _WORTH * _NOTE_CHARS:
            told = choice.describe(gap, max(_LEAST_DETAIL, allowed * chars // gone))
        note = _NOTE_CHARS + len(told)
        is_poor = chars < _WORTH * note and (choice.admits is None or choice.admits(gap.start, gap.stop))
        if is_poor or chars <= max(note, FEWEST_CHARS):
            kept.update(dict.fromkeys(range(gap.start, gap.stop), "between"))
        else:
            details[gap.start] = told
    return kept, details
