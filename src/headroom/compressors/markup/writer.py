"""The blocks that stay as text in the manner of Markdown, with a note in every gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from headroom.compressors.markup.links import Linking
from headroom.compressors.markup.page import Block
from headroom.retrieval.marker import gap_note

__all__ = ["Written", "write_blocks"]


_NOTE_CHARS = 50
"""Characters of a gap below which its note costs more than it saves. Measured: a note is 9 to 13 tokens."""
_SEAM_CHARS = 200
"""The same for a gap in the content. Chosen: a hole in a text costs its reader more than the tokens of the note."""
_CLOSE = frozenset(
    (
        ("item", "item"),
        ("row", "row"),
        ("term", "definition"),
        ("definition", "definition"),
        ("definition", "term"),
        ("line", "line"),
    )
)
"""Kinds of blocks that stand on lines of their own with nothing between; a `line` is one of code."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The text, and what was left out of it."""

    text: str
    omitted: int
    kinds: tuple[tuple[str, int], ...]


def write_blocks(blocks: Sequence[Block], verdicts: Sequence[str], linking: Callable[[Sequence[Block]], Linking]) -> Written:
    """The blocks without a verdict, in order, and notes for the others.

    Keeps: what is shorter than the note that would stand for it, unless it is hidden: then it goes without a note, as markup
    does. Cost: one pass.
    """
    gaps = list(_gaps(blocks, verdicts))
    gone = {at for gap in gaps for at in gap}
    link = linking([block for at, block in enumerate(blocks) if at not in gone])
    pieces: list[str] = []
    before = ""
    at = 0
    for gap in (*gaps, range(len(blocks), len(blocks))):
        for block in blocks[at : gap.start]:
            form = "line" if block.kind == "code" and "\n" not in block.text else block.kind
            pieces.append(_space(before, form))
            pieces.append(_shown(block, link(block)))
            before = form
        told = Counter(verdicts[place] for place in gap)
        if any(name != "hidden" for name in told):
            pieces.append("\n" if pieces else "")
            pieces.append(gap_note(len(gap), "block", _told(told)))
            before = "gap"
        at = gap.stop
    return Written(
        text="".join(pieces),
        omitted=len(gone),
        kinds=tuple(Counter(verdicts[at] for at in gone).most_common()),
    )


def _told(counted: Counter[str]) -> str:
    if len(counted) == 1:
        return next(iter(counted))
    return ", ".join(f"{name} {count}" for name, count in counted.most_common())


def _gaps(blocks: Sequence[Block], verdicts: Sequence[str]) -> Iterator[range]:
    """The runs of blocks that go."""
    start = -1
    for at in range(len(blocks) + 1):
        goes = at < len(blocks) and bool(verdicts[at])
        if goes and start < 0:
            start = at
        elif not goes and start >= 0:
            run = range(start, at)
            start = -1
            least = _SEAM_CHARS if all(verdicts[place] == "text" for place in run) else _NOTE_CHARS
            if any(verdicts[place] == "hidden" for place in run) or sum(len(blocks[place].text) for place in run) > least:
                yield run


def _space(before: str, kind: str) -> str:
    if not before:
        return ""
    if before in ("heading", "gap") or (before, kind) in _CLOSE or kind == "caption":
        return "\n"
    return "\n\n"


def _shown(block: Block, text: str) -> str:
    """A block as Markdown."""
    kind = block.kind
    if kind == "heading":
        return f"{'#' * max(1, block.level)} {_on_one_line(text)}"
    if kind == "item":
        indent = "  " * min(block.level - 1, 8)
        if not block.mark:
            indent += "  "
            return indent + text.replace("\n", "\n" + indent)
        return f"{indent}{block.mark} " + text.replace("\n", f"\n{indent}  ")
    if kind == "code":
        if "\n" not in text and not block.mark and "`" not in text:
            return f"`{text}`"
        fence = "```"
        while fence in text:
            fence += "`"
        return f"{fence}{block.mark}\n{text}\n{fence}"
    if kind == "definition":
        return f": {text}"
    return f"> {text}" if block.mark == ">" else text


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")
