"""The JSON compressor: one text in, its JSON in the shortest lawful form out."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.json_records.document import Document, find_document
from headroom.compressors.json_records.writer import Writer
from headroom.config import CrushSettings
from headroom.messages import original_of
from headroom.relevance import read_query
from headroom.retrieval.marker import OPENING, holds_marker, marker_text, text_marker
from headroom.tokens import counter_for

__all__ = ["HEADER", "JsonRecords"]

HEADER = f"{OPENING}JSON in which @N stands for the rows below @N: first the {{columns}}, those with = equal in all rows, then a line a row]"
"""How a text with tables opens; by it the text is recognised and left whole."""
_EXACT_BELOW = 12_000
"""Characters up to which both forms of a text are counted whole: cheap there, and a small text has no sample to speak of."""
_MARGIN = 0.9
"""Share of the characters below which a longer text needs no count to be shorter."""


class JsonRecords(msgspec.Struct, frozen=True):
    """Tool results that are JSON: lossless forms first, then a choice of rows with a note of what is missing.

    Keeps: every lexeme of what stays, in its order. No-op: text without JSON, small text, text that holds one of our markers,
    text over the work budget, and text that would not become shorter.
    """

    settings: CrushSettings = CrushSettings()

    @property
    def kind(self) -> str:
        """`json`."""
        return "json"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The text in its shortest lawful form, or why it stays as it is."""
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        return find_document(text, self.settings.budget.depth).bind(lambda document: self._compress(text, document, query))

    def _refusal(self, text: str) -> str:
        if len(text) < self.settings.min_tokens_to_crush:
            return f"below {self.settings.min_tokens_to_crush} tokens"
        if len(text) > self.settings.budget.text_bytes:
            return f"over the work budget of {self.settings.budget.text_bytes} bytes"
        if holds_marker(text):
            return "holds a headroom marker"
        if text.isspace():
            return "empty"
        return ""

    def _compress(self, text: str, document: Document, query: str) -> Result[Compressed, Skip]:
        count = counter_for("gpt-4o").count
        original = "" if self.settings.lossless_only else original_of(text).hash
        mark = marker_text("", original, self.settings.retrieval) if original else ""
        writer = Writer(self.settings, read_query(query), count, mark)
        body = writer.document(document.data, lines=document.form == "lines")
        written = document.before + _assembled(body, document, writer) + document.after
        if not _is_shorter(written, text, count):
            return Failure(Skip("would not become shorter"))
        return Success(Compressed(text=written, lossless=not writer.omissions, summary=_summary(writer)))


def _assembled(body: str, document: Document, writer: Writer) -> str:
    """The rewritten JSON with its tables and one full marker."""
    mark = writer.mark
    if document.form == "lines" and body.startswith("["):
        body = _as_lines(body)
    if not writer.blocks:
        if not writer.omissions:
            return body
        head, found, tail = body.rpartition(mark)
        return head.replace(mark, "") + found + tail
    pieces = [HEADER]
    if body != "@1":
        pieces.append(body.replace(mark, "") if mark else body)
    pieces.extend(block.replace(mark, "") if mark else block for block in writer.blocks)
    if writer.omissions:
        pieces.append(text_marker("; ".join(writer.omissions) + mark))
    return "\n".join(pieces)


def _as_lines(body: str) -> str:
    rows = msgspec.json.decode(body.encode(), type=list[msgspec.Raw])
    return b"\n".join(rows).decode()


def _is_shorter(written: str, text: str, count: Callable[[str], int]) -> bool:
    if written == text or len(written) >= len(text):
        return False
    if len(text) > _EXACT_BELOW and len(written) < _MARGIN * len(text):
        return True
    return count(written) < count(text)


def _summary(writer: Writer) -> str:
    if not writer.omissions:
        return "lossless: " + (f"{len(writer.blocks)} table(s)" if writer.blocks else "whitespace")
    reasons = ", ".join(f"{reason} {count}" for reason, count in writer.reasons.items())
    return f"{'; '.join(writer.omissions)}; kept: {reasons}"
