"""The code in a text: without the line numbers, fences and remarks that tools put round it.

Rows stay what they are: what is no code becomes an empty row, so that a row of the code is a line of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

__all__ = ["Source", "mended", "source_of"]

_NUMBERED = re.compile(r"^[ \t]{0,8}(?:L|line )?(\d{1,7})(?:\t|:|→| ?[|│] ?| ?-> ?)", re.MULTILINE)
"""A line number as `cat -n`, `grep -n`, `nl` and agents write it, at the start of a line."""
_FENCE = ("```", "~~~")
_CLASSES = {"javascript": "class A {", "typescript": "class A {", "tsx": "class A {", "java": "class A {", "rust": "impl A {"}
"""What a part of a file may stand in."""
_PROBE = 12
"""Lines that are looked at before all are: code without numbers is the rule."""
_LEAST_NUMBERED = 0.8
"""Share of the lines that have numbers. Chosen: tools say something before and behind a file."""


class Source(msgspec.Struct, frozen=True):
    """The code of a text, row by row."""

    code: str
    """As many rows as the text has lines."""
    is_numbered: bool = False
    """Whether the lines of the text have numbers in front."""
    fence: str = ""
    """What stands behind the opening fence: mostly the language."""


def source_of(text: str, lines: Sequence[str]) -> Source:
    """The code that a text holds. Cost: nothing for bare code, one search a line for numbered code."""
    if _looks_numbered(lines[:_PROBE]) or _looks_numbered(lines[_PROBE : 2 * _PROBE]):
        rows, count = _without_numbers(lines)
        if count >= _LEAST_NUMBERED * len(lines):
            return Source("".join(rows), is_numbered=True)
    if "```" in text or "~~~" in text:
        return _unfenced(text, lines)
    return Source(text)


def _looks_numbered(lines: Sequence[str]) -> bool:
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    return len(numbers) >= max(1, 0.6 * len(lines)) and all(after == before + 1 for before, after in pairwise(numbers))


def _without_numbers(lines: Sequence[str]) -> tuple[list[str], int]:
    """The rows behind the numbers, empty where a line has none, and how many have one."""
    rows: list[str] = []
    count = spaced = blank = 0
    match = _NUMBERED.match
    for line in lines:
        found = match(line)
        if found is None:
            rows.append(line[len(line.rstrip("\r\n")) :])
            continue
        count += 1
        rows.append(line[found.end() :] if found.end() < len(line) else "\n")
        spaced += found[0][-1] == ":" and rows[-1].startswith((" ", "\t"))
        blank += not rows[-1].strip()
    if spaced >= count - blank:
        # A blank behind the colon is the tool's where every row has one.
        rows = [row[1:] if row[:1] in " \t" else row for row in rows]
    return rows, count


def _unfenced(text: str, lines: Sequence[str]) -> Source:
    """The code between two fences, where one block is all but a few lines of the text."""
    fences = [row for row, line in enumerate(lines) if line.lstrip().startswith(_FENCE)]
    if len(fences) != 2 or fences[1] - fences[0] < 0.7 * len(lines):
        return Source(text)
    opening, closing = fences
    rows = ["\n"] * (opening + 1) + list(lines[opening + 1 : closing]) + ["\n"] * (len(lines) - closing)
    fence = lines[opening].strip().strip("`~").split()
    return Source("".join(rows), fence=fence[0].lower() if fence else "")


def mended(code: str, language: str) -> list[str]:
    """Forms of a part of a file that may parse where the part itself does not; empty where nothing of the kind is to be seen.

    A tool that shows a part cuts wherever that ends: half a comment or string goes, a class that was open is opened again.
    Rows stay what they are, but for one that may come on top at the end.
    """
    if language == "python":
        return _outside(code, '"""', '"""') + _outside(code, "'''", "'''")
    forms = _outside(code, "/*", "*/")
    bare = forms[0] if forms else code
    return [*forms, *_inside_class(bare, language)]


def _inside_class(code: str, language: str) -> list[str]:
    """The code as the inside of a class, or with the brackets closed that it leaves open."""
    missing = code.count("{") - code.count("}")
    ending = "" if code.endswith("\n") else "\n"
    closed = code + ending + "}" * missing if missing > 0 else code
    forms = [closed] if missing > 0 else []
    if code[:1] in " \t\n" and language in _CLASSES:
        opened = f"{_CLASSES[language]}{code}{ending}"
        # Of brackets that close more than was opened, the last one closes the class.
        forms.append(opened + "}" * (missing + 1) if missing >= 0 else opened)
    return forms


def _outside(code: str, opening: str, closing: str) -> list[str]:
    """The code with its head up to the first closing blanked, with its tail from the last opening, and with neither left."""
    head = code.find(closing)
    tail = code.rfind(opening)
    if opening == closing:
        if head < 0:
            return []
        if code.count(opening) % 2:
            return [_blanked(code, 0, head + len(closing)), _blanked(code, tail, len(code))]
        return [_blanked(_blanked(code, tail, len(code)), 0, head + len(closing))] if head < tail else []
    first = code.find(opening)
    starts_inside = head >= 0 and (first < 0 or head < first)
    ends_inside = tail > code.rfind(closing)
    if starts_inside:
        code = _blanked(code, 0, head + len(closing))
    if ends_inside:
        code = _blanked(code, tail, len(code))
    return [code] if starts_inside or ends_inside else []


def _blanked(code: str, start: int, end: int) -> str:
    """The code with the rows of a part of it empty, and what stands beside it on its last row kept."""
    start = code.rfind("\n", 0, start) + 1
    return code[:start] + "\n" * code.count("\n", start, end) + code[end:]
