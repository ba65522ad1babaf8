"""What simpler methods keep in the same number of tokens.

Two of them: the head and tail of the text, and the rows or lines that score highest for the question under BM25. Each tool
result gets as many tokens as ours took for it, markers included, so the comparison is of what is kept alone.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from benchmarks.cases import Case
from benchmarks.subject import tokens, vocabulary
from benchmarks.texts import seen_texts, tool_texts

__all__ = ["best_matches", "head_and_tail", "rivals", "units_of"]

_WORD = re.compile(r"\w+")
_SATURATION = 1.2
"""BM25's k1, at its customary value."""
_LENGTH_WEIGHT = 0.75
"""BM25's b, at its customary value."""
_PIECE_CHARS = 200
"""Where a text has no rows and no lines, it is cut into pieces of this length (chosen: about one row)."""


def rivals(case: Case, messages: Sequence[object]) -> dict[str, float]:
    """The share of strings kept inline by each simpler method, by its name.

    Empty where the tool results of input and output do not correspond one to one.
    """
    given, ours = tool_texts(case.messages), tool_texts(messages)
    if len(given) != len(ours):
        return {}
    methods: dict[str, Callable[[str, int], str]] = {
        "head and tail": head_and_tail,
        "BM25": lambda text, budget: best_matches(text, case.query or "", budget),
    }
    everything = "\n".join(seen_texts(case.messages, case.system))
    untouched = everything
    for text in sorted(given, key=len, reverse=True):
        untouched = untouched.replace(text, "", 1) if text else untouched
    shares: dict[str, float] = {}
    for name, method in methods.items():
        kept = [text if text == mine else method(text, tokens((mine,))) for text, mine in zip(given, ours, strict=True)]
        found = sum(any(string in text for text in (untouched, *kept)) for string in case.must_keep)
        shares[name] = found / len(case.must_keep) if case.must_keep else 1.0
    return shares


def head_and_tail(text: str, budget_tokens: int) -> str:
    """The first and the last half of the budget, with a gap between."""
    encoded = vocabulary().encode_ordinary(text)
    if len(encoded) <= budget_tokens:
        return text
    half = budget_tokens // 2
    tail = encoded[len(encoded) - (budget_tokens - half) :]
    return f"{vocabulary().decode(encoded[:half])}\n...\n{vocabulary().decode(tail)}"


def best_matches(text: str, query: str, budget_tokens: int) -> str:
    """The highest-scoring rows or lines that fit, in their order."""
    units = units_of(text)
    scores = _bm25(units, query)
    kept: set[int] = set()
    left = budget_tokens
    for index in sorted(range(len(units)), key=lambda index: (-scores[index], index)):
        size = tokens((units[index],)) + 1
        if size <= left:
            kept.add(index)
            left -= size
        if left < 2:  # no unit costs less
            break
    return "\n".join(unit for index, unit in enumerate(units) if index in kept)


def units_of(text: str) -> list[str]:
    """The rows of the largest array, else the lines, else pieces of equal length."""
    try:
        rows = _largest_array(json.loads(text))
    except (ValueError, RecursionError):
        rows = []
    if len(rows) > 1:
        return [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    lines = text.splitlines()
    if len(lines) > 1:
        return lines
    return [text[start : start + _PIECE_CHARS] for start in range(0, len(text), _PIECE_CHARS)]


def _largest_array(value: object) -> list[object]:
    best: list[object] = []
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            if len(current) > len(best):
                best = current
            waiting.extend(current)
        elif isinstance(current, dict):
            waiting.extend(current.values())
    return best


def _bm25(units: Sequence[str], query: str) -> list[float]:
    wanted = set(_WORD.findall(query.lower()))
    words = [Counter(word for word in _WORD.findall(unit.lower()) if word in wanted) for unit in units]
    lengths = [len(unit) for unit in units]
    mean_length = sum(lengths) / len(lengths) if lengths else 1.0
    holders = Counter(word for counts in words for word in counts)
    weight = {word: math.log(1 + (len(units) - n + 0.5) / (n + 0.5)) for word, n in holders.items()}
    damping = [_SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length / mean_length) for length in lengths]
    return [
        sum(weight[word] * n * (_SATURATION + 1) / (n + damp) for word, n in counts.items())
        for counts, damp in zip(words, damping, strict=True)
    ]
