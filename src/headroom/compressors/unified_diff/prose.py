"""What stays of the words between diffs: commit headers and the beginning of what they say."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.unified_diff.parse import Diff, Prose
from headroom.relevance import Query

__all__ = ["kept_prose", "prose_room"]

_SHORT = 600
"""Characters of a message that always stay."""
_SHARE = 0.15
"""Share of a text that its messages may take together. Chosen: a diff is read for its changes."""
_LEAST_ROOM = 160
"""Characters of each of many messages: a commit's header and its subject."""
_NOTE_CHARS = 60
"""Characters below which a note costs more than it saves."""
_MARKS = ("commit ", "From ", "Subject: ", "Merge: ")
"""Lines that say where one change ends and the next starts."""
_LEAST_WORD = 5
_MOST_WORDS = 16


def prose_room(messages: int, size: int) -> int:
    """Characters that each message may take in a text of this size."""
    return max(_LEAST_ROOM, min(4 * _SHORT, int(_SHARE * size / max(1, messages))))


def kept_prose(diff: Diff, prose: Prose, room: int, query: Query) -> list[tuple[int, int]]:
    """The runs of lines that stay: the first ones, where commits start, and what holds words of the question.

    Keeps: gaps that are shorter than their note.
    """
    if diff.chars(prose.start, prose.end) <= room:
        return [(prose.start, prose.end)]
    words = [word for word in (*query.phrases, *query.words) if len(word) >= _LEAST_WORD][:_MOST_WORDS]
    asked_room = room
    runs: list[tuple[int, int]] = []
    for at in range(prose.start, prose.end):
        line = diff.lines[at]
        if room >= len(line):
            room -= len(line)
        else:
            room = 0
            if not line.startswith(_MARKS):
                if not words or asked_room < len(line) or not _holds(line.lower(), words):
                    continue
                asked_room -= len(line)
        _add(runs, diff, at)
    if runs and diff.chars(runs[-1][1], prose.end) <= _NOTE_CHARS:
        runs[-1] = (runs[-1][0], prose.end)
    return runs


def _add(runs: list[tuple[int, int]], diff: Diff, at: int) -> None:
    """Another line that stays, in the last run if next to nothing lies between."""
    if runs and (runs[-1][1] == at or diff.chars(runs[-1][1], at) <= _NOTE_CHARS):
        runs[-1] = (runs[-1][0], at + 1)
    else:
        runs.append((at, at + 1))


def _holds(low: str, words: Sequence[str]) -> bool:
    return any(word in low for word in words)
