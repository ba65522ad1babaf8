"""Tool results that no process has seen before: of a kind, of a size, and different for every number."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping

import msgspec

from benchmarks.workloads import log_entries, search_items

__all__ = ["KINDS", "fresh_text"]

_CHARS_PER_TOKEN: Mapping[str, float] = {"json": 2.7, "log": 2.13, "search": 3.65, "text": 5.35}
"""Measured over the texts made here, o200k; only brings sizes near to what is asked for."""
_PARTS = (
    "ra",
    "ven",
    "to",
    "mil",
    "sor",
    "pen",
    "da",
    "lu",
    "ber",
    "kin",
    "est",
    "mar",
    "no",
    "fal",
    "tri",
    "gos",
    "hel",
    "qui",
)
_WORDS = (
    "the of and a to in is that for it was on are with as by at from this be which an were has not but can been will report "
    "customer service payment order failed because after before retry upstream office meeting contract review budget quarter "
    "market product delivery warehouse shipping address account manager morning evening people question answer problem reason "
    "system network database server version release change request response result number total average higher lower between"
).split()
_RECORDS_AT_ONCE = 50


def fresh_text(kind: str, tokens: int, number: int) -> str:
    """A text of a kind and about so many tokens; another `number` gives other words, names and figures."""
    rng = random.Random(f"{kind} {tokens} {number}")
    return KINDS[kind](int(tokens * _CHARS_PER_TOKEN[kind]), rng)


def _json(chars: int, rng: random.Random) -> str:
    """Records of a search or a log, as an interface returns them."""
    made = search_items if rng.random() < 0.5 else log_entries
    records: list[str] = []
    while sum(map(len, records)) < chars:
        records += [msgspec.json.encode(record).decode() for record in made(_RECORDS_AT_ONCE, rng)]
    return f"[{','.join(_up_to(iter(records), chars))}]"


def _log(chars: int, rng: random.Random) -> str:
    def lines() -> Iterator[str]:
        for entry in _endless(log_entries, rng):
            said = f"{entry['msg']} in {entry['duration_ms']}ms {entry['trace']}"
            yield f"{entry['ts']} {entry['level']:5} [{entry['service']}] {said}"

    return "\n".join(_up_to(lines(), chars))


def _search(chars: int, rng: random.Random) -> str:
    """What a search in files prints."""

    def lines() -> Iterator[str]:
        for hit in _endless(search_items, rng):
            yield f"{hit['path']}:{hit['line']}:    {hit['snippet']}  # {_word(rng)} {_word(rng)}"

    return "\n".join(_up_to(lines(), chars))


def _text(chars: int, rng: random.Random) -> str:
    """Paragraphs of sentences, with a made-up name here and there."""
    words = [_word(rng) for _ in range(400)]

    def paragraphs() -> Iterator[str]:
        while True:
            yield " ".join(_sentence(words, rng) for _ in range(rng.randint(2, 6))) + "\n"

    return "\n".join(_up_to(paragraphs(), chars))


KINDS: Mapping[str, Callable[[int, random.Random], str]] = {"json": _json, "log": _log, "search": _search, "text": _text}
"""What tools return, by kind: makers of about so many characters."""


def _endless(made: Callable[[int, random.Random], list[dict[str, object]]], rng: random.Random) -> Iterator[dict[str, object]]:
    return itertools.chain.from_iterable(made(_RECORDS_AT_ONCE, rng) for _ in itertools.count())


def _up_to(pieces: Iterator[str], chars: int) -> Iterator[str]:
    for piece in pieces:
        yield piece
        chars -= len(piece) + 1
        if chars <= 0:
            return


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_PARTS) for _ in range(rng.randint(2, 4)))


def _sentence(words: list[str], rng: random.Random) -> str:
    chosen = [rng.choice(_WORDS) if rng.random() < 0.92 else rng.choice(words) for _ in range(rng.randint(6, 22))]
    return " ".join(chosen).capitalize() + "."
