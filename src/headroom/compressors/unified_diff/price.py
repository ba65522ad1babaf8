"""Whether what was left out surely has more tokens than what was written for it."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.unified_diff.parse import Diff
from headroom.compressors.unified_diff.writer import Draft
from headroom.tokens import counter_for

__all__ = ["outweighs"]

_LETTERS = {code: " " for code in range(128) if not chr(code).isalpha()}
_WORD_CHARS = 11
"""Characters of what was left out for each of its words. Measured: 7 to 11 in diffs."""
_LONGEST_RUN = 4_000
"""Characters of one run whose words are counted."""
_LONGEST_MARKER = 90
"""Tokens that a marker never has. Measured: 60 to 80 with the longest numbers and the oddest hash; 50 are usual."""
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

    Counted exactly are the notes, the marker, and as much of what was left out as it takes, within bounds: the rest only adds
    to it. Where the words of what was left out are more than that already, they need not be counted.
    """
    seams = _HEADER * draft.rewritten + _SEAM * (2 * len(draft.notes) + 1)
    if not draft.notes and _has_words(diff, draft.dropped, _LONGEST_MARKER + seams):
        return True
    count = counter_for("gpt-4o").count
    owed = count("".join([*draft.notes, marker])) + seams
    if _has_words(diff, draft.dropped, owed):
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


def _has_words(diff: Diff, dropped: Sequence[tuple[int, int]], owed: int) -> bool:
    """Whether what was left out has more words than there are tokens owed: no token holds letters of two.

    Words are runs of ASCII letters with other ASCII between them, but for apostrophes, which a token may hold with letters on
    both sides. No token that holds a letter reaches over the end of a line.
    """
    text, starts = diff.text, diff.starts
    runs: list[str] = []
    chars = 0
    for start, end in dropped:
        run = text[starts[start] : min(starts[end], starts[start] + _LONGEST_RUN)]
        if run.isascii():
            runs.append(run)
            owed += _SEAM
            chars += len(run)
            if chars >= _WORD_CHARS * owed:
                return len("".join(runs).replace("'", "").translate(_LETTERS).split()) > owed
    return False
