"""Options of a manual with all that is said of them, each a block of its own."""

from __future__ import annotations

import re

from headroom.compressors.prose.blocks import Block

__all__ = ["with_options"]

_OPTION = re.compile(r"(?:[ \t]*+\n)*+([ \t]++)--?[A-Za-z?]")
"""How a block begins that is an option; in lists a blank follows the dash."""
_ANY = re.compile(r"\n[ \t]{1,24}--?[A-Za-z]")
_LONGEST = 2_000
"""Chosen: characters that an option and what is said of it have at most to stay or go whole."""


def with_options(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, those that stand deeper below an option made one with it.

    Cost: a search of the text; where it finds an option, a look at the beginning of each block.
    """
    if _ANY.search(text) is None:
        return blocks
    made: list[Block] = []
    depth = -1
    """How deep the option stands that is open; -1 where none is."""
    for block in blocks:
        start, end, kind = block
        indent = _indent(text, start, end)
        if depth >= 0 and kind != "heading" and indent > depth and end - made[-1][0] <= _LONGEST:
            made[-1] = (made[-1][0], end, "option")
            continue
        found = _OPTION.match(text, start, min(end, start + 80))
        depth = len(found[1]) if found is not None and kind != "heading" and end - start <= _LONGEST else -1
        made.append((start, end, "option") if depth >= 0 else block)
    return made


def _indent(text: str, start: int, end: int) -> int:
    """How deep the first line of a block stands."""
    head = text[start : min(end, start + 80)].lstrip("\r\n")
    return len(head) - len(head.lstrip(" \t"))
