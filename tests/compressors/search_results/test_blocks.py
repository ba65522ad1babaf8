"""Tests of what belongs together in a passage."""

from __future__ import annotations

from headroom.compressors.search_results.blocks import Block, read_blocks


def blocks(*lines: str) -> list[Block]:
    """The blocks of all lines."""
    return [*read_blocks(lines, 0, len(lines))]


def test_blank_lines_part_paragraphs() -> None:
    """And belong to none."""
    assert blocks("", "a", "b", "  ", "c") == [Block(1, 3, "text"), Block(4, 5, "text")]


def test_code_goes_on_to_its_fence() -> None:
    """Over blank lines and other fences; to the end where there is none."""
    assert blocks("a", "```py", "", "~~~", "```", "b") == [Block(0, 1, "text"), Block(1, 5, "code"), Block(5, 6, "text")]
    assert blocks("~~~", "a", "", "b") == [Block(0, 4, "code")]


def test_a_table_is_its_rows() -> None:
    """Without the sentence before it."""
    assert blocks("Fields:", "| a |", "|---|", "| 1 |", "so") == [
        Block(0, 1, "text"),
        Block(1, 4, "table"),
        Block(4, 5, "text"),
    ]


def test_a_frame_is_what_others_need() -> None:
    """Fences of code, the heading of a table, nothing of a paragraph."""
    assert [Block(3, 9, form).frame() for form in ("code", "table", "text")] == [(3, 8), (3, 4), ()]
    assert Block(3, 4, "table").frame() == (3,)


def test_only_the_lines_asked_for_are_read() -> None:
    """A passage ends where the next document begins."""
    assert [*read_blocks(["a", "```", "b", "c"], 1, 3)] == [Block(1, 3, "code")]
