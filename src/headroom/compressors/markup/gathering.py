"""What has been collected of a page since its last block, and the blocks that are made of it."""

from __future__ import annotations

from headroom.compressors.markup.inline import Line
from headroom.compressors.markup.layout import Layout
from headroom.compressors.markup.page import Block, BlockKind

__all__ = ["Gathering"]


class Gathering:
    """The blocks as far as they are read, and what is open."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._layout = Layout()
        self._line = Line()
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._code = ""
        """The element of code that is open."""
        self._language = ""

    def _flush(self) -> None:
        """Make a block of what has been collected."""
        line = self._line
        pieces = line.pieces
        if not pieces:
            return
        if self._code:
            # Elements for each line of code.
            if not pieces[-1].endswith("\n"):
                pieces.append("\n")
            return
        text = line.end()
        if text:
            self._add(text)
            self._kind, self._level = "paragraph", 0
        line.reset()

    def _add(self, text: str) -> None:
        layout = self._layout
        kind, level, mark = self._kind, self._level, layout.mark
        layout.mark = ""
        if kind == "heading":
            mark = ""
            layout.mix()
        elif kind == "paragraph" and layout.lists:
            kind, level = "item", layout.lists
        elif layout.quotes:
            mark = ">"
        self._blocks.append(
            Block(
                kind=kind,
                text=text,
                box=layout.box,
                level=level,
                mark=mark,
                link_chars=self._line.link_chars,
                targets=tuple(self._line.targets),
                cell=layout.cell,
            )
        )
