"""How cost grows: with the rows of a result, with the length of a history seen before, on texts made to be slow, and at import.

`python -m benchmarks.bench_scaling [--only rows history hostile import] [--markdown] [--save]`
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.cases import Conversation
from benchmarks.clock import CLOCKS, Clock, Samples, Spread, growth, interleaved, spread_of
from benchmarks.machine import Machine, save, this_machine
from benchmarks.subject import compressed, forget, tokens
from benchmarks.tables import aligned, markdown
from benchmarks.texts import seen_texts
from benchmarks.workloads import exchange, history, log_entries

__all__ = ["HOSTILE", "Point", "by_history", "by_rows", "hostile", "imports", "main", "table"]

_ROWS = (1_000, 10_000, 100_000)
_MESSAGES = (250, 500, 1_000)
_HOSTILE_CHARS = 5_000_000
_BRACKETS = 1_000_000
_MOST_COUNTS = 20
"""Exact counts that compressing any text may take; more than that, and `main` fails."""
_MARKER = "[headroom: 412 of 480 lines omitted (INFO 409, DEBUG 3); original 3f9c0d5e8a7b6c5d4e3f2a1b]\n"
_CENTRE = "import headroom"
_TOUCHED = (
    "import headroom, headroom.messages, headroom.config, headroom.wire, headroom.tokens, headroom.safety, headroom.relevance, "
    "headroom.retrieval, headroom.compressors, headroom.transforms, headroom.pipeline; headroom.compress; headroom.SmartCrusher"
)
"""Every room of the pure centre, and the public names resolved; no vocabulary is loaded."""
_TELL = "; import time; print(time.process_time_ns())"
"""What a program says last: the processor time since its start."""


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One size measured."""

    name: str
    spread: Spread
    of_count: float = 0.0
    """Over one exact count of the same texts, the median of the rounds' ratios; 0 where there is no text."""
    growth: float = 0.0
    """Over the size before, the median of the rounds' ratios; 0 for the first."""
    peak: float = 0.0
    """The most memory taken at one time, over the bytes of the text; 0 where that was not measured."""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """All measurements, and where they were made."""

    machine: Machine
    clock: str
    points: dict[str, tuple[Point, ...]]


def by_rows(rounds: int, clock: Clock = "wall") -> tuple[Point, ...]:
    """Compressing one result of a thousand, ten thousand and a hundred thousand rows never seen."""
    records = [log_entries(rows, random.Random(rows)) for rows in _ROWS]
    wires = [msgspec.json.encode(exchange(1, "What failed?", "query_logs", {}, entries)) for entries in records]
    texts = [seen_texts(_conversation(wire).messages) for wire in wires]
    samples = interleaved((*map(_fresh, wires), *map(_count, texts)), rounds, warm=True, clock=clock)
    return _points([f"{rows:,} rows" for rows in _ROWS], samples[: len(wires)], samples[len(wires) :])


