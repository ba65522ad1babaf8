"""The tables of `docs/performance.md`, measured anew and written in place.

`python -m benchmarks.document [--corpus DIR]`. What stands between `<!-- figures: NAME -->` and `<!-- end of figures -->` is
replaced; the words round it are written by people and left alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import bench_scaling, bench_seeds_table
from benchmarks.cases import default_corpus, load
from benchmarks.clock import CLOCKS, Clock
from benchmarks.machine import this_machine
from benchmarks.scoring import score, totals
from benchmarks.tables import markdown, total_rows
from benchmarks.workloads import WORKLOADS

__all__ = ["PAGE", "main", "with_figures"]

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_SECTION = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)
_ROUNDS = 9
_TIMES: Mapping[Clock, str] = {
    "wall": "Times are by the wall clock.",
    "cpu": "Times are processor time, so that other work on the machine does not count.",
}


def with_figures(page: str, figures: Mapping[str, str]) -> str:
    """The page with each named section's figures replaced.

    Raises: KeyError for a section that nothing was measured for.
    """
    return _SECTION.sub(lambda found: f"{found[1]}\n{figures[found[2]]}\n\n{found[3]}", page)


def main(given: Sequence[str] | None = None) -> int:
    """Measure everything and rewrite the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.document", description="Measure, and rewrite docs/performance.md."
    )
    parser.add_argument("--corpus", type=Path, default=None, help="directory of *.jsonl.gz (default: the full corpus)")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    options = parser.parse_args(given)
    clock: Clock = options.clock
    machine = this_machine()
    cases = list(load(options.corpus or default_corpus()))
    scores = [score(case, preset="max", rounds=5, with_rivals=True, clock=clock) for case in cases]
    beside = {"default": totals([score(case, preset="default", rounds=0) for case in cases])}
    figures = {
        "machine": f"Measured {datetime.now(tz=UTC):%Y-%m-%d} on {machine}. " + _TIMES[clock],
        "corpus": markdown(total_rows(totals(scores), beside)),
        "workloads": markdown(
            bench_seeds_table.table(tuple(bench_seeds_table.measured(make(), _ROUNDS, clock) for make in WORKLOADS))
        ),
        "rows": markdown(bench_scaling.table("rows", bench_scaling.by_rows(_ROUNDS, clock))),
        "history": markdown(
            bench_scaling.table(
                "history",
                (
                    *bench_scaling.by_history(_ROUNDS, clock, same_objects=True),
                    *bench_scaling.by_history(_ROUNDS, clock, same_objects=False),
                ),
            )
        ),
        "hostile": markdown(bench_scaling.table("text", bench_scaling.hostile(3, clock))),
        "import": markdown(bench_scaling.table("import", bench_scaling.imports(25, clock))),
    }
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
