"""What was saved, hour by hour and model by model, from the file that clients keep their metrics in.

Run it with `python examples/metrics_dashboard.py [headroom.db]`, or without a path for the file that clients use when they are
not told of another. The file is only read, so it may be in use.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

__all__ = ["main", "show"]

BY_MODEL = """
    SELECT model, mode, count(*), sum(tokens_input_before), sum(tokens_input_before - tokens_input_after),
           sum(cached_tokens), sum(cost_usd), sum(saved_usd), count(error)
    FROM requests GROUP BY model, mode ORDER BY 4 DESC
"""
BY_HOUR = """
    SELECT substr(timestamp, 1, 13) || 'h', sum(tokens_input_before - tokens_input_after)
    FROM requests GROUP BY 1 ORDER BY 1 DESC LIMIT 12
"""
HEAD = ("model", "mode", "requests", "tokens", "saved", "cached", "cost", "saved $", "errors")
BAR_CHARS = 40


def default_path() -> Path:
    """Where clients keep their metrics when they are not told."""
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folder = os.environ.get("HEADROOM_WORKSPACE_DIR") or Path(tempfile.gettempdir()) / f"headroom-{user}"
    return Path(folder).expanduser() / "headroom.db"


def cell(value: object) -> str:
    """A value as it stands in the table."""
    if isinstance(value, float):
        return f"{value:.4f}"
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def table(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """The rows below their heads, words to the left and numbers to the right."""
    cells = [HEAD, *(tuple(map(cell, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            text.ljust(width) if at < 2 else text.rjust(width) for at, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    ]


def bars(rows: list[tuple[str, int]]) -> list[str]:
    """A bar for each hour, as long as what was saved in it."""
    most = max((saved for _hour, saved in rows), default=0) or 1
    return [f"{hour}  {'#' * round(BAR_CHARS * max(saved, 0) / most):<{BAR_CHARS}} {saved:,}" for hour, saved in rows]


def show(path: Path) -> None:
    """Print what the file holds."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        print("\n".join(table(connection.execute(BY_MODEL))))
        print("\ntokens saved")
        print("\n".join(bars(connection.execute(BY_HOUR).fetchall())))


def main() -> None:
    """Show the file that is named, or the usual one."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default_path()
    if not path.is_file():
        sys.exit(f"no metrics at {path}: run a client first, examples/basic_usage.py say")
    show(path)


if __name__ == "__main__":
    main()
