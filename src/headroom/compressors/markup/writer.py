"""The blocks that stay as text in the manner of Markdown, with a note in every gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from headroom.compressors.markup.links import Linking
from headroom.compressors.markup.page import KIND_NAMES, Block
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
_CONTENT = frozenset(KIND_NAMES.values())
"""Verdicts on parts of what the page says."""
_NOT_SHOWN = frozenset(("hidden",))
"""The verdict on what has no note, as the page does not show it."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The text, and what was left out of it."""

    text: str
    omitted: int
    kinds: tuple[tuple[str, int], ...]


class _Gap(msgspec.Struct, frozen=True):
    """A run of blocks that go, and what its note tells of."""

    places: range
    told: Counter[str] | None
    """How many of what; None where the next gap tells of it."""


def write_blocks(
    blocks: Sequence[Block],
    verdicts: Sequence[str],
    linking: Callable[[Sequence[Block]], Linking],
    *,
    firm: frozenset[str] = _NOT_SHOWN,
    must: bool = False,
) -> Written:
    """The blocks without a verdict, in order, and notes for the others.

    Keeps: what is shorter than the note that would stand for it, unless its verdict is `firm`; of content more than that,
    unless it `must` become shorter: then short gaps have one note where nothing but headings stands between them. What is
    hidden goes without a note, as markup does. Cost: one pass.
    """
    gaps = list(_gaps(blocks, verdicts, firm, must=must))
    gone = {at for gap in gaps for at in gap.places}
    link = linking([block for at, block in enumerate(blocks) if at not in gone])
    pieces: list[str] = []
    before = ""
    at = 0
    for gap in (*gaps, _Gap(range(len(blocks), len(blocks)), None)):
        for block in blocks[at : gap.places.start]:
            form = "line" if block.kind == "code" and "\n" not in block.text else block.kind
            pieces.append(_space(before, form))
            pieces.append(_shown(block, link(block)))
            before = form
        if gap.told:
            pieces.append("\n" if pieces else "")
            pieces.append(gap_note(gap.told.total(), "block", _told(gap.told)))
            before = "gap"
        at = gap.places.stop
    return Written(
        text="".join(pieces),
        omitted=len(gone),
        kinds=tuple(Counter(verdicts[at] for at in gone).most_common()),
    )


def _told(counted: Counter[str]) -> str:
    if len(counted) == 1:
        return next(iter(counted))
    return ", ".join(f"{name} {count}" for name, count in counted.most_common())


def _gaps(blocks: Sequence[Block], verdicts: Sequence[str], firm: frozenset[str], *, must: bool) -> Iterator[_Gap]:
    """The runs of blocks that go, those together that have one note."""
    joined: list[range] = []
    for run in _runs(verdicts):
        names = [verdicts[at] for at in run]
        if joined and not all(block.kind == "heading" for block in blocks[joined[-1].stop : run.start]):
            yield from _noted(joined, blocks, verdicts)
            joined = []
        chars = sum(len(blocks[at].text) for at in run)
        is_content = _CONTENT.issuperset(names)
        if not firm.isdisjoint(names) or chars > (_SEAM_CHARS if is_content else _NOTE_CHARS):
            yield from _noted(joined, blocks, verdicts)
            joined = []
            yield _Gap(run, Counter(name for name in names if name not in _NOT_SHOWN))
        elif is_content and must:
            joined.append(run)
    yield from _noted(joined, blocks, verdicts)


def _noted(joined: Sequence[range], blocks: Sequence[Block], verdicts: Sequence[str]) -> Iterator[_Gap]:
    """Short gaps with headings alone between them, with the note in the last, if they are worth one."""
    if sum(len(blocks[at].text) for run in joined for at in run) > _NOTE_CHARS:
        yield from (_Gap(run, None) for run in joined[:-1])
        yield _Gap(joined[-1], Counter(verdicts[at] for run in joined for at in run))


def _runs(verdicts: Sequence[str]) -> Iterator[range]:
    """Where blocks stand together that have a verdict."""
    start = -1
    for at in range(len(verdicts) + 1):
        goes = at < len(verdicts) and bool(verdicts[at])
        if goes and start < 0:
            start = at
        elif not goes and start >= 0:
            yield range(start, at)
            start = -1


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
