"""The lines above a file's hunks: where they start and end, which file they name, and what they say of it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["header_end", "named_path", "opens_header", "read_header", "side_path"]

_OPENING = ("diff --git ", "diff --cc ", "diff --combined ", "diff -", "Index: ")
_EXTENDED = (
    "index ",
    "old mode ",
    "new mode ",
    "new file mode ",
    "deleted file mode ",
    "similarity index ",
    "dissimilarity index ",
    "rename from ",
    "rename to ",
    "copy from ",
    "copy to ",
    "mode ",
    "deleted file ",
    "new file ",
    "=====",
    "RCS file: ",
    "retrieving revision ",
    "diff -",
    "Binary files ",
    "Cannot display: ",
    "svn:mime-type = ",
)
_BINARY = "GIT binary patch"
_NOWHERE = "/dev/null"


def read_header(lines: Sequence[str], at: int) -> tuple[int, str] | None:
    """The line behind the header that starts here, and the file it names."""
    line = lines[at]
    if at + 4 < len(lines) and line.startswith("diff --git "):
        # Most headers are these; the others are read line by line.
        sides = at + 1 + lines[at + 1].startswith("index ")
        new = lines[sides + 1]
        if new.startswith("+++ b/") and lines[sides].startswith("--- ") and "\t" not in new and not new.endswith("\r\n"):
            return sides + 2, new[6:].rstrip()
    elif not opens_header(lines, at):
        return None
    end = header_end(lines, at)
    return end, named_path(lines, at, end)


def opens_header(lines: Sequence[str], at: int) -> bool:
    """Whether a file's header starts at this line."""
    line = lines[at]
    if line.startswith("--- "):
        return at + 2 < len(lines) and lines[at + 1].startswith("+++ ") and lines[at + 2].startswith("@@ -")
    return line.startswith(_OPENING)


def header_end(lines: Sequence[str], start: int) -> int:
    """The line behind a file's header, its binary patch included."""
    at = start
    total = len(lines)
    if not lines[start].startswith("--- "):
        git = lines[start].startswith("diff --")
        at += 1
        while at < total and lines[at].startswith(_EXTENDED) and not (git and lines[at].startswith("diff -")):
            at += 1
    if at + 1 < total and lines[at].startswith("--- ") and lines[at + 1].startswith("+++ "):
        return at + 2
    if at < total and lines[at].startswith(_BINARY):
        return _binary_end(lines, at + 1)
    return at


def _binary_end(lines: Sequence[str], at: int) -> int:
    """The line behind a binary patch: one or two blocks, each closed by an empty line."""
    for _ in range(2):
        if not (at < len(lines) and lines[at].startswith(("literal ", "delta "))):
            break
        while at < len(lines) and lines[at].strip("\r\n"):
            at += 1
        at = min(at + 1, len(lines))
    return at


def named_path(lines: Sequence[str], start: int, end: int) -> str:
    """The file that a header is about: the new one, or the old one where it was deleted."""
    if end - start > 1 and lines[end - 2].startswith("--- ") and lines[end - 1].startswith("+++ "):
        path = _named_by_sides(lines[end - 2], lines[end - 1])
        if path:
            return path
    for line in lines[start:end]:
        if line.startswith(("rename to ", "copy to ")):
            return _unquoted(line.partition(" to ")[2].rstrip("\r\n"))
        if line.startswith(_BINARY):
            break
    return _from_command(lines[start].rstrip("\r\n"))


def _named_by_sides(old: str, new: str) -> str:
    """The path in the two lines above the hunks; empty where both sides are nowhere."""
    path = side_path(new)
    if path == _NOWHERE:
        path = side_path(old)
    return "" if path == _NOWHERE else path


def side_path(line: str) -> str:
    """The path in a `---` or `+++` line, without git's prefix and without a date behind it."""
    name = _unquoted(line[4:].partition("\t")[0].rstrip())
    return name[2:] if name.startswith(("a/", "b/")) else name


def _unquoted(name: str) -> str:
    """The name without the quotes that git writes round one with odd letters; its escapes stay."""
    return name[1:-1] if name.startswith('"') and name.endswith('"') and len(name) > 1 else name


def _from_command(line: str) -> str:
    """The path in `diff --git a/x b/x`, `diff --cc x`, `diff -r 44299fd x` or `Index: x`."""
    if line.startswith("Index: "):
        return line[7:]
    if line.startswith("diff --git "):
        both = line[11:]
        # Both halves are the same name, whatever blanks it holds, perhaps behind a letter for each side.
        middle = len(both) // 2
        old, new = both[:middle], both[middle + 1 :]
        if both[middle : middle + 1] == " " and old[1:] == new[1:]:
            return old if old == new or old[1:2] != "/" else old[2:]
    name = line.rpartition(" ")[2].strip('"')
    return name.removeprefix("b/")
