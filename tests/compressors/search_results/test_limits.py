"""Tests of what holds shown hits to the limits."""

from __future__ import annotations

from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.limits import Shown
from headroom.config import SearchSettings
from tests.compressors.search_results.samples import grep

SETTINGS = SearchSettings(max_files=3, max_matches_per_file=2, max_total_matches=5)


def shown() -> Shown:
    """Nothing yet of twenty files with ten hits each."""
    hits = read_hits(grep(20, 10))
    assert hits is not None
    return Shown(hits, SETTINGS)


def test_examples_are_held_to_every_limit() -> None:
    """Of a file, of files, and in all."""
    found = shown()
    assert [found.example(row, "x") for row in (0, 1, 2)] == [True, True, False]
    assert [found.example(row, "x") for row in (10, 20, 30)] == [True, True, False]
    assert [found.example(row, "x") for row in (11, 21)] == [True, False]
    assert (found.files, found.room) == ([0, 1, 2], 0)


def test_a_hit_counts_once() -> None:
    """However often it is wanted."""
    found = shown()
    assert [found.example(0, "x"), found.example(0, "y")] == [True, False]
    found.answer([0], "z")
    assert (found.kept, found.room) == ({0: "x"}, 4)


def test_answers_come_on_top_but_of_no_more_files() -> None:
    """Four times the hits of a file, eight times where it is named, three times the hits in all."""
    found = shown()
    found.answer(range(200), "answers")
    assert (len(found.kept), found.files) == (15, [0, 1])
    found = shown()
    found.answer(range(10), "answers", named=True)
    assert len(found.kept) == 10
    found = shown()
    found.answer(range(0, 200, 10), "answers")
    assert found.files == [0, 1, 2]


def test_a_gap_is_closed_only_within_the_limits() -> None:
    """And what it held counts from then on."""
    found = shown()
    found.example(0, "x")
    assert not found.admits(1, 4)
    assert found.admits(1, 2)
    assert not found.admits(2, 3)
    assert found.room == 3
    found.answer([10], "answers")
    assert found.admits(11, 14)
    assert not found.admits(14, 19)


def test_what_stands_out_stays_on_top_of_all_limits() -> None:
    """And counts, so that less of the rest is shown."""
    found = shown()
    found.stand_out(range(0, 200, 10), "alarm")
    assert len(found.kept) == 20
    assert found.room < 0
    assert not found.example(1, "x")
