"""A re-encoded text back to its JSON: the inverse of what `compressor` writes.

Where rows were left out, what comes back are the rows that stayed.
"""

from __future__ import annotations

import re

from headroom.compressors.json_records.table_decode import Field, Reader, decode_rows, read_head
from headroom.retrieval.marker import OPENING

__all__ = ["HEADER", "decode"]

HEADER = (
    "[headroom: JSON; @N stands for what follows @N below; "
    "rows: first the {columns}, those with = equal in all rows, then a line a row]"
)
"""How a text with tables or references opens; by it the text is recognised and left whole."""
_ROWS = re.compile(r"(\d+) (?:of \d+ )?(rows|lines|keyed rows) (?=\{)")
_MOST_CHARS = 256 * 1024 * 1024
"""Chosen: far above the work budget of the writer; a text made to unfold without end stops here."""
_TOKENS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|@(\d+)")


def decode(text: str) -> str:
    """The text with its JSON minified, every lexeme as it was; a text without our header comes back as it is.

    Notes of what was left out are left out, too.

    Raises: ValueError where the text has our header but is not of our writing.
    """
    before, found, rest = text.partition(HEADER + "\n")
    if not found:
        return text
    lines = rest.split("\n")
    start = next((index for index, line in enumerate(lines) if line.startswith("@1 ")), None)
    if start is None:
        raise ValueError("a header without blocks")
    skeleton = "\n".join(lines[:start]) if start else "@1"
    blocks: list[str] = []
    at = start
    while at < len(lines) and lines[at].startswith(f"@{len(blocks) + 1} "):
        block, at = _block(lines, at, whole=skeleton == "@1")
        blocks.append(block)
    if at < len(lines) and lines[at].startswith(OPENING):
        at += 1
    after = "\n".join(["", *lines[at:]]) if at < len(lines) else ""
    return before + _resolved(skeleton, blocks) + after


def _block(lines: list[str], at: int, *, whole: bool) -> tuple[str, int]:
    """The JSON of the block that starts at a line, and the line behind it; `whole` if it is all of the document."""
    body = lines[at].partition(" ")[2]
    counted = _ROWS.match(body)
    if counted is None:
        return body, at + 1
    reader = Reader(body)
    reader.at = counted.end()
    fields = read_head(reader)
    shown: list[str] = []
    at += 1
    while at < len(lines) and (len(shown) < int(counted.group(1)) or _is_gap(lines[at])):
        if not _is_gap(lines[at]):
            shown.append(lines[at])
        at += 1
    if counted.group(2) == "keyed rows":
        return "{" + ",".join(_member(fields, line) for line in shown) + "}", at
    rows = decode_rows(fields, shown)
    if whole and counted.group(2) == "lines":
        return "\n".join(rows), at
    return "[" + ",".join(rows) + "]", at


def _is_gap(line: str) -> bool:
    return line.startswith(OPENING) and line.endswith(" omitted]")


def _member(fields: tuple[Field, ...], line: str) -> str:
    """A row of a map as a member: its key stands first in the line."""
    reader = Reader(line)
    key = reader.json_value()
    return f"{key}:{decode_rows(fields, [line[reader.at + 1 :]])[0]}"


def _resolved(text: str, blocks: list[str]) -> str:
    """The text with every reference outside strings replaced by what it stands for, references inside that included."""
    known: dict[int, str] = {}
    under_way: list[int] = []

    def value(found: re.Match[str]) -> str:
        if found.group(1) is None:
            return found.group()
        number = int(found.group(1))
        if number not in known:
            if not 0 < number <= len(blocks) or number in under_way:
                raise ValueError(f"a reference to nothing: @{number}")
            under_way.append(number)
            known[number] = _TOKENS.sub(value, blocks[number - 1])
            under_way.pop()
            if sum(map(len, known.values())) > _MOST_CHARS:
                raise ValueError("references that stand for more than any text of ours")
        return known[number]

    return _TOKENS.sub(value, text)
