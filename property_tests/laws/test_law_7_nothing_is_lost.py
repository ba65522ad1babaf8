"""Law 7: whatever was dropped is named and comes back; whatever was kept is spelled as it was."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Success

from headroom.compressors import folds
from headroom.compressors.contract import Compressor
from headroom.compressors.json_records import decode
from headroom.compressors.json_records.decode import HEADER
from headroom.compressors.json_records.document import find_document
from headroom.config import Settings
from headroom.messages import original_of
from headroom.pipeline.composition import Pipeline
from headroom.retrieval.marker import OPENING, find_markers, holds_marker
from headroom.safety import changes_between, originals_named
from property_tests.oracles.json_trees import Tree, cut_strings, is_selection, tree_of
from property_tests.oracles.notes import line_gaps, noted_counts, stated_rows
from property_tests.strategies.configurations import COMPRESSORS, Component, components, json_compressions, settings_of
from property_tests.strategies.found import with_found
from property_tests.strategies.requests import WireRequest, requests, tool_result_texts
from property_tests.strategies.tool_texts import tool_texts

Maker = Callable[[Settings], Compressor]

_DEPTH = 100
_TOOL_NOTE = "via headroom_retrieve"
_ROWS_OF = re.compile(r"^(@\d+ \d+) of \d+ (rows|lines|keyed rows) (?=\{)")


@given(requests(), components())
def test_dropped_originals_come_back(request: WireRequest, component: Component) -> None:
    """Each change of a step is decided, and each original is named in the new text and is the text that stood there."""
    before = request.decoded()
    made = component.make(component.settings)
    for step in made.steps if isinstance(made, Pipeline) else (made,):
        after, report = step(before)
        assert [str(verdict) for verdict in originals_named(changes_between(before, after), report)] == []
        assert all(original == original_of(original.text) for original in report.originals)
        before = after


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
        assert all(_is_what_stood_there(report.original_texts[digest], old[place]) for digest in fresh)
        named |= fresh
        if component.settings.crush.lossless_only or component.name == "preset lossless":
            assert not fresh
        if component.settings.crush.retrieval == "none" and _TOOL_NOTE not in old[place]:
            assert _TOOL_NOTE not in text
    assert named == set(report.original_texts)


@given(json_compressions(), st.sampled_from(("", "error", "1007 worker queue", "latency_ms above 140")))
@with_found("")
def test_lossless_text_decodes_to_its_original(compression: tuple[str, Compressor], query: str) -> None:
    """Lexeme for lexeme: only whitespace between JSON tokens is gone."""
    text, compressor = compression
    match compressor(text, query):
        case Success(compressed) if compressed.lossless:
            assert _lexically(decode(compressed.text)) == _lexically(text)


@given(json_compressions(), st.sampled_from(("", "error", "1007 worker queue", "latency_ms above 140")))
@with_found("")
def test_kept_rows_are_a_selection_of_the_original(compression: tuple[str, Compressor], query: str) -> None:
    """Rows that stayed are the original's own, in its order, and the text says that some are missing."""
    text, compressor = compression
    match compressor(text, query):
        case Success(compressed) if not compressed.lossless:
            assert [marker.hash for marker in find_markers(compressed.text)] == [original_of(text).hash]
            before, new, after = _lexically(decode(_without_notes(compressed.text)))
            old_before, old, old_after = _lexically(text)
            assert (before, after) == (old_before, old_after)
            assert is_selection(new, old, is_noted=HEADER not in compressed.text)


@given(json_compressions(), st.sampled_from(("", "error", "1007 worker queue")))
@with_found("")
def test_notes_count_what_is_missing(compression: tuple[str, Compressor], query: str) -> None:
    """Every `k of n` and every gap note agrees with the rows that stand beside it."""
    text, compressor = compression
    match compressor(text, query):
        case Success(compressed) if HEADER in compressed.text:
            for rows, total, omitted in stated_rows(compressed.text):
                assert rows + omitted == total
        case Success(compressed) if not compressed.lossless:
            tree = _lexically(compressed.text)[1]
            notes = list(noted_counts(tree))
            assert notes or cut_strings(tree)
            for kept, omitted, total in notes:
                assert kept + omitted == total
            told, omitted = line_gaps(tree)
            assert told == (omitted if _are_lines(text) else 0)


@given(tool_texts(), settings_of(), st.sampled_from(COMPRESSORS))
def test_lossless_only_leaves_nothing_out(text: str, settings: Settings, make: Maker) -> None:
    """With `lossless_only` there is no marker and no original."""
    match make(settings.lossless())(text, "error"):
        case Success(compressed):
            assert compressed.lossless
            assert find_markers(compressed.text) == ()
            assert not holds_marker(text)


def _is_what_stood_there(original: str, old: str) -> bool:
    """Whether an original is the text as it came, or as an earlier step wrote it without losing anything."""
    if original == old:
        return True
    try:
        return _lexically(original) == _lexically(old)
    except UnwrapFailedError:
        return folds.decode(original) == old


def _without_notes(text: str) -> str:
    """The text as if its tables had never had more rows: their gap notes and the marker below them taken out.

    Texts that hold notes of ours are never compressed, so every line that opens like one is ours.
    """
    if HEADER not in text:
        return text
    before, header, rest = text.partition(HEADER)
    lines = [line for line in rest.split("\n") if not line.startswith(OPENING)]
    return before + header + "\n".join(_ROWS_OF.sub(r"\1 \2 ", line) for line in lines)


def _are_lines(text: str) -> bool:
    """Whether a text is JSON values one after another, whose gaps are noted where they are."""
    return find_document(text, _DEPTH).unwrap().form == "lines"


def _lexically(text: str) -> tuple[str, Tree, str]:
    """What stands before the JSON, the JSON as a tree of lexemes, what stands after it."""
    document = find_document(text, _DEPTH).unwrap()
    return document.before, tree_of(document.data.decode()), document.after
