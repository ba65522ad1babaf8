"""TOML, INI, properties and variables of an environment as blocks: `[sections]`, and settings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headroom.compressors.config_blocks.tiling import Tiling
from headroom.compressors.parts.nested import Nested

__all__ = ["read_sections"]

_STRINGS = ('"""', "'''")
_MOST_BACKSLASHES = 40
_VALUE = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|\'[^\'\n]*\'?|#[^\n]*|[\[\]{}]')
"""Strings, closed or not, comments and brackets."""
_OPENS = {"[": 1, "{": 1, "]": -1, "}": -1}
_QUIET = ("#", ";", "!", "")
"""How lines begin that are comments, or blank."""


class _Reader(Tiling):
    """The blocks of one text, read line by line."""

    def __init__(self, text: str, lines: Sequence[str], *, is_toml: bool) -> None:
        super().__init__(text, lines)
        self.headers: list[str] = []
        """The names of the open sections, one inside the other."""
        self.is_toml = is_toml
        self.is_torn = False
        self.is_value = False
        """Whether the last part is a setting, to which indented lines belong."""

    def read(self) -> Nested | None:
        """The blocks; None where a text or an array is never closed."""
        lines = self.lines
        total = len(lines)
        while self.at < total:
            line = lines[self.at]
            if line.lstrip()[:1] in _QUIET:
                self.pass_remarks("#;!")
                continue
            bare = line.strip()
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
        if line[0] in " \t" and self.is_value and not self.is_toml and not self.remarks:
            # An indented line goes on with the value above it.
            self.skip()
            self.heads[-1] = self.place
            return
        self.write_remarks()
        start = self.place
        place = bare.find("=")
        colon = -1 if self.is_toml else bare.find(":", 0, place if place > 0 else len(bare))
        place = colon if colon > 0 else place if place > 0 else len(bare)
        begin = start + line.find(bare) + place + 1
        self.skip()
        if self.is_toml:
            self._skip_value(begin)
        while line.rstrip("\r\n").endswith("\\") and not self.is_toml and self.at < len(self.lines):
            line = self.lines[self.at]
            self.skip()
        self.leaf(bare[:place].strip().strip("\"'"), start, self.place)
        self.is_value = True

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
