"""The compressor for any text: it finds out what the text is and sends it, or each of its sections, home.

Which kinds of content go where is the table `_HOMES`. A text of several kinds is cut into sections of whole lines; each is
compressed on its own, and what was left out of any of them comes back with the one original of the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.admission import refusal
from headroom.compressors.config_blocks import ConfigBlocks
from headroom.compressors.contract import Compressed, Compressor, DetectingCompressor, Skip
from headroom.compressors.embedded import Embedded, embedded_texts, with_texts
from headroom.compressors.folds import Folds
from headroom.compressors.json_records import JsonRecords
from headroom.compressors.log_lines import LogLines
from headroom.compressors.markup import Markup
from headroom.compressors.patchwork import Patchwork
from headroom.compressors.pricing import is_smaller
from headroom.compressors.prose import Prose
from headroom.compressors.search_results import SearchResults
from headroom.compressors.source_code import SourceCode
from headroom.compressors.tables import Tables
from headroom.compressors.torn import closed_and_rest, is_document
from headroom.compressors.unified_diff import UnifiedDiff
from headroom.config import Settings, TextSettings
from headroom.detection import Detection, Kind, Section, outline_of, protected_spans
from headroom.messages import original_of
from headroom.retrieval.marker import text_marker, under_one_original, without_original
from headroom.tokens import counter_for, estimate_tokens

__all__ = ["Routed"]


class _Ours(Compressor, Protocol):
    """A compressor that says by its settings whether it is turned on."""

    @property
    def settings(self) -> TextSettings: ...


_MADE_FROM = Callable[[Settings], _Ours]

_HOMES: Mapping[Kind, tuple[_MADE_FROM, ...]] = MappingProxyType(
    {
        "json": (JsonRecords.from_settings, LogLines.from_settings),
        "table": (Tables.from_settings, Folds.from_settings),
        "log": (LogLines.from_settings, Folds.from_settings),
        "build": (LogLines.from_settings, Folds.from_settings),
        "traceback": (LogLines.from_settings, Folds.from_settings),
        "search": (SearchResults.from_settings,),
        "listing": (SearchResults.from_settings,),
        "diff": (UnifiedDiff.from_settings,),
        "config": (Tables.from_settings, ConfigBlocks.from_settings, Folds.from_settings),
        "prose": (Prose.from_settings, Folds.from_settings),
        "unknown": (Patchwork.from_settings,),
        "code": (SourceCode.from_settings,),
        "markup": (Markup.from_settings,),
    }
)
"""Who compresses what, in the order they are asked; the first that makes a text shorter has done it."""
_MAY_BE_ERRORS: frozenset[Kind] = frozenset(("log", "build", "traceback", "prose", "unknown"))
"""Kinds of which a short text that speaks of errors is read whole."""
_ERRORS = ("error", "fail", "exception", "traceback", "fatal", "panic", "crash")
_ERROR = re.compile(rf"(?<!\b0 )(?<!\bno )\b(?:{'|'.join(_ERRORS)})")
"""Of texts in lower case."""
_ERROR_WORDS = 2
"""Different words that make an error output of a text. Source: the product's documented rule."""
_LEAST_SECTION = 400
"""Characters below which a section of a mixture stays. Chosen: less than its marker and notes are worth."""
_BROKEN_OFF = text_marker("the JSON above breaks off in what came; it is closed here, and its torn end follows")
_SURELY_CHARS = 12
"""Characters a token never has on average over a text of words; a longer text need not be estimated."""


