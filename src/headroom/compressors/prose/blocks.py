"""The blocks a text of paragraphs is laid out in: paragraphs, headings, lists, tables, code, quotations.

Blocks are found between blank lines, so that only what stands in one is looked at line by line, and only where its first
characters say that it may be more than a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from headroom.compressors.prose.layout import UNDERLINES, heading_lines, is_code, is_list_item, is_short_heading, kind_of_lines

__all__ = ["Block", "BlockKind", "blocks_of"]

BlockKind = Literal["paragraph", "heading", "list", "table", "code", "quote", "fields", "option"]

_BLANK = re.compile(r"\n(?:[ \t\r\f\v]*+\n)++")
"""The end of a line and the blank lines behind it."""
_FENCE_INDENT = 13
"""Chosen: characters within which a fence begins; lists indent theirs."""
_HEADING = re.compile(r"^#{1,6} .*+$", re.MULTILINE)
_INNER_ITEM = re.compile(
    r"\n[ \t]{0,12}(?:[-*+•‣◦–▪●·][ \t]|(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{2,5})[.)][ \t]|\([0-9a-zA-Z]{1,4}\)[ \t]|\.\. [_\[|])"
)
"""A line inside a paragraph that begins an item of a list."""
_SIGNS = frozenset("=-~^\"'*+#`_<>.: \t")
"""How a line begins that may be drawn under a heading, or be indented."""
_SPECIAL = ("\n#", "|", "   ", "{", "=", "\t")
"""What a paragraph hardly ever holds, but a heading, a table or a program."""
_LONG_LINE = 160
"""Characters a line has at most where a paragraph is wrapped. Chosen: beyond, each line is a paragraph of its own."""


Block = tuple[int, int, BlockKind]
"""A run of whole lines, the blank ones behind them included: start, end, kind; the blocks of a text tile it."""


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text, in order.

    Cost: one pass over the text for blank lines; a look at each block.
    """
    blocks: list[Block] = []
    at = 0
    # A single sign is found many times faster than several; where its last one stands, each block is asked for the whole.
    signs = tuple([sign for sign in _SPECIAL if sign[-1] in text])
    for start, end in (*_fences(text), (len(text), len(text))):
        _read_plain(text, at, start, blocks, signs)
        if start < end:
            blocks.append((start, end, "code"))
        at = end
    return blocks


def _fences(text: str) -> list[tuple[int, int]]:
    """The spans between fences, the fences and their line ends included."""
    # A single sign is found many times faster than several.
    if not ("`" in text and "```" in text) and not ("~" in text and "\n~~~" in text):
        return []
    spans: list[tuple[int, int]] = []
    start, marks = -1, ""
    for begin, line in _fence_lines(text):
        found = line.strip()
        sign = found[0]
        rest = found.lstrip(sign)
        if start < 0:
            # A line of tildes right below another is drawn under a heading.
            is_drawn = sign == "~" and text[max(0, begin - 2) : begin].strip("\r") not in ("", "\n", "\n\n")
            if not is_drawn and sign not in rest:
                start, marks = begin, found[: len(found) - len(rest)]
        elif found.startswith(marks) and not rest:
            spans.append((start, begin + len(line)))
            start = -1
    return spans


