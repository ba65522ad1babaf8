"""Tests of how choices are priced."""

from __future__ import annotations

from headroom.compressors.search_results.choice import Choice, Gap, priced

LINES = [f"a line of some length with the number {number}\n" for number in range(100)]


def test_a_short_gap_is_closed() -> None:
    """Its note would cost as much."""
    kept, details = priced(LINES, Choice(lines=dict.fromkeys([0, 2, 99], "asked for")))
    assert kept[1] == "between"
    assert list(details) == [3]


def test_a_gap_is_described_by_the_form() -> None:
    """With the characters it may take."""
    seen: list[tuple[int, int, int]] = []

    def describe(gap: Gap, allowed: int) -> str:
        seen.append((gap.start, gap.stop, allowed))
        return "what it held"

    _, details = priced(LINES, Choice(lines={0: "first", 99: "last"}, describe=describe))
    assert details == {1: "what it held"}
    assert seen[0][:2] == (1, 99)
    assert 40 <= seen[0][2] <= 500


def test_a_description_that_is_too_long_closes_the_gap() -> None:
    """A note is never longer than half of what it stands for."""
    kept, details = priced(LINES[:8], Choice(lines={0: "first", 7: "last"}, describe=lambda *_: "x" * 400))
    assert len(kept) == 8
    assert details == {}


def test_what_short_descriptions_leave_goes_to_longer_ones() -> None:
    """So that as many gaps as can be are told in full."""
    lines = [f"a line of some length with the number {number}\n" for number in range(300)]
    full = {1: "x" * 20, 101: "y" * 30, 201: "z" * 600}

    def describe(gap: Gap, allowed: int) -> str:
        return full[gap.start][:allowed]

    _, details = priced(lines, Choice(lines=dict.fromkeys([0, 100, 200, 299], "asked for"), describe=describe))
    assert (details[1], details[101]) == (full[1], full[101])
    assert 400 < len(details[201]) <= 550


def test_more_is_said_where_names_are_asked_for() -> None:
    """They are the answer then."""
    told: list[int] = []
    for asked in (False, True):
        choice = Choice(lines={0: "first", 99: "last"}, describe=lambda _, allowed: "x" * allowed, names_asked=asked)
        told.append(len(priced(LINES, choice)[1][1]))
    assert told == [500, 1_200]
