"""Pages from random trees, whose words are known: what a reader sees in its order, and what nobody does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import msgspec
from hypothesis import strategies as st

from property_tests.strategies.choices import FLAGS, below

__all__ = ["PageText", "page_texts", "torn_pages"]


class PageText(msgspec.Struct, frozen=True, kw_only=True):
    """A page, and what stands on it."""

    text: str
    words: tuple[str, ...]
    """What a reader sees, in order; a word once, but that of a cell once for each row it stands in."""
    unseen: tuple[str, ...]
    """Words of scripts, styles and comments."""
    codes: tuple[str, ...]
    """Blocks of code, as they are shown."""


_BASES = ("word", "été", "日本語", "Straße", "naïve", "Ωmega", "число", "total")
_WRAPS = ("div", "section", "article", "main", "div class='content'", 'div id="a>b" data-x="</div>"', "center", "form")
_BESIDE = ("nav", "aside", "footer", "header", "div class=sidebar", 'div class="social share"', 'div role="navigation"')
_ODD_ATTRIBUTES = (
    "",
    "",
    "",
    ' title="a > b"',
    " data-x='<p>'",
    " checked",
    ' class="x  y"',
    " data-a=1 data-b",
    ' style="color:red"',
)


class _Maker:
    """Writes a page and remembers its words."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.words: list[str] = []
        self.unseen: list[str] = []
        self.codes: list[str] = []
        self._number = 100

    def word(self) -> str:
        """A word that no page has twice, as markup."""
        self._number += 1
        said = f"{self.draw.choice(_BASES)}{self._number}"
        self.words.append(said)
        return self.draw.choice((said, said, said, "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in said)))

    def line(self) -> str:
        """Some words with elements among them."""
        pieces = [self._piece() for _ in range(self.draw.randrange(1, 12))]
        return self.draw.choice((" ", "\n  ", "&nbsp;", "\t")).join(pieces)

    def _piece(self) -> str:
        form = self.draw.randrange(16)
        if form == 0:
            target = self.draw.choice(("/about", "/x?a=1&amp;b=2", "#top"))
            return f'<a href="{target}"{self.attributes()}>{self.word()} {self.word()}</a>'
        if form == 1:
            return f"<b>{self.word()}</b>"
        if form == 2:
            return f"<SPAN{self.attributes()}>{self.word()} <i>{self.word()}</i></SPAN>"
        if form == 3:
            return f"{self.word()}<!-- {self.hidden_word()} > -->"
        if form == 4:
            return f"<code>{self.word()}</code>"
        if form == 5:
            return f"{self.word()}<br/>{self.word()}"
        if form == 7:
            hidden = f'<span style="display: none">{self.hidden_word()} <a href="/h">{self.hidden_word()}</a></span>'
            return f"{hidden}<a href=/x>{self.word()}</a>"
        if form == 6:
            return f'<img src="data:image/png;base64,{"A" * 40}" alt="{self.word()} {self.word()}">'
        if form in (8, 9):
            name = self.draw.choice(("del", "s", "STRIKE", "sup", "sub"))
            return f"{self.word()}<{name}{self.attributes()}>{self.word()}</{name}>"
        return self.word()

    def attributes(self) -> str:
        """What a tag may have behind its name."""
        return self.draw.choice(_ODD_ATTRIBUTES)

    def hidden_word(self) -> str:
        """A word that nobody sees."""
        self._number += 1
        self.unseen.append(f"unseen{self._number}")
        return self.unseen[-1]

    def block(self, depth: int) -> str:
        """A part of a page."""
        forms: tuple[Callable[[int], str], ...] = (
            self._paragraph,
            self._paragraph,
            self._heading,
            self._items,
            self._table,
            self._code,
            self._noise,
            self._quote,
            self._terms,
            self._unshown,
        )
        if depth > 0 and self.draw.random() < 0.4:
            forms = (self._wrap, self._wrap, self._beside, self._layout)
        return self.draw.choice(forms)(depth)

    def _paragraph(self, _depth: int) -> str:
        end = self.draw.choice(("</p>", "</P>", "", "</p></span>"))
        return f"<p{self.attributes()}>{self.line()}{end}\n"

    def _heading(self, _depth: int) -> str:
        level = self.draw.randrange(1, 5)
        return f"<h{level}{self.attributes()}>{self.line()}</h{level}>\n"

    def _items(self, _depth: int) -> str:
        name = self.draw.choice(("ul", "ol", "UL"))
        end = self.draw.choice(("</li>", ""))
        return f"<{name}>" + "\n".join(f"<li>{self.line()}{end}" for _ in range(self.draw.randrange(1, 6))) + f"</{name}>\n"

    def _table(self, _depth: int) -> str:
        end = self.draw.choice(("</td>", ""))
        columns = self.draw.randrange(1, 4)
        rows: list[str] = []
        tall = ""
        for _ in range(self.draw.randrange(1, 5)):
            if tall:
                # It stands in this row as well.
                self.words.append(tall)
            first = "" if tall else self._cell(end, is_tall=self.draw.random() < 0.3)
            tall = self.words[-1] if "rowspan" in first else ""
            rows.append("<tr>" + first + "".join(self._cell(end) for _ in range(columns - 1)))
        return "<table>" + self.draw.choice(("</tr>", "")).join(rows) + "</table>\n"

    def _cell(self, end: str, *, is_tall: bool = False) -> str:
        return f"<td{' rowspan=2' if is_tall else self.attributes()}>{self.word()}{end}"

    def _unshown(self, _depth: int) -> str:
        word = self.hidden_word()
        return self.draw.choice(
            (
                f"<p hidden>{word}</p>",
                f"<p style='display:none'>{word}<p>{self.word()}</p>",
                f"<ul><li style='display: none'>{word}<ul><li>{self.hidden_word()}</li></ul><li>{self.word()}</ul>",
                f"<h2 aria-hidden='true'>{word}</h2>",
                f"<dl><dt>{self.word()}<dd hidden>{word}</dl>",
            )
        )

    def _layout(self, depth: int) -> str:
        return f"<table><tr><td>{self.block(depth - 1)}</td><td>{self.block(depth - 1)}</td></tr></table>"

    def _code(self, _depth: int) -> str:
        start = len(self.words)
        lines = [f"{'  ' * self.draw.randrange(3)}x = {self.word()} < 1" for _ in range(self.draw.randrange(1, 4))]
        said = iter(self.words[start:])
        shown = "\n".join(f"{line[: line.index('x')]}x = {next(said)} < 1" for line in lines)
        self.codes.append(shown.strip("\n"))
        # The other words of each line are no words of ours.
        return "<pre>" + "\n".join(line.replace("< 1", "&lt; 1") for line in lines) + "</pre>\n"

    def _noise(self, _depth: int) -> str:
        word = self.hidden_word()
        return self.draw.choice(
            (
                f"<script>if (a < b && c > d) {{ '{word}</p>' }}</script>",
                f"<STYLE>p > a {{ {word}: 1 }}</STYLE>",
                f'<svg viewBox="0 0 1 1"><title>{word}</title><path d="M0 0"/></svg>',
                f"<!-- <p>{word}</p> -->",
                f"<template><p>{word}</p></template>",
            )
        )

    def _quote(self, _depth: int) -> str:
        return f"<blockquote>{self.line()}</blockquote>\n"

    def _terms(self, _depth: int) -> str:
        return f"<dl><dt>{self.line()}<dd>{self.line()}</dl>\n"

    def _wrap(self, depth: int) -> str:
        opening = self.draw.choice(_WRAPS)
        end = self.draw.choice((f"</{opening.split()[0]}>", "", "</section></b>"))
        return f"<{opening}>" + "".join(self.block(depth - 1) for _ in range(self.draw.randrange(1, 4))) + end

    def _beside(self, _depth: int) -> str:
        opening = self.draw.choice(_BESIDE)
        links = "".join(f'<li><a href="/{at}">{self.word()} {self.word()}</a></li>' for at in range(self.draw.randrange(1, 7)))
        return f"<{opening}><ul>{links}</ul></{opening.split()[0]}>\n"


@cache
def _page(seed: int) -> PageText:
    maker = _Maker(seed)
    head = ""
    if maker.draw.random() < 0.7:
        head = f"<head><meta charset=latin-1><title>{maker.word()} {maker.word()}</title>"
        head += f"<style>{maker.hidden_word()}</style></head>"
    body = "".join(maker.block(3) for _ in range(maker.draw.randrange(6, 25)))
    start = maker.draw.choice(("<!DOCTYPE html>\n<html>", "<HTML lang=en>", '<?xml version="1.0" encoding="latin-1"?><html>'))
    text = f"{start}{head}<body>{body}</body></html>{maker.draw.choice(('', chr(10)))}"
    return PageText(text=text, words=tuple(maker.words), unseen=tuple(maker.unseen), codes=tuple(maker.codes))


@cache
def page_texts() -> st.SearchStrategy[PageText]:
    """A page from a random tree, with ends left out as authors do."""
    return below(2_000).map(_page)


@st.composite
def _torn(draw: st.DrawFn) -> str:
    text = _page(draw(below(2_000))).text
    start = draw(below(len(text))) if draw(FLAGS) else 0
    text = text[start : start + 1 + draw(below(len(text)))]
    place = draw(below(len(text) + 1))
    insertion = draw(
        st.sampled_from(("", "<", ">", '"', "'", "<!--", "</div>", "<script>", "<pre>", "\0", "\x02", "\ud800", "&", "="))
    )
    return text[:place] + insertion + text[place:]


@cache
def torn_pages() -> st.SearchStrategy[str]:
    """Part of a page, with something put in anywhere."""
    return _torn()
