"""Tests of what is said of dropped hits."""

from __future__ import annotations

from headroom.compressors.search_results.choice import Gap
from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.matches import choose_hits
from headroom.compressors.search_results.terms import read_terms
from headroom.config import SearchSettings
from tests.compressors.search_results.samples import grep, headed


def described(lines: list[str], gap: Gap) -> str:
    """What a gap held."""
    hits = read_hits(lines)
    assert hits is not None
    choice = choose_hits(hits, read_terms(""), SearchSettings())
    assert choice.describe is not None
    return choice.describe(gap, 400)


def test_files_of_a_gap_are_told() -> None:
    """With their hits."""
    assert described(grep(100, directories=1), Gap(4, 12)) == "module1.py 4, module2.py 4"


def test_a_gap_inside_one_file_needs_no_words() -> None:
    """The lines round it name the file."""
    assert described(grep(100), Gap(1, 3)) == ""
    assert described(headed(100), Gap(1, 3)) == ""


def test_headings_and_blanks_are_no_hits() -> None:
    """Only hits are counted."""
    assert described(headed(100), Gap(6, 18)) == "module1.py 4, module2.py 4"


def test_kinds_are_told_where_there_are_several() -> None:
    """Hits and context."""
    lines = [line for n in range(99) for line in (f"a{n}.py-1-x", f"a{n}.py:2:y", "--")]
    hits = read_hits(lines)
    assert hits is not None
    choice = choose_hits(hits, read_terms(""), SearchSettings())
    assert choice.kinds is not None
    assert list(choice.kinds(range(30, 36))) == [("hits", 2), ("context", 2)]


def test_few_hits_all_stay() -> None:
    """Unless they are long."""
    short, long = grep(7), [line + "x" * 400 for line in grep(7)]
    for lines, whole in ((short, True), (long, False)):
        hits = read_hits(lines)
        assert hits is not None
        assert (len(choose_hits(hits, read_terms("compute_3_1"), SearchSettings()).lines) == len(lines)) is whole
