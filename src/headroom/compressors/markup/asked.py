"""What a question asks of a page: blocks beside the content that answer it, and those of long content that do not."""

from __future__ import annotations

from collections.abc import Sequence

from headroom.compressors.markup.links import without_links
from headroom.compressors.markup.page import Block
from headroom.relevance import Query, RowText, row_text, rows_matching

__all__ = ["asked_blocks", "shortened"]

_RARE = 3
"""Blocks in which a word may stand and still say that these are the ones. Chosen."""
_MOST = 12
"""Blocks beside the content that a question brings back. Chosen: a question asks for few things."""
_OUTLINE = 0.25
"""Share of the room that the headings may take by themselves. Chosen."""
_SIGNS = 8
"""Characters that the signs and the line of a heading take beside its words. Measured: they are two tokens."""
_MOST_TERMS = 24
_LEAST_TERMS = 2
"""Words that a question needs so that content is chosen by them. Chosen: one may be the name of the page itself."""
_GENERAL = frozenset(
    """article articles content contents detail details document explain extract fetch information key main mention mentioned
    overview page pages point points question questions read section sections site summarise summarize summary text topic
    website describe detailed exact important write report""".split()
)
"""Words by which a question speaks of a page as a whole, and of nothing in it."""


def asked_blocks(blocks: Sequence[Block], verdicts: Sequence[str], query: Query) -> set[int]:
    """The blocks beside the content that hold what the question asks for and the content does not have.

    Cost: one search of the text a word of the question.
    """
    terms = [term for term in (*query.phrases, *query.words) if len(term) > 2][:_MOST_TERMS]
    beside = [at for at, name in enumerate(verdicts) if name]
    if not terms or not beside:
        return set()
    kept = "\n".join(without_links(block) for block, name in zip(blocks, verdicts, strict=True) if not name).lower()
    missing = [term for term in terms if term not in kept]
    if not missing:
        return set()
    rows = row_text([without_links(blocks[at]) for at in beside])
    matches = rows_matching(rows, Query(phrases=tuple(missing)))
    rare = [(match.score, -row) for row, match in matches.items() if match.rarest <= _RARE]
    return {beside[-row] for _, row in sorted(rare, reverse=True)[:_MOST]}


def shortened(blocks: Sequence[Block], kept: Sequence[int], query: Query, most_chars: int, *, must: bool) -> set[int]:
    """The blocks of long content that go, so that about `most_chars` stay: those that say least for the question.

    Keeps: the beginning, what stands beside an answer, and headings: all where they take a quarter at most, else those of what
    stays. No-op: where nothing is asked that the content has, unless it `must` become shorter. Cost: one search of the content
    a word of the question.
    """
    rows = row_text([without_links(blocks[at]) for at in kept])
    terms = Query(phrases=query.phrases, words=tuple(word for word in query.words if word not in _GENERAL))
    scores = _scores(rows, terms)
    if not must and (len(terms.words) < _LEAST_TERMS or not scores):
        return set()
    above = _headings_above(blocks, kept)
    headings = {row for row, at in enumerate(kept) if blocks[at].kind == "heading"}
    outline = sum(map(rows.length, headings)) + _SIGNS * len(headings)
    stays = headings if outline <= _OUTLINE * most_chars else set()
    room = most_chars - (outline if stays else 0)
    for row in _in_order(above, kept, scores):
        if room <= 0:
            break
        # A heading of which nothing else stays would take the room of what answers.
        new = {row, above[row]} - stays if row not in headings else set()
        room -= sum(map(rows.length, new)) + _SIGNS * (above[row] in new and above[row] in headings)
        stays |= new
    return {at for row, at in enumerate(kept) if row not in stays}


def _headings_above(blocks: Sequence[Block], kept: Sequence[int]) -> list[int]:
    """For each block the heading it stands below, a heading for itself, and where there is none the first block."""
    last = 0
    found: list[int] = []
    for row, at in enumerate(kept):
        last = row if blocks[at].kind == "heading" else last
        found.append(last)
    return found


def _scores(rows: RowText, query: Query) -> dict[int, float]:
    """What each block says for the question, its neighbours with it."""
    found = rows_matching(rows, query)
    spread: dict[int, float] = {}
    for row, match in found.items():
        for step, share in ((0, 1.0), (-1, 0.5), (1, 0.6), (2, 0.3), (-2, 0.25)):
            if 0 <= row + step < len(rows.ends):
                spread[row + step] = max(spread.get(row + step, 0.0), match.score * share)
    return spread


def _in_order(above: Sequence[int], kept: Sequence[int], scores: dict[int, float]) -> list[int]:
    """The blocks from the one that says most to the one that says least: what is asked, then what opens page and sections."""
    return sorted(range(len(kept)), key=lambda row: (-scores.get(row, 0.0), row - above[row], row))
