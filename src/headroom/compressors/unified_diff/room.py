"""How much room the changes of a diff are given, by its size."""

from __future__ import annotations

from headroom.compressors.unified_diff.parse import Diff, FilePart
from headroom.compressors.unified_diff.ranking import names_file
from headroom.config import DiffSettings
from headroom.relevance import read_query

__all__ = ["BARE_LINES", "SMALL", "bare_files", "context_lines", "room_chars"]

SMALL = 5_000
"""Characters up to which a diff stays but for context and noise. Chosen: about 1,500 tokens."""
BARE_LINES = 8
"""Lines of a header without hunks; a longer one is a binary patch."""
_SHARE = 0.3
"""Share of what is above that stays. Chosen, so that what is left out pays for the look-up."""
_LARGE = 200_000
"""Characters of it from which less stays: more is not read. Chosen: a share of it is about 20,000 tokens."""
_SHARE_ABOVE = 0.05
_USUAL = DiffSettings()
"""The settings that the shares above were chosen for."""
_MOST_BARE = 8
"""Chosen: renames and modes beyond this are listed instead."""
_BINARY = ("Binary ", "GIT binary ", "Cannot display")


def room_chars(size: int, settings: DiffSettings = _USUAL) -> float:
    """Characters that the hunks of a text of this size may take, headers included; more where more hunks are wanted."""
    if size <= SMALL:
        return size
    above = size - SMALL
    room = SMALL + _SHARE * min(above, _LARGE) + _SHARE_ABOVE * max(0, above - _LARGE)
    wanted = min(settings.max_hunks_per_file / _USUAL.max_hunks_per_file, settings.max_files / _USUAL.max_files)
    return min(size, room * max(1.0, wanted))


def context_lines(most: int) -> int:
    """Lines of context on either side of a change in a text that is not small."""
    return min(most, max(1, most // 2))


def bare_files(diff: Diff, query: str = "", *, small: bool) -> frozenset[int]:
    """The files without hunks whose header says all there is: renames, modes, empty files, merges.

    Keeps: short ones that the question names.
    """
    found: list[int] = []
    for index, part in enumerate(diff.parts):
        if not isinstance(part, FilePart) or part.hunks:
            continue
        if part.combined:
            found.append(index)
        elif part.end - part.start <= BARE_LINES:
            stays = len(found) < _MOST_BARE and (small or not _is_binary(diff, part))
            if stays or (query and names_file(part.path, read_query(query))):
                found.append(index)
    return frozenset(found)


def _is_binary(diff: Diff, part: FilePart) -> bool:
    return any(line.startswith(_BINARY) for line in diff.lines[part.start : part.end])
