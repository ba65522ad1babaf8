"""Long strings inside JSON, shortened to the passages that matter, with a note in each gap.

What is kept are parts of the source's own spelling, in order; each gap says how many characters it held. Strings of one array
are weighed against each other: the passages that answer the question stay, wherever they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from headroom.compressors.json_records.bridges import bridging
from headroom.compressors.json_records.document import is_deeper_than
from headroom.compressors.json_records.errors import error_rows
from headroom.compressors.json_records.passages import characters, long_strings, passages_of
from headroom.compressors.pricing import spaced
from headroom.relevance import Query, row_text, rows_matching
from headroom.retrieval.marker import OPENING, gap_note

__all__ = ["shortened", "told_gaps"]

_LEAST_CHARS = 600
"""Characters from which a string is shortened. Chosen: a note and the first passage would be half of a shorter one."""
_LEAST_RANKED = 320
"""The same for the strings of an array of which others answer the question better."""
_RANKED_CHARS = 1_500
"""Characters of long strings in an array from which they are weighed against each other."""
_SHARE = 0.3
"""Share of the long strings' characters that stays beside the first passages. Chosen: with them, a third to two fifths."""
_BUDGET_CHARS = 700
"""Characters that stay in any case."""
_HEAD_CHARS = 300
_TAIL_CHARS = 120
"""What stays of a string, at least, when nothing in it was asked for."""
_NEIGHBOUR = 0.6
"""What a passage is worth for standing beside one that answers, as a share of that."""
_LINKED = 0.5
"""What a name that the best answers speak of is worth, as a share of the best passage."""
_ROW = 0.5
"""What a passage is worth for standing in a row that answers, as a share of the best passage."""
_WHOLE = 2.0
"""The same for a row that answers about as well as the best: its text stays whole as far as the budget goes."""
_TOP_SHARE = 0.5
"""Share of the best row's score from which a row is such a one."""
_WHOLE_PASSAGES = 16
"""Passages up to which a text can stay whole; of a longer one, only parts answer. Chosen: about 2,000 characters."""
_OTHERS = 0.3
"""What the other passages of a row count for it, beside its best one. Chosen: a longer text is not a better answer."""
_RANK = 0.2
"""What it is worth that a row stands first: who answers a question has put the best answer there."""
_ERRORS = 4
"""Different passages that report errors which stay, at most, of all strings of an array."""
_ERROR_WORTH = 0.5
"""What such a passage is worth, as a share of the best one."""
_DEEPEST = 100
"""Levels from which what looks like JSON in a string is not read."""
_GAP_CHARS = 80
"""Characters of a gap below which its note costs more than it saves."""
_GAP_TOKENS = 16
"""Measured: a note is about 9 tokens; each seam may cost two more."""
_MARKER_TOKENS = 60
"""Measured: the marker of the whole text, where nothing else needs one."""
_PIECES = 4
_PIECE_CHARS = 150
"""How many pieces of what is left out are counted, and how much of each."""


_NOTE = re.compile(r"\[headroom: (\d+) characters? omitted\]")


class _Text(msgspec.Struct, frozen=True):
    """A long string: where it is and what passages it has."""

    item: int
    start: int
    end: int
    spans: list[tuple[int, int]]
    first: int
    """The place of its first passage among those of all strings."""


def shortened(items: list[str], query: Query, count: Callable[[str], int]) -> list[str] | None:
    """The items, pieces of minified JSON, with the strings in them cut to what matters; None where none is worth it.

    Cost: linear in the items that hold long strings.
    """
    texts, passages = _read(items)
    if sum(map(len, passages)) - sum([len(passages[text.first]) for text in texts]) <= _BUDGET_CHARS:
        # Nothing to shorten, or all of it would stay.
        return None
    worth = _worth(items, texts, passages, query)
    keep = _within_budget(texts, passages, worth) if worth is not None else _ends(texts, passages)
    return _written(items, texts, keep, count)


