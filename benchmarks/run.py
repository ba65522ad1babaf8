"""The corpus benchmark: what compression saves, keeps, breaks and costs, per kind of content.

`python -m benchmarks.run --help` says how it is called. Exit status 1 if anything broke, raised, was reverted or cannot be got
back.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from benchmarks.cases import IN_TREE, default_corpus, load
from benchmarks.clock import CLOCKS
from benchmarks.machine import Machine, this_machine
from benchmarks.scoring import Score, Total, score, totals
from benchmarks.tables import aligned, case_lines, markdown, total_rows

__all__ = ["Results", "main"]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one run found, as it is saved."""

    machine: Machine
    corpus: str
    preset: str
    rounds: int
    clock: str
    totals: tuple[Total, ...]
    cases: tuple[Score, ...]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, parsed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="What compression saves, keeps and costs.")
    parser.add_argument("--corpus", type=Path, help="directory of *.jsonl.gz (default: the full corpus if it is there)")
    parser.add_argument("--kind", nargs="+", default=[], metavar="KIND", help="only these kinds: json, log, search, ...")
    parser.add_argument("--cases", nargs="+", default=[], metavar="ID", help="only these cases")
    parser.add_argument("--preset", default="default", help="preset of compress() (default: %(default)s)")
    parser.add_argument("--beside", nargs="+", default=[], metavar="PRESET", help="what these presets save and keep, beside it")
    parser.add_argument("--rounds", type=int, default=5, help="timed rounds a case; 0 times nothing (default: %(default)s)")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--smoke", action="store_true", help="the in-tree corpus, one timed round")
    parser.add_argument("--rivals", action="store_true", help="what simpler methods keep in the same number of tokens")
    parser.add_argument("--verbose", action="store_true", help="a line a case, the most interesting first")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results to FILE")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run, print, and return the exit status."""
    options = arguments(given)
    corpus = options.corpus or (IN_TREE if options.smoke else default_corpus())
    rounds = min(options.rounds, 1) if options.smoke else options.rounds
    cases = list(load(corpus, kinds=options.kind, ids=options.cases))
    if not cases:
        print("no case matches", file=sys.stderr)
        return 2
    scores = tuple(
        score(case, preset=options.preset, rounds=rounds, with_rivals=options.rivals, clock=options.clock) for case in cases
    )
    sums = totals(scores)
    if options.verbose:
        print(case_lines(scores), end="\n\n")
    beside = {preset: totals(tuple(score(case, preset=preset, rounds=0) for case in cases)) for preset in options.beside}
    print((markdown if options.markdown else aligned)(total_rows(sums, beside)))
    if options.json:
        results = Results(
            machine=this_machine(),
            corpus=corpus.name,
            preset=options.preset,
            rounds=rounds,
            clock=options.clock,
            totals=sums,
            cases=scores,
        )
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    faults = [each for each in scores if each.broken or each.exception or each.reverts or each.recoverable < 1]
    if faults:
        print(f"faults in {len(faults)} of {len(scores)} cases: {', '.join(each.id for each in faults[:20])}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