def _fence_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that begin with three backticks or tildes, in order, each with its place."""
    at = 0
    places = {sign: text.find(sign) for sign in ("```", "~~~")}
    while True:
        for sign, place in places.items():
            if 0 <= place < at:
                places[sign] = text.find(sign, at)
        place = min((place for place in places.values() if place >= 0), default=-1)
        if place < 0:
            return
        line = text.rfind("\n", max(0, place - _FENCE_INDENT), place) + 1
        at = text.find("\n", place) + 1 or len(text)
        if (line or place < _FENCE_INDENT) and not text[line:place].strip():
            yield line, text[line:at]


def _read_plain(text: str, start: int, end: int, blocks: list[Block], signs: tuple[str, ...]) -> None:
    """Add the blocks between two fences; `signs` are those of `_SPECIAL` that the text may have."""
    may_be_headed = _SPECIAL[0] in signs or text[start : start + 1] == "#"
    begin = start
    for close in _closes(text, start, end):
        body = text[begin:close].rstrip()
        if not body:
            # Blank lines behind a fence, or a text of nothing else.
            above = blocks.pop() if blocks else (begin, close, "paragraph")
            blocks.append((above[0], close, above[2]))
        elif may_be_headed and (body[0] == "#" or "\n#" in body):
            _read_headed(text, begin, close, body, blocks, signs)
        elif len(body) > _LONG_LINE and "\n" not in body:
            blocks.append((begin, close, "paragraph"))
        else:
            _read_piece(text, begin, close, body, blocks, signs)
        begin = close


def _closes(text: str, start: int, end: int) -> list[int]:
    """Where each run of lines between blank lines ends, the blank lines behind it included."""
    closes = [found.end() for found in _BLANK.finditer(text, start, end)]
    if end > start and (not closes or closes[-1] < end):
        closes.append(end)
    return closes


def _read_headed(text: str, start: int, end: int, body: str, blocks: list[Block], signs: tuple[str, ...]) -> None:
    """Add the blocks of lines some of which are headings of number signs; `body` is without the blanks behind them."""
    at = start
    for found in _HEADING.finditer(text, start, start + len(body)):
        begin = found.start()
        above = text[at:begin].rstrip()
        if above:
            _read_piece(text, at, begin, above, blocks, signs)
            at = begin
        blocks.append((at, min(found.end() + 1, end), "heading"))
        at = found.end() + 1
    if at < start + len(body):
        _read_piece(text, at, end, text[at:end].rstrip(), blocks, signs)
    elif at < end:
        blocks[-1] = (blocks[-1][0], end, "heading")


def _read_piece(text: str, start: int, end: int, body: str, blocks: list[Block], signs: tuple[str, ...]) -> None:
    """Add the blocks of lines among which there is no heading of number signs."""
    head, is_more, rest = body.partition("\n")
    if not is_more:
        blocks.append((start, end, _kind_of_line(body, blocks, text)))
        return
    if _is_quick(text, body, head, rest, blocks, signs):
        _read_paragraph(body, start, end, blocks)
        return
    if rest[0] not in _SIGNS and not body[0].isalpha() and is_list_item(head):
        blocks.append((start, end, "list"))
        return
    lines = body.split("\n")
    skipped = 0
    while not lines[0].strip():
        # Blank lines at the head of the text.
        skipped += len(lines.pop(0)) + 1
    may_be_headed = len(lines) > 1 and (skipped or rest[0] in UNDERLINES or body[0] in UNDERLINES)
    headed = heading_lines(lines) if may_be_headed else 0
    if headed == len(lines):
        blocks.append((start, end, "heading"))
        return
    if headed:
        below = start + skipped + sum(len(line) + 1 for line in lines[:headed])
        blocks.append((start, below, "heading"))
        start, skipped, lines = below, 0, lines[headed:]
    _read_lines(text, start, end, lines, blocks, skipped)


def _is_quick(text: str, body: str, head: str, rest: str, blocks: list[Block], signs: tuple[str, ...]) -> bool:
    """Whether lines are seen to be a paragraph without a look at each."""
    if body[0] != " " or not head:
        return rest[0] not in _SIGNS and _is_plain(body, signs)
    # Code may be indented, too: where something announces it, or it goes on.
    if blocks and (blocks[-1][2] == "code" or _tail(text, blocks) == "::"):
        return False
    indent = len(head) - len(head.lstrip(" "))
    return _is_plain(body.replace("\n" + " " * indent, "\n")[indent:], signs)


def _is_plain(body: str, signs: tuple[str, ...]) -> bool:
    """Whether lines surely are a paragraph: they begin with a letter, and nothing in them says that they may be more."""
    if not body[:1].isalpha() or ":" in body[: body.find("\n")] or "." in body[1:6] or ")" in body[1:6]:
        return False
    return not any(map(body.__contains__, signs))


def _kind_of_line(line: str, blocks: list[Block], text: str) -> BlockKind:
    """The kind of a block of one line."""
    first = line[:1]
    if len(line) > _LONG_LINE:
        return "paragraph"
    if first in " \t" and is_code(line, line, blocks[-1][2] if blocks else "", _tail(text, blocks)):
        return "code"
    if is_short_heading(line):
        return "heading"
    if first == ">" and line[:3] != ">>>":
        return "quote"
    return "list" if is_list_item(line) else "paragraph"


def _read_lines(text: str, start: int, end: int, lines: list[str], blocks: list[Block], skipped: int) -> None:
    """Add the block, or the blocks, of several lines; before them stand so many characters of blank lines."""
    body = "\n".join(lines)
    first = lines[0]
    tail = _tail(text, blocks) if first[:1] in (" ", "\t") else ""
    if first and is_code(body, first, blocks[-1][2] if blocks else "", tail):
        blocks.append((start, end, "code"))
        return
    kind: BlockKind = kind_of_lines(body, lines)
    if kind == "paragraph":
        _read_paragraph(body, start, end, blocks, skipped)
    else:
        blocks.append((start, end, kind))


def _read_paragraph(body: str, start: int, end: int, blocks: list[Block], skipped: int = 0) -> None:
    """Add a paragraph, or several: a list in it is one of its own, and so is each line where lines are not wrapped."""
    if len(body) > _LONG_LINE:
        lines = body.split("\n")
        if max(map(len, lines)) > _LONG_LINE:
            _read_long_lines(lines, start, end, blocks, skipped)
            return
    found = _INNER_ITEM.search(body)
    if found is None:
        blocks.append((start, end, "paragraph"))
        return
    cut = start + skipped + found.start() + 1
    blocks.append((start, cut, "paragraph"))
    blocks.append((cut, end, "list"))


def _read_long_lines(lines: list[str], start: int, end: int, blocks: list[Block], skipped: int) -> None:
    """Add a block for each line."""
    kind: BlockKind = "paragraph"
    at = start
    after = start + skipped + len(lines[0]) + 1
    for line in lines[1:]:
        if line.strip():
            blocks.append((at, after, kind))
            at = after
            kind = "list" if len(line) <= _LONG_LINE and is_list_item(line) else "paragraph"
        after += len(line) + 1
    blocks.append((at, end, kind))


def _tail(text: str, blocks: list[Block]) -> str:
    """The last characters of the block before, without blanks."""
    if not blocks:
        return ""
    return text[max(blocks[-1][0], blocks[-1][1] - 40) : blocks[-1][1]].rstrip()[-2:]
