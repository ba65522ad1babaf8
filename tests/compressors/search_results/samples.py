"""Results of searches for tests, made from small patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["grep", "headed", "is_faithful", "ranked"]

_NOTE = re.compile(r"\[headroom: (\d+) lines? omitted")


def grep(files: int, hits: int = 4, *, directories: int = 3) -> list[str]:
    """`path:line:text` lines of calm texts, each different."""
    return [
        f"src/room{file % directories}/module{file}.py:{10 * hit + 1}:    value = compute_{file}_{hit}(argument, other)"
        for file in range(files)
        for hit in range(hits)
    ]


def headed(files: int, hits: int = 4) -> list[str]:
    """The same below headings."""
    lines: list[str] = []
    for file in range(files):
        lines.append(f"src/module{file}.py")
        lines.extend(f"{10 * hit + 1}:    value = compute_{file}_{hit}(argument, other)" for hit in range(hits))
        lines.append("")
    return lines


def ranked(documents: int, sentences: Iterable[str]) -> list[str]:
    """Markdown with a heading, a source and a passage for each document."""
    lines: list[str] = []
    for rank in range(1, documents + 1):
        lines += [f"## [{rank}] Title of number {rank}", f"<https://example.org/page{rank}>", ""]
        lines += [f"{sentence} (as said in text {rank})" for sentence in sentences]
        lines.append("")
    return lines


def is_faithful(written: str, text: str) -> bool:
    """Whether every line is the text's own, in order, and each gap has as many lines as it says."""
    lines = text.split("\n")
    at = 0
    *body, marker = written.split("\n")
    for line in body:
        note = _NOTE.match(line)
        if note is not None:
            at += int(note.group(1))
        elif at < len(lines) and lines[at] == line:
            at += 1
        else:
            return False
    return marker.startswith("[headroom: ") and at == len(lines) - (not lines[-1])
