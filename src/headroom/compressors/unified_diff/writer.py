"""The diff with what was chosen, notes for the rest, and an account of every line.

Notes stand where patch programs read past them: between files, or behind the last hunk of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from headroom.compressors.unified_diff.colours import coloured_header
from headroom.compressors.unified_diff.hunks import HunkPart
from headroom.compressors.unified_diff.listing import Lister
from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk, Prose
from headroom.compressors.unified_diff.selection import Selection
from headroom.retrieval.marker import gap_note

__all__ = ["Draft", "write_diff"]

_PLAIN_MODES = (" 100644", " 100755")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A diff as it was written, without its marker."""

    pieces: Sequence[str]
    notes: Sequence[str]
    """What stands there that was not in the text: notes, and headers of hunks that were split."""
    dropped: Sequence[tuple[int, int]]
    """Runs of lines that were left out, by index."""
    rewritten: int
    """Headers whose numbers changed."""
    kinds: Sequence[tuple[str, int]]
    """How many lines of which kind were left out."""
    hunks: int
    """Hunks that were left out, and parts of long ones."""
    parts: int = 0
    """Hunks of which a part stayed."""
    files: int
    """Files of which nothing stayed but the name."""


class _Writer:
    """The text so far."""

    def __init__(self, diff: Diff, selection: Selection, *, has_colours: bool) -> None:
        self.has_colours = has_colours
        self.diff = diff
        self._starts = diff.starts
        self.selection = selection
        self.end = "\r\n" if diff.lines[0].endswith("\r\n") else "\n"
        self.lister = Lister(diff, selection.repeated)
        self.pieces: list[str] = []
        self.notes: list[str] = []
        self.dropped: list[tuple[int, int]] = []
        self.context = self.added = self.removed = self.header = self.other = 0
        self.rewritten = 0
        self.hunks = 0
        self.parts = 0
        self.files = 0
        self.waiting: list[FilePart] = []
        self.is_open = False
        """Whether a header without hunks was the last to stand here: patch programs read on in the next lines.

        They do not if a note stands between, but readers may take our notes out first.
        """

    def note(self, omitted: int, unit: str, details: str = "") -> None:
        """A line of ours, below whatever stands there."""
        self.end_line()
        self.notes.append(gap_note(omitted, unit, details) + self.end)
        self.pieces.append(self.notes[-1])

    def end_line(self) -> None:
        """What comes next starts a line."""
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append(self.end)

    def tell_files(self) -> None:
        """A note for the files that were left out since the last thing that stayed."""
        if self.waiting:
            self.note(len(self.waiting), "file", self.lister.files(self.waiting))
            self.files += len(self.waiting)
            self.waiting = []

    def prose(self, prose: Prose, runs: Sequence[tuple[int, int]]) -> None:
        """Words, and how many lines of them are missing where."""
        if self.waiting and self.diff.run(prose.start, prose.end).isspace():
            # The note for the files round it stands for it, too.
            self._drop_other(prose.start, prose.end)
            return
        self.tell_files()
        at = prose.start
        for start, end in [*runs, (prose.end, prose.end)]:
            if start > at:
                self._drop_other(at, start)
                self.note(start - at, "line")
            if start < end:
                self.is_open = False
                self.pieces.append(self.diff.run(start, end))
            at = end

    def file(self, index: int, part: FilePart) -> None:
        """A file with the hunks of it that stay, or its place in a list."""
        kept = self.selection.kept
        missing = [hunk for hunk in part.hunks if hunk.start not in kept]
        if len(missing) == len(part.hunks) and index not in self.selection.bare:
            self._drop_file(part)
            return
        if self.waiting:
            self.tell_files()
        self._header(part)
        for hunk in part.hunks:
            if hunk.start in kept:
                self._hunk(hunk, kept[hunk.start])
            else:
                self._drop_hunk(hunk)
        if missing:
            unit = "part of a hunk" if len(missing) == 1 else "hunk part"
            self.note(len(missing), unit if any(hunk.piece for hunk in missing) else "hunk", self.lister.hunks(missing))

    def _drop_file(self, part: FilePart) -> None:
        self.waiting.append(part)
        if not part.hunks:
            self._drop_other(part.start, part.end)
            return
        self.dropped.append((part.start, part.end))
        self.header += part.header_end - part.start
        for hunk in part.hunks:
            self._count_hunk(hunk)

    def _drop_hunk(self, hunk: Hunk) -> None:
        """A whole hunk that is missing; its header goes with the first part of it."""
        first = hunk.start - (hunk.header + 1 == hunk.start)
        self.dropped.append((first, hunk.end))
        self._count_hunk(hunk)

    def _count_hunk(self, hunk: Hunk) -> None:
        self.hunks += 1
        self.header += hunk.header + 1 == hunk.start
        self.added += hunk.added
        self.removed += hunk.removed
        self.context += hunk.end - hunk.start - hunk.added - hunk.removed

    def _drop_other(self, start: int, end: int) -> None:
        self.dropped.append((start, end))
        self.other += end - start

    def _header(self, part: FilePart) -> None:
        """The lines above the hunks, but for those that repeat what the others say."""
        at = part.start
        if part.hunks:
            start, end = _redundant(self.diff, part, terse=self.selection.terse and not self.is_open)
            if start < end:
                if at < start:
                    self.pieces.append(self.diff.run(at, start))
                self.dropped.append((start, end))
                self.header += end - start
                at = end
        self.is_open = not part.hunks
        end = part.header_end if part.hunks else part.end
        if at < end:
            self.pieces.append(self.diff.run(at, end))

    def _hunk(self, hunk: Hunk, parts: Sequence[HunkPart]) -> None:
        """A hunk with less context, or a part of one that is too long."""
        pieces, starts, text = self.pieces, self._starts, self.diff.text
        at = hunk.start
        kept = 0
        for part in parts:
            if at < part.start:
                self.dropped.append((at, part.start))
            pieces.append(coloured_header(self.diff, hunk, part.header) if self.has_colours else part.header)
            if at != hunk.start and part is not parts[0]:
                self.notes.append(part.header)
            pieces.append(text[starts[part.start] : starts[part.end]])
            kept += part.end - part.start
            at = part.end
        if at < hunk.end:
            self.dropped.append((at, hunk.end))
        if hunk.piece and hunk.header + 1 != hunk.start:
            self.notes.append(parts[0].header)
        else:
            self.rewritten += parts[0].header != self.diff.lines[hunk.header]
        if hunk.start in self.selection.begun:
            self.parts += 1
            self._missing(hunk, parts)
        else:
            self.context += hunk.end - hunk.start - kept

    def _missing(self, hunk: Hunk, parts: Sequence[HunkPart]) -> None:
        """A note on the lines of a new file that are missing round a part of it."""
        (part,) = parts
        shown = self.diff.tags.count("+", part.start, part.end)
        self.added += hunk.added - shown
        self.context += hunk.end - hunk.start - hunk.added - (part.end - part.start - shown)
        if shown < hunk.added:
            first = part.start - hunk.start
            where = f"lines {first + 1} to {first + shown}" if shown > 1 else f"line {first + 1}"
            self.note(hunk.added - shown, "added line", f"above is a part of the hunk: {where} of {hunk.added}")


