"""Long runs of encoded bytes, which no model reads: base64, hex, the payload of data URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

import msgspec

from headroom.retrieval.marker import OPENING

__all__ = ["Blob", "find_blobs", "without_blobs"]

_LEAST = 256
"""Chosen: longer than any hash, key or token that somebody may ask for."""
_STEP = 120
"""Characters of a part of a text that is looked at for a space. Chosen: the shortest of what is looked for, four lines of 60
characters, fills one of these parts wherever it stands."""
_RUN = re.compile(rf"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{{{_LEAST},}}={{0,2}}")
_DATA_URL = re.compile(rf"data:[a-z]{{1,20}}/[\w.+-]{{1,80}}(?:;[\w=.-]{{1,40}}){{0,4}},([^\s\"'()<>]{{{_LEAST},}})")
_WRAPPED = re.compile(r"(?:^[A-Za-z0-9+/]{60,76}\r?\n){4,}(?:^[A-Za-z0-9+/]{1,76}={0,2}(?=\r?$))?", re.MULTILINE)
"""Lines of base64 as mail and certificates have them."""
_WIDTHS = (60, 77)
_FOUR = b"\1" * 3
"""Four lines of one length: three times the same as the next."""
_SAMPLE = 2_000


class Blob(msgspec.Struct, frozen=True):
    """A run of encoded bytes in a text."""

    start: int
    stop: int
    kind: str

    @property
    def note(self) -> str:
        """What stands in its place."""
        return f"{OPENING}{self.stop - self.start} characters of {self.kind} omitted]"


def find_blobs(text: str) -> list[Blob]:
    """The runs of encoded bytes in a text, in order.

    Cost: linear; a look every so many characters, and passes over what is long there without a space.
    """
    long, are_lines = _unspaced(text)
    found = [blob for start, stop in long for blob in _runs(text, start, stop)]
    if are_lines and _may_be_wrapped(text.split("\n")):
        found.extend(_wrapped(text))
    found.sort(key=lambda blob: (blob.start, -blob.stop))
    apart: list[Blob] = []
    for blob in found:
        if not apart or blob.start >= apart[-1].stop:
            apart.append(blob)
    return apart


def without_blobs(text: str, blobs: list[Blob]) -> str:
    """The text with a note in the place of each blob."""
    pieces: list[str] = []
    at = 0
    for blob in blobs:
        pieces.extend((text[at : blob.start], blob.note))
        at = blob.stop
    return "".join([*pieces, text[at:]])


def _unspaced(text: str) -> tuple[list[tuple[int, int]], bool]:
    """The lines with a long word, and whether there are shorter ones without a space."""
    unspaced = [at for at in range(0, len(text), _STEP) if text.find(" ", at, at + _STEP) < 0]
    long: list[tuple[int, int]] = []
    are_lines = False
    done = 0
    for at in unspaced:
        if at < done or text.find('"', at, at + _STEP) >= 0:
            continue
        if text.find("\n", at, at + _STEP) >= 0:
            are_lines = True
            continue
        start, done = text.rfind("\n", done, at) + 1 or done, text.find("\n", at)
        done = len(text) if done < 0 else done
        if max(map(len, text[start:done].split()), default=0) >= _LEAST:
            long.append((start, done))
    return long, are_lines


def _wrapped(text: str) -> Iterator[Blob]:
    """The blocks of lines of base64."""
    for match in _WRAPPED.finditer(text):
        if _encoding(match.group()[:_SAMPLE].replace("\n", "").replace("\r", "")) == "base64":
            yield Blob(match.start(), len(match.group().rstrip("\r\n")) + match.start(), "base64")


def _runs(text: str, start: int, stop: int) -> Iterator[Blob]:
    """The runs of a long line."""
    if text.find("data:", start, stop) >= 0:
        for match in _DATA_URL.finditer(text, start, stop):
            yield Blob(match.start(1), match.end(1), "data")
    for match in _RUN.finditer(text, start, stop):
        kind = _encoding(match.group()[:_SAMPLE])
        if kind:
            yield Blob(match.start(), match.end(), kind)


def _may_be_wrapped(lines: list[str]) -> bool:
    """Whether several lines of one length and of one word each follow each other."""
    sizes = list(map(len, lines))
    same = bytes(map(eq, sizes, sizes[1:]))
    at = same.find(_FOUR)
    while at >= 0:
        if _WIDTHS[0] <= sizes[at] <= _WIDTHS[1] and " " not in lines[at]:
            return True
        at = same.find(_FOUR, at + 1)
    return False


def _encoding(run: str) -> str:
    """How bytes are encoded in a run; empty for one that is a word, a path or a sequence of few letters."""
    letters = set(run)
    if len(letters) >= 10 and letters <= set("0123456789abcdefABCDEF") and not run.isdigit():
        return "hex"
    digits = sum(map(run.count, "0123456789"))
    upper = sum(map(run.count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    signs = sum(map(run.count, "/-_+"))
    is_mixed = digits * 40 >= len(run) and upper * 6 >= len(run) and (len(run) - digits - upper - signs) * 6 >= len(run)
    return "base64" if len(letters) >= 40 and is_mixed and signs * 10 <= len(run) else ""
