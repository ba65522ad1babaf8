"""The compressor for configuration files: whole blocks stay or are named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

import msgspec
from returns.result import Failure, Result

from headroom.compressors.admission import refusal
from headroom.compressors.config_blocks.brace_blocks import read_braces
from headroom.compressors.config_blocks.section_blocks import read_sections
from headroom.compressors.config_blocks.yaml_blocks import read_yaml
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import split_lines
from headroom.compressors.nested_parts.asked import asked_parts
from headroom.compressors.nested_parts.choice import Gap, Room, choose
from headroom.compressors.nested_parts.gaps import named, noted_gaps, text_without
from headroom.compressors.nested_parts.nested import COMMENT, Nested
from headroom.config import Settings, TextSettings
from headroom.messages import original_of
from headroom.relevance import Query, read_query
from headroom.retrieval.marker import gap_note, marker_text, omission, text_marker
from headroom.tokens import estimate_tokens

__all__ = ["ConfigBlocks"]

_LEAST_TOKENS = 250
"""Tokens below which a file is read whole."""
_SURELY_CHARS = 6
"""Characters a token hardly ever has on average; a longer text need not be estimated to be above the minimum."""
_ASKED_ROOM = Room(share=0.22, least=500, asked=0.4)
_FREE_ROOM = Room(share=0.42, least=700, asked=0.0)
"""Chosen: where nobody asked, more stays, as what is asked later is unknown."""
_ANCHOR = re.compile(r"&([^\s,\[\]{}&]+)")
_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")
_BRACED = re.compile(r"\{[ \t]*\r?$", re.MULTILINE)
_TAGGED = re.compile(r"^[ \t]*</\w+>[ \t]*\r?$", re.MULTILINE)
_SECTION = re.compile(r"^\[\[?[^\[\]\n]+\]\]?[ \t]*(?:[#;][^\n]*)?\r?$", re.MULTILINE)
_BARE_VALUE = re.compile(
    r"^[ \t]*[\w.-]+[ \t]*(?:=[ \t]*(?!true\b|false\b|inf\b|nan\b)[^\s\d\"'\[{+-]|=[ \t]*\r?$|:)", re.MULTILINE
)
"""Settings that are no TOML."""
_MANY_LINES = 20_000
_LEAST_LINE = 8
"""Characters that so many lines must have on average. Chosen: lines cost more to read than to count where they are shorter."""
_LONGEST_LINE = 300
"""Characters of a line that statistics look at."""
_HEAD = 4_000
"""Characters by which the format of a text is seen."""


class ConfigBlocks(msgspec.Struct, frozen=True):
    """YAML, TOML, INI, properties, variables, blocks in braces: what was asked for, and what there is besides.

    Keeps: the heads of blocks, the settings of their first level as far as there is room, records that stand out, and the
    blocks that the question asks for; what stays parses as before. No-op: short text, text that holds one of our markers, text
    over the work budget, text that is no such format, and where nothing may be dropped.
    """

    settings: TextSettings = TextSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> ConfigBlocks:
        """The compressor as a pipeline has it."""
        return cls(settings.config)

    @property
    def kind(self) -> str:
        """`config`."""
        return "config"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The blocks worth reading with notes for the rest, or why the text stays as it is.

        Cost: linear; one to two counts of a small file.
        """
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        lines = split_lines(text)
        if len(lines) > _MANY_LINES and len(text) < _LEAST_LINE * len(lines):
            return Failure(Skip("hardly anything in its lines"))
        nested = _read(text, lines)
        if nested is None or len(nested.starts) < 3:
            return Failure(Skip("no blocks"))
        return self._written(nested, read_query(query), len(lines))

    def _refusal(self, text: str) -> str:
        if len(text) < 2 * _LEAST_TOKENS or (
            len(text) < _SURELY_CHARS * _LEAST_TOKENS and estimate_tokens(text) < _LEAST_TOKENS
        ):
            return f"below {_LEAST_TOKENS} tokens"
        return refusal(text, self.settings)

    def _written(self, nested: Nested, query: Query, lines: int) -> Result[Compressed, Skip]:
        text = nested.text
        asked = asked_parts(nested, query)
        room = _ASKED_ROOM if asked else _FREE_ROOM
        gaps = choose(nested, asked, _anchored(nested), query, room, _Cells(nested))
        notes = _Notes(nested)
        noted = noted_gaps(gaps, notes.note_of)
        if not noted:
            return Failure(Skip("every block matters"))
        original = original_of(text).hash
        omitted = sum(notes.lines_of(gap) for gap, _ in noted)
        what = omission(omitted, lines, "line")
        end = "" if text.endswith("\n") or (noted[-1][0].end == len(text)) else notes.line_end
        marker = f"{end}{notes.prefix}{text_marker(marker_text(what, original, self.settings.retrieval))}{notes.line_end}"
        why = f"{what}; kept: asked for {len(asked)}" if asked else what
        return text_without(text, noted, marker).map(lambda written: Compressed(text=written, summary=why, original=original))


