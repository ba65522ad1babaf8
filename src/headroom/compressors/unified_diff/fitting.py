"""Diffs that need no ranking: small ones, and those that fit into their room once their context is gone."""

from __future__ import annotations

from headroom.compressors.unified_diff.files import file_class
from headroom.compressors.unified_diff.hunks import HunkPart, without_context
from headroom.compressors.unified_diff.parse import Diff, FilePart
from headroom.compressors.unified_diff.ranking import LONGEST_DELETED, NOISE, asks_for
from headroom.compressors.unified_diff.room import bare_files, context_lines, room_chars
from headroom.compressors.unified_diff.selection import Selection
from headroom.config import DiffSettings
from headroom.relevance import read_query

__all__ = ["select_fitting", "select_small"]

_SLACK = 500
"""Characters above its room that a diff may keep. Chosen: to leave out as little is not worth the break."""
_AROUND = 60
"""Characters of a header and of two lines of context, about; only what may fit by them is looked at closely."""


def select_small(diff: Diff, query: str, settings: DiffSettings) -> Selection:
    """Every hunk but those of locked, generated, vendored and like files that nobody asks for.

    Cost: the question is only read where there are such files.
    """
    kept: dict[int, tuple[HunkPart, ...]] = {}
    asked = 0
    for part in diff.parts:
        if not isinstance(part, FilePart) or not part.hunks:
            continue
        kind = file_class(part.path)
        if kind in NOISE:
            if not asks_for(part.path, kind, read_query(query)):
                continue
            asked += len(part.hunks)
        for hunk in part.hunks:
            kept[hunk.start] = without_context(diff, hunk, settings.max_context_lines)
    return Selection(
        kept=kept,
        bare=bare_files(diff, small=True),
        context=settings.max_context_lines,
        reasons={"hunks": len(kept), "asked for": asked},
    )


def select_fitting(diff: Diff, settings: DiffSettings) -> Selection | None:
    """Every hunk of a longer diff, if there is room for all and each says something of its own."""
    room = room_chars(len(diff.text)) + _SLACK
    context = context_lines(settings.max_context_lines)
    if not _may_fit(diff, room, settings):
        return None
    starts = diff.starts
    kept: dict[int, tuple[HunkPart, ...]] = {}
    for part in diff.parts:
        if isinstance(part, FilePart) and part.hunks:
            # Of most headers, only the names of both sides stay.
            room -= diff.chars(max(part.start, part.header_end - 2), part.header_end)
            for hunk in part.hunks:
                shown = without_context(diff, hunk, context)
                for one in shown:
                    room -= len(one.header) + starts[one.end] - starts[one.start]
                kept[hunk.start] = shown
    if room < 0:
        return None
    return Selection(kept=kept, bare=bare_files(diff, small=False), context=context, terse=True, reasons={"hunks": len(kept)})


def _may_fit(diff: Diff, room: float, settings: DiffSettings) -> bool:
    """Whether the changes look as if they fit, none of them is noise or stands there twice, and no limit is in the way."""
    files = 0
    starts, text = diff.starts, diff.text
    seen: dict[str, int] = {}
    for index, part in enumerate(diff.parts):
        if not isinstance(part, FilePart) or not part.hunks:
            continue
        files += 1
        if files > settings.max_files or len(part.hunks) > settings.max_hunks_per_file or file_class(part.path) in NOISE:
            return False
        for hunk in part.hunks:
            start, end = starts[hunk.first], starts[hunk.last]
            room -= end - start + _AROUND
            gone = not hunk.new_start and not hunk.new_count and hunk.removed > LONGEST_DELETED
            if room < 0 or gone or seen.setdefault(text[start:end], index) != index:
                return False
    return True
