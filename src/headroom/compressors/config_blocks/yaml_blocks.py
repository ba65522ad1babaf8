"""YAML as blocks: documents, keys, list items. No value is read, only where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.config_blocks.tiling import Tiling
from headroom.compressors.nested_parts.nested import Nested

__all__ = ["read_yaml"]

_DOCUMENT = "---"
_KIND = "kind"
_QUOTES = {
    '"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL),
    "'": re.compile(r"'[^']*(?:''[^']*)*'"),
}
_FLOW = re.compile(r'(?<=[\s\[{,:])(?:"[^"\\]*(?:\\.[^"\\]*)*"?|\'[^\']*(?:\'\'[^\']*)*\'?|#[^\n]*)|[\[\]{}]', re.DOTALL)
_DASHES = re.compile(r"(?:- +)+")
_OPENS = {"[": 1, "{": 1, "]": -1, "}": -1}
_TAGGED = ("&", "!")
"""How the anchor or the tag of a value begins."""
_UNUSUAL_KEYS = frozenset("-\"'[{?.|>%")
"""How lines begin that are not simply a key and a value."""
_QUIET = frozenset(("", "#", "\r", "\n", "\t"))
"""How lines begin that are comments, or perhaps blank."""
_CLOSED = ('"', "'", "[", "{")
"""How values begin that something closes."""
_LONG_VALUES = frozenset("\"'[{|>&!\r\n")
"""How values begin that may go over several lines, or are none."""


class _Reader(Tiling):
    """The blocks of one text, read line by line."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        super().__init__(text, lines)
        self.levels = [-2]
        """How deep each open part stands: twice its column, and one more for a dash."""
        self.is_torn = False
        self.has_documents = "\n---" in text
        if self.has_documents:
            self._open(_DOCUMENT, -1, 0, 0)

    def read(self) -> Nested | None:
        """The blocks; None where a quote or a bracket is never closed."""
        lines, levels = self.lines, self.levels
        total = len(lines)
        while self.at < total:
            line = lines[self.at]
            bare = line.lstrip(" ")
            if bare[:1] in _QUIET:
                self.pass_remarks("#")
                if self.at >= total:
                    break
                line = lines[self.at]
                bare = line.lstrip(" ")
            level = 2 * (len(line) - len(bare))
            key, colon, value = bare.partition(": ")
            is_plain = bare[0] not in _UNUSUAL_KEYS and key != _KIND
            is_block = not colon and is_plain and bare.endswith(":\n")
            if not is_block and (not colon or not is_plain or not value or value[0] in _LONG_VALUES):
                self._unusual(line, bare)
                continue
            if levels[-1] >= level:
                self._close_to(level)
            if self.remarks:
                self.write_remarks()
            start = self.place
            self.place = start + len(line)
            self.at += 1
            if is_block:
                self.open.append(len(self.names))
                levels.append(level)
                key = bare[:-2]
            self.leaf(key, start, self.place)
        return None if self.is_torn else self.done()

    def _open(self, name: str, level: int, start: int, head: int) -> None:
        self.begin(name, start, head)
        self.levels.append(level)

    def _close_to(self, level: int) -> None:
        """End the parts that stand as deep as this or deeper."""
        levels = self.levels
        while levels[-1] >= level:
            levels.pop()
            self.close()

    def _is_document(self, line: str) -> bool:
        """Whether a line stands between documents, which it then parts."""
        if not line.startswith((_DOCUMENT, "...")) or line[3:4].strip():
            return False
        if not _holds_nothing(line[3:]):
            self._tear()
            return True
        if not self.has_documents:
            return False
        if line[0] == "-":
            if len(self.starts) == 2 and not self.remarks:
                # It opens the one that was taken to begin above it.
                self.heads[1] = self.place + len(line)
            else:
                self._close_to(-1)
                self.write_remarks()
                self._open(_DOCUMENT, -1, self.place, self.place + len(line))
        self.skip()
        return True

    def _name_document(self, kind: str) -> None:
        """Call the document by its kind."""
        if self.names[self.open[-1]] == _DOCUMENT:
            self.names[self.open[-1]] = f"{_DOCUMENT} {kind}"

    def _unusual(self, line: str, bare: str) -> None:
        """A block, an item, a value over several lines, or what stands between documents."""
        if self._is_document(line):
            return
        level = 2 * (len(line) - len(bare))
        body = bare
        if bare[0] == "-" and not bare[1:2].strip():
            level += 1
            dashes = _DASHES.match(bare)
            body = bare[dashes.end() :] if dashes else bare[1:]
        key, colon, value = _keyed(body)
        if self.levels[-1] >= level:
            self._close_to(level)
        start = self.place
        self.skip()
        text = _untagged((value if colon else body).strip())
        if text.startswith(_CLOSED):
            self._skip_value(text)
        if not colon and not level % 2:
            self._go_on(start)
            return
        self.write_remarks()
        if key == _KIND and not level:
            self._name_document(value.strip())
        if text[:1] not in ("|", ">"):
            self._open("-" if level % 2 else key, level, start, self.place)
            return
        first_line = self.place
        self._skip_scalar(len(line) - len(body))
        if level % 2:
            # The text is the item's first value, which other keys may follow.
            self._open("-", level, start, self.place)
        else:
            self.leaf(key, start, first_line)

    def _go_on(self, start: int) -> None:
        """The rest of a text that goes over several lines, which its part holds in its head."""
        is_first = len(self.starts) < 2 or self.names[-1][:3] == _DOCUMENT
        if self.remarks or is_first:
            self.write_remarks()
            self.leaf("", start, self.place)
        else:
            self.heads[-1] = self.place

    def _skip_scalar(self, column: int) -> None:
        """Go behind a text in a block, whose lines are indented deeper."""
        lines = self.lines
        margin = " " * (column + 1)
        while self.at < len(lines) and (lines[self.at].startswith(margin) or lines[self.at].isspace()):
            self.skip()

    def _skip_value(self, value: str) -> None:
        """Go behind a value in quotes or brackets."""
        begin = self.text.rfind(value, 0, self.place)
        end = self._end_of(value[0], begin)
        if end < 0:
            self._tear()
        else:
            self.skip_to(end)

    def _tear(self) -> None:
        self.is_torn = True
        self.at = len(self.lines)

    def _end_of(self, first: str, begin: int) -> int:
        if first in _QUOTES:
            found = _QUOTES[first].match(self.text, begin)
            return found.end() if found else -1
        depth = 0
        for found in _FLOW.finditer(self.text, begin):
            depth += _OPENS.get(found.group(), 0)
            if not depth:
                return found.end()
        return -1


