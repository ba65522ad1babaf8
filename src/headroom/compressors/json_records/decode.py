"""A re-encoded text back to its JSON: the inverse of what `compressor` writes.

Where rows were left out, what comes back are the rows that stayed.
"""

from __future__ import annotations

import re

import msgspec

from headroom.compressors.json_records.table_decode import Field, Reader, decode_rows, read_head
from headroom.compressors.unfolding import Room
from headroom.retrieval.marker import OPENING

__all__ = ["HEADER", "decode"]

HEADER = (
    "[headroom: JSON; @N stands for what follows @N below; "
    "rows: first the {columns}, those with = equal in all rows, then a line a row]"
)
"""How a text with tables or references opens; by it the text is recognised and left whole."""
_ROWS = re.compile(r"(\d+) (?:of \d+ )?(rows|lines|keyed rows) (?=\{)")
_TOKENS = re.compile(r"@([0-9]+)|\"[^\"\\]*+(?:\\.[^\"\\]*+)*+(\"?)")
"""References, and the strings in which they are none; a string that does not end takes all that is left."""


class _Table(msgspec.Struct, frozen=True):
    """A block of rows."""

    unit: str
    fields: tuple[Field, ...]
    lines: list[str]
    """Without the notes in its gaps."""


def decode(text: str) -> str:
    """The text with its JSON minified, every lexeme as it was; a text without our header comes back as it is.

    Notes of what was left out are left out, too.

    Raises: ValueError where the text has our header but is not of our writing.
    Cost: linear in the text and in what its tables and references stand for, which is at most 256 M characters.
    """
    before, found, rest = text.partition(HEADER + "\n")
    if not found:
        return text
    lines = rest.split("\n")
    start = next((index for index, line in enumerate(lines) if line.startswith("@1 ")), None)
    if start is None:
        raise ValueError("a header without blocks")
    skeleton = "\n".join(lines[:start]) if start else "@1"
    blocks: list[str | _Table] = []
    at = start
    while at < len(lines) and lines[at].startswith(f"@{len(blocks) + 1} "):
        block, at = _block(lines, at)
        blocks.append(block)
    if at < len(lines) and lines[at].startswith(OPENING):
        at += 1
    after = "\n".join(["", *lines[at:]]) if at < len(lines) else ""
    return before + _resolved(skeleton, blocks) + after


def _block(lines: list[str], at: int) -> tuple[str | _Table, int]:
    """The JSON or the table of the block that starts at a line, and the line behind it."""
    body = lines[at].partition(" ")[2]
    counted = _ROWS.match(body)
    if counted is None:
        return body, at + 1
    reader = Reader(body)
    reader.at = counted.end()
    fields = read_head(reader)
    total = int(counted.group(1))
    shown: list[str] = []
    at += 1
    while at < len(lines) and (len(shown) < total or _is_gap(lines[at])):
        if not _is_gap(lines[at]):
            shown.append(lines[at])
        at += 1
    if len(shown) < total:
        raise ValueError("a table of more rows than there are lines")
    return _Table(counted.group(2), fields, shown), at


def _is_gap(line: str) -> bool:
    return line.startswith(OPENING) and line.endswith(" omitted]")


def _key(line: str) -> str:
    """The key of a row of a map: it stands first in the line."""
    reader = Reader(line)
    key = reader.json_value()
    if key[0] != '"' or not reader.take(","):
        raise ValueError(f"a row of a map without its key: {line[:80]!r}")
    return key


def _resolved(skeleton: str, blocks: list[str | _Table]) -> str:
    """The skeleton with every reference replaced by what it stands for, references inside that included.

    A block is named above it alone, so that from the last to the first each is resolved by what is known. References are
    resolved where they stand, in the head of a table rather than in each of its rows.
    """
    known: dict[int, str] = {}
    room = Room()

    def resolved(text: str) -> str:
        return _filled(text, known, room)

    for number in range(len(blocks), 0, -1):
        block = blocks[number - 1]
        if isinstance(block, str):
            known[number] = resolved(block)
            continue
        keys = list(map(_key, block.lines)) if block.unit == "keyed rows" else []
        lines = [line[len(key) + 1 :] for key, line in zip(keys, block.lines, strict=True)] if keys else block.lines
        rows = decode_rows(block.fields, lines, room, resolved)
        if block.unit == "keyed rows":
            known[number] = "{" + ",".join(map(":".join, zip(keys, rows, strict=True))) + "}"
        elif block.unit == "lines" and skeleton == "@1":
            known[number] = "\n".join(rows)
        else:
            known[number] = "[" + ",".join(rows) + "]"
    return resolved(skeleton)


def _filled(text: str, known: dict[int, str], room: Room) -> str:
    """The text with what is known in place of every reference outside strings."""
    if "@" not in text:
        return text
    pieces: list[str] = []
    end = 0
    for found in _TOKENS.finditer(text):
        digits, closing = found.groups()
        if digits is not None:
            number = int(digits)
            if number not in known:
                raise ValueError(f"a reference to nothing: @{number}")
            pieces += text[end : found.start()], known[number]
            end = found.end()
        elif not closing:
            raise ValueError(f"an open string: {found.group()[:80]!r}")
    pieces.append(text[end:])
    room.take(sum(map(len, pieces)))
    return "".join(pieces)
