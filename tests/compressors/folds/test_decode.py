"""Tests of the way back."""

from __future__ import annotations

import tracemalloc

import pytest

from headroom.compressors.folds import decode

HEADER = "[headroom: folded; notes tell how lines start or repeat]\n"
MARKS = "[headroom: folded; [@N] repeats the line so marked]\n"
BOTH = "[headroom: folded; notes tell how lines start or repeat; [@N] repeats the line so marked]\n"
NUMBER = 20_000
"""Of lines and characters, of which there would be as many as the product."""
LEAST_BYTES = 20_000
"""What it takes to refuse a text of no length."""


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("no header\n[@1]\n", "no header\n[@1]\n"),
        (f"{HEADER}a\n[headroom: line above 2 more times]\nb", "a\na\na\nb"),
        (f"{HEADER}a\nb\r\n[headroom: 2 lines above 1 more time]\n", "a\nb\r\na\nb\r\n"),
        (f'{HEADER}[headroom: 2 lines start with "x/"]\na\nb\nc', "x/a\nx/b\nc"),
        (f"{MARKS}[@1] long\nb\n[@1]", "long\nb\nlong"),
        (f"{HEADER}[@1] stays\n[@1]", "[@1] stays\n[@1]"),
        ("[headroom: folded; codes §=ESC[0m]\na§b", "a\x1b[0mb"),
        (f"{HEADER}a\n[headroom: 300 characters of hex omitted]", "a\n[headroom: 300 characters of hex omitted]"),
    ],
)
def test_folds_are_undone(folded: str, text: str) -> None:
    """And nothing else is touched."""
    assert decode(folded) == text


@pytest.mark.parametrize(
    "body",
    [
        "[headroom: 3 lines above 2 more times]\n",
        '[headroom: 3 lines start with "x"]\na',
        "x\n[headroom: 0 lines above 9 more times]",
        "x\n[headroom: line above 0 more times]",
        "x\n[headroom: line above 9 more times]\n[headroom: line above 9 more times]",
        "x\n[headroom: line above 9 more times]\ny\n[headroom: 2 lines above 9 more times]",
        '[headroom: 0 lines start with "x"]\na',
    ],
)
def test_notes_on_what_is_not_there_are_refused(body: str) -> None:
    """On more lines than stand there, on none, or on what a note stands for."""
    with pytest.raises(ValueError, match="more lines than there are"):
        decode(HEADER + body)


@pytest.mark.parametrize(
    "header",
    [
        "[headroom: folded; notes tell how lines start or repeat",
        "[headroom: folded; notes tell how lines start or repeat; something else]",
        "[headroom: folded; codes ]",
        "[headroom: folded; codes §]",
        "[headroom: folded; codes §=]",
        "[headroom: folded; codes §=x]",
        "[headroom: folded; codes m=ESC[1m]",
        "[headroom: folded; codes §¶=ESC[1m]",
        "[headroom: folded; codes §=ESC[1m §=ESC[2m]",
        "[headroom: folded; codes §=¶ ¶=ESC[1m]",
    ],
)
def test_other_headers_are_refused(header: str) -> None:
    """A sign stands for escape sequences alone, and a header says nothing but how to read."""
    with pytest.raises(ValueError, match=r"no sign|not of our writing"):
        decode(f"{header}\na\n§")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}{'x' * 1000}\n[headroom: line above 999999999 more times]\n",
        f"{HEADER}\n[headroom: line above 200000000 more times]",
        f'{HEADER}[headroom: {NUMBER} lines start with "{"x" * NUMBER}"]{chr(10) * NUMBER}',
        f"{MARKS}[@1] {'x' * NUMBER}" + "\n[@1]" * NUMBER,
        f"[headroom: folded; codes §={'ESC[0m' * NUMBER}]\n{'§' * NUMBER}",
        "[headroom: folded; codes §=¶¶¶¶¶¶¶¶¶¶ ¶=«««««««««« «=»»»»»»»»»» »=†††††††††† †=±±±±±±±±±± ±=•••••••••• •=x]\n§",
    ],
    ids=["lines", "empty lines", "starts", "marks", "signs", "signs of signs"],
)
def test_texts_without_end_are_refused_before_they_are_made(text: str) -> None:
    """What little stands for very much takes no more memory than to read it."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"more than any|empty lines|no sign"):
            decode(text)
        assert tracemalloc.get_traced_memory()[1] < 50 * len(text) + LEAST_BYTES
    finally:
        tracemalloc.stop()


def test_folds_have_their_room_together() -> None:
    """Marks and repetitions that would each fit are refused where they do not fit together."""
    size = 12_000
    lines = f"[@1] {'x' * size}" + "\n[@1]" * size
    with pytest.raises(ValueError, match="more than any"):
        decode(f"{BOTH}{lines}\n[headroom: {size} lines above 1 more time]")


def test_repetitions_take_no_more_memory_than_their_characters() -> None:
    """Not a place in a list for each line, which is many times that of a short one."""
    times = 1_000_000
    tracemalloc.start()
    decoded = decode(f"{HEADER}x\n[headroom: line above {times} more times]\ny")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert decoded == "x\n" * (times + 1) + "y"
    assert peak < 4 * len(decoded)
