"""Tests of the note that points at an earlier result."""

from __future__ import annotations

import pytest

from headroom.messages import original_of
from headroom.retrieval.marker import holds_marker
from headroom.transforms.pointers import name_of, pointed_at, pointer, pointers
from tests.transforms.histories import openai

DIGEST = "0123456789abcdef01234567"


@pytest.mark.parametrize("retrieval", ["none", "tool"])
def test_a_pointer_is_read_back(retrieval: str) -> None:
    """It is a marker, and says what it points at."""
    note = pointer("the result of f({})", DIGEST, "tool" if retrieval == "tool" else "none")
    assert pointed_at(note) == DIGEST
    assert holds_marker(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a text",
        f"[headroom: 3 of 5 rows omitted; original {DIGEST}]",
        "[headroom: 1 result omitted (same as nothing) above)]",
        pointer("x", DIGEST) + "\n",
        "before\n" + pointer("x", DIGEST),
    ],
)
def test_anything_else_points_nowhere(text: str) -> None:
    """Other notes, and pointers inside other texts."""
    assert pointed_at(text) == ""


def test_pointers_are_found_in_results_alone() -> None:
    """A user who quotes one points at nothing."""
    note = pointer("x", DIGEST)
    found = list(pointers(openai(("", "{}", note), ("f", "{}", "text"), ("f", "{}", note)).messages))
    assert [(piece.message, digest) for piece, digest in found] == [(5, DIGEST)]


def test_a_text_goes_by_what_it_is_an_excerpt_of() -> None:
    """Where one note says so; a note that stands for all of it, or several notes, leave it its own name."""
    other = original_of("another").hash
    excerpt = f"line 1\n[headroom: 8 of 9 lines omitted; original {DIGEST}]"
    assert name_of("a text") == original_of("a text").hash
    assert name_of(excerpt) == DIGEST
    for text in (
        f"[headroom: 8 of 9 lines omitted; original {DIGEST}]",
        pointer("x", DIGEST),
        f"{excerpt}\n[headroom: 1 line omitted; original {other}]",
    ):
        assert name_of(text) == original_of(text).hash
