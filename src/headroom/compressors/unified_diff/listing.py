"""What is told of files and hunks that were left out, within a bounded number of characters."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.unified_diff.parse import Diff, FilePart, Hunk

__all__ = ["Lister"]

_LEAST = 1_200
"""Characters that names may take in any text. Chosen: some forty files."""
_SHARE = 0.05
_MOST = 6_000
_MOST_FOLDERS = 12
_MOST_PLACES = 8
"""Line numbers that are told of the hunks of one file."""
_BINARY = ("Binary ", "GIT binary ", "Cannot display")


class Lister:
    """Names files until the room for names is used up; after that, their folders."""

    def __init__(self, diff: Diff, repeated: frozenset[int]) -> None:
        """`repeated` are hunks that another file has, too, by the first line of their body."""
        self._diff = diff
        self._repeated = repeated
        self._room = max(_LEAST, min(_MOST, int(_SHARE * len(diff.text))))

    def files(self, parts: Sequence[FilePart]) -> str:
        """The names of files that were left out, each with what happened to it."""
        listed = ""
        if len(parts) <= self._room:
            listed = ", ".join([self._file(part) for part in parts])
        if not listed or len(listed) > self._room:
            listed = _folders(parts)
        if len(listed) > self._room:
            listed = _changed([hunk for part in parts for hunk in part.hunks])
        self._room = max(0, self._room - len(listed))
        return listed

    def hunks(self, hunks: Sequence[Hunk]) -> str:
        """Where the hunks of a file were that were left out."""
        places = ", ".join([str(hunk.new_start) for hunk in hunks[:_MOST_PLACES]])
        more = ", …" if len(hunks) > _MOST_PLACES else ""
        return f"{_changed(hunks)} at line{'s' * (len(hunks) > 1)} {places}{more}"

    def _file(self, part: FilePart) -> str:
        """A file's name and what happened to it: `new`, `deleted`, `renamed from x`, `binary`, `+3 -1`."""
        words = [part.path or "without a name"]
        for line in self._diff.lines[part.start : part.header_end]:
            if line.startswith("new file"):
                words.append("new")
            elif line.startswith("deleted file"):
                words.append("deleted")
            elif line.startswith("rename from "):
                words.append(f"renamed from {line[12:].rstrip()}")
            elif line.startswith("copy from "):
                words.append(f"copied from {line[10:].rstrip()}")
            elif line.startswith(_BINARY):
                words.append("binary")
                break
        if part.hunks:
            words.append(_changed(part.hunks))
        if part.hunks and all(hunk.start in self._repeated for hunk in part.hunks):
            words.append("repeated")
        return " ".join(words)


def _changed(hunks: Sequence[Hunk]) -> str:
    """`+14 -3`: the lines that hunks add and remove."""
    added = sum([hunk.added for hunk in hunks])
    removed = sum([hunk.removed for hunk in hunks])
    if added and removed:
        return f"+{added} -{removed}"
    return f"-{removed}" if removed else f"+{added}"


def _folders(parts: Sequence[FilePart]) -> str:
    """Files by the first two folders of their names."""
    found: dict[str, list[FilePart]] = {}
    for part in parts:
        found.setdefault("/".join(part.path.split("/")[:-1][:2]) or ".", []).append(part)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    told: list[str] = []
    for folder, inside in ordered[:_MOST_FOLDERS]:
        hunks = [hunk for part in inside for hunk in part.hunks]
        told.append(f"{folder}/ {len(inside)} file{'s' * (len(inside) > 1)} {_changed(hunks)}")
    rest = sum(len(inside) for _, inside in ordered[_MOST_FOLDERS:])
    return ", ".join([*told, f"elsewhere {rest}"] if rest else told)
