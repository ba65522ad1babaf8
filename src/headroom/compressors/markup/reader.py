"""Markup read once from front to back: its blocks, its boxes, its tables.

No tree is built. What is open is a stack of the elements that hold blocks; ends that fit nothing are passed over, and what is
left open is closed by the end of what it stands in. Text is collected as it comes and made into a block where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from headroom.compressors.markup.code_signs import is_line_of_code, is_numbering, language_of
from headroom.compressors.markup.inline import BREAK, MARKS, MOST_OPTIONS, Line, plain_text
from headroom.compressors.markup.layout import Layout
from headroom.compressors.markup.page import Block, BlockKind, Page

__all__ = ["read_markup"]

_TAG = re.compile(
    r"<(?:(/?[a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)|[!?/][^>]*+(?:>|\Z))"
)
"""A tag, with its name and what follows; quotes count behind a `=` only. What is open at the end of the text ends there."""
_OURS = dict.fromkeys(map(ord, MARKS + "\0"))
_BOXES = """div section article main nav aside header footer form fieldset figure ul ol dl details menu dialog center address
    hgroup search dir blockquote""".split()
_BREAKS = """p li dt dd h1 h2 h3 h4 h5 h6 hr legend summary figcaption caption optgroup html body head noframes frameset
    frame""".split()
_ROWS = ("tr", "td", "th", "tbody", "thead", "tfoot")
_KINDS: dict[str, BlockKind] = {
    "dt": "term",
    "dd": "definition",
    "figcaption": "caption",
    "caption": "caption",
    "legend": "caption",
}
_CODE = ("pre", "textarea", "listing", "xmp")
_HIDING = ("span", "i", "em", "small", "b", "strong", "label", "time")
"""Elements within a line that may be hidden."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_QUOTED = ("code", "tt", "samp", "kbd")
_PLAIN = ("input", "wbr", "/option", *(f"/{name}" for name in _HIDING))
_CELL = "td"
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


class _Reader:
    """The state of reading: what is open, and what has been collected since the last block."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._layout = Layout()
        self._line = Line()
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._code = ""
        """The element of code that is open."""
        self._language = ""
        self._actions = self._known_actions()

    def _known_actions(self) -> dict[str | None, Action | None]:
        """What to do at each tag, nothing where it only says how text looks; of two entries the later one counts."""
        ends: tuple[tuple[Iterable[str], Action], ...] = (
            (_BREAKS, self._end_kind),
            (_BOXES, self._close_box),
            (_CODE, self._close_code),
            (_QUOTED, self._quote_code),
            (("a",), self._close_link),
            (("button",), self._close_button),
            (("title",), self._close_title),
            (("select",), self._close_options),
            (("table",), self._close_table),
            (_ROWS, self._end_row),
        )
        starts: tuple[tuple[Iterable[str], Action], ...] = (
            (_BREAKS, self._break),
            (_BOXES, self._open_box),
            (_HIDING, self._hide),
            (_CODE, self._open_code),
            (_KINDS, self._open_kind),
            (_HEADINGS, self._open_heading),
            (_QUOTED, self._quote_code),
            (("li",), self._open_item),
            (("br",), self._new_line),
            (("img",), self._image),
            (("sup",), self._raise),
            (("a",), self._open_link),
            (("button", "title"), self._open_control),
            (("select",), self._open_options),
            (("option",), self._option),
            (("table",), self._open_table),
            (("tbody", "thead", "tfoot"), self._end_row),
            (("tr",), self._open_row),
            (("td", "th"), self._open_cell),
        )
        actions: dict[str | None, Action | None] = dict.fromkeys((None, *_PLAIN))
        for names, act in ends:
            actions.update(dict.fromkeys([f"/{name}" for name in names], act))
        for names, act in starts:
            actions.update(dict.fromkeys(names, act))
        return actions

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
            blocks=tuple(self._blocks),
            boxes=tuple(layout.boxes),
            tables=layout.made_tables(),
            tags=len(parts) // 3,
            controls=self._line.controls,
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

    def _break(self, _name: str, _attributes: str) -> None:
        self._flush()

    def _end_kind(self, _name: str, _attributes: str) -> None:
        self._flush()
        self._kind, self._level = "paragraph", 0

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

    def _open_heading(self, name: str, _attributes: str) -> None:
        self._flush()
        self._kind, self._level = "heading", int(name[1])

    def _open_kind(self, name: str, _attributes: str) -> None:
        self._flush()
        self._kind = _KINDS[name]

    def _open_item(self, _name: str, _attributes: str) -> None:
        self._flush()
        self._kind = "paragraph"
        self._layout.open_item()

    def _new_line(self, _name: str, _attributes: str) -> None:
        self._line.pieces.append("\n" if self._code else f" {BREAK} ")

    def _open_box(self, name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
            self._layout.open_box(name, attributes)

    def _close_box(self, name: str, _attributes: str) -> None:
        self._flush()
        if not self._code:
            self._line.end_open()
            self._layout.close_box(name[1:])

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

    def _open_control(self, _name: str, _attributes: str) -> None:
        self._line.open_control()

    def _close_button(self, _name: str, _attributes: str) -> None:
        if self._kind != "heading" and not self._code:
            self._line.close_control()

    def _close_title(self, _name: str, _attributes: str) -> None:
        """The title of a page is read from its head, and what else has one is a drawing."""
        self._line.drop_control()

    def _open_options(self, _name: str, _attributes: str) -> None:
        self._flush()
        self._line.open_control()

    def _option(self, _name: str, _attributes: str) -> None:
        self._line.add_option()

    def _close_options(self, _name: str, _attributes: str) -> None:
        self._kind = "options"
        self._line.close_control(MOST_OPTIONS)
        self._end_kind("", "")

    def _image(self, _name: str, attributes: str) -> None:
        if not self._code:
            self._line.add_image(attributes)

    def _raise(self, _name: str, _attributes: str) -> None:
        self._line.raise_next()

    def _open_code(self, name: str, attributes: str) -> None:
        self._flush()
        if not self._code:
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
            self._layout.open_table(attributes)

    def _close_table(self, _name: str, _attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._layout.close_table()

    def _end_line_of_code(self) -> None:
        if self._code == _CELL:
            self._close_code(f"/{_CELL}", "")

    def _end_row(self, _name: str, _attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._line.end_open()
            self._layout.end_row()

    def _open_row(self, _name: str, _attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._layout.open_row()

    def _open_cell(self, name: str, attributes: str) -> None:
        self._end_line_of_code()
        self._flush()
        if not self._code:
            self._layout.open_cell(name, attributes)
            if name == _CELL and is_line_of_code(attributes):
                self._line.drop()
                self._code = _CELL
