"""The markup compressor: the content of a page as text, or XML by its structure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.markup.asked import asked_blocks, shortened
from headroom.compressors.markup.boilerplate import verdicts
from headroom.compressors.markup.cutting import Visible, visible_markup
from headroom.compressors.markup.elements import reduce_elements
from headroom.compressors.markup.grids import with_rows
from headroom.compressors.markup.head import description_of, head_of
from headroom.compressors.markup.links import Linking, linking_for
from headroom.compressors.markup.page import KIND_NAMES, Block, Page
from headroom.compressors.markup.page_signs import form_of, is_template
from headroom.compressors.markup.reader import read_markup
from headroom.compressors.markup.writer import Written, write_blocks
from headroom.compressors.pricing import is_smaller
from headroom.config import MarkupSettings, Settings
from headroom.messages import original_of
from headroom.relevance import Query, read_query
from headroom.retrieval.marker import marker_text, omission, text_marker
from headroom.tokens import counter_for, estimate_tokens

__all__ = ["Markup"]

_LEAST = 400
"""Characters below which a marker costs more than markup does. Chosen."""
_LITTLE = 200
"""Characters of text below which a page is made by its scripts, so that what they hold is looked at. Chosen."""
_LONG = 6_000
"""Tokens from which content is long enough that a question may choose from it. Chosen."""
_CHARS_A_TOKEN = 4
_SAME = 60
"""Characters by which a description is known to repeat the text. Chosen."""
_SURE = 0.6
"""Share of its characters below which what was written surely takes fewer tokens. Measured: the tags that go take more each
than any word could that meets another one."""
_MOST_COUNTED = 400_000
"""Characters up to which doubtful cases are counted. Chosen: 40 ms of work."""


class Markup(msgspec.Struct, frozen=True):
    """Pages as the text that a reader would read; XML by its structure.

    Keeps: the text of what stays, in order, with headings, lists, tables, code and links that say something; the page's title.
    No-op: templates and components, text that only quotes tags, text that holds one of our markers, text over the work budget,
    text that would not become shorter, and where nothing may be dropped.
    """

    settings: MarkupSettings = MarkupSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> Markup:
        """The compressor as `settings.markup` has it."""
        return cls(settings.markup)

    @property
    def kind(self) -> str:
        """`markup`."""
        return "markup"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The text of a page or the structure of XML, or why it stays as it is.

        Cost: linear; about one count of a page.
        """
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        form = form_of(text)
        if form == "xml":
            return reduce_elements(text, query, self.settings)
        if not form:
            return Failure(Skip("is no page"))
        visible = visible_markup(text)
        if is_template(visible.markup):
            return Failure(Skip("is a template"))
        return self._reduced(text, visible, read_query(query))

    def _refusal(self, text: str) -> str:
        return "is too short" if len(text) < _LEAST else refusal(text, self.settings)

    def _reduced(self, text: str, visible: Visible, query: Query) -> Result[Compressed, Skip]:
        page = with_rows(read_markup(visible.markup))
        page = _with_what_scripts_hold(page, visible)
        if not page.blocks:
            return Failure(Skip("has no text"))
        found = self._verdicts(page, query)
        head = _shown_head(visible.markup, page.blocks)

        def linking(stay: Sequence[Block]) -> Linking:
            return linking_for(stay, include_links=self.settings.include_links)

        settings = self.settings
        firm = frozenset(("hidden",) if settings.include_tables else ("hidden", KIND_NAMES["row"]))
        written = write_blocks(page.blocks, found, linking, firm=firm, must=settings.target_ratio is not None)
        original = original_of(text).hash
        what = _what_is_gone(written, page, visible)
        marker = text_marker(marker_text(what, original, self.settings.retrieval))
        made = "\n".join(piece for piece in (head, written.text, marker) if piece)
        if not _is_cheaper(made, text):
            return Failure(Skip("would not become shorter"))
        return Success(Compressed(text=made, summary=what, original=original))

    def _verdicts(self, page: Page, query: Query) -> list[str]:
        """Why each block goes; empty for those that stay."""
        settings, blocks = self.settings, page.blocks
        found = verdicts(page)
        for at in asked_blocks(blocks, found, query):
            found[at] = ""
        if not settings.include_tables:
            found = [KIND_NAMES["row"] if block.kind == "row" else name for block, name in zip(blocks, found, strict=True)]
        kept = [at for at, name in enumerate(found) if not name]
        size = sum(len(blocks[at].text) for at in kept)
        ratio = settings.target_ratio
        if ratio is not None and ratio < 1:
            gone = shortened(blocks, kept, query, int(ratio * size), must=True)
        elif ratio is None and size > _CHARS_A_TOKEN * _LONG // 2 and _tokens(blocks, kept) > _LONG:
            gone = shortened(blocks, kept, query, max(size // 2, _CHARS_A_TOKEN * _LONG), must=False)
        else:
            return found
        for at in gone:
            found[at] = KIND_NAMES[blocks[at].kind]
        return found


def _tokens(blocks: Sequence[Block], kept: Sequence[int]) -> int:
    return estimate_tokens("\n".join(blocks[at].text for at in kept))


def _with_what_scripts_hold(page: Page, visible: Visible) -> Page:
    """The page with its data, where it has next to no text without them."""
    if sum(len(block.text) for block in page.blocks) >= _LITTLE or not (visible.data or visible.unscripted):
        return page
    told = description_of(visible.markup)
    extra = [Block(kind="paragraph", text=told, box=0)] if told else []
    extra.extend(Block(kind="code", text=data, box=0, mark="json") for data in visible.data)
    if not visible.data:
        inside = read_markup("".join(visible.unscripted).replace("noscript", "div"))
        extra.extend(msgspec.structs.replace(block, box=0, cell=None) for block in inside.blocks)
    return msgspec.structs.replace(page, blocks=(*page.blocks, *extra))


def _shown_head(markup: str, blocks: Sequence[Block]) -> str:
    """Title, author, date, address and description on a line each, but for what the page repeats."""
    first = next((block.text for block in blocks if block.kind == "heading"), "")
    told = description_of(markup)
    if told and any(told[:_SAME] in block.text for block in blocks):
        told = ""
    return "\n".join(field for field in (*head_of(markup), told) if field and field != first)


def _what_is_gone(written: Written, page: Page, visible: Visible) -> str:
    """What was left out, for the marker and the report."""
    unseen = f"{page.tags} tags" + (f", {visible.cuts} scripts, styles and comments" if visible.cuts else "")
    unseen += f", {page.controls} controls" if page.controls else ""
    unseen += f", {page.hidden} hidden elements" if page.hidden else ""
    if not written.omitted:
        return f"{unseen} omitted"
    return f"{omission(written.omitted, len(page.blocks), 'block', written.kinds)}; {unseen}"


def _is_cheaper(made: str, text: str) -> bool:
    """Whether what was written takes fewer tokens; doubtful cases are counted."""
    if not is_smaller(made, text):
        return False
    if len(made) <= _SURE * len(text) or len(text) > _MOST_COUNTED:
        return len(made) <= 0.9 * len(text)
    count = counter_for("gpt-4o").count
    return count(made) < count(text)
