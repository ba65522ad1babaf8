"""What each tier of relevance finds with the same number of rows, and what it costs.

`python -m benchmarks.bench_relevance [--kind json search] [--markdown] [--save]`

Needs the `relevance` extra. The rows are those of a case's longest tool result; wanted are the strings that an answer needs, of
which some are wanted for other reasons than the question's words (an extreme value, an error), so no tier can find all.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks.baselines import units_of
from benchmarks.cases import Case, default_corpus, load
from benchmarks.clock import CLOCKS, Clock, interleaved, spread_of
from benchmarks.machine import Machine, save, this_machine
from benchmarks.subject import forget, tokens
from benchmarks.tables import aligned, markdown
from benchmarks.texts import tool_texts
from headroom.relevance import Scorer, ScorerChoice, near_rows, query_text, scorer_for, shipped_embedder

__all__ = ["Found", "Row", "main", "measured", "rows_of", "share_of", "table"]

_BUDGETS = (5, 15, 30)
"""Rows that may be kept."""
_LEAST_ROWS = 20
"""Fewer are not chosen from."""
_KINDS = ("json", "search", "log", "text")
_WORDS_FIRST = 15
"""Rows kept for their words, beside which near ones are added; the budget of an array."""
_MATCHING = f"{_WORDS_FIRST} by words"
_ADDED = "and near ones"
_SAME = "as many by words"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What one tier found in one case."""

    kind: str
    tier: str
    shares: tuple[float, ...]
    """Of the wanted strings, one a budget."""
    of_count: float = 0.0
    """Time over one exact count of the rows; 0 where nothing was timed."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One tier over all cases of a kind."""

    kind: str
    tier: str
    cases: int
    shares: tuple[float, ...]
    of_count: float


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All rows, and where they were measured."""

    machine: Machine
    clock: str
    corpus: str
    rows: tuple[Row, ...]


def rows_of(case: Case) -> tuple[list[str], list[str]]:
    """The rows to choose from and the wanted strings in them; neither where a case asks nothing of rows."""
    texts = tool_texts(case.messages)
    rows = units_of(max(texts, key=len)) if texts and case.query else []
    wanted = [string for string in case.must_keep if any(string in row for row in rows)] if len(rows) >= _LEAST_ROWS else []
    return (rows, wanted) if wanted else ([], [])


def share_of(wanted: Sequence[str], rows: Iterable[str]) -> float:
    """The share of the strings that stand in any of the rows."""
    kept = list(rows)
    return sum(any(string in row for row in kept) for string in wanted) / len(wanted)


def measured(case: Case, choices: Sequence[ScorerChoice], rounds: int, clock: Clock = "wall") -> list[Found]:
    """What each tier finds in one case; nothing for a case without wanted rows."""
    rows, wanted = rows_of(case)
    if not wanted:
        return []
    query = query_text(case.query or "", "")

    def prepare(scorer: Scorer) -> Callable[[], Callable[[], object]]:
        def fresh() -> Callable[[], object]:
            forget()
            return lambda: scorer(rows, query)

        return fresh

    samples = interleaved([lambda: lambda: tokens(rows), *(prepare(choice.scorer) for choice in choices)], rounds, clock=clock)
    times = [spread_of(each).median_ms if each else 0.0 for each in samples]
    found = []
    for choice, time in zip(choices, times[1:], strict=True):
        order = _order(choice.scorer(rows, query))
        shares = tuple(share_of(wanted, (rows[index] for index in order[:budget])) for budget in _BUDGETS)
        found.append(Found(kind=case.kind, tier=choice.ran, shares=shares, of_count=time / times[0] if times[0] else 0.0))
    meant = next((choice for choice in choices if choice.embedding is not None), None)
    return [*found, *_beside_words(case.kind, rows, wanted, query, meant)] if meant else found


def _order(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda index: (-scores[index], index))


def _beside_words(kind: str, rows: list[str], wanted: list[str], query: str, choice: ScorerChoice) -> list[Found]:
    """What the near rows add to those that share words, and what as many more of the latter would."""
    scores = scorer_for("bm25").scorer(rows, query)
    matching = [index for index in _order(scores) if scores[index]]
    first = matching[:_WORDS_FIRST]
    added = [index for index in near_rows(rows, query, choice).rows if index not in first]
    kept = {_MATCHING: first, _ADDED: first + added, _SAME: matching[: len(first) + len(added)]}
    return [
        Found(kind=kind, tier=name, shares=(share_of(wanted, (rows[index] for index in indexes)),))
        for name, indexes in kept.items()
    ]


def table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Heading and cells of rows with as many shares; several are those of the budgets."""
    several = len(rows[0].shares) > 1
    budgets = [f"in {budget} rows" for budget in _BUDGETS] if several else ["kept"]
    timed = any(row.of_count for row in rows)
    head = ("rows of", "tier" if several else "chosen", "cases", *budgets, *(("of a count",) if timed else ()))
    return [head, *((*_cells(row), *((f"{row.of_count:.2f}",) if timed else ())) for row in rows)]


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_relevance", description="What each tier finds and costs.")
    parser.add_argument("--corpus", type=Path, help="directory of *.jsonl.gz (default: the full corpus if it is there)")
    parser.add_argument("--kind", nargs="+", default=list(_KINDS), metavar="KIND", help="only these kinds")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds a case; 0 times nothing (default: %(default)s)")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    parser.add_argument("--save", action="store_true", help="write the figures to benchmarks/results/")
    options = parser.parse_args(given)
    corpus = options.corpus or default_corpus()
    embedder = shipped_embedder()
    choices = [scorer_for(tier, embedder) for tier in ("bm25", "embedding", "hybrid")]
    found = [
        each for case in load(corpus, kinds=options.kind) for each in measured(case, choices, options.rounds, options.clock)
    ]
    rows = tuple(_row([each for each in found if (each.kind, each.tier) == key]) for key in _keys(found))
    for shown in ([row for row in rows if len(row.shares) > 1], [row for row in rows if len(row.shares) == 1]):
        if shown:
            print((markdown if options.markdown else aligned)(table(shown)), end="\n\n")
    if options.save:
        results = Results(machine=this_machine(), clock=options.clock, corpus=corpus.name, rows=rows)
        print(save("relevance", results), file=sys.stderr)
    return 0


def _keys(found: Sequence[Found]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((each.kind, each.tier) for each in found))


def _row(found: Sequence[Found]) -> Row:
    return Row(
        kind=found[0].kind,
        tier=found[0].tier,
        cases=len(found),
        shares=tuple(map(statistics.fmean, zip(*(each.shares for each in found), strict=True))),
        of_count=statistics.median(each.of_count for each in found),
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (row.kind, row.tier, str(row.cases), *(f"{share:.1%}" for share in row.shares))


if __name__ == "__main__":
    sys.exit(main())
