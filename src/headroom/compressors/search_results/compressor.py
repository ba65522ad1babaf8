"""The compressor of search results: whole lines of the result, with an inventory of what was left out."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
from returns.result import Failure, Result

from headroom.compressors.admission import refusal
from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.excerpt import Excerpt, ended_lines, write_excerpt
from headroom.compressors.search_results.choice import Choice, priced
from headroom.compressors.search_results.documents import read_documents
from headroom.compressors.search_results.entries import choose_entries
from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.listing import read_listing
from headroom.compressors.search_results.passages import choose_passages
from headroom.compressors.search_results.selection import LINE_CHARS, choose_hits
from headroom.compressors.search_results.states import read_states
from headroom.compressors.search_results.terms import read_terms
from headroom.config import SearchSettings, Settings

__all__ = ["SearchResults"]

_SMALLEST = 600
"""Characters below which nothing can be left out that outweighs its note."""
_FEWEST = 5
"""Lines below which there is nothing to choose from."""
_ANSI = re.compile(r"\x1b(?:\[[0-9;?]{0,32}[A-Za-z]|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\))")
"""Colours and links of terminals; bounded, so that a torn one costs little."""
_JSON = re.compile(r"\s{0,16}(?:\{|\[\s{0,16}[\[{\"\]])")
"""An object, or an array of objects, arrays and strings: `[1] Title` is none."""


class SearchResults(msgspec.Struct, frozen=True):
    """Hits, lists of paths and lists of documents, down to what the question asks for and a sample of the rest.

    Keeps: whole lines, in order; headings and sources of kept passages; messages of the tool.
    No-op: small results, JSON, text that holds one of our markers, text over the work budget, and what is no result.
    """

    settings: SearchSettings = SearchSettings()

    @classmethod
    def from_settings(cls, settings: Settings) -> SearchResults:
        """The compressor as a pipeline's settings have it."""
        return cls(settings.search)

    @property
    def kind(self) -> str:
        """`search`."""
        return "search"

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The lines worth keeping, with notes for the rest, or why all stay."""
        reason = self._refusal(text)
        if reason:
            return Failure(Skip(reason))
        rows = text.split("\n")
        lines = ended_lines(rows)
        plain = _ANSI.sub("", text).split("\n") if "\x1b" in text else rows
        if text.endswith("\n"):
            plain.pop()
        if len(plain) < _FEWEST:
            return Failure(Skip(f"below {_FEWEST} lines"))
        choice = _choose(plain, query, self.settings)
        if choice is None:
            return Failure(Skip("no result of a search"))
        kept, details = priced(lines, choice)
        excerpt = Excerpt(
            lines=lines,
            kept=kept,
            reasons=Counter(kept.values()),
            details=lambda start, _: details.get(start, ""),
            kinds=choice.kinds,
        )
        return write_excerpt(text, excerpt, retrieval=self.settings.retrieval)

    def _refusal(self, text: str) -> str:
        settings = self.settings
        if not settings.enabled:
            return "turned off"
        if len(text) < _SMALLEST:
            return f"below {_SMALLEST} characters"
        reason = refusal(text, settings)
        if reason:
            return reason
        if _JSON.match(text):
            return "JSON"
        return ""


def _choose(plain: list[str], query: str, settings: SearchSettings) -> Choice | None:
    """What stays, by the first form of result that the lines have."""
    hits = read_hits(plain)
    if hits is not None:
        return choose_hits(hits, read_terms(query), settings)
    if len(plain) <= settings.max_total_matches and sum(map(len, plain)) <= settings.max_total_matches * LINE_CHARS:
        return Choice(lines=dict.fromkeys(range(len(plain)), "few"))
    listing = read_states(plain) or read_listing(plain)
    if listing is not None:
        return choose_entries(listing, plain, read_terms(query), settings)
    documents = read_documents(plain)
    if documents:
        return choose_passages(documents, plain, read_terms(query))
    return None
