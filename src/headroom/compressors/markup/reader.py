"""Markup read once from front to back: its blocks, its boxes, its tables.

No tree is built. What is open is a stack of the elements that hold blocks; ends that fit nothing are passed over, and what is
left open is closed by the end of what it stands in. Text is collected as it comes and made into a block where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from headroom.compressors.markup.code_signs import is_line_of_code, is_numbering, language_of
from headroom.compressors.markup.gathering import Gathering
from headroom.compressors.markup.hints import conceals
from headroom.compressors.markup.inline import BREAK, MARKS, MOST_OPTIONS, plain_text
from headroom.compressors.markup.names import BOXES, BREAKS, CELL, CODE, HEADINGS, HIDING, KINDS, PLAIN, QUOTED, ROWS, STRIKING
from headroom.compressors.markup.page import Block, Page

__all__ = ["read_markup"]

_TAG = re.compile(
    r"<(?:(/?[a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)|[!?/][^>]*+(?:>|\Z))"
)
"""A tag, with its name and what follows; quotes count behind a `=` only. What is open at the end of the text ends there."""
_OURS = dict.fromkeys(map(ord, MARKS + "\0"))
_MOST_NAMES = 400
"""Spellings of names that are remembered. Chosen: pages use some dozens."""

Action = Callable[[str, str], None]


def read_markup(markup: str) -> Page:
    """What a page says, block by block.

    Cost: linear; one search of the text, and one call for each tag that starts or ends a block or a link.
    """
    if any(map(markup.__contains__, MARKS + "\0")):
        markup = markup.translate(_OURS)
    parts = _TAG.split(markup)
    return _Reader().read(parts)


def _always(act: Callable[[], None]) -> Action:
    """What is done wherever it stands."""

    def acted(_name: str, _attributes: str) -> None:
        act()

    return acted


class _Reader(Gathering):
    """What each tag does to what is open and collected."""

    def __init__(self) -> None:
        super().__init__()
        self._actions = self._known_actions()

    def _known_actions(self) -> dict[str | None, Action | None]:
        """What to do at each tag, nothing where it only says how text looks; of two entries the later one counts."""
        line = self._line
        ends: tuple[tuple[Iterable[str], Action], ...] = (
            (BREAKS, self._end_kind),
            (BOXES, self._close_box),
            (CODE, self._close_code),
            (QUOTED, self._quote_code),
            (("a",), self._close_link),
            (("button",), self._close_button),
            # The title of a page is read from its head, and what else has one is a drawing.
            (("title",), _always(line.drop_control)),
            (("select",), self._close_options),
            (("table",), self._close_table),
            (("sup",), self._in_text(line.end_raised)),
            (("sub",), self._in_text(line.end_lowered)),
            (STRIKING, self._end_struck),
            (ROWS, self._end_row),
        )
        starts: tuple[tuple[Iterable[str], Action], ...] = (
            (BREAKS, self._break),
            (BOXES, self._open_box),
            (HIDING, self._hide),
            (CODE, self._open_code),
            (KINDS, self._open_kind),
            (HEADINGS, self._open_heading),
            (QUOTED, self._quote_code),
            (("li",), self._open_item),
            (("br",), self._new_line),
            (("img",), self._image),
            (("sup",), _always(line.raise_next)),
            (("sub",), _always(line.lower_next)),
            (STRIKING, self._strike),
            (("a",), self._open_link),
            (("button", "title"), _always(line.open_control)),
            (("select",), self._open_options),
            (("option",), _always(line.add_option)),
            (("table",), self._open_table),
            (("tbody", "thead", "tfoot"), self._end_row),
            (("tr",), self._open_row),
            (("td", "th"), self._open_cell),
        )
        actions: dict[str | None, Action | None] = dict.fromkeys((None, *PLAIN))
        for names, act in ends:
            actions.update(dict.fromkeys([f"/{name}" for name in names], act))
        for names, act in starts:
            actions.update(dict.fromkeys(names, act))
        return actions

    def _in_text(self, act: Callable[[], None]) -> Action:
        """What is done outside of code alone."""

        def acted(_name: str, _attributes: str) -> None:
            if not self._code:
                act()

        return acted

    def read(self, parts: list[str]) -> Page:
        """Take in the text before the first tag, and each tag with its attributes and the text behind it."""
        actions = self._actions
        pieces = self._line.pieces
        collect = pieces.append
        if parts[0]:
            collect(parts[0])
        for name, attributes, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            try:
                act = actions[name]
            except KeyError:
                act = self._unknown(name, attributes)
            if act is not None:
                act(name, attributes)
            # What stands between blocks is mostly the indentation of the next one.
            if text and (pieces or self._code or not text.isspace()):
                collect(text)
        self._flush()
        layout = self._layout
        return Page(
            blocks=tuple(layout.numbers.finished(self._blocks)),
            boxes=tuple(layout.boxes),
            tables=layout.made_tables(),
            tags=len(parts) // 3,
            controls=self._line.controls,
            hidden=self._line.hidden,
        )

    def _unknown(self, name: str, attributes: str) -> Action | None:
        """What to do for a name that is not in the table as it is written."""
        low = name.lower()
        act = self._actions.get(low)
        if act is not None:

            def spelled(_name: str, told: str) -> None:
                act(low, told)

            return spelled
        if "@" in name or attributes.startswith("//"):
            # An address in brackets, and no tag.
            self._line.pieces.append(f"&lt;{name}{attributes}&gt;")
        elif len(self._actions) < _MOST_NAMES:
            self._actions[name] = None
        return None

    def _break(self, name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
            layout = self._layout
            if layout.concealed:
                layout.end_before(name)
            if attributes and conceals(name, attributes):
                layout.conceal(name)

    def _end_kind(self, name: str, _attributes: str) -> None:
        self._flush()
        if self._layout.concealed:
            self._layout.end_concealed(name[1:])
        self._kind, self._level = "paragraph", 0

    def _open_heading(self, name: str, attributes: str) -> None:
        self._break(name, attributes)
        self._kind, self._level = "heading", int(name[1])

    def _open_kind(self, name: str, attributes: str) -> None:
        self._break(name, attributes)
        self._kind = KINDS[name]

    def _open_item(self, name: str, attributes: str) -> None:
        self._break(name, attributes)
        self._kind = "paragraph"
        self._layout.open_item(attributes)

    def _new_line(self, _name: str, _attributes: str) -> None:
        self._line.pieces.append("\n" if self._code else f" {BREAK} ")

    def _open_box(self, name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
            if self._layout.concealed:
                self._layout.end_before("p")
            self._layout.open_box(name, attributes)

    def _close_box(self, name: str, _attributes: str) -> None:
        self._flush()
        if not self._code:
            self._line.end_open()
            self._layout.close_box(name[1:])
            self._line.leave(self._layout.box)

    def _open_link(self, _name: str, attributes: str) -> None:
        if not self._code:
            self._line.open_link(attributes)

    def _close_link(self, _name: str, _attributes: str) -> None:
        if not self._code:
            self._line.close_link()

    def _hide(self, name: str, attributes: str) -> None:
        # The ends of elements that nearly never hide anything are looked at only while one does.
        if (attributes or self._line.hides) and not self._code and self._line.hide(name, attributes):
            self._actions[f"/{name}"] = self._show

    def _show(self, name: str, _attributes: str) -> None:
        if not self._line.show(name[1:]):
            self._actions[name] = None

    def _close_button(self, _name: str, _attributes: str) -> None:
        if self._kind != "heading" and not self._code:
            self._line.close_control()

    def _open_options(self, _name: str, _attributes: str) -> None:
        self._flush()
        self._line.open_control()

    def _close_options(self, _name: str, _attributes: str) -> None:
        self._kind = "options"
        self._line.close_control(MOST_OPTIONS)
        self._end_kind("", "")

    def _image(self, _name: str, attributes: str) -> None:
        if not self._code:
            self._line.add_image(attributes)

    def _strike(self, name: str, attributes: str) -> None:
        line = self._line
        if self._code or ((attributes or line.hides) and line.hide(name, attributes) and line.hides == name):
            return
        line.strike(self._layout.box)

    def _end_struck(self, name: str, _attributes: str) -> None:
        if self._line.hides == name[1:]:
            self._line.show(name[1:])
        elif not self._code:
            self._line.end_struck()

    def _open_code(self, name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
            if self._layout.concealed:
                self._layout.end_before("p")
            self._line.drop()
            self._code = name
            self._language = language_of(attributes)

    def _close_code(self, name: str, _attributes: str) -> None:
        if not self._code or (name[1:] != self._code):
            return
        text = plain_text("".join(self._line.pieces)).replace("\r\n", "\n").rstrip()
        self._code = ""
        self._line.drop()
        text = text[text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1 :]
        layout = self._layout
        if not text or (name == "/textarea" and len(text) < MOST_OPTIONS) or (layout.cell is not None and is_numbering(text)):
            self._line.controls += bool(text)
            return
        if "\n" in text:
            layout.mix()
        self._blocks.append(Block(kind="code", text=text, box=layout.box, mark=self._language, cell=layout.cell))

    def _quote_code(self, name: str, attributes: str) -> None:
        if not self._code:
            self._line.pieces.append("`")
        elif name == "code" and not self._language:
            self._language = language_of(attributes)

    def _open_table(self, _name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
            if self._layout.concealed:
                self._layout.end_before("p")
            self._layout.open_table(attributes)

    def _close_table(self, _name: str, _attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._layout.close_table()
            self._line.leave(self._layout.box)

    def _end_line_of_code(self) -> None:
        if self._code == CELL:
            self._close_code(f"/{CELL}", "")

    def _end_row(self, name: str, _attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._line.end_open()
            self._layout.end_row()
            # The box round a cell is the table's, and so is that of what opened in the cell.
            self._line.leave(self._layout.box - 1)
            if name[-4:] in ("body", "head", "foot"):
                self._layout.open_rows()

    def _open_row(self, _name: str, attributes: str) -> None:
        self._end_row("", "")
        if not self._code:
            self._layout.open_row(attributes)

    def _open_cell(self, name: str, attributes: str) -> None:
        self._end_row("", "")
        if not self._code:
            self._layout.open_cell(name, attributes)
            if name == CELL and is_line_of_code(attributes):
                self._line.drop()
                self._code = CELL
