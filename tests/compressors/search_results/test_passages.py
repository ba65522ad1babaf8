"""Tests of which lines of documents stay."""

from __future__ import annotations

from headroom.compressors.search_results.documents import read_documents
from headroom.compressors.search_results.passages import choose_passages
from headroom.compressors.search_results.terms import read_terms
from tests.compressors.search_results.samples import ranked

SENTENCES = [f"Sentence {number} speaks about weather, food and other everyday matters at length" for number in range(12)]


def kept(lines: list[str], query: str) -> list[str]:
    """The lines that stay."""
    choice = choose_passages(read_documents(lines), lines, read_terms(query))
    return [lines[line] for line in sorted(choice.lines)]


def test_every_heading_and_source_stays() -> None:
    """However low the rank."""
    lines = ranked(20, SENTENCES)
    stay = kept(lines, "")
    assert {line for line in lines if line.startswith(("## ", "<https"))} <= {*stay}
    assert len(stay) < len(lines) / 2


def test_the_line_that_answers_stays() -> None:
    """In a document of low rank as well."""
    lines = ranked(20, SENTENCES)
    lines[-5] = "An overloaded server answers with status 529 until it has recovered"
    assert lines[-5] in kept(lines, "Which status does an overloaded server send?")


def test_what_a_colon_announces_stays_with_it() -> None:
    """An answer may be the next line."""
    lines = ranked(10, SENTENCES)
    lines[22:24] = ["The quarantine period of imported parrots is:", "thirty days"]
    assert "thirty days" in kept(lines, "How long is the quarantine of parrots?")


def test_a_repeated_text_stays_once() -> None:
    """Chunks of one page overlap."""
    lines = ranked(10, SENTENCES)
    for place in (8, 38, 68):
        lines[place] = "The quarantine period of imported parrots is thirty days in all countries"
    assert kept(lines, "How long is the quarantine of parrots?").count(lines[8]) == 1


def test_more_of_the_first_document_stays() -> None:
    """Rank is worth something where the texts are worth the same."""
    lines = ranked(12, SENTENCES)
    stay = kept(lines, "")
    assert sum("in text 1)" in line for line in stay) > sum("in text 12)" in line for line in stay)
