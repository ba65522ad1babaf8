"""A page as it is read: blocks of text in their order, and the boxes that they stand in."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["KIND_NAMES", "Block", "BlockKind", "Box", "Cell", "Page", "Table"]

BlockKind = Literal["paragraph", "heading", "item", "term", "definition", "caption", "code", "row", "options"]
"""What a block is on the page; `row` is a row of a table of data."""
KIND_NAMES: dict[BlockKind, str] = {
    "paragraph": "paragraph",
    "heading": "heading",
    "item": "list item",
    "term": "term",
    "definition": "definition",
    "caption": "caption",
    "code": "code",
    "row": "table row",
    "options": "options",
}
"""How notes call what they stand for, where it is part of what the page says."""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """A place in a table."""

    table: int
    row: int
    column: int
    columns: int = 1
    """How many it takes, the first of them `column`."""
    last: int = 0
    """The last row it stands in, where that is not its own."""


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph, an item, a heading: what a browser would start on a new line."""

    kind: BlockKind
    text: str
    """With marks round links, which `links` reads; white space is single, but in code."""
    box: int
    """The innermost box it stands in."""
    level: int = 0
    """Of a heading, 1 to 6; of an item, how many lists it stands in; else how deep it is quoted or listed."""
    mark: str = ""
    """What stands before an item: `-` or its number; the language of code."""
    link_chars: int = 0
    """How many of its characters belong to links."""
    targets: tuple[str, ...] = ()
    """Where its links lead, in their order."""
    cell: Cell | None = None

    @property
    def prose_chars(self) -> int:
        """Characters outside links."""
        return max(0, len(self.text) - self.link_chars)


class Box(msgspec.Struct, frozen=True, gc=False):
    """An element that holds blocks."""

    parent: int
    name: str
    hint: str
    """What its name, role or classes call it: `navigation`, `footer`, `main`; empty for nothing."""
    is_sure: bool
    """Whether what calls it so is an element or a role, and no word of a class."""


class Table(msgspec.Struct, frozen=True, gc=False):
    """A table as far as its element tells."""

    box: int
    rows: int
    is_mixed: bool
    """Whether it holds tables, headings or code, as no table of data does."""
    is_headed: bool
    """Whether a cell of it is a heading."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All that a page says, and how it is laid out. Box 0 is the page itself."""

    blocks: tuple[Block, ...]
    boxes: tuple[Box, ...]
    tables: tuple[Table, ...]
    head: tuple[str, ...] = ()
    """Title, author, date and address, as far as they are given."""
    tags: int = 0
    scripts: int = 0
    """Scripts, styles, drawings and comments, which no reader sees."""
    controls: int = 0
    """Buttons, long lists of options and signs that only work on the page."""
    hidden: int = 0
    """Elements within lines that are not shown."""
