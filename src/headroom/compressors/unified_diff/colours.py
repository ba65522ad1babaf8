"""Diffs as they are printed for terminals: read without their colours, written with them."""

from __future__ import annotations

import re
from itertools import accumulate

import msgspec

from headroom.compressors.excerpt import split_lines
from headroom.compressors.unified_diff.parse import Diff, Hunk

__all__ = ["ESCAPE", "coloured", "coloured_header", "uncoloured"]

ESCAPE = "\x1b["
"""What every colour begins with."""
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,32}[mK]")
_COLOURS = re.compile(r"(?:\x1b\[[0-9;]{0,32}[mK])*")


def uncoloured(text: str) -> str:
    """The text without colours."""
    return _COLOUR.sub("", text)


def coloured(diff: Diff, text: str) -> Diff:
    """The diff of a text that was read without its colours: each line is that of the text, read as before."""
    starts = list(accumulate(map(len, split_lines(text)), initial=0))
    # Colours behind the last line end are part of the last line.
    return msgspec.structs.replace(diff, text=text, starts=[*starts[: len(diff.lines)], len(text)])


def coloured_header(diff: Diff, hunk: Hunk, header: str) -> str:
    """A header that was written for a hunk, in the colours of the hunk's own."""
    plain = diff.lines[hunk.header]
    own = diff.run(hunk.header, hunk.header + 1)
    if header == plain:
        return own
    numbers = plain[: hunk.section]
    before, found, behind = own.partition(numbers)
    if not found:
        return header
    end = header.index("@@", 2) + 2
    if header[end:] == plain[hunk.section :]:
        return before + header[:end] + behind
    reset = _COLOURS.match(behind)
    return before + header[:end] + (reset[0] if reset else "") + header[end:]
