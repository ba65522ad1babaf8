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
_DETAIL = (500, 0.04, 1_600)
"""What may be written about what is left out: fewest characters, share of the text, most. Chosen: hits are worth more."""
_ASKED = (1_200, 0.15, 6_000)
"""The same where the names of files are what is asked for."""
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
    names_asked: bool = False
    """Whether the names of what is left out are themselves an answer."""
    admits: Callable[[int, int], bool] | None = None
    """Whether a gap from one line to another may be closed; nothing where any may."""


def priced(lines: Sequence[str], choice: Choice) -> tuple[dict[int, str], dict[int, str]]:
    """The lines that stay, short gaps closed; and what is said of the others, by the line where the gap starts."""
    kept = dict(choice.lines)
    sizes = list(accumulate(map(len, lines), initial=0))
    gaps = [Gap(before + 1, after) for before, after in pairwise([-1, *sorted(kept), len(lines)]) if after - before > 1]
    fewest, share, most = _ASKED if choice.names_asked else _DETAIL
    allowed = min(max(fewest, int(sizes[-1] * share)), most)
    told = _told(gaps, sizes, choice, allowed)
    details: dict[int, str] = {}
    for gap in gaps:
        chars = sizes[gap.stop] - sizes[gap.start]
        detail = told.get(gap.start, "")
        note = _NOTE_CHARS + len(detail)
        is_poor = chars < _WORTH * note and (choice.admits is None or choice.admits(gap.start, gap.stop))
        if is_poor or chars <= max(note, FEWEST_CHARS):
            kept.update(dict.fromkeys(range(gap.start, gap.stop), "between"))
        else:
            details[gap.start] = detail
    return kept, details


def _told(gaps: Sequence[Gap], sizes: Sequence[int], choice: Choice, allowed: int) -> dict[int, str]:
    """What is said of each gap; what short descriptions leave of the characters allowed goes to the longer ones."""
    if choice.describe is None:
        return {}
    wide = [gap for gap in gaps if sizes[gap.stop] - sizes[gap.start] > _WORTH * _NOTE_CHARS]
    whole = {gap.start: choice.describe(gap, max(_LEAST_DETAIL, allowed)) for gap in wide}
    if sum(map(len, whole.values())) <= allowed:
        return whole
    wide.sort(key=lambda gap: len(whole[gap.start]))
    for rank, gap in enumerate(wide):
        share = max(_LEAST_DETAIL, allowed // (len(wide) - rank))
        if len(whole[gap.start]) > share:
            whole[gap.start] = choice.describe(gap, share)
        allowed -= len(whole[gap.start])
    return whole
