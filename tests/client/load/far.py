"""The provider of these tests, in a process of its own: `python -m tests.client.load.far`.

It prints its address, and then a line of JSON for every line that it is sent: how many requests came, how many connections are
open, and the originals that messages named. It ends when its input does.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from headroom.retrieval.marker import TOOL_NAME, find_markers
from tests.fakes.provider_server import Received, Reply, calls, delayed, error, says, serve

__all__ = ["CANCEL_AFTER_S", "Far", "far_provider"]

_ROOT = Path(__file__).parents[3]
CANCEL_AFTER_S = 0.4
"""How long a call that is to be cancelled is waited for: well below what the server takes, long enough to be sent."""
_STREAMED = "One word after the other, until the end. " * 20


class Far:
    """The provider as a test sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = self._line()

    def status(self) -> dict[str, int]:
        """How many requests were `served`, and how many connections are `open`, as of now."""
        found: dict[str, int] = json.loads(self._asked("status"))
        return found

    def named(self) -> set[str]:
        """The hashes of all originals that requests named."""
        return set(json.loads(self._asked("named")))

    def connections_left(self, timeout_s: float = 60.0) -> int:
        """How many connections are open, once none is or the time is over."""
        deadline = time.monotonic() + timeout_s
        while (left := self.status()["open"]) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left

    def _asked(self, word: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def far_provider() -> Iterator[Far]:
    """The running provider."""
    command = [sys.executable, "-m", "tests.client.load.far"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Far(process)
        process.communicate()


def _script(named: set[str]) -> Callable[[Received], Reply]:
    def reply(received: Received) -> Reply:
        messages = received.messages
        texts = [message["content"] for message in messages if message.get("role") == "tool"]
        hashes = [marker.hash for text in texts if isinstance(text, str) for marker in find_markers(text)]
        named.update(hashes)
        questions = [message["content"] for message in messages if message.get("role") == "user"]
        asked = str(questions[-1]) if questions else ""
        if "error 500" in asked:
            return error(500)
        if "error 429" in asked:
            return error(429)
        is_answered = any(message.get("tool_call_id", "").startswith("call_0") for message in messages[-1:])
        if "retrieve" in asked and hashes and TOOL_NAME in received.tool_names and not is_answered:
            return calls((TOOL_NAME, {"hash": hashes[-1]}))
        if "cancelled" in asked:
            return delayed(60.0, says("Too late."))
        return says(_STREAMED if received.is_stream else "Done.")

    return reply


def _main() -> None:
    named: set[str] = set()
    with serve(_script(named), remembers=False) as server:
        print(server.url, flush=True)  # noqa: T201  # What it is asked for.
        for word in sys.stdin:
            told: object = sorted(named) if word.strip() == "named" else _status(server.served, server.connections_open)
            print(msgspec.json.encode(told).decode(), flush=True)  # noqa: T201  # As above.


def _status(served: int, connections_open: int) -> dict[str, int]:
    return {"served": served, "open": connections_open}


if __name__ == "__main__":
    _main()
