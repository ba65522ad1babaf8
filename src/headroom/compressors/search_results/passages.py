"""Which lines of ranked documents answer the question; the higher the rank, the more of them stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from headroom.compressors.search_results.choice import Choice
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
_FIRST_LINE = 300
"""Characters up to which the first line of a passage stays."""
_TOP = 2
"""Documents of which the first line stays though it is four times as long."""
_REPEATED = 20
"""Characters from which a line that stands inside another kept one says nothing new."""
_LONG = 200
_MOST_LONG = 24
"""Lines of more than so many characters among which repetitions are looked for, and how many of them."""


class _Line(msgspec.Struct, frozen=True):
    index: int
    rank: int
    place: int
    """How many lines of text of its passage stand before it."""


def choose_passages(documents: Sequence[Document], lines: Sequence[str], terms: Terms) -> Choice:
    """The lines to keep: what stands before the list, every heading and source, and the lines that answer."""
    kept: dict[int, str] = dict.fromkeys(range(min(documents[0].start, 5)), "before")
    for document in documents:
        kept.update(dict.fromkeys(range(document.start, document.body), "heading"))
    candidates = list(_lines(documents, lines))
    firsts = [line for line in candidates if not line.place and len(lines[line.index]) <= _longest_first(line.rank)]
    kept.update((line.index, "first") for line in firsts)
    room = max(_LEAST_CHARS, int(_SHARE * sum(len(lines[line.index]) for line in candidates)))
    _keep_answers(kept, candidates, lines, _worth(candidates, lines, terms), room)
    blank = [line for line in range(1, len(lines) - 1) if not lines[line].strip()]
    kept.update((line, "blank") for line in blank if line - 1 in kept and line + 1 in kept)
    return Choice(lines=kept)


def _longest_first(rank: int) -> int:
    return _FIRST_LINE * (4 if rank < _TOP else 1)


def _keep_answers(
    kept: dict[int, str], candidates: Sequence[_Line], lines: Sequence[str], worth: Sequence[float], room: int
) -> None:
    """Keep the lines of most worth, and what a line with a colon at its end announces, until there is no room."""
    room -= sum(len(lines[line.index]) for line in candidates if line.index in kept)
    shown: list[str] = []
    for at in sorted(range(len(candidates)), key=lambda at: (-worth[at], at)):
        if room <= 0:
            return
        index = candidates[at].index
        if index in kept or _is_said(lines[index], shown):
            continue
        for line in candidates[at : at + (2 if lines[index].rstrip().endswith(":") else 1)]:
            if line.index not in kept:
                kept[line.index] = "answers"
                room -= len(lines[line.index])


def _is_said(line: str, shown: list[str]) -> bool:
    """Whether a longer line that stays has the line in it; if not, it is noted."""
    text = "".join(line.split())
    if len(text) > _REPEATED and any(text in other for other in shown):
        return True
    if len(text) > _LONG and len(shown) < _MOST_LONG:
        shown.append(text)
    return False


def _lines(documents: Sequence[Document], lines: Sequence[str]) -> Iterable[_Line]:
    """The lines of passages that are not blank; a text that stood before, as its title or in another chunk, is not repeated."""
    seen: set[str] = set()
    for rank, document in enumerate(documents):
        seen.add(lines[document.start].strip(" #*[]()0123456789."))
        place = 0
        for index in range(document.body, document.stop):
            text = lines[index].strip()
            if text and text not in seen:
                if len(text) > 3:
                    seen.add(text)
                yield _Line(index, rank, place)
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
