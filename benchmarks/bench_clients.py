"""What our clients cost beyond the SDK's own: `python -m benchmarks.bench_clients`.

The same request goes to a provider in another process by the bare client and by ours, in turns, so that slow spells of the
machine fall on both; what is told is the difference. Where ours sends less, the SDK has less to encode and to send, which
counts in its favour, as it does in use. Rows are counted and written between the timed calls; `sustained` has them inside.
`core` is the same without any HTTP: ours alone, with a transport that answers at once.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import math
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.client_cases import CASES, Measured, Samples, core_samples
from benchmarks.client_pairs import KINDS, opened, replying
from benchmarks.machine import Machine, save, this_machine
from benchmarks.subject import vocabulary
from benchmarks.tables import aligned, markdown

__all__ = ["Point", "documented", "main", "percentile", "point_of", "table"]

_ALLOWED_MS = 1.0
_NEW_SHARE = 0.7
_SEEN_SHARE = 0.01
"""What a call may cost: the base, and these shares of one exact count of its new and of its known text. Source: the aims in the
project's plan."""
_CLOCKS: Mapping[str, Callable[[], int]] = {"wall": time.perf_counter_ns, "cpu": time.process_time_ns}
"""`cpu` is of all threads of this process: what waits for the provider, or for others on the machine, is not in it."""
_MODES = ("optimize", "audit")
_PUBLISHED = ("openai", "anthropic")
_CASES_PUBLISHED = ("tiny", "new", "history")
_REPLY = "A short answer, and another. " * 100


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A case measured: medians of the rounds in milliseconds, but for the 99th percentiles."""

    name: str
    rounds: int
    bare_ms: float
    ours_ms: float
    beyond_ms: float
    """Ours less bare, round by round."""
    bare_p99_ms: float
    ours_p99_ms: float
    new_ms: float
    seen_ms: float
    allowed_ms: float | None
    """None where no aim was set."""
    new_share: float = 0.0
    """(beyond - 1 ms) over a count of the new text, where there is enough of it to tell."""

    @property
    def holds(self) -> bool:
        """Whether it is within what is allowed."""
        return self.allowed_ms is None or self.beyond_ms <= self.allowed_ms


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements, and where they were made."""

    machine: Machine
    clock: str
    points: dict[str, tuple[Point, ...]]


def percentile(samples: Sequence[float], share: float) -> float:
    """The least sample that so large a share of all does not exceed."""
    return sorted(samples)[max(0, math.ceil(share * len(samples)) - 1)]


def point_of(measured: Measured) -> Point:
    """The figures of a case."""
    samples = measured.samples
    beyond = statistics.median(sample.ours_ms - sample.bare_ms for sample in samples)
    new = statistics.median(sample.new_ms for sample in samples)
    seen = statistics.median(sample.seen_ms for sample in samples)
    return Point(
        name=measured.name,
        rounds=len(samples),
        bare_ms=statistics.median(sample.bare_ms for sample in samples),
        ours_ms=statistics.median(sample.ours_ms for sample in samples),
        beyond_ms=beyond,
        bare_p99_ms=percentile([sample.bare_ms for sample in samples], 0.99),
        ours_p99_ms=percentile([sample.ours_ms for sample in samples], 0.99),
        new_ms=new,
        seen_ms=seen,
        allowed_ms=_ALLOWED_MS + _NEW_SHARE * new + _SEEN_SHARE * seen if measured.has_aim else None,
        new_share=(beyond - _ALLOWED_MS) / new if new >= _ALLOWED_MS else 0.0,
    )


def table(name: str, points: Sequence[Point]) -> list[tuple[str, ...]]:
    """Heading and cells."""
    head = (
        name,
        "rounds",
        "bare",
        "ours",
        "beyond",
        "allowed",
        "holds",
        "of new",
        "count new",
        "count seen",
        "p99 bare",
        "ours",
    )
    return [head, *map(_cells, points)]


def documented(rounds: int, clock: str) -> list[tuple[str, ...]]:
    """Heading and cells of what is published: calls that optimize, by clients that block."""
    rows: list[tuple[str, ...]] = [
        ("call", "SDK alone", "beyond it", "count of what is new", "count of the rest", "within the aim")
    ]
    with replying(_REPLY) as url:
        for kind in _PUBLISHED:
            found = asyncio.run(_measured(_CASES_PUBLISHED, kind, "optimize", url, rounds=rounds, clock=clock))
            rows += [_published(kind, point_of(measured)) for measured in found]
    return rows


def _published(kind: str, point: Point) -> tuple[str, ...]:
    counts = (f"{value:.2f} ms" if value else "" for value in (point.new_ms, point.seen_ms))
    return (
        f"{kind}: {point.name}",
        f"{point.bare_ms:.2f} ms",
        f"{point.beyond_ms:.2f} ms",
        *counts,
        "yes" if point.holds else "no",
    )


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_clients", description="What our clients cost.")
    parser.add_argument("--only", nargs="+", choices=(*CASES, "core"), default=(*CASES, "core"))
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS, help="SDKs (default: all)")
    parser.add_argument("--modes", nargs="+", choices=_MODES, default=_MODES)
    parser.add_argument("--clock", choices=tuple(_CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=30, help="timed pairs a case (default: %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="tables as Markdown")
    parser.add_argument("--save", action="store_true", help="write the figures to benchmarks/results/")
    options = parser.parse_args(given)
    vocabulary()
    points: dict[str, tuple[Point, ...]] = {}

    def told(name: str, found: Samples) -> None:
        points[name] = tuple(map(point_of, found))
        print((markdown if options.markdown else aligned)(table(name, points[name])), end="\n\n", flush=True)

    if "core" in options.only:
        told("core, no HTTP", core_samples(options.rounds, _CLOCKS[options.clock]))
    with replying(_REPLY) as url:
        for kind, mode in itertools.product(options.kinds, options.modes):
            names = [name for name in CASES if name in options.only]
            if names:
                told(
                    f"{kind}, {mode}",
                    asyncio.run(_measured(names, kind, mode, url, rounds=options.rounds, clock=options.clock)),
                )
    if options.save:
        print(save("clients", Results(machine=this_machine(), clock=options.clock, points=points)), file=sys.stderr)
    over = [f"{name}: {point.name}" for name, found in points.items() for point in found if not point.holds]
    if over:
        print(f"more than allowed: {'; '.join(over)}", file=sys.stderr)
    return 0


async def _measured(names: Sequence[str], kind: str, mode: str, url: str, *, rounds: int, clock: str) -> Samples:
    found: Samples = []
    for name in names:
        # A client and a file for each case, so that none finds what another left.
        with TemporaryDirectory() as folder:
            async with opened(kind, url, f"sqlite:///{Path(folder) / 'headroom.db'}", mode, _CLOCKS[clock]) as pair:
                found += await CASES[name](pair, kind, rounds)
    return found


def _cells(point: Point) -> tuple[str, ...]:
    return (
        point.name,
        str(point.rounds),
        f"{point.bare_ms:.2f}",
        f"{point.ours_ms:.2f}",
        f"{point.beyond_ms:.2f}",
        "" if point.allowed_ms is None else f"{point.allowed_ms:.2f}",
        "" if point.allowed_ms is None else "yes" if point.holds else "NO",
        f"{point.new_share:.2f}" if point.new_share else "",
        f"{point.new_ms:.2f}" if point.new_ms else "",
        f"{point.seen_ms:.1f}" if point.seen_ms else "",
        f"{point.bare_p99_ms:.2f}",
        f"{point.ours_p99_ms:.2f}",
    )


if __name__ == "__main__":
    sys.exit(main())
