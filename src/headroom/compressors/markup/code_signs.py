"""What tells code on a page: its language, lines in cells of a table, and the numbers beside them."""

from __future__ import annotations

import re

__all__ = ["is_line_of_code", "is_numbering", "language_of"]

_LANGUAGE = re.compile(r"(?:lang(?:uage)?|highlight(?:-source)?|brush|sourceCode)[-:]\s?([\w+#.-]{1,20})", re.IGNORECASE)
_LINES_OF_CODE = ("blob-code", "js-file-line", "code-line", "line-content")
"""Classes of cells that are a line of code each."""


def is_line_of_code(attributes: str) -> bool:
    """Whether a cell of a table says that it is a line of code."""
    return any(map(attributes.__contains__, _LINES_OF_CODE))


def is_numbering(text: str) -> bool:
    """Whether a text is nothing but the numbers of lines that stand beside it."""
    lines = text.split()
    first = lines[0]
    if len(lines) < 2 or not (first.isascii() and first.isdigit() and len(first) < 8):
        return False
    return lines == [str(number) for number in range(int(first), int(first) + len(lines))]


def language_of(attributes: str) -> str:
    """The language that code says it is in."""
    found = _LANGUAGE.search(attributes[:400])
    return found[1].lower() if found is not None else ""
