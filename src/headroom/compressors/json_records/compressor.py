"""The JSON compressor: one text in, its JSON in the shortest lawful form out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.json_records.decode import HEADER
from headroom.compressors.json_records.document import Document, find_document
from headroom.compressors.json_records.forms import with_note
from headroom.compressors.json_records.references import repeated_objects
from headroom.compressors.json_records.shortening import told_gaps
from headroom.compressors.json_records.writer import Writer
from headroom.compressors.pricing import foreseen_tokens, least_tokens, respaced_share
from headroom.config import CrushSettings, Settings
from headroom.messages import original_of
from headroom.relevance import read_query
from headroom.retrieval.marker import json_note, marker_text, text_marker
from headroom.tokens import counter_for, estimate_tokens

__all__ = ["JsonRecords"]

_EXACT_BELOW = 2_000
"""Characters up to which both forms of a text are counted whole: a small text has no sample to speak of."""
_MARGIN = 0.97
"""Share of its tokens to which a longer text must come down; its tables and omissions have been priced on samples."""
_SURELY = 0.7
"""Share of its characters below which a text has fewer tokens, though without whitespace it may have a third more."""


_SURELY_CHARS = 6
"""Characters a token never has on average in JSON; a longer text need not be estimated to be above a minimum."""


class JsonRecords(msgspec.Struct, frozen=True):
    """Tool results that are JSON: lossless forms first, then a choice of rows with a note of what is missing.

    Keeps: every lexeme of what stays, in its order. No-op: text without JSON, small text, text that holds one of our markers,
    text over the work budget, and text that would not become shorter.
    """

    settings: CrushSettings = CrushSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> JsonRecords:
        """The compressor with what is set for JSON."""
        return cls(settings.crush)

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
        least = self.settings.min_tokens_to_crush
        if len(text) < least or (len(text) < _SURELY_CHARS * least and estimate_tokens(text) < least):
            return f"below {least} tokens"
        return refusal(text, self.settings, is_lossless=True) or ("empty" if text.isspace() else "")

    def _compress(self, text: str, document: Document, query: str) -> Result[Compressed, Skip]:
        """The shortest form; where leaving rows out gains nothing, a form that holds everything may still."""
        found, left_out = self._written(text, document, query, self.settings)
        if found is None and left_out:
            found, _ = self._written(text, document, query, msgspec.structs.replace(self.settings, lossless_only=True))
        return Failure(Skip("would not become shorter")) if found is None else Success(found)

    def _written(self, text: str, document: Document, query: str, settings: CrushSettings) -> tuple[Compressed | None, bool]:
        """The text as these settings have it, None if that is no shorter, and whether anything was left out."""
        count = counter_for("gpt-4o").count
        original = original_of(text).hash
        mark = marker_text("", original, settings.retrieval)
        writer = Writer(settings, read_query(query), count, mark, f"@{original[:8]}:")
        aside = _stands_alone(document)
        body = writer.document(document.data, lines=document.form == "lines", aside=aside)
        told = told_gaps([body, *writer.blocks])
        if told:
            writer.omissions.append(told)
        written = _assembled(body, document, writer, aside=aside)
        if not writer.omissions:
            plain = _plain(document)
            if len(written) > (1 - settings.lossless_min_savings_ratio) * len(plain):
                written, writer.blocks = plain, []
        written = document.before + written + document.after
        left_out = bool(writer.omissions)
        if not _is_shorter(written, text, document, count):
            return None, left_out
        found = Compressed(
            text=written,
            summary=_summary(writer),
            original=original if left_out else "",
            relevance=writer.relevance if left_out else "",
        )
        return found, left_out


def _stands_alone(document: Document) -> bool:
    """Whether blocks below the JSON could be told from the text round it."""
    before, after = document.before, document.after
    return (before in ("", "\ufeff") or before.endswith("\n")) and (not after or after.startswith("\n")) and "\n@" not in after


def _assembled(body: str, document: Document, writer: Writer, *, aside: bool) -> str:
    """The rewritten JSON with its blocks and one full marker."""
    lexemes = repeated_objects("\n".join([body, *writer.blocks]), body.encode()) if aside else []
    if not writer.blocks and not lexemes:
        return _marked(body, document, writer)
    if document.form == "lines" and body.startswith("["):
        body = _as_lines(body)
    pieces = [body, *writer.blocks, *lexemes]
    for number, lexeme in enumerate(lexemes, start=len(writer.blocks) + 1):
        reference = f'"{writer.token}{number}"'
        pieces = [piece if piece == lexeme else piece.replace(lexeme, reference) for piece in pieces]
    writer.blocks.extend(lexemes)
    head, *blocks = (_with_references(piece, writer.token).replace(writer.mark, "") for piece in pieces)
    lines = [HEADER, *([head] if head != "@1" else [])]
    lines.extend(f"@{number} {block}" for number, block in enumerate(blocks, start=1))
    if writer.omissions:
        lines.append(text_marker(_told(writer.omissions) + writer.mark))
    return "\n".join(lines)


def _marked(body: str, document: Document, writer: Writer) -> str:
    """The rewritten JSON where nothing is set aside, with one full marker: in its last note."""
    mark = writer.mark
    if writer.omissions and mark not in body:
        body = with_note(body, json_note(writer.omissions[-1] + mark))
    if document.form == "lines":
        body = _as_lines(body)
    head, found, tail = body.rpartition(mark)
    return head.replace(mark, "") + found + tail


def _with_references(text: str, token: str) -> str:
    before, *pieces = text.split(f'"{token}')
    written = [before]
    for piece in pieces:
        number, quote, rest = piece.partition('"')
        written.append(f"@{number}{rest}" if quote and number.isdecimal() else f'"{token}{piece}')
    return "".join(written)


def _as_lines(body: str) -> str:
    rows = msgspec.json.decode(body.encode(), type=list[msgspec.Raw])
    return b"\n".join(rows).decode()


def _plain(document: Document) -> str:
    """The JSON as it was, but for the whitespace between its tokens."""
    body = document.data.decode()
    return body if document.form == "json" else _as_lines(body)


def _is_shorter(written: str, text: str, document: Document, count: Callable[[str], int]) -> bool:
    if written == text or len(written) >= len(text):
        return False
    if len(text) <= _EXACT_BELOW:
        tokens = count(written)
        return tokens < least_tokens(text) or tokens < count(text)
    if len(written) < _SURELY * len(text):
        return True
    if written == document.before + _plain(document) + document.after:
        return respaced_share(written, text, count) < _MARGIN
    return foreseen_tokens(written, count) < _MARGIN * foreseen_tokens(text, count)


def _told(omissions: list[str]) -> str:
    """All that was left out, equal omissions told once."""
    return "; ".join(f"{times} times {words}" if times > 1 else words for words, times in Counter(omissions).items())


def _summary(writer: Writer) -> str:
    if writer.omissions:
        reasons = ", ".join(f"{reason} {count}" for reason, count in writer.reasons.items())
        return _told(writer.omissions) + (f"; kept: {reasons}" if reasons else "")
    tables = sum(not block.startswith("{") for block in writer.blocks)
    repeated = len(writer.blocks) - tables
    forms = [f"{tables} as a table"] * bool(tables) + [f"{repeated} repeated objects once"] * bool(repeated)
    return f"lossless: {' and '.join(forms) or 'without whitespace'}"
