"""Texts made to be slow: every compressor does work in proportion to them, raises nothing, and makes none of them larger."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from returns.result import Success

from headroom.compressors import REGISTERED, Compressor
from headroom.config import Settings
from headroom.retrieval.marker import marker_text, text_marker
from headroom.tokens import counter_for
from tests.detection.growth import grows_too_fast

SIZE = 40_000
QUERY = "why did the request fail with error 42 in server.py?"
COMPRESSORS: dict[str, Compressor] = {type(made).__name__: made for made in (make(Settings()) for make in REGISTERED)}
_DIFF = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n"
_MARKER = text_marker(marker_text("9 of 10 lines omitted", "0" * 24, "none")) + "\n"


def repeated(piece: str, opening: str = "") -> Callable[[int], str]:
    """A text of so many characters of one piece."""
    return lambda size: opening + (piece * (size // len(piece) + 1))[:size]


def numbered(piece: str, opening: str = "", closing: str = "") -> Callable[[int], str]:
    """A text of so many characters of pieces that are all different: each `?` is its number."""

    def made(size: int) -> str:
        pieces = [opening]
        length = 0
        while length < size:
            pieces.append(piece.replace("?", str(len(pieces))))
            length += len(pieces[-1])
        return "".join([*pieces, closing])

    return made


def scattered(alphabet: str) -> Callable[[int], str]:
    """A text of so many random characters."""
    return lambda size: "".join(random.Random(size).choices(alphabet, k=size))


def nested(opening: str, closing: str) -> Callable[[int], str]:
    """As many things as fit, each in another."""
    return lambda size: opening * (size // len(opening + closing)) + closing * (size // len(opening + closing))


def quoted(size: int) -> str:
    """JSON in a string of JSON, and so on, each backslash doubled each time."""
    text = '{"a": 1}'
    while len(text) * 2 < size:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        text = f'{{"a": "{escaped}"}}'
    return text + repeated(" ")(size - len(text))


TEXTS: dict[str, Callable[[int], str]] = {
    "one line": repeated("x"),
    "one line of words": repeated("some words that never end "),
    "spaces": repeated(" "),
    "blank lines": repeated("\n"),
    "equal lines": repeated("this line is the same as all the others\n"),
    "short equal lines": repeated("ab\n"),
    "two lines by turns": repeated("the first of two lines, and\nthe second of two lines\n"),
    "different lines": numbered("line ? says that ? came and ? went\n"),
    "different lines of a log": numbered("2024-01-01 10:00:00,000 ERROR [worker-?] request ? failed with status ?\n"),
    "different words": numbered("word? "),
    "brackets": repeated("["),
    "brackets that close": nested("[", "]"),
    "braces": repeated('{"a":'),
    "objects inside each other": nested('{"a":', "}"),
    "objects": numbered('{"id": ?, "name": "row ?"}\n'),
    "an array of objects": numbered('{"id": ?, "name": "row ?"}, ', "[", "1]"),
    "an array of numbers": numbered("?,", "[", "1]"),
    "an object of many keys": numbered('"k?": ?, ', "{", '"z": 1}'),
    "quotes": repeated('"'),
    "quotes that are escaped": repeated('\\"'),
    "quotes inside each other": quoted,
    "cells": repeated("a,b,"),
    "rows": numbered("?,?,name ?,x\n"),
    "rows that grow": lambda size: "\n".join("a," * (row % 300) for row in range(size // 200)),
    "a table": numbered("| ? | name ? | x |\n"),
    "hits": numbered("src/file?.py:?:    x = ?\n"),
    "hits in one file": numbered("src/file.py:?:    x = ?\n"),
    "paths": numbered("src/room/other/file?.py\n"),
    "deep paths": repeated("a/"),
    "diffs": repeated(_DIFF),
    "headers of diffs": repeated("diff --git a/a b/a\n"),
    "headers of hunks": repeated("@@ -1 +1 @@\n"),
    "one hunk": repeated("+x\n", _DIFF),
    "headings of pages": repeated("# heading\n"),
    "fences": repeated("```\n"),
    "fenced blocks": repeated("```json\n{}\n```\n"),
    "tags": repeated("<a>"),
    "blocks": numbered("<block-?>\n"),
    "reminders": repeated("<system-reminder>\n"),
    "tracebacks": repeated('Traceback (most recent call last):\n  File "a.py", line 1, in f\n    x()\nValueError: no\n'),
    "frames": numbered('  File "a?.py", line ?, in f\n'),
    "commands": repeated("$ ls\n"),
    "our marker": repeated(_MARKER),
    "starts of our marker": repeated("[headroom: "),
    "signs of folds": repeated("[@1] x\n"),
    "colours": repeated("\x1b[31mred\x1b[0m "),
    "escapes": repeated("\x1b["),
    "progress": repeated("10%\r"),
    "bytes in base64": scattered("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
    "bytes in hex": scattered("0123456789abcdef"),
    "random characters": scattered("".join(map(chr, range(32, 127)))),
    "random characters on lines": scattered("".join(map(chr, range(32, 127))) + "\n" * 4),
    "random characters of the world": scattered("".join(map(chr, range(0x20, 0x3000, 7))) + "\n" * 20),
    "surrogates": repeated("\ud800"),
    "zeros": repeated("\x00"),
    "ends of lines of all sorts": repeated("a\r\nb\rc\n\u2028\x0b\x85"),
}


def work(compressor: Compressor, made: Callable[[int], str]) -> Callable[[int], Callable[[], object]]:
    """What a compressor does on a text of so many characters."""

    def prepared(size: int) -> Callable[[], object]:
        text = made(size)
        return lambda: compressor(text, QUERY)

    return prepared


@pytest.mark.parametrize("name", COMPRESSORS)
def test_work_grows_in_proportion(name: str) -> None:
    """Of any compressor, on any of the texts."""
    assert not [what for what, made in TEXTS.items() if grows_too_fast(work(COMPRESSORS[name], made), SIZE)]


@pytest.mark.parametrize("name", COMPRESSORS)
def test_nothing_becomes_larger(name: str) -> None:
    """Neither in tokens nor in bytes, and nothing raises."""
    count = counter_for("gpt-4o").count
    larger: list[str] = []
    for what, made in TEXTS.items():
        for text in (made(SIZE), made(SIZE)[: SIZE // 3 + 1]):
            match COMPRESSORS[name](text, QUERY):
                case Success(compressed):
                    written = compressed.text
                    if count(written) > count(text) or size_of(written) > size_of(text):
                        larger.append(what)
                case _:
                    pass
    assert not larger


def size_of(text: str) -> int:
    """Its bytes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def test_texts_have_their_size() -> None:
    """About as many characters as they were asked for, so that growth means something."""
    for what, made in TEXTS.items():
        assert 0.4 * SIZE < len(made(SIZE)) < 1.6 * SIZE, what
