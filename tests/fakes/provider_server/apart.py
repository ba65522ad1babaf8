"""The server in a process of its own, for measurements: it takes no time from the client's interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["serve_apart"]

_ROOT = Path(__file__).parents[3]


@contextmanager
def serve_apart(*, is_strict: bool = True) -> Iterator[str]:
    """The address of a server that echoes; a client of OpenAI's takes it with `/v1` behind."""
    command = [sys.executable, "-m", "tests.fakes.provider_server", *([] if is_strict else ["--lenient"])]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, "the server did not start"
        yield url
        process.communicate()
