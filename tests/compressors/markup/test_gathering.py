"""Tests of blocks made of what was collected."""

from __future__ import annotations

from headroom.compressors.markup.gathering import Gathering


class Open(Gathering):
    """What is collected, as a test writes it."""

    def end(self, *pieces: str) -> list[tuple[str, str, str]]:
        """Kind, mark and text of all blocks behind some more pieces."""
        self._line.pieces.extend(pieces)
        self._flush()
        return [(block.kind, block.mark, block.text) for block in self._blocks]

    def open(self, name: str) -> None:
        """A box starts."""
        self._layout.open_box(name, "")


def test_blocks_are_what_is_open() -> None:
    """Items in lists, each with its mark once; quotes in quotes; nothing of white space."""
    gathered = Open()
    assert gathered.end() == gathered.end(" \n") == []
    gathered.open("blockquote")
    assert gathered.end("said") == [("paragraph", ">", "said")]
    gathered.open("ol")
    gathered._layout.open_item()  # noqa: SLF001  as the reader does
    gathered.end("one")
    assert gathered.end("more of one")[1:] == [("item", "1.", "one"), ("item", "", "more of one")]
