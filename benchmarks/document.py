"""The tables of `docs/performance.md`, measured anew and written in place.

`python -m benchmarks.document [--corpus DIR] [--only NAME ...]`. What stands between `<!-- figures: NAME -->` and
`<!-- end of figures -->` is replaced; the words round it are written by people and left alone.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks import bench_clients, bench_scaling, bench_seeds_table
from benchmarks.cases import default_corpus, load
from benchmarks.clock import CLOCKS, Clock
from benchmarks.machine import this_machine
from benchmarks.scoring import score, totals
from benchmarks.tables import markdown, total_rows
from benchmarks.workloads import WORKLOADS

__all__ = ["PAGE", "SECTIONS", "Asked", "main", "with_figures"]

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
_SECTION = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)
_ROUNDS = 9
_CLIENT_ROUNDS = 30
_TIMES: Mapping[Clock, str] = {
    "wall": "Times are by the wall clock.",
    "cpu": "Times are processor time, so that other work on the machine does not count.",
}


def with_figures(page: str, figures: Mapping[str, str], only: Collection[str] | None = None) -> str:
    """The page with each named section's figures replaced; with `only`, those alone.

    Raises: KeyError for a section that nothing was measured for.
    """

    def renewed(found: re.Match[str]) -> str:
        return found[0] if only is not None and found[2] not in only else f"{found[1]}\n{figures[found[2]]}\n\n{found[3]}"

    return _SECTION.sub(renewed, page)


def main(given: Sequence[str] | None = None) -> int:
    """Measure everything, or what is named, and rewrite the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.document", description="Measure, and rewrite docs/performance.md."
    )
    parser.add_argument("--corpus", type=Path, default=None, help="directory of *.jsonl.gz (default: the full corpus)")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=None, help="sections to measure (default: all)")
    options = parser.parse_args(given)
    asked = Asked(corpus=options.corpus or default_corpus(), clock=options.clock)
    figures = {name: measure(asked) for name, measure in SECTIONS.items() if options.only is None or name in options.only}
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), figures, options.only), encoding="utf-8")
    return 0


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be measured, and how."""

    corpus: Path
    clock: Clock


def _measured_on(asked: Asked) -> str:
    return f"Measured {datetime.now(tz=UTC):%Y-%m-%d} on {this_machine()}. {_TIMES[asked.clock]}"


def _corpus(asked: Asked) -> str:
    cases = list(load(asked.corpus))
    scores = [score(case, preset="max", rounds=5, with_rivals=True, clock=asked.clock) for case in cases]
    beside = {"default": totals([score(case, preset="default", rounds=0) for case in cases])}
    return markdown(total_rows(totals(scores), beside))


def _workloads(asked: Asked) -> str:
    points = tuple(bench_seeds_table.measured(make(), _ROUNDS, asked.clock) for make in WORKLOADS)
    return markdown(bench_seeds_table.table(points))


def _rows(asked: Asked) -> str:
    return markdown(bench_scaling.table("rows", bench_scaling.by_rows(_ROUNDS, asked.clock)))


def _history(asked: Asked) -> str:
    same, equal = (bench_scaling.by_history(_ROUNDS, asked.clock, same_objects=is_same) for is_same in (True, False))
    return markdown(bench_scaling.table("history", (*same, *equal)))


def _hostile(asked: Asked) -> str:
    return markdown(bench_scaling.table("text", bench_scaling.hostile(3, asked.clock)))


def _imports(asked: Asked) -> str:
    return markdown(bench_scaling.table("import", bench_scaling.imports(25, asked.clock)))


def _clients(asked: Asked) -> str:
    rows = bench_clients.documented(_CLIENT_ROUNDS, asked.clock)
    return f"{_measured_on(asked)}\n\n{markdown(rows)}"


SECTIONS: Mapping[str, Callable[[Asked], str]] = {
    "machine": _measured_on,
    "corpus": _corpus,
    "workloads": _workloads,
    "rows": _rows,
    "history": _history,
    "hostile": _hostile,
    "import": _imports,
    "clients": _clients,
}
"""What is measured for each section of the page."""


if __name__ == "__main__":
    sys.exit(main())
