"""The main job on a sample that ships with the package: compress, look, and get something back. Offline."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from importlib import resources
from statistics import median

import msgspec
from rich.console import Console
from rich.text import Text

from headroom.cli.difference import rows_of
from headroom.cli.report import print_totals
from headroom.cli.terminal import printable
from headroom.messages import part_text
from headroom.pipeline.entry import compress
from headroom.pipeline.result import CompressResult
from headroom.retrieval.marker import find_markers
from headroom.tokens import counter_for

__all__ = ["Findings", "findings", "run_demo", "sample"]

MODEL = "gpt-4o"
SAMPLE = "nightly_jobs.json"
QUESTION, ANSWER = 1, -1
"""Where the sample has the user's question and the big tool result."""
YOURS = "headroom compress conversation.json --originals originals.json > smaller.json"
LINES_BEFORE, LINES_AFTER = 5, 30
"""Lines shown of the tool result. Chosen: a screen; how many more there are is said."""


class Job(msgspec.Struct, frozen=True):
    """What is read here of a row of the sample."""

    id: int
    status: str
    duration_s: float
    failure_reason: str | None


class Listing(msgspec.Struct, frozen=True):
    """The sample's big tool result."""

    jobs: tuple[Job, ...]


class RawListing(msgspec.Struct, frozen=True):
    """The same, each row as it is spelled."""

    jobs: tuple[msgspec.Raw, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an answer to the question needs."""

    what: str
    still_seen: bool


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader of the demo wants to see, taken from a real result."""

    before: str
    after: str
    reason: str
    facts: tuple[Fact, ...]
    hash: str
    """Of the original, as the marker names it; empty when nothing was left out."""
    omitted: str
    """A row that the model no longer sees, cut from the original; empty likewise."""


def sample() -> list[dict[str, object]]:
    """The sample conversation, as OpenAI chat messages."""
    text = resources.files("headroom.cli").joinpath("samples", SAMPLE).read_text(encoding="utf-8")
    messages: list[dict[str, object]] = json.loads(text)
    return messages


def findings(messages: Sequence[dict[str, object]], result: CompressResult) -> Findings:
    """What became of the sample's big tool result."""
    before = str(messages[ANSWER]["content"])
    after = part_text(result.conversation.messages[ANSWER].parts[0])
    markers = find_markers(after)
    name = markers[-1].hash if markers else ""
    return Findings(
        before=before,
        after=after,
        reason=result.report.final[len(messages) - 1, 0].reason,
        facts=_facts(before, after, question=str(messages[QUESTION]["content"])),
        hash=name,
        omitted=_omitted(result.originals[name], after) if name else "",
    )


def run_demo(console: Console) -> bool:
    """Prints what compressing the sample does; False where it did not do what the demo is there to show."""
    messages = sample()
    counter = counter_for(MODEL)
    # Loads the vocabulary, which is no part of compressing.
    counter.count("")
    started = time.perf_counter()
    result = compress(messages, model=MODEL)
    elapsed_ms = 1000 * (time.perf_counter() - started)
    found = findings(messages, result)

    _heading(console, "An agent asks")
    console.print(Text(str(messages[QUESTION]["content"])))
    _heading(console, f"The tool answers: {len(found.before):,} characters, {counter.count(found.before):,} tokens")
    _rows(console, rows_of(found.before), LINES_BEFORE)
    _heading(console, f"The model is sent: {len(found.after):,} characters, {counter.count(found.after):,} tokens")
    _rows(console, rows_of(found.after), LINES_AFTER)
    _heading(console, "What was kept, and why")
    console.print(Text(printable(found.reason)))
    for fact in found.facts:
        console.print(Text(f"  {'still there' if fact.still_seen else 'left out'}: {fact.what}"))
    _heading(console, "What was left out comes back")
    _give_back(console, found)
    _heading(console, "In total")
    print_totals(console, result, preset="default")
    console.print(Text(f"compressed in {elapsed_ms:.0f} ms; the system prompt, the question and the calls are untouched"))
    console.print()
    console.print(Text(f"Your own: {YOURS}"), soft_wrap=True)
    return len(found.after) < len(found.before) and all(fact.still_seen for fact in found.facts) and bool(found.omitted)


def _facts(before: str, after: str, *, question: str) -> tuple[Fact, ...]:
    jobs = msgspec.json.decode(before, type=Listing).jobs
    failed = next(job for job in jobs if job.failure_reason)
    asked = next(job for job in jobs if str(job.id) in question)
    slowest = max(jobs, key=lambda job: job.duration_s)
    usual_s = median(job.duration_s for job in jobs)
    return (
        Fact(
            what=f"job {failed.id}, the one that failed, with its error",
            still_seen=str(failed.id) in after and str(failed.failure_reason) in after,
        ),
        Fact(what=f"job {asked.id}, which the question names", still_seen=str(asked.id) in after),
        Fact(
            what=f"job {slowest.id}, which took {slowest.duration_s:,.0f} s where {usual_s:,.0f} s are usual",
            still_seen=str(slowest.id) in after and str(slowest.duration_s) in after,
        ),
    )


def _omitted(original: str, after: str) -> str:
    """The middle one of the rows whose id is gone, spelled as in the original; empty if there is none."""
    jobs = msgspec.json.decode(original, type=Listing).jobs
    rows = msgspec.json.decode(original, type=RawListing).jobs
    gone = [row for job, row in zip(jobs, rows, strict=True) if str(job.id) not in after]
    return bytes(gone[len(gone) // 2]).decode() if gone else ""


def _give_back(console: Console, found: Findings) -> None:
    if not found.omitted:
        console.print(Text("Nothing was left out: everything is still there in a shorter form."))
        return
    console.print(Text(f"The note names original {found.hash}; result.originals has that text as it came."))
    console.print(Text("A job from it that the model was not sent:"))
    console.print(Text(printable(found.omitted)))


def _heading(console: Console, title: str) -> None:
    console.print()
    console.print(Text(title, style="bold"))


def _rows(console: Console, rows: Sequence[str], most: int) -> None:
    """The first rows and the last, each on one line of the console."""
    shown = rows if len(rows) <= most else [*rows[: most - 1], rows[-1]]
    for number, row in enumerate(shown):
        if number == len(shown) - 1 and len(rows) > len(shown):
            console.print(Text(f"  ... {len(rows) - len(shown):,} more lines ...", style="dim"))
        console.print(Text("  " + printable(row)), no_wrap=True, overflow="ellipsis")
