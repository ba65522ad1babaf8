"""Law 7 for compressors that choose lines: what stands is the source's own, and the notes account for the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.contract import Compressor
from headroom.compressors.log_lines import LogLines
from headroom.compressors.search_results import SearchResults
from headroom.compressors.source_code import SourceCode
from headroom.compressors.tables import Tables
from headroom.config import Settings
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers
from property_tests.oracles.excerpts import kept_lines
from property_tests.strategies.configurations import settings_of
from property_tests.strategies.tool_texts import tool_texts

_EXCERPTS = (LogLines.from_settings, SearchResults.from_settings, SourceCode.from_settings, Tables.from_settings)


@given(tool_texts(), settings_of(), st.sampled_from(_EXCERPTS), st.sampled_from(("", "error timeout", "worker queue 1007")))
def test_every_line_is_accounted_for(text: str, settings: Settings, make: type[Compressor], query: str) -> None:
    """Kept lines are byte-identical and in order; every gap and the marker state true counts; the hash is the text's."""
    match make(settings)(text, query):  # type: ignore[call-arg]
        case Success(compressed):
            kept_lines(compressed.text, text)
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash]
            assert compressed.original == original_of(text).hash
