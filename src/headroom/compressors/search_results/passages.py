"""Which lines of ranked documents answer the question; the higher the rank, the more of them stay.

What belongs together stays together: code with its fences, rows of a table with its heading, a paragraph that answers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from headroom.compressors.search_results.blocks import Block, Form, read_blocks
from headroom.compressors.search_results.choice import Choice, Gap
from headroom.compressors.search_results.documents import Document
from headroom.compressors.search_results.scoring import score_lines
from headroom.compressors.search_results.terms import Terms

__all__ = ["choose_passages"]

_SHARE = 0.2
"""Share of the passages that stays; chosen: about the best line in four or five."""
_LEAST_CHARS = 1_200
"""Characters of passages that stay in any case; chosen: as much as a short answer with its evidence."""
_RANK_DECAY = 0.12
"""How much less a line counts for each document that ranks above its own."""
_PRIOR = 0.3
"""What the opening of the first document is worth beside the best line."""
_OPENING = 4
"""Lines over which that worth halves."""
_NEIGHBOUR = 0.25
"""Share of a neighbour's score that a line has, since an answer stands over several."""
_ANSWERS = 0.5
"""Share of the best line's worth from which the whole paragraph stays with a line."""
_WHOLE = 1_500
"""Characters of a block up to which it stays whole; chosen: a screen of code, a long paragraph."""
_FIRST_LINE = 300
"""Characters up to which the first line of a passage stays, or its first paragraph."""
_TOP = 2
"""Documents of which the first line stays though it is four times as long."""
_REPEATED = 20
"""Characters from which a line that stands inside another kept one says nothing new."""
_LONG = 200
_MOST_LONG = 24
"""Lines of more than so many characters among which repetitions are looked for, and how many of them."""
_SAYS = re.compile(r"\w")
_NAMES: dict[Form, str] = {"text": "paragraph", "code": "code block", "table": "table"}
"""What notes call blocks."""


class _Line(msgspec.Struct, frozen=True):
    index: int
    rank: int
    place: int
    """How many lines of text of its passage stand before it."""
    block: Block


def choose_passages(documents: Sequence[Document], lines: Sequence[str], terms: Terms) -> Choice:
    """The lines to keep: what stands before the list, every heading and source, and the lines that answer."""
    kept = _headings(documents, lines)
    blocks = [[*read_blocks(lines, document.body, document.stop)] for document in documents]
    candidates = list(_lines(documents, blocks, lines))
    room = max(_LEAST_CHARS, int(_SHARE * sum(len(lines[line.index]) for line in candidates)))
    for line in candidates:
        if not line.place:
            room -= _keep(kept, _first(line, lines), lines, "first")
    _keep_answers(kept, candidates, lines, _worth(candidates, lines, terms), room)
    blank = [line for line in range(1, len(lines) - 1) if not lines[line].strip()]
    kept.update((line, "blank") for line in blank if line - 1 in kept and line + 1 in kept)
    return Choice(lines=kept, describe=_inventory([*chain.from_iterable(blocks)]))


def _headings(documents: Sequence[Document], lines: Sequence[str]) -> dict[int, str]:
    """What stands before the list, and what opens and closes each document."""
    kept = dict.fromkeys(range(min(documents[0].start, 5)), "before")
    for document in documents:
        kept.update(dict.fromkeys(range(document.start, document.body), "heading"))
        kept.update(dict.fromkeys(_closing(document, lines), "heading"))
    return kept


def _inventory(blocks: Sequence[Block]) -> Callable[[Gap, int], str]:
    """Tells the blocks that begin in a gap."""
    starts = [block.start for block in blocks]

    def describe(gap: Gap, _: int) -> str:
        left_out = Counter([block.form for block in blocks[bisect_left(starts, gap.start) : bisect_left(starts, gap.stop)]])
        told = [(left_out[form], name) for form, name in _NAMES.items() if left_out[form]]
        return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in told)

    return describe


