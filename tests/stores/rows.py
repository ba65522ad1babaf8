"""Rows, files and processes for the tests of the stores."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from headroom.measures.requests import Bill, RequestMetrics

__all__ = ["DAY", "FULL", "PATIENT", "Clock", "child", "locked", "open_files", "row"]

DAY = datetime(2026, 3, 1, 12, 0, 0)  # noqa: DTZ001  # Rows hold naive UTC.

FULL = RequestMetrics(
    request_id="full",
    timestamp=DAY + timedelta(microseconds=7),
    model="gpt-4o",
    stream=True,
    mode="optimize",
    tokens_input_before=1_000,
    tokens_input_after=400,
    tokens_output=20,
    block_breakdown={"system": 10, "tool_result": 390},
    waste_signals={"json_bloat": 3},
    stable_prefix_hash="abc",
    cache_alignment_score=0.75,
    cached_tokens=5,
    cache_optimizer_used="anthropic",
    cache_optimizer_strategy="breakpoints",
    cacheable_tokens=100,
    breakpoints_inserted=2,
    estimated_cache_hit=True,
    estimated_savings_percent=12.5,
    semantic_cache_hit=True,
    transforms_applied=["smart_crusher", "null"],
    tool_units_dropped=1,
    turns_dropped=2,
    messages_hash="def",
    error="RateLimitError 429",
    exact=True,
    bill=Bill(input_tokens=300, cache_read_tokens=100, output_tokens=20, exact=True),
    cost_usd=0.25,
    saved_usd=-0.5,
    retrieval_rounds=3,
    fallback="originals",
    tenant="null",
)
"""A row in which no field has its default."""


def row(number: int, *, mode: str = "optimize", model: str = "gpt-4o", tokens: int = 10) -> RequestMetrics:
    """A row, `number` seconds into the day."""
    return RequestMetrics(
        request_id=f"r{number:06}",
        timestamp=DAY + timedelta(seconds=number),
        model=model,
        mode=mode,
        tokens_input_before=tokens,
        tokens_input_after=tokens // 2,
    )


PATIENT = """
from headroom.stores import forking, line, sqlite

sqlite.Database.write.__defaults__ = (30.0,)
sqlite.Database.read.__kwdefaults__["within_s"] = 30.0
forking.FORK_WAIT_S = line.FORK_WAIT_S = 30.0
"""
"""The start of a program that waits longer for its own threads than it would: a busy machine is no behaviour of ours."""


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time it stands at."""
        return self.now


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's write lock, as another process would."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


def open_files() -> int:
    """How many files this process has open, and not only because nobody has collected them yet."""
    gc.collect()
    return len(list(Path("/dev/fd").iterdir()))


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """A patient Python process that runs `code`; what it prints can be read line by line."""
    return subprocess.Popen([sys.executable, "-c", PATIENT + code, *arguments], stdout=subprocess.PIPE, text=True)