class Routed(msgspec.Struct, frozen=True):
    """Any text, compressed as what it is.

    Keeps: short texts that speak of errors, and what stands inside tags that must survive; code, unless that is turned on.
    No-op: small texts, texts over the work budget, texts that hold one of our notes, kinds that nobody makes shorter.
    """

    settings: Settings = Settings()
    others: tuple[Compressor, ...] = ()
    """Compressors of somebody else's, asked before ours: for their own `kind`, or for what they say they detect."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Routed:
        """The compressor with these settings."""
        return cls(settings)

    @property
    def kind(self) -> str:
        """`mixed`; what it made of a text says which kind that was."""
        return "mixed"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The text made shorter as what it is, or why it stays."""
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        kept = protected_spans(text, self.settings.router.kept_tags)
        if kept:
            return self._mixture(text, _outside(text, kept), query, is_tagged=True)
        outline = outline_of(text)
        if outline.whole.kind != "json" and len(outline.sections) > 1:
            return self._mixture(text, outline.sections, query, is_tagged=False)
        alone = self._alone(text, query, outline.whole)
        match alone:
            case Success(compressed) if outline.whole.kind == "json" and compressed.lossless:
                return Success(self._settled(text, query, compressed))
        return alone

    def _settled(self, text: str, query: str, compressed: Compressed) -> Compressed:
        """JSON written shorter, and what that makes of the text round it, which may now count for what it is."""
        if is_document(compressed.text):
            return compressed
        match self(compressed.text, query):
            case Success(again) if again.original:
                whole = original_of(text).hash
                shown = under_one_original(again.text, [again.original], whole)
                compressed = msgspec.structs.replace(again, text=shown, original=whole)
            case Success(again):
                compressed = again
        return compressed

    def _refusal(self, text: str) -> str:
        router = self.settings.router
        least = router.min_tokens_to_compress
        if len(text) < least or (len(text) < _SURELY_CHARS * least and estimate_tokens(text) < least):
            return f"below {least} tokens"
        return refusal(text, router, is_lossless=True)

    def _alone(self, text: str, query: str, found: Detection) -> Result[Compressed, Skip]:
        """A text of one kind."""
        if self._is_short_error(text, found):
            return Failure(Skip(f"{found.kind}: a short error output"))
        if found.kind == "json" and not self.settings.router.lossless_only:
            compressed = self._unwrapped(text, query)
            if compressed is not None:
                return Success(compressed)
        at_home = self._at_home(text, query, found)
        if isinstance(at_home, Failure) and found.kind == "json" and not self.settings.router.lossless_only:
            closed = self._closed(text, query)
            return at_home if closed is None else Success(closed)
        return at_home

    def _is_short_error(self, text: str, found: Detection) -> bool:
        """Whether a text is read whole for what it says of errors."""
        router = self.settings.router
        if (
            found.kind not in _MAY_BE_ERRORS
            or not router.protect_error_outputs
            or len(text) > router.error_protection_max_chars
        ):
            return False
        lower = text.lower()
        if sum(map(lower.__contains__, _ERRORS)) < _ERROR_WORDS:
            return False
        seen: set[str] = set()
        for match in _ERROR.finditer(lower):
            seen.add(match.group())
            if len(seen) >= _ERROR_WORDS:
                return True
        return False

    def _at_home(self, text: str, query: str, found: Detection) -> Result[Compressed, Skip]:
        """What the first compressor makes of a text that makes it shorter."""
        reasons: list[str] = []
        for compressor in self._homes(text, found):
            match compressor(text, query):
                case Success(compressed) if compressed.original and self.settings.router.lossless_only:
                    # Ours see to it themselves; one of somebody else's may know nothing of this setting.
                    reasons.append(f"{compressor.kind} would leave something out")
                case Success(compressed):
                    return Success(msgspec.structs.replace(compressed, kind=compressed.kind or compressor.kind))
                case Failure(Skip(reason)):
                    reasons.append(reason)
        # Folds come last and say the least about why a text stays.
        return Failure(Skip(f"{found.kind}: {reasons[0] if reasons else 'left alone'}"))

    def _homes(self, text: str, found: Detection) -> list[Compressor]:
        """Who is asked about a text, first one first."""
        claims = [(one.detects(text), one) for one in self.others if isinstance(one, DetectingCompressor)]
        claimed = [one for claim, one in sorted(claims, key=lambda pair: -pair[0]) if claim > max(0.5, found.confidence)]
        same = [one for one in self.others if one.kind == found.kind and one not in claimed]
        homes = _homes_of(self.settings, found.kind)
        if found.kind == "json" and found.format != "lines":
            homes = homes[:1]
        return [*claimed, *same, *homes]

    def _mixture(self, text: str, parts: tuple[Section, ...], query: str, *, is_tagged: bool) -> Result[Compressed, Skip]:
        """A text of several kinds, section by section."""
        pieces: list[str] = []
        originals: list[str] = []
        told: list[str] = []
        relevance = ""
        for part in parts:
            piece = text[part.start : part.end]
            pieces.append(piece)
            if part.detection is _KEPT or part.end - part.start < _LEAST_SECTION:
                continue
            match self._alone(piece, query, part.detection):
                case Success(compressed):
                    pieces[-1] = compressed.text
                    relevance = relevance or compressed.relevance
                    if piece.endswith("\n") and not compressed.text.endswith("\n"):
                        pieces[-1] += "\n"
                    if compressed.original:
                        originals.append(compressed.original)
                    told.append(f"{compressed.kind}: {compressed.summary}")
        if not originals:
            # Without a note of the whole, a form inside a section could not be told from the text round it.
            return (
                Failure(Skip("mixed: nothing to leave out"))
                if is_tagged
                else Patchwork.from_settings(self.settings)(text, query)
            )
        whole = original_of(text).hash
        return Success(
            Compressed(
                text=under_one_original("".join(pieces), originals, whole),
                summary="; ".join(told),
                original=whole,
                relevance=relevance,
                kind="mixed",
            )
        )

    def _unwrapped(self, text: str, query: str) -> Compressed | None:
        """JSON that mostly wraps texts, with those texts made shorter as what they are; None where that comes to nothing."""
        written: list[tuple[Embedded, str]] = []
        told: list[str] = []
        for place in embedded_texts(text):
            match self(place.text, query):
                case Success(compressed) if compressed.original and compressed.kind != "json":
                    written.append((place, without_original(compressed.text, compressed.original)))
                    told.append(f"{compressed.kind}: {compressed.summary}")
        if not written:
            return None
        whole = original_of(text).hash
        retrieval = self.settings.router.retrieval
        shorter = with_texts(text, written, whole, is_offered=retrieval == "tool")
        count = counter_for("gpt-4o").count
        if not is_smaller(shorter, text) or count(shorter) >= count(text):
            return None
        return Compressed(text=shorter, summary="; ".join(told), original=whole, kind="json")

    def _closed(self, text: str, query: str) -> Compressed | None:
        """JSON that breaks off, with rows left out of what is whole of it; None where that comes to nothing."""
        cut = closed_and_rest(text) if self.settings.crush.enabled else None
        if cut is None:
            return None
        document, rest = cut
        match JsonRecords(self.settings.crush)(document, query):
            case Success(compressed) if compressed.original:
                whole = original_of(text).hash
                shorter = under_one_original(f"{compressed.text}\n{_BROKEN_OFF}\n{rest}", [compressed.original], whole)
                count = counter_for("gpt-4o").count
                if is_smaller(shorter, text) and count(shorter) < count(text):
                    closed: Compressed = msgspec.structs.replace(compressed, text=shorter, original=whole, kind="json")
                    return closed
        return None


