"""The command line: `python -m benchmarks.frontier --help`."""

from __future__ import annotations

import sys

from benchmarks.frontier.command import main

if __name__ == "__main__":
    sys.exit(main())
