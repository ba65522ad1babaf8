"""A folded text back to what it was: the inverse of what `compressor` writes."""

from __future__ import annotations

from headroom.compressors.folds.grammar import HEADER, MARK, MARKED, REPEATED, STARTED, has_marks, read_codes
from headroom.retrieval.marker import OPENING

__all__ = ["decode"]

_MOST_CHARS = 256 * 1024 * 1024
"""Chosen: far above the work budget of the writer; a text made to unfold without end stops here."""


def decode(text: str) -> str:
    """The text as it was before it was folded; a text without our header comes back as it is.

    Notes of what was left out stay, as they do not say what it was.

    Raises: ValueError where the text has our header but is not of our writing.
    """
    if not text.startswith(HEADER):
        return text
    first, _, body = text.partition("\n")
    lines = _started(body.split("\n"))
    decoded = "\n".join(_repeated(_unmarked(lines) if has_marks(first) else lines))
    for sign, sequence in read_codes(first).items():
        decoded = decoded.replace(sign, sequence)
    return decoded


def _started(lines: list[str]) -> list[str]:
    """The lines with what they start with."""
    whole: list[str] = []
    at = 0
    while at < len(lines):
        found = STARTED.fullmatch(lines[at]) if lines[at].startswith(OPENING) else None
        at += 1
        if found is None:
            whole.append(lines[at - 1])
            continue
        count = int(found[1])
        if count > len(lines) - at:
            raise ValueError("a note on more lines than there are")
        whole.extend([found[2] + line for line in lines[at : at + count]])
        at += count
    return whole


def _unmarked(lines: list[str]) -> list[str]:
    """The lines without marks, and what marks stand for."""
    marked: dict[str, str] = {}
    whole: list[str] = []
    size = 0
    for line in lines:
        found = MARKED.fullmatch(line) if line.startswith(MARK) else None
        if found is None:
            whole.append(line)
        elif found[2] is not None and found[1] not in marked:
            marked[found[1]] = found[2]
            whole.append(found[2])
        elif found[2] is None and found[1] in marked:
            whole.append(marked[found[1]])
            size = _checked(size + len(whole[-1]))
        else:
            whole.append(line)
    return whole


def _repeated(lines: list[str]) -> list[str]:
    """The lines with those that come again."""
    whole: list[str] = []
    size = 0
    for line in lines:
        found = REPEATED.fullmatch(line) if line.startswith(OPENING) else None
        if found is None:
            whole.append(line)
            continue
        count, times = int(found[1] or 1), int(found[2])
        if count > len(whole):
            raise ValueError("a note on more lines than there are")
        block = whole[len(whole) - count :] if count else []
        size = _checked(size + times * (sum(map(len, block)) + count))
        whole.extend(block * times)
    return whole


def _checked(size: int) -> int:
    if size > _MOST_CHARS:
        raise ValueError("folds that stand for more than any text of ours")
    return size