def write_diff(
    diff: Diff, selection: Selection, prose: Mapping[int, Sequence[tuple[int, int]]], *, has_colours: bool = False
) -> Draft:
    """The diff as the selection has it; `prose` has the runs of lines that stay of each part that is words."""
    writer = _Writer(diff, selection, has_colours=has_colours)
    for index, part in enumerate(diff.parts):
        if isinstance(part, Prose):
            writer.prose(part, prose[index])
        else:
            writer.file(index, part)
    writer.tell_files()
    writer.end_line()
    told = [(kind, getattr(writer, kind)) for kind in ("context", "added", "removed", "header", "other")]
    return Draft(
        pieces=writer.pieces,
        notes=writer.notes,
        dropped=writer.dropped,
        rewritten=writer.rewritten,
        kinds=[(kind, count) for kind, count in told if count],
        hunks=writer.hunks,
        parts=writer.parts,
        files=writer.files,
    )


def _redundant(diff: Diff, part: FilePart, *, terse: bool) -> tuple[int, int]:
    """Lines of a header that a patch program does without: the names of objects, the command above both sides."""
    lines = diff.lines
    start, sides = part.start, part.header_end - 2
    if sides <= start or not lines[sides].startswith("--- "):
        return start, start
    above = lines[sides - 1]
    names_objects = above.startswith("index ") and _says_nothing(above)
    is_alone = sides - names_objects - 1 == start and lines[start].startswith("diff -")
    return start if terse and is_alone and not lines[sides].endswith("\r\n") else sides - names_objects, sides


def _says_nothing(line: str) -> bool:
    """Whether an index line holds no mode but those of ordinary files."""
    return line.rstrip().endswith(_PLAIN_MODES) or line.count(" ") == 1
