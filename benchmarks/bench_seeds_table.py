"""The four workloads of the published performance table: tokens before and after, and what it costs.

`python -m benchmarks.bench_seeds_table [--markdown] [--rounds N] [--save]`
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

import msgspec

from benchmarks.cases import Conversation
from benchmarks.clock import CLOCKS, Clock, Spread, interleaved, spread_of
from benchmarks.machine import Machine, save, this_machine
from benchmarks.scoring import share_kept
from benchmarks.subject import compressed, forget, tokens
from benchmarks.tables import aligned, markdown
from benchmarks.texts import seen_texts
from benchmarks.workloads import WORKLOADS, Workload

__all__ = ["Row", "main", "measured", "table"]

_HEAD = ("workload", "before", "after", "savings", "asked for, inline", "overhead (min-max)", "of a count", "seen before")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One workload measured."""

    name: str
    before: int
    after: int
    inline: float
    """Share of what its question is about that the model is still shown."""
    fresh: Spread
    """Compressing texts never seen."""
    count: Spread
    """One exact count of the same texts."""
    seen: Spread
    """Compressing equal texts again, in new objects, as a proxy receives them with every request."""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All rows, and where they were measured."""

    machine: Machine
    clock: str
    rows: tuple[Row, ...]


def measured(workload: Workload, rounds: int, clock: Clock = "wall") -> Row:
    """One workload compressed and timed.

    Keeps: new string objects in every round, so that no cached hash of a text helps.
    """
    wire = msgspec.json.encode(workload.messages)
    texts = seen_texts(workload.messages)
    after = seen_texts(compressed(_conversation(wire), "default").messages)

    def prepare_fresh() -> Callable[[], object]:
        conversation = _conversation(wire)
        forget()
        return lambda: compressed(conversation, "default")

    def prepare_seen() -> Callable[[], object]:
        conversation = _conversation(wire)
        compressed(_conversation(wire), "default")
        return lambda: compressed(conversation, "default")

    samples = interleaved((prepare_fresh, lambda: lambda: tokens(texts), prepare_seen), rounds, warm=True, clock=clock)
    fresh, count, seen = map(spread_of, samples)
    inline, _ = share_kept(workload.must_keep, after)
    return Row(
        name=workload.name, before=tokens(texts), after=tokens(after), inline=inline, fresh=fresh, count=count, seen=seen
    )  # fmt: skip


def table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Heading and cells."""
    return [_HEAD, *(_cells(row) for row in rows)]


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_seeds_table", description="The four published workloads.")
    parser.add_argument("--rounds", type=int, default=15, help="timed rounds a workload (default: %(default)s)")
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="the table as Markdown")
    parser.add_argument("--save", action="store_true", help="write the figures to benchmarks/results/")
    options = parser.parse_args(given)
    rows = tuple(measured(make(), options.rounds, options.clock) for make in WORKLOADS)
    print((markdown if options.markdown else aligned)(table(rows)))
    if options.save:
        print(save("seeds_table", Results(machine=this_machine(), clock=options.clock, rows=rows)), file=sys.stderr)
    return 0


def _conversation(wire: bytes) -> Conversation:
    return Conversation(messages=msgspec.json.decode(wire, type=list[dict[str, object]]), format="openai", model="gpt-4o")


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        f"{row.before:,}",
        f"{row.after:,}",
        f"{1 - row.after / row.before:.0%}",
        f"{row.inline:.0%}",
        f"{row.fresh.median_ms:.1f} ms ({row.fresh.min_ms:.1f}-{row.fresh.max_ms:.1f})",
        f"{row.fresh.median_ms / row.count.median_ms:.2f}",
        f"{row.seen.median_ms:.2f} ms",
    )


if __name__ == "__main__":
    sys.exit(main())