def _holds_nothing(rest: str) -> bool:
    """Whether no value stands behind the dashes above a document, but perhaps its tag, its anchor or a comment."""
    return all(word[0] in "!&" for word in rest.partition(" #")[0].split())


def _is_odd_mark(text: str) -> bool:
    """Whether a byte order mark stands before something that is not simply a key."""
    return text[:1] == "\ufeff" and not text[1:2].isalnum() and text[1:2] not in {"#", "_"} and text[1:6].rstrip() != _DOCUMENT


def _untagged(value: str) -> str:
    """A value without the anchor and the tag before it."""
    while value[:1] in _TAGGED and " " in value:
        value = value.partition(" ")[2].lstrip()
    return value


def _keyed(body: str) -> tuple[str, bool, str]:
    """The key of a line, whether it has one, and what stands behind it."""
    if not body or body[0] in "[{":
        return "", False, ""
    if body[0] in "\"'":
        end = body.find(body[0], 1)
        if end > 0 and body[end + 1 : end + 2] == ":":
            return body[1:end], True, body[end + 2 :]
        return "", False, ""
    key, colon, value = body.partition(": ")
    if colon:
        return key, True, value
    stripped = body.rstrip()
    return (stripped[:-1], True, "") if stripped.endswith(":") else ("", False, "")


def read_yaml(text: str, lines: Sequence[str]) -> Nested | None:
    """The blocks of YAML; None where one cannot tell where a value ends.

    Cost: linear, some steps a line.
    """
    # Keys that a question mark opens stand apart from their values.
    is_odd = "\n\t" in text or "\n? " in text or "\n  ? " in text or text[:2] == "? " or "%TAG" in text or _is_odd_mark(text)
    return None if is_odd else _Reader(text, lines).read()
