"""Texts made to be slow: work on them grows no faster than they do, and nothing raises."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from headroom.detection import detect, notice_of, protected_spans, sections
from headroom.detection.sample import sample_of
from tests.detection.growth import grows_too_fast

SIZE = 60_000
PIECES = (
    *("a", *'[{" -<1|=日\n\r\t\ufeff\ud800\x00', '{"', "[{", "a:1:", "a:1:\n", ":::::", "--\n", "<a ", "1\n", "  1→\n"),
    *("<a-b>\n", "</a-b>\n", "<a-b>\n</a-b>\n", "<system-reminder>\n", "<system-reminder> </x>\n"),
    *("```\n", "```x\n", "~~~\n```\n", "{\n", "}\n", '{\n"a"\n', '{\n"a":1\n} x\n', '{"a":1}\n', "[\n"),
    *("--- a\n", "--- a\n+++ b\n", "diff --git a b\n", "diff --git a b\n@@ -1 +1 @@\nx\n", "@@ -1 +1 @@\n"),
    *("Index: a\n=", "commit abcdef0\n", "$ ls\n", "stdout:\n", "a@b:~$ ls\n", "a@b "),
    *("Traceback (most recent call last):\n", "Traceback (most recent call last):\n  a\nb\nDuring handling of \n"),
    *("\x1b[", "\x1b]", "\x1b[0m", "12:00:00 ", "2024-01-01 ", "a=b ", 'a="b" ', "at a", "truncated ", "\ntruncated x"),
    *("a/b:", "# a\n", "- a\n", "a: b\n"),
)
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "detect": detect,
    "sections": sections,
    "notice_of": notice_of,
    "protected_spans": lambda text: protected_spans(text, ("system-reminder", "a-b")),
}


def repeated(piece: str, size: int) -> str:
    """So many characters of a piece."""
    return (piece * (size // len(piece) + 1))[:size]


def numbered(pattern: str, size: int) -> str:
    """So many characters of pieces that are all different."""
    return "".join(pattern.replace("?", str(number)) for number in range(size // len(pattern)))[:size]


def work(function: Callable[[str], object], made: Callable[[int], str]) -> Callable[[int], Callable[[], object]]:
    """What a function does on texts of so many characters, which are made before it starts."""

    def prepared(length: int) -> Callable[[], object]:
        text = made(length)
        return lambda: function(text)

    return prepared


@pytest.mark.parametrize("name", FUNCTIONS)
def test_work_grows_no_faster_than_the_text(name: str) -> None:
    """Of every piece, at sizes where the most signs are looked at, and at bigger ones."""
    function = FUNCTIONS[name]
    slow = [
        (piece, size)
        for piece in PIECES
        for size in (5_000, SIZE)
        if grows_too_fast(work(function, lambda length, piece=piece: repeated(piece, length)), size)  # type: ignore[misc]
    ]
    assert not slow


@pytest.mark.parametrize(
    "pattern", ["<t-?>\n", "```x?\n", "diff --git a b?\n@@ -1 +1 @@\nz\n", "</t-?>\n", '{\n"?"\n', "a?.py:1:x\n"]
)
def test_pieces_that_are_all_different_are_no_slower(pattern: str) -> None:
    """Nothing is kept for each of them that all others are held against."""
    assert not grows_too_fast(work(sections, lambda length: numbered(pattern, length)), SIZE)


def test_the_sample_does_not_grow_with_the_text() -> None:
    """The kinds see as many lines of ten million characters as of one."""
    line = "some words that make a line\n"
    small, big = (sample_of(line * (size // len(line))) for size in (1_000_000, 10_000_000))
    assert len(small.body) == len(big.body) < 20_000
    assert (small.top, len(small.lines)) == (big.top, len(big.lines))


@pytest.mark.parametrize("piece", PIECES)
def test_a_megabyte_of_anything_is_tiled(piece: str) -> None:
    """And detected without a fault."""
    text = repeated(piece, 1_000_000)
    found = sections(text)
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(found))
    assert len(found) <= 64


def test_random_characters_are_no_slower() -> None:
    """Printable ones on one line, and on many."""
    rng = random.Random(5)

    def text(length: int, ends: float) -> str:
        return "".join(chr(rng.randint(32, 126)) if rng.random() > ends else "\n" for _ in range(length))

    for ends in (0.0, 0.03):
        texts = {length: text(length, ends) for length in (SIZE, 2 * SIZE, 4 * SIZE)}
        assert not grows_too_fast(work(sections, texts.__getitem__), SIZE)
