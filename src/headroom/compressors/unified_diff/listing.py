"""What is told of files and hunks that were left out, within a bounded number of characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk
from headroom.compressors.unified_diff.ranking import is_submodule
from headroom.compressors.unified_diff.room import BARE_LINES

__all__ = ["Lister"]

_LEAST = 1_200
"""Characters that names may take in any text. Chosen: some forty files."""
_SHARE = 0.05
_MOST = 6_000
_SHARE_OF_NAMES = 0.25
"""Share of the room that goes to names where they do not all fit. Chosen: some ten of them, the rest is told by folder."""
_MOST_FOLDERS = 12
_MOST_PLACES = 8
"""Line numbers that are told of the hunks of one file."""
_LEAST_TOGETHER = 3
"""Files that moved from one folder to another from which they are told together."""
_BINARY = ("Binary ", "GIT binary ", "Cannot display")
_SHORT_NAME = 7
"""Letters of a commit's name that are told. Chosen: what git shows."""


class Lister:
    """Names files until the room for names is used up; after that, what happened to how many in which folders."""

    def __init__(self, diff: Diff, repeated: frozenset[int]) -> None:
        """`repeated` are hunks that another file has, too, by the first line of their body."""
        self._diff = diff
        self._repeated = repeated
        self._room = max(_LEAST, min(_MOST, int(_SHARE * len(diff.text))))

    def files(self, parts: Sequence[FilePart]) -> str:
        """The names of files that were left out, each with what happened to it."""
        listed = ""
        if len(parts) <= self._room:
            listed = ", ".join(self._each(parts))
        if not listed or len(listed) > self._room:
            listed = self._summed(parts)
        if len(listed) > self._room:
            listed = _counted(self._by_deed(parts))
        self._room = max(0, self._room - len(listed))
        return listed

    def hunks(self, hunks: Sequence[Hunk]) -> str:
        """Where the hunks of a file were that were left out."""
        places = ", ".join([str(hunk.new_start) for hunk in hunks[:_MOST_PLACES]])
        more = ", …" if len(hunks) > _MOST_PLACES else ""
        return f"{_changed(hunks)} at line{'s' * (len(hunks) > 1)} {places}{more}"

    def _each(self, parts: Sequence[FilePart]) -> list[str]:
        """Every file; those that only moved together with others are told together with them."""
        moved: dict[tuple[str, str], list[FilePart]] = {}
        for part in parts if len(parts) >= _LEAST_TOGETHER else ():
            folders = self._moved(part)
            if folders is not None:
                moved.setdefault(folders, []).append(part)
        together = {part.start: folders for folders, found in moved.items() for part in found if len(found) >= _LEAST_TOGETHER}
        told: list[str] = []
        for part in parts:
            folders = together.get(part.start)
            if folders is None:
                told.append(self._file(part))
            elif part is moved[folders][0]:
                old, new = folders
                names = ", ".join([one.path.rpartition("/")[2] for one in moved[folders]])
                told.append(f"{len(moved[folders])} renamed from {old or '.'}/ to {new or '.'}/: {names}")
        return told

    def _moved(self, part: FilePart) -> tuple[str, str] | None:
        """From where to where a file moved, if that is all that happened to it."""
        if part.hunks:
            return None
        lines = self._diff.lines[part.start : min(part.header_end, part.start + BARE_LINES)]
        old = next((line[12:].rstrip().strip('"') for line in lines if line.startswith("rename from ")), "")
        folder, _, name = part.path.rpartition("/")
        old_folder, _, old_name = old.rpartition("/")
        alone = old_name == name and not any(line.startswith("new mode ") for line in lines)
        return (old_folder, folder) if old and alone else None

    def _file(self, part: FilePart) -> str:
        """A file's name and what happened to it: `new`, `deleted`, `renamed from x`, `binary`, `+3 -1`."""
        words = [part.path or "without a name", *self._deeds(part)]
        if part.hunks and all(hunk.start in self._repeated for hunk in part.hunks):
            words.append("repeated")
        return " ".join(words)

    def _deeds(self, part: FilePart) -> list[str]:
        """What happened to a file."""
        words: list[str] = []
        mode = ""
        for line in self._diff.lines[part.start : part.header_end]:
            if line.startswith("new file"):
                words.append("new")
            elif line.startswith("deleted file"):
                words.append("deleted")
            elif line.startswith("rename from "):
                words.append(f"renamed from {line[12:].rstrip()}")
            elif line.startswith("copy from "):
                words.append(f"copied from {line[10:].rstrip()}")
            elif line.startswith("old mode "):
                mode = line[9:].rstrip()
            elif line.startswith("new mode "):
                words.append(f"mode {mode} to {line[9:].rstrip()}")
            elif line.startswith(_BINARY):
                words.append("binary")
                break
        if is_submodule(self._diff, part):
            words.append(self._submodule(part.hunks[0]))
        elif part.hunks:
            words.append(_changed(part.hunks))
        return words

    def _submodule(self, hunk: Hunk) -> str:
        """`submodule 1111111 to 2222222`: the commits that a hunk is about."""
        lines = self._diff.lines[hunk.start : hunk.end]
        names = [line.split()[-1][:_SHORT_NAME] for line in lines if line[:1] in ("+", "-") and not line.isspace()]
        return f"submodule {' to '.join(names)}"

    def _by_deed(self, parts: Sequence[FilePart]) -> Mapping[str, Sequence[FilePart]]:
        """The files by the first that happened to them, the rarest first."""
        found: dict[str, list[FilePart]] = {}
        for part in parts:
            deeds = self._deeds(part)
            first = deeds[0].partition(" ")[0] if deeds else "empty"
            found.setdefault("changed" if first[0] in "+-" else first, []).append(part)
        return dict(sorted(found.items(), key=lambda item: len(item[1])))

    def _summed(self, parts: Sequence[FilePart]) -> str:
        """Some names, those first to which happened what happened to few; of the others, what happened to how many where."""
        room = int(_SHARE_OF_NAMES * self._room)
        names: list[str] = []
        rest: dict[str, Sequence[FilePart]] = {}
        for deed, found in self._by_deed(parts).items():
            at = 0
            while at < len(found) and room > 0:
                name = self._file(found[at])
                room -= len(name) + 2
                if room >= 0:
                    names.append(name)
                    at += 1
            if at < len(found):
                rest[deed] = found[at:]
        told = ", ".join([f"{_one(deed, found)} in {_folders(found)}" for deed, found in rest.items()])
        return f"{', '.join(names)}; others: {told}" if names and told else told or ", ".join(names)


