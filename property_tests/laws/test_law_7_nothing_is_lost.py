"""Law 7: whatever was dropped is named and comes back; whatever was kept is spelled as it was."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from returns.result import Success

from headroom.compressors.contract import Compressor
from headroom.compressors.json_records import decode
from headroom.compressors.json_records.decode import HEADER
from headroom.compressors.json_records.document import find_document
from headroom.messages import original_of
from headroom.retrieval.marker import OPENING, find_markers, holds_marker
from headroom.safety import changes_between, originals_named
from property_tests.oracles.json_trees import Tree, is_selection, tree_of
from property_tests.oracles.notes import noted_counts, stated_rows
from property_tests.strategies.configurations import Component, components, compressors, crush_settings
from property_tests.strategies.found import with_found
from property_tests.strategies.json_texts import tool_texts
from property_tests.strategies.requests import WireRequest, requests, tool_result_texts

_DEPTH = 100
_TOOL_NOTE = "via headroom_retrieve"
_ROWS_OF = re.compile(r"^(@\d+ \d+) of \d+ (rows|lines|keyed rows) (?=\{)")


@given(requests(), components())
def test_dropped_originals_come_back(request: WireRequest, component: Component) -> None:
    """Each change is decided, and each original is named in the new text and is the text that stood there."""
    before = request.decoded()
    after, report = component(before)
    assert [str(verdict) for verdict in originals_named(changes_between(before, after), report)] == []
    for original in report.originals:
        assert original == original_of(original.text)


@given(requests(), components())
def test_every_new_marker_can_be_redeemed(request: WireRequest, component: Component) -> None:
    """A hash that the new text names and the old did not is in the report; no original is carried that nothing names."""
    before = request.decoded()
    after, report = component(before)
    old, new = tool_result_texts(before), tool_result_texts(after)
    named = set()
    for place, text in new.items():
        if text is old[place]:
            continue
        fresh = {marker.hash for marker in find_markers(text)} - {marker.hash for marker in find_markers(old[place])}
        assert fresh <= {original_of(old[place]).hash}
        named |= fresh
        if component.settings.crush.lossless_only or component.name == "preset lossless":
            assert not fresh
        if component.settings.crush.retrieval == "none" and _TOOL_NOTE not in old[place]:
            assert _TOOL_NOTE not in text
    assert named == set(report.original_texts)


@given(tool_texts(), compressors(), st.sampled_from(("", "error", "1007 worker queue", "latency_ms above 140")))
@with_found("")
def test_lossless_text_decodes_to_its_original(text: str, compressor: Compressor, query: str) -> None:
    """Lexeme for lexeme: only whitespace between JSON tokens is gone."""
    match compressor(text, query):
        case Success(compressed) if compressed.lossless:
            assert _lexically(decode(compressed.text)) == _lexically(text)


@given(tool_texts(), compressors(), st.sampled_from(("", "error", "1007 worker queue", "latency_ms above 140")))
@with_found("")
def test_kept_rows_are_a_selection_of_the_original(text: str, compressor: Compressor, query: str) -> None:
    """Rows that stayed are the original's own, in its order, and the text says that some are missing."""
    match compressor(text, query):
        case Success(compressed) if not compressed.lossless:
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash]
            before, new, after = _lexically(decode(_without_notes(compressed.text)))
            old_before, old, old_after = _lexically(text)
            assert (before, after) == (old_before, old_after)
            assert is_selection(new, old, is_noted=OPENING not in compressed.text)


@given(tool_texts(), compressors(), st.sampled_from(("", "error", "1007 worker queue")))
@with_found("")
def test_notes_count_what_is_missing(text: str, compressor: Compressor, query: str) -> None:
    """Every `k of n` and every gap note agrees with the rows that stand beside it."""
    match compressor(text, query):
        case Success(compressed) if HEADER in compressed.text:
            for rows, total, omitted in stated_rows(compressed.text):
                assert rows + omitted == total
        case Success(compressed) if not compressed.lossless:
            notes = list(noted_counts(_lexically(compressed.text)[1]))
            assert notes
            for kept, omitted, total in notes:
                assert kept + omitted == total


@given(tool_texts(), crush_settings(), compressors())
def test_lossless_only_leaves_nothing_out(text: str, settings: object, compressor: Compressor) -> None:
    """With `lossless_only` there is no marker and no original."""
    settings = msgspec.structs.replace(compressor.settings, lossless_only=True)  # type: ignore[attr-defined]
    match type(compressor)(settings)(text, "error"):  # type: ignore[call-arg]
        case Success(compressed):
            assert compressed.lossless
            assert find_markers(compressed.text) == ()
            assert not holds_marker(text)


def _without_notes(text: str) -> str:
    """The text as if its tables had never had more rows: their gap notes and the marker below them taken out.

    Texts that hold notes of ours are never compressed, so every line that opens like one is ours.
    """
    if HEADER not in text:
        return text
    before, header, rest = text.partition(HEADER)
    lines = [line for line in rest.split("\n") if not line.startswith(OPENING)]
    return before + header + "\n".join(_ROWS_OF.sub(r"\1 \2 ", line) for line in lines)


def _lexically(text: str) -> tuple[str, Tree, str]:
    """What stands before the JSON, the JSON as a tree of lexemes, what stands after it."""
    document = find_document(text, _DEPTH).unwrap()
    return document.before, tree_of(document.data.decode()), document.after
