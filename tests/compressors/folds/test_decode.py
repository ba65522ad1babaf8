"""Tests of the way back."""

from __future__ import annotations

import pytest

from headroom.compressors.folds import decode

HEADER = "[headroom: folded; notes tell how lines start or repeat]\n"
MARKS = "[headroom: folded; [@N] repeats the line so marked]\n"


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
        "x" * 1000 + "\n[headroom: line above 999999999 more times]\n",
    ],
)
def test_what_is_not_of_our_writing_is_refused(body: str) -> None:
    """Notes on lines that are not there, and texts without end."""
    with pytest.raises(ValueError, match=r"more lines|more than any"):
        decode(HEADER + body)
