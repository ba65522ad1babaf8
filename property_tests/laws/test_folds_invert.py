"""Law 7 for folds: what was folded comes back to the character, and never took more tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from returns.result import Failure, Success

from headroom.compressors.folds import Folds, decode
from headroom.compressors.folds.blobs import find_blobs, without_blobs
from headroom.compressors.folds.grammar import header
from headroom.compressors.folds.prefixes import fold_prefixes
from headroom.compressors.folds.references import fold_references
from headroom.compressors.folds.repeats import fold_repeats
from headroom.config import TextSettings
from headroom.messages import original_of
from headroom.retrieval.marker import find_markers, holds_marker
from headroom.tokens import count
from property_tests.strategies.line_texts import line_texts
from property_tests.strategies.log_texts import log_texts, search_texts

_TEXTS = st.one_of(line_texts(), log_texts(), search_texts(), st.text())
_LOSSLESS = Folds(TextSettings(lossless_only=True))


@given(_TEXTS)
def test_decoding_gives_back_the_text(text: str) -> None:
    """Where nothing may be left out, everything is there."""
    match _LOSSLESS(text, ""):
        case Success(folded):
            assert decode(folded.text) == text
            assert folded.lossless
            assert count(folded.text) < count(text)
        case _:
            assert holds_marker(text) or decode(text) == text


@given(_TEXTS)
def test_every_single_fold_inverts(text: str) -> None:
    """Each way of folding comes back alone, whether it pays or not."""
    if holds_marker(text):
        return
    lines = text.split("\n")
    for fold in (fold_repeats, fold_references, fold_prefixes):
        folded = fold(lines)
        marks = fold is fold_references and bool(folded.folds)
        assert decode("\n".join([header({}, notes=True, marks=marks), *folded.lines])) == text


@given(_TEXTS)
def test_all_folds_together_invert(text: str) -> None:
    """One after the other in their order, whether they pay or not."""
    if holds_marker(text):
        return
    lines = text.split("\n")
    marks = False
    for fold in (fold_repeats, fold_references, fold_prefixes):
        folded = fold(lines)
        lines = folded.lines
        marks = marks or (fold is fold_references and bool(folded.folds))
    assert decode("\n".join([header({}, notes=True, marks=marks), *lines])) == text


@given(_TEXTS)
def test_what_is_put_aside_is_accounted_for(text: str) -> None:
    """Only encoded bytes go; the notes say how many characters, and one marker names the whole text."""
    match Folds()(text, ""):
        case Success(folded) if folded.original:
            blobs = find_blobs(text)
            decoded = decode(folded.text)
            assert decoded.startswith(without_blobs(text, blobs))
            assert [marker.hash for marker in find_markers(folded.text)] == [original_of(text).hash]
            assert f"{sum(blob.stop - blob.start for blob in blobs)} of {len(text)} characters omitted" in folded.text
            assert count(folded.text) < count(text)
        case Success(folded):
            assert decode(folded.text) == text


@given(_TEXTS)
def test_folds_leave_their_own_output_alone(text: str) -> None:
    """A folded text is recognised."""
    match Folds()(text, ""):
        case Success(folded):
            assert isinstance(Folds()(folded.text, ""), Failure)
