"""Tests of what stays with the hits that stay."""

from __future__ import annotations

from headroom.compressors.search_results.context import keep_context
from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.limits import Shown
from headroom.config import SearchSettings
from tests.compressors.search_results.samples import headed


def kept(lines: list[str], *chosen: int, most: int = 5) -> list[int]:
    """The lines that stay with some."""
    hits = read_hits(lines)
    assert hits is not None
    shown = Shown(hits, SearchSettings(max_matches_per_file=most))
    for line in chosen:
        assert shown.example(line, "chosen")
    keep_context(shown, hits)
    return sorted(shown.kept)


def groups(number: int, hits: int = 1) -> list[str]:
    """Hits with a line of context before and after each, in groups."""
    lines: list[str] = []
    for n in range(number):
        lines.append(f"a{n}.py-1-    before_{n}()")
        for hit in range(hits):
            lines += [f"a{n}.py:{2 * hit + 2}:    call_{hit}()", f"a{n}.py-{2 * hit + 3}-    after_{hit}()"]
        lines.append("--")
    return lines


def test_context_of_the_group_stays() -> None:
    """Whole where it is small, else the lines on each side."""
    assert kept(groups(9), 5) == [4, 5, 6]
    assert kept(groups(9, hits=9), 9) == [7, 8, 9, 10, 11]


def test_other_hits_of_the_group_stay_only_within_the_limits() -> None:
    """Their context does."""
    assert kept(groups(9, hits=2), 1) == [0, 1, 2, 3, 4]
    assert kept(groups(9, hits=2), 1, most=1) == [0, 1, 2, 4]


def test_a_line_of_context_brings_its_hit() -> None:
    """And the separator between two groups that stay."""
    assert kept(groups(9), 4, 10) == [4, 5, 6, 7, 8, 9, 10]
    assert kept(groups(9), 5, 13) == [4, 5, 6, 12, 13, 14]


def test_a_heading_stays_with_its_hits() -> None:
    """And no other heading."""
    assert kept(headed(9), 8) == [6, 8]
