"""Tests of the scores of hits and files."""

from __future__ import annotations

from headroom.compressors.search_results.hits import read_hits
from headroom.compressors.search_results.ranking import Ranked, rank_hits, text_of
from headroom.compressors.search_results.terms import read_terms
from tests.compressors.search_results.samples import grep


def ranked(lines: list[str], query: str) -> Ranked:
    """The scores of a result."""
    hits = read_hits(lines)
    assert hits is not None
    return rank_hits(hits, read_terms(query))


def test_source_comes_before_tests_when_both_fit() -> None:
    """Unless tests are asked for."""
    lines = grep(60)
    lines[20] = "tests/test_cache.py:1:    evict(entry)"
    lines[40] = "src/store.py:1:    evict(entry)"
    assert ranked(lines, "Where does evict happen?").best_rows[0] == 40
    assert ranked(lines, "Which test calls evict?").best_rows[0] == 20


def test_a_path_lifts_its_lines() -> None:
    """A file of that name is the best one."""
    lines = grep(60)
    lines[44] = "src/logging/handlers.py:124:    def __init__(self, filename, mode):"
    found = ranked(lines, "Where is the constructor of logging's RotatingFileHandler?")
    assert found.hits.paths[found.best_files[0]] == "src/logging/handlers.py"
    assert found.best_rows[0] == 44


def test_only_words_of_the_question_inform() -> None:
    """Not those of the search, which every hit has."""
    assert not ranked(grep(60), "Run it.\x1fcompute_3_1").informed
    assert ranked(grep(60), "Where is compute_3_1?").informed


def test_a_text_goes_without_its_number() -> None:
    """So that copies in several places are seen."""
    assert text_of("124:    def f():") == "def f():"
    assert text_of("note: this") == "note: this"