def told_gaps(texts: Iterable[str]) -> str:
    """What is missing from the strings in texts that held no note before, in words; empty where nothing is."""
    sizes = [int(size) for text in texts if OPENING in text for size in _NOTE.findall(text)]
    return (
        f"{len(sizes)} passage{'' if len(sizes) == 1 else 's'} of {sum(sizes)} characters omitted from strings" if sizes else ""
    )


def _read(items: list[str]) -> tuple[list[_Text], list[str]]:
    """The long strings of the items, and their passages one after another."""
    found = [
        (item, start, end)
        for item, text in enumerate(items)
        if len(text) > _LEAST_RANKED
        for start, end in long_strings(text, _LEAST_RANKED)
    ]
    total = sum(end - start for _, start, end in found)
    least = _LEAST_RANKED if len(found) > 1 and total >= _RANKED_CHARS else _LEAST_CHARS
    texts: list[_Text] = []
    passages: list[str] = []
    for item, start, end in found:
        spelled = items[item][start:end]
        if end - start < least or OPENING in spelled or _is_json(spelled):
            continue
        spans = passages_of(spelled)
        if len(spans) > 1:
            texts.append(_Text(item, start, end, spans, len(passages)))
            passages.extend([spelled[first:last] for first, last in spans])
    return texts, passages


def _is_json(spelled: str) -> bool:
    """Whether a string holds an array or object, which is then shortened as such."""
    if spelled[:1] not in ("[", "{", " ", "\\") or spelled[-1:] not in ("]", "}", " ", "n", "r", "t"):
        return False
    try:
        inner = msgspec.json.decode(f'"{spelled}"'.encode(), type=str).encode()
        if inner.lstrip()[:1] not in (b"[", b"{"):
            return False
        return is_deeper_than(inner, _DEEPEST) or bool(msgspec.json.decode(inner, type=msgspec.Raw))
    except (msgspec.DecodeError, UnicodeError):
        return False


def _worth(items: list[str], texts: list[_Text], passages: list[str], query: Query) -> list[float] | None:
    """What each passage is worth for the question; None where none of them has anything of it."""
    low = row_text([*passages, *_rests(items, texts)])
    matches = rows_matching(low, query)
    if not matches:
        return None
    worth = [0.0] * len(low.ends)
    for place, match in matches.items():
        worth[place] = match.score
    best = max(worth)
    rated = _rated(texts, worth, len(items), len(passages))
    names = bridging([items[row] for row in sorted(range(len(items)), key=lambda row: -rated[row])[:2]], query)
    linked = rows_matching(low, names)
    most = max((match.score for match in linked.values()), default=1.0)
    for place, match in linked.items():
        worth[place] += best * _LINKED * match.score / most
    for text in texts:
        first, last = text.first, text.first + len(text.spans)
        _spread_out(worth, range(first + 1, last), -1)
        _spread_out(worth, range(last - 2, first - 1, -1), 1)
        if len(items) > 1:
            _add_rows_worth(worth, text, rated[text.item] / max(rated), best)
    if any(len(text.spans) > _WHOLE_PASSAGES for text in texts):
        for places in error_rows(row_text(passages))[:_ERRORS]:
            worth[places[0]] = max(worth[places[0]], best * _ERROR_WORTH)
    return worth[: len(passages)]


def _add_rows_worth(worth: list[float], text: _Text, share: float, best: float) -> None:
    """Add what passages are worth for their row, which answers so well as a share of the best one."""
    if share:
        is_short = len(text.spans) <= _WHOLE_PASSAGES
        bonus = best * ((_WHOLE if share > _TOP_SHARE and is_short else _ROW) + _RANK / (1 + text.item))
        for place in range(text.first, text.first + len(text.spans)):
            worth[place] = (worth[place] + bonus) * share


def _rests(items: list[str], texts: list[_Text]) -> list[str]:
    """What the items hold beside the long strings: titles, names, scores."""
    rests = [[""] for _ in items]
    ends = [0] * len(items)
    for text in texts:
        rests[text.item].append(items[text.item][ends[text.item] : text.start])
        ends[text.item] = text.end
    return ["".join([*pieces, item[end:]]) for item, pieces, end in zip(items, rests, ends, strict=True)]


