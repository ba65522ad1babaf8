"""Diffs that need no ranking: small ones, and those that fit into their room once their context is gone."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.unified_diff.asking import low_text, names_in, wanted
from headroom.compressors.unified_diff.files import file_class
from headroom.compressors.unified_diff.hunks import HunkPart, without_context
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk
from headroom.compressors.unified_diff.ranking import LONGEST_DELETED, asks_for, is_noise
from headroom.compressors.unified_diff.room import bare_files, context_lines, room_chars
from headroom.compressors.unified_diff.selection import Selection
from headroom.config import DiffSettings
from headroom.relevance import Query, read_query

__all__ = ["select_fitting", "select_small"]

_SLACK = 500
"""Characters above its room that a diff may keep. Chosen: to leave out as little is not worth the break."""
_AROUND = 60
"""Characters of a header and of two lines of context, about; only what may fit by them is looked at closely."""


def select_small(diff: Diff, query: str, settings: DiffSettings) -> Selection:
    """Every hunk but those of locked, generated, vendored and like files that nobody asks for.

    Cost: the question is only read where there are such files.
    """
    hunks: list[Hunk] = []
    noise: list[FilePart] = []
    for part in diff.parts:
        if isinstance(part, FilePart) and part.hunks:
            if is_noise(diff, part):
                noise.append(part)
            else:
                hunks.extend(part.hunks)
    asked = [hunk for part in noise for hunk in _asked(diff, part, read_query(query))]
    # Where all is noise, somebody wants to see it.
    chosen = [*hunks, *asked] or [hunk for part in noise for hunk in part.hunks]
    most = settings.max_context_lines
    return Selection(
        kept={hunk.start: without_context(diff, hunk, most) for hunk in chosen},
        bare=bare_files(diff, query, small=True),
        context=most,
        reasons={"hunks": len(chosen), "asked for": len(asked)},
    )


def _asked(diff: Diff, part: FilePart, query: Query) -> Sequence[Hunk]:
    """The hunks of a file that a question asks for: all of one that it names, else those that hold what it points at."""
    if asks_for(part.path, file_class(part.path), query):
        return part.hunks
    terms = wanted(query)
    return [hunk for hunk in part.hunks if names_in(low_text(diff.run(hunk.start, hunk.end)), terms)] if terms else ()


def select_fitting(diff: Diff, settings: DiffSettings, query: str = "") -> Selection | None:
    """Every hunk of a longer diff, if there is room for all and each says something of its own."""
    room = room_chars(len(diff.text), settings) + _SLACK
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
    return Selection(
        kept=kept, bare=bare_files(diff, query, small=False), context=context, terse=True, reasons={"hunks": len(kept)}
    )


def _may_fit(diff: Diff, room: float, settings: DiffSettings) -> bool:
    """Whether the changes look as if they fit, none of them is noise or stands there twice, and no limit is in the way."""
    files = 0
    starts, text = diff.starts, diff.text
    seen: dict[str, int] = {}
    for index, part in enumerate(diff.parts):
        if not isinstance(part, FilePart) or not part.hunks:
            continue
        files += 1
        if files > settings.max_files or len(part.hunks) > settings.max_hunks_per_file or is_noise(diff, part):
            return False
        for hunk in part.hunks:
            start, end = starts[hunk.first], starts[hunk.last]
            room -= end - start + _AROUND
            gone = not hunk.new_start and not hunk.new_count and hunk.removed > LONGEST_DELETED
            if room < 0 or gone or seen.setdefault(text[start:end], index) != index:
                return False
    return True
