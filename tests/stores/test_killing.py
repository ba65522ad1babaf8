"""Processes killed at any moment."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from headroom.stores import open_stores
from tests.stores.rows import child

WRITES = """
import itertools, os, sys, threading
from headroom.measures.requests import RequestMetrics
from headroom.stores import Retention, open_stores
from headroom.stores.writer import MetricsWriter

def tell(line):
    # In one piece, for several threads tell.
    os.write(1, f"{line}\\n".encode())

stores = open_stores(sys.argv[1], retention=Retention(max_entries=1_000_000))
writer = MetricsWriter(stores.metrics.write, flush_interval_s=0.02, tend=lambda: tell("flushed"))

def work(worker):
    for number in itertools.count():
        name = f"{sys.argv[2]}-{worker}-{number}"
        writer.submit(lambda name=name: RequestMetrics(request_id=name))
        if stores.originals.put("t", {name: name * 50}, 30.0):
            tell(f"kept {name}")

for worker in range(1, int(sys.argv[3])):
    threading.Thread(target=work, args=(worker,), daemon=True).start()
work(0)
"""
ROUNDS = 6


def until(lines: Iterable[str], kept: int, flushed: int) -> list[str]:
    """The first of the lines, up to those that tell of so much."""
    found: list[str] = []
    for line in lines:
        found.append(line)
        kept -= line.startswith("kept")
        flushed -= line == "flushed\n"
        if kept <= 0 and flushed <= 0:
            break
    return found


@pytest.mark.parametrize("threads", [1, 8])
def test_what_was_committed_is_there(tmp_path: Path, threads: int) -> None:
    """Every original that was reported kept, every row of an interval that had ended, and a file that is whole."""
    path = tmp_path / "x.db"
    chance = random.Random(7)
    kept: list[str] = []
    written = 0
    for turn in range(ROUNDS):
        process = child(WRITES, f"sqlite:///{path}", str(turn), str(threads))
        assert process.stdout is not None
        # All but the last are killed early.
        lines = until(process.stdout, kept=1, flushed=0 if turn < ROUNDS - 1 else 3)
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        lines += [line for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        # A row of what was kept before the last but one flush began has been written: flushes follow one another.
        flushes = [place for place, line in enumerate(lines) if line == "flushed\n"]
        if len(flushes) > 1:
            written += sum(line.startswith("kept") for line in lines[: flushes[-2]])
        kept += [line.split()[1] for line in lines if line.startswith("kept ")]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT COUNT(*) FROM requests").fetchone()[0]
    stores = open_stores(f"sqlite:///{path}")
    lost = [name for name in kept if stores.originals.get("t", name) != name * 50]
    assert (len(kept) >= ROUNDS, lost) == (True, [])
    assert written > 0
    assert rows >= written
    assert stores.status().set_aside is None
    stores.close()
