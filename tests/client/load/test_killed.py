"""Processes killed in the middle of their calls."""

from __future__ import annotations

import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import openai

from headroom import HeadroomClient
from headroom.providers import OpenAIProvider
from tests.client.load.far import Far, far_provider
from tests.client.load.mix import IS_FULL

ROUNDS = 60 if IS_FULL else 3
FLUSH_INTERVAL_S = 0.5
"""Of the writer of rows. What was over for longer than that, and for a moment to write it, has its row."""
SLACK_S = 0.5
"""What writing may take beyond that on a machine with too much to do. Chosen."""
_CALLER = """
import itertools, os, sys, time
import openai
from headroom import HeadroomClient
from headroom.providers import OpenAIProvider
from tests.client.load.mix import askings

url, store_url, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
original = openai.OpenAI(base_url=url + "/v1", api_key="one tenant", max_retries=0)
client = HeadroomClient(original, OpenAIProvider(), store_url=store_url, default_mode="optimize", tenant="one tenant")
for conversation in itertools.count(first):
    for asking in askings(conversation, cancels=False):
        if asking.kind != "plain":
            continue
        client.chat.completions.create(**asking.arguments)
        os.write(1, f"over {time.time()}\\n".encode())
"""


def test_what_was_named_can_be_read(tmp_path: Path) -> None:
    """Every original that a request named is in the file, every row but those of the last interval, and the file is whole."""
    path = tmp_path / "h.db"
    chance = random.Random(11)
    over = due = rows = 0
    checked: set[str] = set()
    with far_provider() as far:
        for turn in range(ROUNDS):
            found = _killed_after(chance.uniform(0.8, 3.0 if IS_FULL else 2.0), far, path, turn)
            over, due = over + found[0], due + found[1]
            with closing(sqlite3.connect(path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                rows = connection.execute("SELECT COUNT(*) FROM requests").fetchone()[0]
            assert due <= rows <= over + turn + 1
            new = far.named() - checked
            assert new
            assert _lost(new, far, path) == []
            checked |= new
    assert due > 0
    print(over, due, rows, len(checked))  # noqa: T201


def _lost(named: set[str], far: Far, path: Path) -> list[str]:
    """Those of the originals that another client of the same tenant cannot read."""
    original = openai.OpenAI(base_url=f"{far.url}/v1", api_key="any")
    store_url = f"sqlite:///{path}"
    with original, HeadroomClient(original, OpenAIProvider(), store_url=store_url, tenant="one tenant") as client:
        lost = [name for name in named if client.retrieve(name) is None]
        assert client.get_stats()["storage"]["error"] is None
    return lost


def _killed_after(seconds: float, far: Far, path: Path, turn: int) -> tuple[int, int]:
    """How many calls were over, and how many of them are due a row; killed so long after the first of them."""
    arguments = [sys.executable, "-c", _CALLER, far.url, f"sqlite:///{path}", str(10_000_000 + turn * 10_000)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        killed_at = time.time()
        process.send_signal(signal.SIGKILL)
        told = first + process.communicate()[0]
    ends = [float(found) for found in re.findall(r"^over ([\d.]+)$", told, re.MULTILINE)]
    return len(ends), sum(end < killed_at - FLUSH_INTERVAL_S - SLACK_S for end in ends)
