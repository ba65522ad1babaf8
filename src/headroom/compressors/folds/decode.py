"""A folded text back to what it was: the inverse of what `compressor` writes."""

from __future__ import annotations

from headroom.compressors.folds.grammar import HEADER, MARK, MARKED, REPEATED, STARTED, has_marks, read_codes
from headroom.compressors.unfolding import Room
from headroom.retrieval.marker import OPENING

__all__ = ["decode"]


def decode(text: str) -> str:
    """The text as it was before it was folded; a text without our header comes back as it is.

    Notes of what was left out stay, as they do not say what it was.

    Raises: ValueError where the text has our header but is not of our writing.
    Cost: linear in the text and in what comes back, which is the text and at most 256 M characters more.
    """
    if not text.startswith(HEADER):
        return text
    first, _, body = text.partition("\n")
    codes = read_codes(first)
    room = Room()
    lines = _started(body.split("\n"), room)
    if has_marks(first):
        lines = _unmarked(lines, room)
    decoded = _repeated(lines, room)
    # No sign is part of a sequence, so that what one stands for never grows by another.
    for sign, sequence in codes.items():
        room.take(decoded.count(sign) * len(sequence))
        decoded = decoded.replace(sign, sequence)
    return decoded


def _started(lines: list[str], room: Room) -> list[str]:
    """The lines with what they start with."""
    whole: list[str] = []
    at = 0
    while at < len(lines):
        found = STARTED.fullmatch(lines[at]) if lines[at].startswith(OPENING) else None
        at += 1
        if found is None:
            whole.append(lines[at - 1])
            continue
        count, start = int(found[1]), found[2]
        if not 0 < count <= len(lines) - at:
            raise ValueError("a note on no lines, or on more lines than there are")
        room.take(count * len(start))
        whole.extend([start + line for line in lines[at : at + count]])
        at += count
    return whole


def _unmarked(lines: list[str], room: Room) -> list[str]:
    """The lines without marks, and what marks stand for."""
    marked: dict[str, str] = {}
    whole: list[str] = []
    for line in lines:
        found = MARKED.fullmatch(line) if line.startswith(MARK) else None
        if found is None:
            whole.append(line)
        elif found[2] is not None and found[1] not in marked:
            marked[found[1]] = found[2]
            whole.append(found[2])
        elif found[2] is None and found[1] in marked:
            room.take(len(marked[found[1]]))
            whole.append(marked[found[1]])
        else:
            whole.append(line)
    return whole


def _repeated(lines: list[str], room: Room) -> str:
    """The text of the lines with those that come again.

    What comes again is one piece, however many lines it is: a list of short lines would take many times their characters. A
    note is on lines that stand there themselves, below the note before it, so that notes do not multiply each other.
    """
    pieces: list[str] = []
    below = 0
    for line in lines:
        found = REPEATED.fullmatch(line) if line.startswith(OPENING) else None
        if found is None:
            pieces.append(line)
            continue
        count, times = int(found[1] or 1), int(found[2])
        if not times or not 0 < count <= len(pieces) - below:
            raise ValueError("a note on no lines, or on more lines than there are")
        chars = sum(map(len, pieces[-count:])) + count
        if chars == count:
            raise ValueError("a note on nothing but empty lines")
        room.take(times * chars)
        pieces.append(("\n".join([*pieces[-count:], ""]) * times)[:-1])
        below = len(pieces)
    return "\n".join(pieces)
