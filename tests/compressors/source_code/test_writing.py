"""Tests of writing what stays."""

from __future__ import annotations

from headroom.compressors.excerpt import split_lines
from headroom.compressors.source_code.cutting import Gap
from headroom.compressors.source_code.writing import write_code
from headroom.messages import original_of

_TEXT = "1\ta\n2\tb\n3\tc\n4\td"


def test_notes_stand_for_gaps() -> None:
    """In the text and in its code, as is the marker at the end."""
    lines = split_lines(_TEXT)
    written = write_code(_TEXT, lines, ["a\n", "b\n", "c\n", "d"], [Gap(1, 2, "  # ")], ("#", "tool"))
    marker = f"# [headroom: 2 of 4 lines omitted; original {original_of(_TEXT).hash} via headroom_retrieve]"
    assert written.text == f"1\ta\n  # [headroom: 2 lines omitted]\n4\td\n{marker}"
    assert written.code == f"a\n  # [headroom: 2 lines omitted]\nd\n{marker}"
    assert written.notes == ("  # [headroom: 2 lines omitted]\n", marker)


def test_notes_may_say_which_rows() -> None:
    """Counted from 1; line ends are those of the text."""
    text = "a\r\nb\r\nc\r\n"
    lines = split_lines(text)
    written = write_code(text, lines, lines, [Gap(0, 1, "// ")], ("//", "none"), says_rows=True)
    assert written.text.startswith("// [headroom: 2 lines omitted (1-2)]\r\nc\r\n// [headroom: 2 of 3 ")
