"""What simpler methods keep in the same number of tokens.

Two of them: the head and tail of the text, and the rows or lines that score highest for the question under BM25. Each tool
result gets as many tokens as ours took for it, markers included, so the comparison is of what is kept alone. The question is
the case's own even where it was asked after the result, which ours may not look at: that helps the rival.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from benchmarks.cases import Case
from benchmarks.subject import tokens, vocabulary
from benchmarks.texts import seen_texts, tool_texts

__all__ = ["METHODS", "NO_HINDSIGHT", "asked_before", "best_matches", "head_and_tail", "rivals", "shortened", "units_of"]

_WORD = re.compile(r"\w+")
_SATURATION = 1.2
"""BM25's k1, at its customary value."""
_LENGTH_WEIGHT = 0.75
"""BM25's b, at its customary value."""
_PIECE_CHARS = 200
"""Where a text has no rows and no lines, it is cut into pieces of this length (chosen: about one row)."""
_REMEMBERED = 256
"""Texts of which counts are kept, since many budgets are tried on one (chosen: more than nearly every conversation has)."""


NO_HINDSIGHT = "BM25 without hindsight"
"""The second method, told no more than was asked when each result came."""


def rivals(case: Case, messages: Sequence[object], *, without_hindsight: bool = False) -> dict[str, float]:
    """The share of strings kept inline by each simpler method, by its name.

    Empty where the tool results of input and output do not correspond one to one.
    """
    given, ours = tool_texts(case.messages), tool_texts(messages)
    if len(given) != len(ours):
        return {}
    budgets = [None if text == mine else tokens((mine,)) for text, mine in zip(given, ours, strict=True)]
    names = (*METHODS, *([NO_HINDSIGHT] if without_hindsight else []))
    return {name: _share_kept(case, shortened(case, name, budgets)) for name in names}


def shortened(case: Case, method: str, budgets: Sequence[int | None]) -> tuple[str, ...]:
    """The texts that the model is shown where each tool result has a budget in tokens, or stays as it is at None."""
    given = tool_texts(case.messages)
    asked = asked_before(case) if method == NO_HINDSIGHT else (case.query or "",) * len(given)
    shorten = METHODS.get(method, best_matches)
    each = zip(given, asked, budgets, strict=True)
    return (_untouched(case), *(text if budget is None else shorten(text, query, budget) for text, query, budget in each))


def asked_before(case: Case) -> tuple[str, ...]:
    """The last text of a person before each tool result, in the results' order."""
    found: list[str] = []
    asked = ""
    for message in case.messages:
        results = tool_texts((message,))
        if message.get("role") == "user":
            said = Counter(seen_texts((message,))) - Counter(results)
            asked = "\n".join(said) or asked
        found.extend(asked for _ in results)
    return tuple(found)


def _share_kept(case: Case, texts: Sequence[str]) -> float:
    found = sum(any(string in text for text in texts) for string in case.must_keep)
    return found / len(case.must_keep) if case.must_keep else 1.0


def _untouched(case: Case) -> str:
    """Everything but the tool results."""
    rest = "\n".join(seen_texts(case.messages, case.system))
    for text in sorted(tool_texts(case.messages), key=len, reverse=True):
        rest = rest.replace(text, "", 1) if text else rest
    return rest


def head_and_tail(text: str, budget_tokens: int) -> str:
    """The first and the last half of the budget, with a gap between."""
    encoded = _encoded(text)
    if len(encoded) <= budget_tokens:
        return text
    half = budget_tokens // 2
    tail = encoded[len(encoded) - (budget_tokens - half) :]
    return f"{vocabulary().decode(encoded[:half])}\n...\n{vocabulary().decode(tail)}"


def best_matches(text: str, query: str, budget_tokens: int) -> str:
    """The highest-scoring rows or lines that fit, in their order."""
    units, sizes, order = _ranked(text, query)
    kept: set[int] = set()
    left = budget_tokens
    for index in order:
        if sizes[index] <= left:
            kept.add(index)
            left -= sizes[index]
        if left < 1:
            break
    return "\n".join(unit for index, unit in enumerate(units) if index in kept)


METHODS: Mapping[str, Callable[[str, str, int], str]] = {
    "head and tail": lambda text, _, budget: head_and_tail(text, budget),
    "BM25": best_matches,
}
"""The simpler methods by name: text, question and budget in tokens -> what they show."""


@lru_cache(maxsize=_REMEMBERED)
def _encoded(text: str) -> list[int]:
    return vocabulary().encode_ordinary(text)


@lru_cache(maxsize=_REMEMBERED)
def _ranked(text: str, query: str) -> tuple[list[str], list[int], list[int]]:
    """Units, what each costs with the end of its line, and the order in which they are taken."""
    units = units_of(text)
    scores = _bm25(units, query)
    sizes = [tokens((f"{unit}\n",)) for unit in units]
    return units, sizes, sorted(range(len(units)), key=lambda index: (-scores[index], index))


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
