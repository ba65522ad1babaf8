"""JSON and columns that the tests of JSON records start from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from returns.result import Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.json_records import JsonRecords
from headroom.compressors.json_records.columns import Column
from headroom.config import CrushSettings

__all__ = ["column", "compact", "compressed", "events", "lines_of", "reason_for", "report_rows", "skipped"]


def compact(value: object) -> str:
    """JSON without whitespace, as our own output spells it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def lines_of(values: Iterable[object]) -> list[str]:
    """Each value as compact JSON."""
    return [compact(value) for value in values]


def column(cells: Iterable[object], key: str = "key") -> Column:
    """A column of these values."""
    return Column(key, key, lines_of(cells))


def events(count: int = 200) -> list[dict[str, object]]:
    """Records with a rising id and hardly anything that stands out."""
    words = ("queue", "worker", "shard", "index", "region", "cursor", "batch")
    return [
        {
            "id": 1000 + number,
            "topic": words[number % 7],
            "took_ms": 40 + number * 7919 % 23,
            "note": f"batch {number * 31} done",
        }
        for number in range(count)
    ]


def report_rows(count: int = 40) -> list[dict[str, object]]:
    """Records that are mostly constants, for which a table is the shortest lossless form."""
    return [{"id": number, "service": "payments", "region": "eu-west-1", "state": "active"} for number in range(count)]


def compressed(text: str, query: str = "", settings: CrushSettings | None = None) -> Compressed:
    """What the compressor makes of a text; the test fails if it leaves it alone."""
    outcome = JsonRecords(settings or CrushSettings())(text, query)
    assert isinstance(outcome, Success), outcome
    made: Compressed = outcome.unwrap()
    return made


def skipped(text: str, query: str = "", settings: CrushSettings | None = None) -> str:
    """Why the compressor leaves a text alone; the test fails if it does not."""
    outcome = JsonRecords(settings or CrushSettings())(text, query)
    assert not isinstance(outcome, Success), outcome.unwrap().text
    skip: Skip = outcome.failure()
    return skip.reason


def reason_for(reasons: Sequence[tuple[str, int]], reason: str) -> int:
    """How many rows stay for a reason."""
    return dict(reasons).get(reason, 0)
