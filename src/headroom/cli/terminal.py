"""How text reaches a terminal: consoles, safe characters, and progress.

What tools answered is written by others. It may hold escape sequences that would move the cursor or recolour the screen, so
every text from a conversation goes through `printable` before it is shown.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

__all__ = ["console_on", "printable", "progress"]

PATIENCE_S = 1.0
"""Shorter runs show no progress: it would only flicker."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def console_on(stream: TextIO | None) -> Console:
    """A console that prints text as it stands; styled only on a terminal, and never with NO_COLOR.

    No-op for a stream that the process was started without.
    """
    # Left to itself, a console without a file prints on standard output, where the conversation goes.
    file = io.StringIO() if stream is None else stream
    styled = Console(file=file, highlight=False, markup=False, emoji=False)
    return Console(file=file, highlight=False, markup=False, emoji=False, color_system=None) if styled.no_color else styled


def printable(text: str) -> str:
    """The text with control, bidirectional and surrogate characters spelled as escapes; line breaks and tabs stay."""
    return _UNPRINTABLE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


@contextmanager
def progress(console: Console, first_stage: str) -> Iterator[Callable[[str], None]]:
    """A function that names the stage; a spinner with it appears once patience runs out.

    No-op when the console is no terminal.
    """
    stage = [first_stage]
    done = threading.Event()

    def show() -> None:
        if done.wait(PATIENCE_S):
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(stage[0], total=None)
            while not done.wait(0.1):
                bar.update(task, description=stage[0])

    watcher = threading.Thread(target=show, name="headroom-progress", daemon=True)
    if console.is_terminal:
        watcher.start()
    try:
        yield lambda name: stage.__setitem__(0, name)
    finally:
        done.set()
        if watcher.ident is not None:
            watcher.join()
