"""What a process holds: open files, threads, memory, objects."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog  # noqa: F401  # The first line that is logged imports it: thousands of objects, whenever that is.

__all__ = ["GROWTH_BYTES", "GROWTH_OBJECTS", "MEMO_CHARS", "Census", "census", "comes_true", "newcomers"]

MEMO_CHARS = 2_000_000
"""What the memo of results may hold in these tests, so that it is full before the first look; by itself it takes longer."""
GROWTH_BYTES = 40_000_000
"""By which a process may grow after that. Chosen: a tenth of what the calls of the long version send."""
GROWTH_OBJECTS = 6_000
"""Likewise objects. Chosen: twice what one look differs from the next; what is kept of a call for good would be hundreds."""


class Census(msgspec.Struct, frozen=True, kw_only=True):
    """One look at this process."""

    files: int
    threads: tuple[str, ...]
    objects: int
    """Those that the collector knows of, garbage collected before."""
    resident_bytes: int
    """0 where the system does not tell."""


def census() -> Census:
    """What this process holds now."""
    gc.collect()
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text(encoding="ascii").split()[1]) if statm.is_file() else 0
    return Census(
        files=len(list(Path("/dev/fd").iterdir())),
        threads=tuple(sorted(thread.name for thread in threading.enumerate())),
        objects=len(gc.get_objects()),
        resident_bytes=pages * os.sysconf("SC_PAGE_SIZE") if pages else 0,
    )


def newcomers(before: Census) -> list[str]:
    """The threads that there are now and were not then, but for the idle workers that trio keeps for whoever needs one next."""
    return [name for name in Counter(census().threads) - Counter(before.threads) if not name.startswith("Trio thread")]


def comes_true(is_so: Callable[[], bool], timeout_s: float = 60.0) -> bool:
    """Whether that came true in time."""
    deadline = time.monotonic() + timeout_s
    while not (found := is_so()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found