def by_history(rounds: int, clock: Clock = "wall", *, same_objects: bool) -> tuple[Point, ...]:
    """Compressing a history again of which everything has been seen.

    The same dicts, as an agent's own list holds them, or equal ones decoded anew, as a proxy gets them.
    """
    histories = [history((length - 1) // 2, 20, random.Random(length)) for length in _MESSAGES]
    wires = [msgspec.json.encode(messages) for messages in histories]
    texts = [seen_texts(messages) for messages in histories]
    forget()
    seen = [_seen(wire, same_objects=same_objects) for wire in wires]
    samples = interleaved((*seen, *map(_count, texts)), rounds, warm=True, clock=clock)
    names = [f"{length:,} messages, {'same' if same_objects else 'equal'} objects" for length in _MESSAGES]
    return _points(names, samples[: len(wires)], samples[len(wires) :])


def hostile(rounds: int, clock: Clock = "wall", *, chars: int = _HOSTILE_CHARS) -> tuple[Point, ...]:
    """Compressing texts that were made to be slow, with everything turned on; the peak memory from a run of its own."""
    points: list[Point] = []
    for name, made in HOSTILE.items():
        conversation = _result(made(chars))
        texts = seen_texts(conversation.messages)
        mine, counts = interleaved((_anew(conversation), _count(texts)), rounds, warm=True, clock=clock)
        peak = _peak(conversation) / sum(len(text.encode("utf-8")) for text in texts)
        points.append(Point(name=name, spread=spread_of(mine), of_count=growth(mine, counts), peak=peak))
    return tuple(points)


def imports(rounds: int, clock: Clock = "wall") -> tuple[Point, ...]:
    """Starting an interpreter, and what an import adds to it in a process of its own.

    Bytecode is cached, as in an installed package: an editable checkout under PYTHONDONTWRITEBYTECODE compiles everything anew.
    """
    programs = {"bare interpreter": "pass", "import headroom": _CENTRE, "the whole pure centre": _TOUCHED}
    samples: dict[str, list[int]] = {name: [] for name in programs}
    with TemporaryDirectory() as bytecode:
        for program in programs.values():
            _run(program, bytecode, clock)
        for _ in range(rounds):
            for name, program in programs.items():
                samples[name].append(_run(program, bytecode, clock))
    bare = samples["bare interpreter"]
    points = [Point(name="bare interpreter", spread=spread_of(bare))]
    for name in list(programs)[1:]:
        beyond = [full - empty for full, empty in zip(samples[name], bare, strict=True)]
        points.append(Point(name=f"{name}, beyond it", spread=spread_of(beyond)))
    return tuple(points)


def table(name: str, points: Sequence[Point]) -> list[tuple[str, ...]]:
    """Heading and cells, without columns that no point fills."""
    rows = [(name, "median", "min-max", "of a count", "growth", "peak memory"), *map(_cells, points)]
    filled = [index for index in range(len(rows[0])) if any(row[index] for row in rows[1:])]
    return [tuple(row[index] for index in filled) for row in rows]


def _lines(line: Callable[[int], str]) -> Callable[[int], str]:
    """A text of so many characters, of lines by their number."""

    def made(chars: int) -> str:
        return "".join(line(number) for number in range(chars // len(line(0))))

    return made


def _random(chars: int) -> str:
    """Random bytes, read as Latin-1: of all sorts of characters, with some ends of lines."""
    return random.Random(chars).randbytes(chars).decode("latin-1")


def _quotes(chars: int) -> str:
    """JSON in a string of JSON in a string of JSON, in which half of the characters escape the other half."""
    text = '{"a": "b"}'
    while 2 * len(text) < chars:
        text = f'{{"a": {msgspec.json.encode(text).decode()}}}'
    return text


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "one line": lambda chars: "a line that never ends, of words; " * (chars // 34),
    "brackets": lambda chars: "[" * min(chars, _BRACKETS),
    "pairs of brackets": lambda chars: "[" * (chars // 2) + "]" * (chars // 2),
    "nested quotes": _quotes,
    "different lines": _lines(lambda number: f"{number:08} is the number of this line, {number * 7919 % 100_003:06}\n"),
    "equal lines": _lines(lambda _: "this line is the same as all the others\n"),
    "random bytes": _random,
    "our own marker": _lines(lambda _: _MARKER),
}
"""Texts of about so many characters that are made to be slow."""
_BENCHES = ("rows", "history", "hostile", "import")


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, and save if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_scaling", description="How cost grows.")
    parser.add_argument("--only", nargs="+", choices=_BENCHES, default=_BENCHES)
    parser.add_argument(
        "--rounds", type=int, default=9, help="timed rounds; imports at least 15, hostile 3 (default: %(default)s)"
    )
    parser.add_argument("--clock", choices=tuple(CLOCKS), default="wall", help="cpu for a busy machine (default: %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="tables as Markdown")
    parser.add_argument("--save", action="store_true", help="write the figures to benchmarks/results/")
    options = parser.parse_args(given)
    benches: dict[str, Callable[[], tuple[Point, ...]]] = {
        "rows": lambda: by_rows(options.rounds, options.clock),
        "history": lambda: (
            *by_history(options.rounds, options.clock, same_objects=True),
            *by_history(options.rounds, options.clock, same_objects=False),
        ),
        "hostile": lambda: hostile(min(3, options.rounds), options.clock),
        "import": lambda: imports(max(15, options.rounds), options.clock),
    }
    points = {name: benches[name]() for name in options.only}
    for name, found in points.items():
        print((markdown if options.markdown else aligned)(table(name, found)), end="\n\n")
    if options.save:
        print(save("scaling", Results(machine=this_machine(), clock=options.clock, points=points)), file=sys.stderr)
    slow = [point.name for point in points.get("hostile", ()) if point.of_count > _MOST_COUNTS]
    if slow:
        print(f"more than {_MOST_COUNTS} counts: {', '.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


def _conversation(wire: bytes) -> Conversation:
    return Conversation(messages=msgspec.json.decode(wire, type=list[dict[str, object]]), format="openai", model="gpt-4o")


def _result(text: str) -> Conversation:
    """A question, and a text that a tool gave."""
    messages = exchange(1, "What failed?", "run", {"command": "./check"}, "")
    messages[-1]["content"] = text
    return Conversation(messages=messages, format="openai", model="gpt-4o")


def _anew(conversation: Conversation) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        forget()
        return lambda: compressed(conversation, "max")

    return prepare


def _peak(conversation: Conversation) -> int:
    """The bytes that compressing takes at one time, beyond the conversation itself."""
    forget()
    tracemalloc.start()
    try:
        compressed(conversation, "max")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _fresh(wire: bytes) -> Callable[[], Callable[[], object]]:
    def prepare() -> Callable[[], object]:
        conversation = _conversation(wire)
        forget()
        return lambda: compressed(conversation, "default")

    return prepare


def _seen(wire: bytes, *, same_objects: bool) -> Callable[[], Callable[[], object]]:
    kept = _conversation(wire)

    def prepare() -> Callable[[], object]:
        conversation = kept if same_objects else _conversation(wire)
        compressed(conversation if same_objects else _conversation(wire), "default")
        return lambda: compressed(conversation, "default")

    return prepare


def _count(texts: tuple[str, ...]) -> Callable[[], Callable[[], object]]:
    return lambda: lambda: tokens(texts)


def _points(names: Sequence[str], samples: Sequence[Samples], counts: Sequence[Samples]) -> tuple[Point, ...]:
    return tuple(
        Point(
            name=name,
            spread=spread_of(mine),
            of_count=growth(mine, counts[index]),
            growth=growth(mine, samples[index - 1]) if index else 0.0,
        )
        for index, (name, mine) in enumerate(zip(names, samples, strict=True))
    )


def _run(program: str, bytecode: str, clock: Clock) -> int:
    """Nanoseconds that an interpreter takes, from start to end by the wall, or of the processor up to its last line."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    start = time.perf_counter_ns()
    told = subprocess.run([sys.executable, "-c", program + _TELL], check=True, env=environment, stdout=subprocess.PIPE).stdout
    elapsed = time.perf_counter_ns() - start
    return int(told) if clock == "cpu" else elapsed


def _cells(point: Point) -> tuple[str, ...]:
    return (
        point.name,
        f"{point.spread.median_ms:.2f} ms",
        f"{point.spread.min_ms:.2f}-{point.spread.max_ms:.2f}",
        f"{point.of_count:.3f}" if point.of_count else "",
        f"{point.growth:.2f}" if point.growth else "",
        f"{point.peak:.1f} x" if point.peak else "",
    )


if __name__ == "__main__":
    sys.exit(main())
