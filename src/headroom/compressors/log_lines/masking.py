"""What lines have in common once their numbers are masked: the first, cheap step to templates.

Everything later looks at shapes, of which a log has far fewer than lines.
"""

from __future__ import annotations

import re

import msgspec

__all__ = ["Shapes", "shapes_of", "visible"]

_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[()][A-Z0-9]|[=>78])")
_DIGITS = bytes(0x30 if 0x30 <= code <= 0x39 else code for code in range(256))
"""Maps every ASCII digit to `0`."""
_QUIET = (
    b" PASSED",
    b"... ok",
    b"--- PASS: ",
    b"=== RUN ",
    b"=== PAUSE",
    b"=== CONT",
    b" \xe2\x9c\x93 ",
    b" \xe2\x9c\x94 ",
    b"[       OK ]",
    b"[ RUN      ]",
)
"""How test runners say which test runs or passed."""
_MANY = 24
"""Different lines from which it is worth asking whether they are passed tests. Chosen."""
_DIFFERENT = 0.2
"""Share of lines that differ below which there is nothing to fold."""
_ASKED = 64
"""Lines, evenly spread, that are looked at for that."""
_FEW = 3
"""Passed tests among those from which they are folded into one kind of row. Chosen."""


class Shapes(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a text and their shapes: rows that are equal without their digits have one."""

    text: str
    """The text as a terminal shows it."""
    rows: list[str]
    """The lines as a terminal shows them, without line ends."""
    of_row: list[int]
    """The shape of each row."""
    firsts: list[int]
    """The first row of each shape."""
    texts: list[str]
    """The first row of each shape, with every digit as `0`."""
    folded: bool
    """Whether rows that only say which test ran or passed share one shape, whatever the test."""


def visible(text: str) -> str:
    """The text without colours, and of what was overwritten in place only the last state; lines keep their numbers."""
    if "\x1b" in text:
        text = _ANSI.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            text = "\n".join([row.rstrip("\r").rpartition("\r")[2] if "\r" in row else row for row in text.split("\n")])
    return text


def shapes_of(text: str) -> Shapes:
    """The shapes of the lines of a text; lines that are equal without their digits have the shape of the first.

    There are as many rows as lines, and one more, empty, after a final line end. Cost: one pass over the whole text, and a
    few look-ups a line.
    """
    rows = text.split("\n")
    keys = text.encode("utf-8", "surrogatepass").translate(None, b"0123456789").split(b"\n")
    numbers: dict[bytes, int] = dict.fromkeys(keys, 0)
    quiet = _quiet(keys) if len(numbers) > _MANY + _DIFFERENT * len(keys) else []
    numbers = _folded(list(numbers), quiet) if quiet else dict(zip(numbers, range(len(numbers)), strict=True))
    of_row = list(map(numbers.__getitem__, keys))
    first = dict(zip(reversed(of_row), range(len(rows) - 1, -1, -1), strict=True))
    firsts = list(map(first.__getitem__, range(len(first))))
    shown = "\n".join([rows[row] for row in firsts]).encode("utf-8", "surrogatepass").translate(_DIGITS)
    return Shapes(
        text=text,
        rows=rows,
        of_row=of_row,
        firsts=firsts,
        texts=shown.decode("utf-8", "surrogatepass").split("\n"),
        folded=bool(quiet),
    )


def _quiet(keys: list[bytes]) -> list[bytes]:
    """What the text says of many passed tests."""
    some = keys[:: len(keys) // _ASKED + 1]
    joined = b"\n".join(some)
    return [verdict for verdict in _QUIET if verdict in joined and sum([verdict in key for key in some]) >= _FEW]


def _folded(keys: list[bytes], quiet: list[bytes]) -> dict[bytes, int]:
    """The shape of each key, one for each way to say that a test passed."""
    said = keys
    for verdict in quiet:
        said = [verdict if verdict in key and b"FAIL" not in key else key for key in said]
    numbers: dict[bytes, int] = {}
    return dict(zip(keys, [numbers.setdefault(one, len(numbers)) for one in said], strict=True))
