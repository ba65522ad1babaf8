"""A page without what no reader sees: scripts, styles, drawings, comments, templates."""

from __future__ import annotations

import re

import msgspec

from headroom.compressors.markup.formulas import formula_text

__all__ = ["Visible", "visible_markup"]

_START = re.compile(
    r"<(?:!--|(?:!\[CDATA\[)|(script|style|svg|noscript|template|iframe|object|audio|video|canvas|math|datalist)(?=[\s/>]))",
    re.IGNORECASE,
)
_RAW = ("script", "style", "iframe")
"""Elements in which nothing but their own end counts as markup; where that is missing, they go on to the end."""
_KEPT_INSIDE = ("audio", "video", "object", "canvas")
"""Elements of which the tags alone go: what they hold stands in for them."""
_DATA = re.compile(r"application/(?:[\w.+-]*\+)?json", re.IGNORECASE)
_LEAST_DATA = 20
_CODE_SIGNS = ";{}="
"""Signs that a program has more of than a page has ends of elements."""


class Visible(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a page, and what was cut out of it that may yet be wanted."""

    markup: str
    cuts: int
    data: tuple[str, ...]
    """JSON in scripts."""
    unscripted: tuple[str, ...]
    """What is shown where no scripts run."""


class _Cut(msgspec.Struct, frozen=True):
    """Where what follows a start goes on, and what stands instead of it."""

    end: int
    instead: str = ""


def visible_markup(text: str) -> Visible:
    """The markup that a reader sees something of.

    Cost: linear; one search of the text for starts, and one for each end.
    """
    pieces: list[str] = []
    data: list[str] = []
    unscripted: list[str] = []
    cutter = _Cutter(text)
    at = _end_of_torn(text)
    cuts = int(at > 0)
    found = _START.search(text, at)
    while found is not None:
        start, name = found.start(), (found[1] or found[0]).lower()
        pieces.append(text[at:start])
        cut = cutter.cut(name, start, found.end())
        if name == "script":
            _keep_data(text[start : cut.end], data)
        elif name == "noscript":
            unscripted.append(text[start : cut.end])
        pieces.append(cut.instead)
        cuts += not cut.instead
        at = cut.end
        found = _START.search(text, at)
    pieces.append(text[at:])
    return Visible(markup="".join(pieces), cuts=cuts, data=tuple(data), unscripted=tuple(unscripted))


def _end_of_torn(text: str) -> int:
    """Where the markup begins of a page that was cut into parts, when this part begins within a script or a style."""
    for name in ("script", "style"):
        end = text.find(f"</{name}")
        if end > 0 and f"<{name}" not in text[:end]:
            head = text[:end]
            if head.count("</") * 4 <= sum(map(head.count, _CODE_SIGNS)) and not head.lstrip().startswith("<"):
                return text.find(">", end) + 1 or len(text)
    return 0


def _keep_data(script: str, data: list[str]) -> None:
    opening, _, body = script.partition(">")
    if _DATA.search(opening):
        body = body.rpartition("</")[0].strip() or body.strip()
        if len(body) >= _LEAST_DATA:
            data.append(body)


class _Cutter:
    """Finds the ends of what is cut, each end that is missing once only."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._missing: set[str] = set()
        self._ends: dict[str, re.Pattern[str]] = {}

    def cut(self, name: str, start: int, behind: int) -> _Cut:
        """What goes from `start` on."""
        text = self._text
        if name == "<!--":
            # `<!-->` is a whole comment.
            end = text.find("-->", start + 2)
            return _Cut(end + 3 if end >= 0 else len(text))
        if name == "<![cdata[":
            return self._character_data(behind)
        opened = text.find(">", behind) + 1 or len(text)
        if name in _KEPT_INSIDE or (name == "template" and "shadowroot" in text[behind:opened]):
            return _Cut(opened)
        is_empty = text[opened - 2 : opened] == "/>" and name in ("svg", "math")
        end = opened if is_empty else self._end(name, opened)
        if end < 0:
            return _Cut(len(text) if name in _RAW else opened)
        if name == "math":
            return _Cut(
                end, _apart(text[start - 1 : start], formula_text(text[start:opened], text[opened:end]), text[end : end + 1])
            )
        is_formula = name == "script" and "math/tex" in text[start:opened]
        return _Cut(end, text[opened:end].partition("</")[0].replace("<", "&lt;") if is_formula else "")

    def _character_data(self, behind: int) -> _Cut:
        """Text in which nothing is markup."""
        if "]]>" in self._missing:
            return _Cut(behind)
        end = self._text.find("]]>", behind)
        if end < 0:
            self._missing.add("]]>")
            return _Cut(behind)
        return _Cut(end + 3, self._text[behind:end].replace("&", "&amp;").replace("<", "&lt;"))

    def _end(self, name: str, opened: int) -> int:
        """Behind the end of an element that was opened before a place; -1 where it is not closed."""
        if name in self._missing:
            return -1
        pattern = self._ends.get(name)
        if pattern is None:
            pattern = self._ends[name] = re.compile(_END_OF.format("".join(f"[{c}{c.upper()}]" for c in name)))
        depth = 1
        for found in pattern.finditer(self._text, opened):
            if found[1]:
                depth -= 1
            elif name not in _RAW:
                depth += 1
            if not depth:
                return found.end()
        self._missing.add(name)
        return -1


_END_OF = r"<(?:(/){0}\b[^>]*+(?:>|\Z)|{0}(?=[\s>]))"
"""An end or, for what may stand inside itself, another start."""


def _apart(before: str, formula: str, behind: str) -> str:
    """A formula between two characters of text, which make no number with it."""
    lead = " " if before.isdigit() and formula[:1].isdigit() else ""
    return lead + formula + (" " if behind.isdigit() and formula[-1:].isdigit() else "")
