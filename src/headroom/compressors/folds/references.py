"""Long lines that come again elsewhere, written once and marked."""

from __future__ import annotations

from collections import Counter

from headroom.compressors.folds.fold import Fold, Folded
from headroom.compressors.folds.grammar import MARK, mark
from headroom.retrieval.marker import OPENING

__all__ = ["fold_references"]

_LEAST_CHARS = 60
"""Chosen: the reader has to look a shorter line up for nothing."""


def fold_references(lines: list[str]) -> Folded:
    """The lines with each long one that comes again marked, and the mark alone where it does.

    No-op: where a line begins like a mark. Cost: one look-up a long line.
    """
    counts = Counter([line for line in lines if len(line) >= _LEAST_CHARS])
    numbers = {line: 0 for line, times in counts.items() if times > 1 and not line.startswith(OPENING)}
    if not numbers or f"\n{MARK}" in "\n".join(["", *lines]):
        return Folded(lines, [])
    written: list[str] = []
    found = 0
    for line in lines:
        number = numbers.get(line)
        if number is None:
            written.append(line)
        elif number:
            written.append(mark(number))
        else:
            found += 1
            numbers[line] = found
            written.append(f"{mark(found)} {line}")
    folds = [Fold(f"{line}\n", f"{mark(number)}\n", counts[line] - 1, f"{mark(number)} ") for line, number in numbers.items()]
    return Folded(written, folds)
