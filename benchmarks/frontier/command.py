"""Measure, draw, and fill the page.

Exit status 1 if anything broke, raised, was put back or cannot be got back.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

import headroom
from benchmarks.cases import default_corpus, load
from benchmarks.document import with_figures
from benchmarks.frontier.curves import Frontier, frontier_of
from benchmarks.frontier.measuring import CaseSweep, sweeps
from benchmarks.frontier.page import figures, report

__all__ = ["FOLDER", "main", "read", "write"]

FOLDER = Path(__file__).parents[2] / "docs" / "frontier"
"""Where the pictures and their data stand; the page stands beside it."""
_DATA = "data.json"


def main(given: Sequence[str] | None = None) -> int:
    """Run, print, and return the exit status."""
    options = _arguments(given)
    folder: Path = options.folder
    if options.draw:
        frontier = read(folder)
        found: tuple[CaseSweep, ...] = ()
    else:
        cases = list(load(options.corpus or default_corpus(), kinds=options.kind))
        if not cases:
            print("no case matches", file=sys.stderr)
            return 2
        found = sweeps(cases, options.jobs)
        frontier = frontier_of(found, headroom.__version__)
    print(report(frontier))
    for each in found:
        for point in each.points:
            for fault in point.faults:
                print(f"{each.id} at {point.dial:.2f}: {fault}", file=sys.stderr)
    if not options.kind:
        write(frontier, folder)
    return 1 if frontier.faults else 0


def read(folder: Path) -> Frontier:
    """What was measured last."""
    return msgspec.json.decode((folder / _DATA).read_bytes(), type=Frontier)


def write(frontier: Frontier, folder: Path) -> None:
    """Write the data, the pictures, and the tables of the page beside the folder, where there is one."""
    from benchmarks.frontier.drawing import draw  # noqa: PLC0415  matplotlib is there in the session that draws alone

    folder.mkdir(parents=True, exist_ok=True)
    (folder / _DATA).write_bytes(msgspec.json.format(msgspec.json.encode(frontier, order="deterministic"), indent=1) + b"\n")
    draw(frontier, folder)
    page = folder.with_suffix(".md")
    if page.is_file():
        page.write_text(with_figures(page.read_text(encoding="utf-8"), figures(frontier)), encoding="utf-8", newline="\n")


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.frontier", description="What is kept against what is saved, over the whole dial."
    )
    parser.add_argument("--corpus", type=Path, help="directory of *.jsonl.gz (default: the full corpus if it is there)")
    parser.add_argument("--kind", nargs="+", default=[], metavar="KIND", help="only these kinds; prints and writes nothing")
    parser.add_argument("--draw", action="store_true", help="draw from the data that is there, measuring nothing")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where pictures and data go (default: docs/frontier)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: %(default)s)")
    return parser.parse_args(given)