@lru_cache(maxsize=256)
def _homes_of(settings: Settings, kind: Kind) -> tuple[Compressor, ...]:
    """Our compressors for a kind that are turned on."""
    made = (make(settings) for make in _HOMES[kind])
    return tuple(one for one in made if one.settings.enabled)


_KEPT = Detection(kind="code", confidence=1.0, format="tagged")


def _outside(text: str, kept: tuple[tuple[int, int], ...]) -> tuple[Section, ...]:
    """The sections between the spans that must survive, and those spans as sections that nobody touches.

    What stands between them is looked at on its own: with the tags round it, it would look like markup.
    """
    cut: list[Section] = []
    at = 0
    for start, end in (*kept, (len(text), len(text))):
        cut.extend(_between(text[at:start], at))
        if start < end:
            cut.append(Section(start, end, _KEPT))
        at = end
    return tuple(cut)


def _between(piece: str, at: int) -> list[Section]:
    """The sections of a piece that begins at a place of the whole text."""
    if not piece:
        return []
    if len(piece) < _LEAST_SECTION:
        return [Section(at, at + len(piece), _KEPT)]
    outline = outline_of(piece)
    if outline.whole.kind == "json":
        return [Section(at, at + len(piece), outline.whole)]
    return [Section(at + part.start, at + part.end, part.detection) for part in outline.sections]