def _keep(kept: dict[int, str], indexes: Iterable[int], lines: Sequence[str], reason: str) -> int:
    """Keep lines; how many characters came on top."""
    new = [index for index in indexes if index not in kept]
    kept.update(dict.fromkeys(new, reason))
    return sum(len(lines[index]) for index in new)


def _closing(document: Document, lines: Sequence[str]) -> Iterator[int]:
    """The tags that close a document."""
    for index in range(document.stop - 1, document.body, -1):
        line = lines[index].strip()
        if line and not (line.startswith("</") and line.endswith(">")):
            return
        if line:
            yield index


def _first(line: _Line, lines: Sequence[str]) -> Iterable[int]:
    """The first paragraph of a passage, or its first line, or nothing where that is long."""
    longest = _FIRST_LINE * (4 if line.rank < _TOP else 1)
    whole = range(line.block.start, line.block.stop)
    if _size(whole, lines) <= longest:
        return whole
    return (line.index, *line.block.frame()) if len(lines[line.index]) <= longest else ()


def _size(indexes: Iterable[int], lines: Sequence[str]) -> int:
    return sum(len(lines[index]) for index in indexes)


def _keep_answers(
    kept: dict[int, str], candidates: Sequence[_Line], lines: Sequence[str], worth: Sequence[float], room: int
) -> None:
    """Keep the lines of most worth, and what a line with a colon at its end announces, until there is no room."""
    shown: list[str] = []
    least = _ANSWERS * max(worth, default=0.0)
    for at in sorted(range(len(candidates)), key=lambda at: (-worth[at], at)):
        if room <= 0:
            return
        index = candidates[at].index
        is_whole = worth[at] >= least
        if (index in kept and not is_whole) or _is_said(lines[index], shown):
            continue
        for line in candidates[at : at + (2 if lines[index].rstrip().endswith(":") else 1)]:
            room -= _keep(kept, _together(line, lines, is_whole=is_whole), lines, "answers")


def _together(line: _Line, lines: Sequence[str], *, is_whole: bool) -> Iterable[int]:
    """A line and what is needed to understand it."""
    block = line.block
    if is_whole or block.form == "code":
        whole = range(block.start, block.stop)
        if _size(whole, lines) <= _WHOLE:
            return whole
    return (line.index, *block.frame())


def _is_said(line: str, shown: list[str]) -> bool:
    """Whether a longer line that stays has the line in it; if not, it is noted."""
    text = "".join(line.split())
    if len(text) > _REPEATED and any(text in other for other in shown):
        return True
    if len(text) > _LONG and len(shown) < _MOST_LONG:
        shown.append(text)
    return False


def _lines(documents: Sequence[Document], blocks: Sequence[Sequence[Block]], lines: Sequence[str]) -> Iterator[_Line]:
    """The lines of passages that say anything; a text that stood before, as its title or in another chunk, is not repeated."""
    seen: set[str] = set()
    for rank, (document, of_one) in enumerate(zip(documents, blocks, strict=True)):
        seen.add(lines[document.start].strip(" #*[]()0123456789."))
        place = 0
        for index, block in [(index, each) for each in of_one for index in each.said()]:
            text = lines[index].strip()
            if text not in seen and _SAYS.search(text) and not text.startswith("</"):
                if len(text) > 3:
                    seen.add(text)
                yield _Line(index, rank, place, block)
                place += 1


def _worth(candidates: Sequence[_Line], lines: Sequence[str], terms: Terms) -> list[float]:
    """What each line is worth."""
    scores = score_lines([lines[line.index] for line in candidates], terms).values
    best = max(scores.values(), default=1.0)
    own = [scores.get(at, 0.0) for at in range(len(candidates))]
    worth: list[float] = []
    for at, line in enumerate(candidates):
        beside = max(
            own[at - 1] if at and candidates[at - 1].rank == line.rank else 0.0, own[at + 1] if at + 1 < len(own) else 0.0
        )
        prior = _PRIOR * best / (1 + line.rank) / (1 + line.place / _OPENING)
        worth.append((own[at] + _NEIGHBOUR * beside) / (1 + _RANK_DECAY * line.rank) + prior)
    return worth