def _rated(texts: list[_Text], worth: list[float], items: int, rests: int) -> list[float]:
    """How well each item as a whole answers: by its best passage, by what it holds beside them, and a little by the others."""
    rated = worth[rests : rests + items]
    for text in texts:
        own = worth[text.first : text.first + len(text.spans)]
        rated[text.item] += max(own) + _OTHERS * (sum(own) - max(own))
    return rated


def _spread_out(worth: list[float], places: range, beside: int) -> None:
    """Make each passage worth a share of the one beside it, at least."""
    for place in places:
        worth[place] = max(worth[place], worth[place + beside] * _NEIGHBOUR)


def _within_budget(texts: list[_Text], passages: list[str], worth: list[float]) -> list[bool]:
    """Which passages stay: the first of each string, and the best of all of them."""
    keep = [False] * len(passages)
    for text in texts:
        keep[text.first] = True
    budget = max(_BUDGET_CHARS, int(sum(map(len, passages)) * _SHARE))
    inside = [place for text in texts for place in range(len(text.spans))]
    for place in sorted(range(len(passages)), key=lambda place: (-worth[place], inside[place], place)):
        if budget <= 0:
            break
        if not keep[place]:
            keep[place] = True
            budget -= len(passages[place])
    return keep


def _ends(texts: list[_Text], passages: list[str]) -> list[bool]:
    """Which passages stay where nothing was asked: the beginning and the end of each string, and errors."""
    keep = [False] * len(passages)
    for places in error_rows(row_text(passages))[:_ERRORS]:
        keep[places[0]] = True
    for text in texts:
        last = text.first + len(text.spans)
        _keep_some(keep, passages, range(text.first, last), _HEAD_CHARS)
        _keep_some(keep, passages, range(last - 1, text.first, -1), _TAIL_CHARS)
    return keep


def _keep_some(keep: list[bool], passages: list[str], places: range, least: int) -> None:
    """Keep passages in this order until they have so many characters."""
    for place in places:
        if least <= 0:
            return
        keep[place] = True
        least -= len(passages[place])


def _written(items: list[str], texts: list[_Text], keep: list[bool], count: Callable[[str], int]) -> list[str] | None:
    """The items with notes in place of what does not stay; None where the notes would cost too much of what they save."""
    pieces: list[list[str]] = [[] for _ in items]
    ends = [0] * len(items)
    dropped: list[str] = []
    for text in texts:
        item, own = items[text.item], pieces[text.item]
        gaps = [(text.start + start, text.start + end) for start, end in _gaps(text, keep) if end - start >= _GAP_CHARS]
        for start, end in gaps:
            dropped.append(item[start:end])
            own.extend((item[ends[text.item] : start], gap_note(characters(dropped[-1]), "character")))
            ends[text.item] = end
    if not dropped or _tokens_of(dropped, count) <= _MARKER_TOKENS + _GAP_TOKENS * len(dropped):
        return None
    return ["".join([*own, item[end:]]) for item, own, end in zip(items, pieces, ends, strict=True)]


def _tokens_of(dropped: list[str], count: Callable[[str], int]) -> float:
    """About how many tokens are left out: long pieces are counted, for a run of one character is but a few tokens."""
    sample = "".join([piece[:_PIECE_CHARS] for piece in spaced(dropped, _PIECES)])
    return count(sample) * sum(map(len, dropped)) / len(sample)


def _gaps(text: _Text, keep: list[bool]) -> list[tuple[int, int]]:
    """What is left out of a string: from the start of a passage to the end of the last one before the next that stays."""
    gaps: list[tuple[int, int]] = []
    is_open = False
    for place, (start, end) in enumerate(text.spans):
        if keep[text.first + place]:
            is_open = False
        elif is_open:
            gaps[-1] = (gaps[-1][0], end)
        else:
            gaps.append((start, end))
            is_open = True
    return gaps