def _counted(deeds: Mapping[str, Sequence[FilePart]]) -> str:
    """`12 renamed, 40 changed +90 -3`."""
    return ", ".join([_one(deed, parts) for deed, parts in deeds.items()])


def _one(deed: str, parts: Sequence[FilePart]) -> str:
    hunks = [hunk for part in parts for hunk in part.hunks]
    return f"{len(parts)} {deed} {_changed(hunks)}" if hunks else f"{len(parts)} {deed}"


def _changed(hunks: Sequence[Hunk]) -> str:
    """`+14 -3`: the lines that hunks add and remove."""
    added = sum([hunk.added for hunk in hunks])
    removed = sum([hunk.removed for hunk in hunks])
    if added and removed:
        return f"+{added} -{removed}"
    return f"-{removed}" if removed else f"+{added}"


def _folders(parts: Sequence[FilePart]) -> str:
    """`web/app/ 4, lib/ 3, elsewhere 9`: the first two folders of the names of files, and how many are in each."""
    found: dict[str, int] = {}
    for part in parts:
        folder = "/".join(part.path.split("/")[:-1][:2]) or "."
        found[folder] = found.get(folder, 0) + 1
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) == 1:
        return f"{ordered[0][0]}/"
    told = [f"{folder}/ {count}" for folder, count in ordered[:_MOST_FOLDERS]]
    rest = sum(count for _, count in ordered[_MOST_FOLDERS:])
    return ", ".join([*told, f"elsewhere {rest}"] if rest else told)
