"""The diff compressor: one text in, its telling changes out."""

from __future__ import annotations

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.pricing import is_smaller
from headroom.compressors.unified_diff.colours import ESCAPE, coloured, uncoloured
from headroom.compressors.unified_diff.fitting import select_fitting, select_small
from headroom.compressors.unified_diff.hunks import divided
from headroom.compressors.unified_diff.parse import Diff, FilePart, Prose, parse_diff
from headroom.compressors.unified_diff.price import outweighs
from headroom.compressors.unified_diff.prose import kept_prose, prose_room
from headroom.compressors.unified_diff.ranking import rank_hunks
from headroom.compressors.unified_diff.room import BARE_LINES, SMALL
from headroom.compressors.unified_diff.selection import Selection, select
from headroom.compressors.unified_diff.writer import Draft, write_diff
from headroom.config import DiffSettings, Settings
from headroom.messages import original_of
from headroom.relevance import read_query
from headroom.retrieval.marker import marker_text, omission, text_marker

__all__ = ["UnifiedDiff"]

_LEAST_CHARS = 400
"""Characters below which no diff has a marker's worth of context."""


class UnifiedDiff(msgspec.Struct, frozen=True):
    """Diffs with less context, and of long ones the hunks that say most.

    Keeps: every added and removed line of a hunk that stays, byte for byte; headers that are true, so that what stays applies.
    No-op: text without hunks, text that holds one of our markers, text over the work budget, and what would not become
    shorter.
    """

    settings: DiffSettings = DiffSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> UnifiedDiff:
        """The compressor that a pipeline's settings ask for."""
        return cls(settings.diffs)

    @property
    def kind(self) -> str:
        """`diff`."""
        return "diff"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The diff without what says least, or why it stays as it is."""
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        has_colours = ESCAPE in text
        diff = parse_diff(uncoloured(text) if has_colours else text)
        if not _tells_changes(diff):
            return Failure(Skip("no unified diff"))
        selection: Selection | None
        selection = (
            select_small(diff, query, self.settings) if len(diff.text) <= SMALL else select_fitting(diff, self.settings, query)
        )
        if selection is None:
            diff = divided(diff)
            selection = select(diff, rank_hunks(diff, read_query(query)), self.settings, query)
        prose = _prose(diff, query)
        if has_colours:
            diff = coloured(diff, text)
        return self._finished(diff, selection, write_diff(diff, selection, prose, has_colours=has_colours))

    def _refusal(self, text: str) -> str:
        return "too short" if len(text) < _LEAST_CHARS else refusal(text, self.settings)

    def _finished(self, diff: Diff, selection: Selection, draft: Draft) -> Result[Compressed, Skip]:
        """The text with its marker, if it is surely shorter."""
        if not draft.dropped:
            return Failure(Skip("every line matters"))
        left_out = sum([end - start for start, end in draft.dropped])
        what = omission(left_out, len(diff.lines), "line", draft.kinds)
        original = original_of(diff.text).hash
        marker = text_marker(marker_text(what, original, self.settings.retrieval))
        written = "".join([*draft.pieces, marker])
        if not is_smaller(written, diff.text) or not outweighs(diff, draft, marker):
            return Failure(Skip("would not become shorter"))
        return Success(Compressed(text=written, summary=_summary(what, selection, draft), original=original))


def _tells_changes(diff: Diff) -> bool:
    """Whether a text has hunks, a binary patch, or files that git tells of by their names alone."""
    for part in diff.parts:
        if isinstance(part, FilePart) and (
            part.hunks or part.end - part.start > BARE_LINES or (part.end - part.start > 1 and diff.tags[part.start] == "d")
        ):
            return True
    return False


def _prose(diff: Diff, query: str) -> dict[int, list[tuple[int, int]]]:
    """The runs of lines that stay of each part that is words."""
    proses = {index: part for index, part in enumerate(diff.parts) if isinstance(part, Prose)}
    room = prose_room(len(proses), len(diff.text))
    return {
        index: kept_prose(diff, part, room, read_query(query))
        if diff.chars(part.start, part.end) > room
        else [(part.start, part.end)]
        for index, part in proses.items()
    }


def _summary(what: str, selection: Selection, draft: Draft) -> str:
    reasons = ", ".join([f"{reason} {count}" for reason, count in selection.reasons.items() if count])
    in_part = f", {draft.parts} hunk{'s' * (draft.parts > 1)} in part" if draft.parts else ""
    return (
        f"{what}; {draft.hunks} hunks and {draft.files} files left out{in_part}; kept: {reasons or 'no hunk'}; "
        f"{selection.context} lines of context"
    )
