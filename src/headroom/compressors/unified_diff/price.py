"""Whether what was left out surely has more tokens than what was written for it."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.pricing import least_tokens, most_tokens
from headroom.compressors.unified_diff.parse import Diff
from headroom.compressors.unified_diff.writer import Draft
from headroom.tokens import counter_for

__all__ = ["outweighs"]

_WORD_CHARS = 11
"""Characters of what was left out for each of its words. Measured: 7 to 11 in diffs."""
_LONGEST_RUN = 4_000
"""Characters of one run whose words are counted."""
_SEAM = 2
"""Tokens that may come on top where text that was apart now meets."""
_HEADER = 2
"""Tokens by which other numbers may lengthen a header: one for each start that gets another digit."""
_TOKEN_CHARS = 5
"""Characters of a sample for each token that is owed. Measured: 3 to 4.5 in diffs."""
_SAMPLE = 300
"""Least characters that are counted at a time."""
_LEAST_ROOM = 6_000
_SHARE = 10
"""At most one in so many characters of a long text is counted; chosen, so that the proof stays cheap."""
_RUN = 600
"""Characters of one run that are looked at."""


def outweighs(diff: Diff, draft: Draft, marker: str) -> bool:
    """Whether the draft surely takes fewer tokens than the text.

    Mostly the words of what was left out are more than the notes and the marker can have. Else these are counted, and as much
    of what was left out as it takes, within bounds: the rest only adds to it.
    """
    seams = _HEADER * draft.rewritten + _SEAM * (2 * len(draft.notes) + 1)
    notes = [*draft.notes, marker]
    most = most_tokens(notes) + seams
    sure = _sure_tokens(diff, draft.dropped, most)
    if sure > most:
        return True
    count = counter_for("gpt-4o").count
    owed = count("".join(notes)) + seams
    if sure > owed:
        return True
    room = max(_LEAST_ROOM, len(diff.text) // _SHARE)
    step = max(1, len(draft.dropped) // 32)
    enough = max(_SAMPLE, _TOKEN_CHARS * owed)
    sample: list[str] = []
    chars = 0
    for offset in range(step):
        for start, end in draft.dropped[offset::step]:
            sample.append(diff.run(start, end)[:_RUN])
            chars += len(sample[-1])
            if chars >= enough or chars >= room:
                owed -= count("".join(sample)) - (_SEAM + 1) * len(sample)
                room -= chars
                if owed < 0 or room <= 0:
                    return owed < 0
                sample, chars, enough = [], 0, max(_SAMPLE, _TOKEN_CHARS * owed)
    return owed - (count("".join(sample)) - (_SEAM + 1) * len(sample)) < 0


def _sure_tokens(diff: Diff, dropped: Sequence[tuple[int, int]], most: int) -> int:
    """How many tokens what was left out has at least, by its words and numbers; not all is read where they are over `most`.

    No token that holds a letter reaches over the end of a line.
    """
    text, starts = diff.text, diff.starts
    runs: list[str] = []
    chars = 0
    for start, end in dropped:
        runs.append(text[starts[start] : min(starts[end], starts[start] + _LONGEST_RUN)])
        chars += len(runs[-1])
        if chars >= _WORD_CHARS * (most + _SEAM * len(runs)):
            break
    return least_tokens("".join(runs)) - _SEAM * len(runs)