class _Cells:
    """The name and value that stand in the first line of a part."""

    def __init__(self, nested: Nested) -> None:
        self.nested = nested

    def value(self, part: int) -> str:
        """What the first line of a part sets."""
        return self.head(part)[-1]

    def head(self, part: int) -> Sequence[str]:
        """The name and the value in the first line of a part."""
        nested = self.nested
        start = nested.starts[part]
        line = nested.text[start : min(nested.heads[part], start + _LONGEST_LINE)]
        name, colon, value = line.partition(":")
        if not colon or "=" in name:
            name, colon, value = line.partition("=")
        return (name, value.strip(" \r\n\"',")) if colon else (line, "")


class _Notes:
    """Notes as comments of the format."""

    def __init__(self, nested: Nested) -> None:
        self.nested = nested
        text = nested.text
        self.line_end = "\r\n" if "\r\n" in text[:_HEAD] else "\n"
        self.prefix = "; " if (text[:1] == ";" or "\n;" in text) and text[:1] != "#" and "\n#" not in text else "# "

    def lines_of(self, gap: Gap) -> int:
        """How many lines go."""
        text = self.nested.text
        return text.count("\n", gap.start, gap.end) + (gap.end == len(text) and text[-1] != "\n")

    def note_of(self, gap: Gap) -> str:
        """The note for a gap, as deep as what stood there."""
        nested = self.nested
        line = nested.text[gap.start : gap.start + _HEAD]
        margin = line[: len(line) - len(line.lstrip(" \t"))]
        return f"{margin}{self.prefix}{gap_note(self.lines_of(gap), 'line', self._details(gap))}{self.line_end}"

    def _details(self, gap: Gap) -> str:
        nested = self.nested
        names: Counter[str] = Counter()
        part = gap.first
        while part < gap.stop:
            names[nested.names[part]] += 1
            part = nested.lasts[part]
        del names[COMMENT]
        items = names.pop("-", 0)
        told = named([name if count == 1 else f"{name.strip('[]')} {count}" for name, count in names.items()])
        return ", ".join(filter(None, (f"{items} item{'s' * (items != 1)}" if items else "", told)))


def _read(text: str, lines: Sequence[str]) -> Nested | None:
    """The blocks of a text in the format that it looks like."""
    head = text if len(text) < 3 * _HEAD else text[:_HEAD] + text[len(text) // 2 : len(text) // 2 + _HEAD] + text[-_HEAD:]
    count = head.count("\n") + 1
    braced = len(_BRACED.findall(head)) if "{" in head else 0
    tagged = len(_TAGGED.findall(head)) if "</" in head else 0
    if braced + tagged >= max(2, count // 20) and ": {" not in head:
        found = read_braces(text, lines)
        if found is not None:
            return found
    equals, colons = head.count("="), head.count(": ") + head.count(":\n")
    sections = len(_SECTION.findall(head)) if "[" in head else 0
    if braced > max(2, count // 10) and not sections and ": {" not in head:
        return None
    if sections and equals + colons and (equals >= colons or sections > 1):
        return read_sections(text, lines, is_toml=len(_BARE_VALUE.findall(head)) * 20 <= equals)
    if colons >= equals:
        return read_yaml(text, lines)
    return read_sections(text, lines, is_toml=False)


def _anchored(nested: Nested) -> list[int]:
    """The parts of YAML that others refer to, which stay."""
    text = nested.text
    if "&" not in text or "*" not in text:
        return []
    used = set(_ALIAS.findall(text))
    found = {bisect_right(nested.starts, anchor.start()) - 1 for anchor in _ANCHOR.finditer(text) if anchor[1] in used}
    return sorted(found)
