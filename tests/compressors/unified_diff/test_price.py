"""Tests of whether a draft surely takes fewer tokens."""

from __future__ import annotations

import msgspec

from headroom.compressors.unified_diff.parse import Diff, parse_diff
from headroom.compressors.unified_diff.price import outweighs
from headroom.compressors.unified_diff.writer import Draft
from headroom.retrieval.marker import marker_text, omission, text_marker
from headroom.tokens import counter_for
from tests.compressors.unified_diff.samples import before, edited, git_diff

DIFF = parse_diff(git_diff({"a.py": (before(60), edited(before(60), *range(5, 230, 20)))}))
MARKER = "[headroom: 9 of 99 lines omitted; original 0123456789abcdef01234567]"


def draft(*dropped: tuple[int, int], notes: tuple[str, ...] = (), rewritten: int = 0) -> Draft:
    """A draft that leaves runs of lines out."""
    return Draft(pieces=(), notes=notes, dropped=dropped, rewritten=rewritten, kinds=(), hunks=0, files=0)


def test_much_left_out_pays_for_the_marker() -> None:
    """Little does not."""
    assert outweighs(DIFF, draft((5, 60)), MARKER)
    assert not outweighs(DIFF, draft((5, 8)), MARKER)


def test_notes_and_headers_are_paid_for() -> None:
    """With what comes on top where text meets that was apart."""
    assert not outweighs(DIFF, draft((5, 60), notes=("[headroom: 1 hunk omitted (+1 -1 at line 7)]\n",) * 60), MARKER)
    assert not outweighs(DIFF, draft((5, 60), rewritten=500), MARKER)


def test_many_short_runs_cost_their_seams() -> None:
    """A line that is one token saves nothing where it leaves two seams."""
    blank = Diff("\n" * 999, ["\n"] * 999, list(range(1_000)), " " * 999, [])
    runs = tuple((at, at + 1) for at in range(0, 900, 2))
    assert not outweighs(blank, draft(*runs), MARKER)
    assert outweighs(DIFF, draft(*((at, at + 2) for at in range(4, 90, 3))), MARKER)


def test_the_order_of_runs_is_no_matter() -> None:
    """It is a sample of all of them."""
    runs = [(at, at + 2) for at in range(4, 90, 3)]
    one = draft(*runs)
    assert outweighs(DIFF, one, MARKER) == outweighs(DIFF, msgspec.structs.replace(one, dropped=runs[::-1]), MARKER)


def test_words_prove_it_as_well_as_tokens() -> None:
    """And only what they prove: letters in one word are never more than one, nor are those round an apostrophe."""
    text = "+don't can't won't\n" * 40
    lines = text.splitlines(keepends=True)
    diff = parse_diff(text)
    assert outweighs(diff, draft((0, len(lines))), MARKER)
    assert not outweighs(diff, draft((0, 4)), MARKER)
    letters = parse_diff(f"+{'a' * 900}\n")
    assert outweighs(letters, draft((0, 1)), MARKER) == (
        counter_for("gpt-4o").count("a" * 900) > counter_for("gpt-4o").count(MARKER) + 9
    )
    foreign = parse_diff("+словами и словами\n" * 40)
    assert outweighs(foreign, draft((0, 40)), MARKER)


def test_no_marker_is_longer_than_is_taken_for_granted() -> None:
    """With every kind of line, long numbers, and a hash of which each digit is a token."""
    kinds = [(kind, 123_456_789) for kind in ("context", "added", "removed", "header", "other")]
    what = omission(123_456_789, 987_654_321, "line", kinds)
    for digits in ("a1" * 12, "0f" * 12, "9e" * 12, "b7d3" * 6):
        assert counter_for("gpt-4o").count(text_marker(marker_text(what, digits, "tool"))) < 90
    assert outweighs(DIFF, draft((5, 90)), MARKER)
