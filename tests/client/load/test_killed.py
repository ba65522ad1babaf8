"""Processes killed in the middle of their calls."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import openai

from headroom import HeadroomClient
from headroom.providers import OpenAIProvider
from tests.client.load.far import Far, far_provider
from tests.client.load.mix import IS_FULL

ROUNDS = 60 if IS_FULL else 3
_WRITTEN_S = 60.0
"""How long rows are waited for that nobody asked for. Chosen: far more than they take on the busiest machine."""
_CALLER = """
import itertools, os, sys
import openai
from headroom import HeadroomClient
from headroom.providers import OpenAIProvider
from tests.client.load.mix import askings

url, store_url, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
original = openai.OpenAI(base_url=url + "/v1", api_key="one tenant", max_retries=0)
client = HeadroomClient(original, OpenAIProvider(), store_url=store_url, default_mode="optimize", tenant="one tenant")
for number, conversation in enumerate(itertools.count(first)):
    if number == 3:
        os.write(1, b"waits\\n")
        sys.stdin.readline()
    for asking in askings(conversation, cancels=False):
        if asking.kind != "plain":
            continue
        client.chat.completions.create(**asking.arguments)
        os.write(1, b"over\\n")
"""


def test_what_was_named_can_be_read(tmp_path: Path) -> None:
    """Every original that a request named is in the file, and so is every row that was there; and the file is whole."""
    path = tmp_path / "h.db"
    chance = random.Random(11)
    over = rows = 0
    checked: set[str] = set()
    with far_provider() as far:
        for turn in range(ROUNDS):
            found = _killed_after(chance.uniform(0.8, 3.0 if IS_FULL else 2.0), far, path, turn, rows)
            over += found.over
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = _rows(path)
            # One call of each round may have had its row before it could tell that it was over.
            assert found.written <= rows <= over + turn + 1
            new = far.named() - checked
            assert new
            assert _lost(new, far, path) == []
            checked |= new
    print(over, rows, len(checked))  # noqa: T201


def _lost(named: set[str], far: Far, path: Path) -> list[str]:
    """Those of the originals that another client of the same tenant cannot read."""
    original = openai.OpenAI(base_url=f"{far.url}/v1", api_key="any")
    store_url = f"sqlite:///{path}"
    with original, HeadroomClient(original, OpenAIProvider(), store_url=store_url, tenant="one tenant") as client:
        lost = [name for name in named if client.retrieve(name) is None]
        assert client.get_stats()["storage"]["error"] is None
    return lost


class _Killed(msgspec.Struct, frozen=True):
    """What became of a process: how many calls were over, and how many rows had been written before it was killed."""

    over: int
    written: int


def _killed_after(seconds: float, far: Far, path: Path, turn: int, rows: int) -> _Killed:
    """A process that makes some calls, waits until all of them have their rows, and is killed so long after it went on."""
    arguments = [sys.executable, "-c", _CALLER, far.url, f"sqlite:///{path}", str(10_000_000 + turn * 10_000)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = ""
        while (line := process.stdout.readline()) != "waits\n":
            assert line, "it ended early"
            told += line
        early = told.count("over")
        assert early > 0
        deadline = time.monotonic() + _WRITTEN_S
        while (written := _rows(path)) < rows + early:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.stdin.write("go on\n")
        process.stdin.flush()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        told += process.communicate()[0]
    return _Killed(told.count("over"), written)


def _rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT COUNT(*) FROM requests").fetchone()[0])
