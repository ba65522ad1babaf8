"""TOML, INI, properties and variables of an environment as blocks: `[sections]`, and settings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.config_blocks.tiling import Tiling
from headroom.compressors.nested_parts.nested import Nested

__all__ = ["read_sections"]

_STRINGS = ('"""', "'''")
_MOST_BACKSLASHES = 40
_VALUE = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|\'[^\'\n]*\'?|#[^\n]*|[\[\]{}]')
"""Strings, closed or not, comments and brackets."""
_OPENS = {"[": 1, "{": 1, "]": -1, "}": -1}
_SIGNS = ("#", ";")
_QUOTES = ('"', "'")
_CLOSINGS = ("]", "}", ")")


class _Reader(Tiling):
    """The blocks of one text, read line by line."""

    def __init__(self, text: str, lines: Sequence[str], *, is_toml: bool) -> None:
        super().__init__(text, lines)
        self.headers: list[str] = []
        """The names of the open sections, one inside the other."""
        self.is_toml = is_toml
        self.is_torn = False
        self.is_value = False
        """Whether the last part is a setting, to which lines belong that stand deeper."""
        self.depth = 0
        """How deep this setting stands."""
        self.unclosed = ""
        """Quotes that do not stand anywhere behind."""
        self.remark_signs = "#" if is_toml else "#;" if "\n[" in text or text[:1] == "[" else "#;!"

    def read(self) -> Nested | None:
        """The blocks; None where a text or an array is never closed."""
        lines = self.lines
        total = len(lines)
        while self.at < total:
            line = lines[self.at]
            bare = line.strip()
            if not bare or bare[0] in self.remark_signs:
                self.pass_remarks(self.remark_signs)
                continue
            if self.is_value and line[0].isspace() and len(line) - len(line.lstrip()) > self.depth:
                # It goes on with the value above it, and so do comments and blank lines between them.
                self.remarks.clear()
                self.skip()
                self.heads[-1] = self.place
                continue
            if bare[0] == "[" and "]" in bare and "=" not in bare.partition("]")[0]:
                self._section(line, bare)
            else:
                self._setting(line, bare)
        return None if self.is_torn else self.done()

    def _section(self, line: str, bare: str) -> None:
        name = bare.rpartition("]")[0].strip("[] \t") if self.is_toml else bare.partition("]")[0][1:]
        is_item = bare.startswith("[[")
        while self.headers and not self._holds(self.headers[-1], name):
            self.headers.pop()
            self.close()
        self.write_remarks()
        # Items of a list are named like records; a table is known by its own name.
        self.begin(f"[[{name}]]" if is_item else name, self.place, self.place + len(line))
        self.headers.append(name)
        self.is_value = False
        self.skip()

    def _holds(self, outer: str, name: str) -> bool:
        """Whether a section stands inside another: TOML says so by a dotted name."""
        return self.is_toml and name.startswith(outer + ".")

    def _setting(self, line: str, bare: str) -> None:
        self.write_remarks()
        start = self.place
        place = bare.find("=")
        colon = -1 if self.is_toml else bare.find(":", 0, place if place > 0 else len(bare))
        place = colon if colon > 0 else place if place > 0 else len(bare)
        if bare[0] in _CLOSINGS or (self.is_toml and not bare[place + 1 :].lstrip()):
            # The end of something whose beginning was taken for a setting; and TOML has no empty values.
            self._tear()
            return
        begin = start + line.find(bare) + place + 1
        self.skip()
        if self.is_toml:
            self._skip_value(begin)
        else:
            if bare[place + 1 :].lstrip()[:1] in _QUOTES:
                self._skip_quoted(begin)
            if bare[-1] == "\\":
                self._skip_continued()
        self.leaf(bare[:place].strip().strip("\"'"), start, self.place)
        self.is_value = not self.is_toml
        self.depth = line.find(bare[0])

    def _skip_continued(self) -> None:
        """Read on behind a line that ends in a backslash; of comments between, nobody knows whether they are some."""
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            self.skip()
            if not line.endswith("\\") and line[:1] not in _SIGNS:
                break

    def _skip_quoted(self, begin: int) -> None:
        """Read on to the end of a text in quotes, which may go over several lines."""
        text = self.text
        value = text[begin : self.place].strip()
        quote = value[0]
        if value.startswith(_STRINGS):
            self._skip_string(value[:3], text.find(value[:3], begin) + 3)
            return
        if value[1:].endswith(quote) or quote in value[1:].replace("\\" + quote, "") or quote in self.unclosed:
            return
        end = text.find(quote, self.place)
        while end > 0 and _is_escaped(text, end):
            end = text.find(quote, end + 1)
        if end < 0:
            # No text in quotes, but a value with one.
            self.unclosed += quote
        elif text.find("\n[", self.place - 1, end) >= 0:
            self._tear()
        else:
            self.skip_to(end + 1)

    def _skip_value(self, begin: int) -> None:
        """Read on to the end of a value that goes over several lines."""
        value = self.text[begin : self.place].strip()
        if value.startswith(_STRINGS):
            self._skip_string(value[:3], self.text.find(value[:3], begin) + 3)
        elif value[:1] in ("[", "{") and not _is_balanced(value):
            self._skip_brackets(begin)

    def _skip_string(self, quotes: str, begin: int) -> None:
        """Read on to the end of a text in three quotes."""
        end = self.text.find(quotes, begin)
        while end > 0 and quotes[0] == '"' and _is_escaped(self.text, end):
            end = self.text.find(quotes, end + 1)
        if end < 0:
            self._tear()
        else:
            self.skip_to(end + len(quotes))

    def _skip_brackets(self, begin: int) -> None:
        """Read on to the bracket that closes the first one."""
        depth = 0
        for found in _VALUE.finditer(self.text, begin):
            depth += _OPENS.get(found.group(), 0)
            if not depth:
                self.skip_to(found.end())
                return
        self._tear()

    def _tear(self) -> None:
        self.is_torn = True
        self.at = len(self.lines)


def _is_balanced(value: str) -> bool:
    """Whether a value surely closes the brackets that it opens."""
    return value[-1] in "]}" and value.count("[") == value.count("]") and value.count("{") == value.count("}")


def _is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place; of very many, the last ones."""
    before = text[max(0, place - _MOST_BACKSLASHES) : place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def read_sections(text: str, lines: Sequence[str], *, is_toml: bool) -> Nested | None:
    """The blocks of settings with sections; None where one cannot tell where a value ends.

    Cost: linear, some steps a line.
    """
    return _Reader(text, lines, is_toml=is_toml).read()
