"""The server in a process of its own: prints its address, and ends when its standard input does."""

from __future__ import annotations

import sys

from tests.fakes.provider_server.server import serve

if __name__ == "__main__":
    with serve(is_strict="--lenient" not in sys.argv, remembers=False) as server:
        print(server.url, flush=True)  # noqa: T201 - the address is what it is asked for
        sys.stdin.read()
