"""Tests of notes in the place of texts of tool results."""

from __future__ import annotations

import pytest

from headroom.messages import ToolCall, ToolResult, original_of
from headroom.transforms.replacement import (
    Note,
    Piece,
    call_words,
    outweighs,
    replace_texts,
    result_pieces,
    shown,
    was_retrieved,
)
from tests.transforms.histories import listing, openai, results_of

RESULT = ToolResult(call_id="c")


def test_a_text_is_replaced_and_reported() -> None:
    """Every part has a decision, the changed one with its original."""
    before = openai(("", "{}", "Go."), ("f", "{}", "one"), ("f", "{}", "two"))
    original = original_of("one")
    note = Note("1", original.hash, "why not", (original,))
    after, report = replace_texts(before, {Piece(3, 0, 0): note}, "step", {(5, 0): "because"}, "else")
    assert results_of(after) == ["1", "two"]
    assert [(one.message, one.part, one.action, one.reason) for one in report.decisions] == [
        (0, 0, "kept", "system text"),
        (1, 0, "kept", "user text"),
        (2, 0, "kept", "a tool call"),
        (3, 0, "compressed", "why not"),
        (4, 0, "kept", "a tool call"),
        (5, 0, "kept", "because"),
    ]
    assert report.original_texts == {original_of("one").hash: "one"}
    assert all(one is other for one, other in zip(after.messages[4:], before.messages[4:], strict=True))


def test_a_note_may_hand_on_an_original_that_the_text_named() -> None:
    """Then somebody else's report carries it."""
    before = openai(("", "{}", "Go."), ("f", "{}", "one"))
    _, report = replace_texts(before, {Piece(3, 0, 0): Note("1", original_of("all").hash, "why not")}, "step", {}, "else")
    assert report.originals == ()
    assert report.final[3, 0].original == original_of("all").hash


def test_no_notes_are_the_same_conversation() -> None:
    """Not a copy of it."""
    before = openai(("", "{}", "Go."), ("f", "{}", "one"))
    after, report = replace_texts(before, {}, "step", {}, "else")
    assert after is before
    assert report.decisions[-1].reason == "else"


def test_pieces_are_the_texts_of_results() -> None:
    """With where they stand."""
    found = [(piece, text) for piece, _, text in result_pieces(openai(("", "{}", "Go."), ("f", "{}", "one")).messages)]
    assert found == [(Piece(3, 0, 0), "one")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (listing(1), True),
        ("a few words", False),
        (" " * 2_000, False),
        (" " * 20_000 + listing(1, 400) + " " * 20_000, True),
        ("é" * 40, False),
    ],
)
def test_a_note_must_be_outweighed(text: str, expected: bool) -> None:
    """In tokens, not in characters; a long text may be cheap in its first part."""
    assert outweighs(text, f"[headroom: 1 result omitted (a reason for it); original {'0a' * 12}]") is expected


def test_bytes_count_too() -> None:
    """A note with more bytes than the text is no gain, whatever the tokens."""
    assert not outweighs("1 2 3 4 5 6 7 8 9 0 " * 5, "a" * 101)


def test_calls_are_named_in_a_line() -> None:
    """Short, on one line, and such that UTF-8 holds it."""
    assert call_words(ToolCall(id="c", name="f", arguments='{"a":\n  1}'), RESULT) == 'f({"a": 1})'
    assert call_words(ToolCall(id="c", name="f", arguments="x" * 200), RESULT) == f"f({'x' * 80}…)"
    assert call_words(ToolCall(id="c", name="f", arguments="\ud800"), RESULT) == "f(?)"
    assert call_words(None, ToolResult(call_id="", name="legacy")) == "legacy"
    assert call_words(None, RESULT) == "an earlier call"


def test_a_long_run_of_blanks_shows_as_little() -> None:
    """And says that something is missing."""
    assert shown(" " * 1_000_000) == "…"


def test_retrieved_results_are_known_by_the_tool() -> None:
    """Also behind an MCP server's prefix, and for results that carry their name."""
    assert was_retrieved(ToolCall(id="c", name="mcp__x__headroom_retrieve", arguments=""), RESULT)
    assert was_retrieved(None, ToolResult(call_id="", name="headroom_retrieve"))
    assert not was_retrieved(None, RESULT)
