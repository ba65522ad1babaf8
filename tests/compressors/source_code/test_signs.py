"""Tests of where definitions may be."""

from __future__ import annotations

import pytest

from headroom.compressors.excerpt import split_lines
from headroom.compressors.source_code.signs import definition_signs, row_starts


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\nb", "a\n\nb\n", "é\nb\n", "é\nb"])
def test_rows_start_behind_line_feeds(text: str) -> None:
    """In bytes; the last start is behind all."""
    data = text.encode()
    starts = row_starts(data, split_lines(text))
    feeds = [at + 1 for at, byte in enumerate(data) if byte == 0x0A]
    assert starts[:-1] == [0, *feeds]
    assert starts[-1] > len(data)


def test_methods_of_objects_are_told_from_control() -> None:
    """By how their rows begin, whichever row the bracket is on."""
    text = "a = {\n  format(x) {\n    if (x) {\n    }\n  },\n  iffy(x)\n  {\n  } }\n"
    data = text.encode()
    rows = split_lines(text)
    starts = row_starts(data, rows)
    assert [data.count(b"\n", 0, at) for at in definition_signs(data, rows, starts, "javascript")] == [1, 6]
