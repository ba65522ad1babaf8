"""Tests of which lines of documents stay."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.choice import priced
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


CODE = ["```yaml", "uploads:", "  limit_megabytes: 48", "  retries: 3", "```"]
TABLE = ["| Field | Meaning |", "|---|---|", "| id | name |", "| quota | uploads in megabytes: 48 |", "| state | new or done |"]
PARAGRAPH = [
    "The quarantine period of imported parrots",
    "is thirty days, unless the owner shows",
    "that they were examined abroad.",
]


def told(block: list[str], query: str) -> str:
    """What is kept, with notes, of ten documents of which the fourth has a block more."""
    lines = [part for line in ranked(10, SENTENCES) for part in ((line, "") if line.startswith("Sentence") else (line,))]
    lines[100:100] = ["", *block, ""]
    choice = choose_passages(read_documents(lines), lines, read_terms(query))
    assert choice.describe is not None
    kept, details = priced([f"{line}\n" for line in lines], choice)
    return "\n".join(lines[at] if at in kept else f"[{details[at]}]" for at in range(len(lines)) if at in kept or at in details)


@pytest.mark.parametrize(
    ("block", "query"),
    [
        (CODE, "What is limit_megabytes?"),
        (TABLE, "What is the quota of uploads in megabytes?"),
        (PARAGRAPH, "How long is the quarantine period of parrots?"),
        (PARAGRAPH, "What if parrots were examined abroad?"),
    ],
)
def test_a_block_that_answers_stays_whole(block: list[str], query: str) -> None:
    """Code with its fences, a table with its heading, a paragraph with its last line."""
    assert "\n".join(block) in told(block, query)


def test_a_row_of_a_long_table_stays_with_its_heading() -> None:
    """The others are left out."""
    long = [*TABLE[:3], *(f"| field{n} | meaning of the number {n} |" for n in range(90)), *TABLE[3:]]
    stay = told(long, "What is the quota of uploads in megabytes?").split("\n")
    assert {*TABLE[:2], TABLE[3]} <= {*stay}
    assert long[50] not in stay


def test_notes_tell_what_each_document_lost() -> None:
    """Its paragraphs, its code, its tables; a note in every document."""
    stay = told([*CODE, "", *TABLE], "How is the weather?")
    assert "1 code block, 1 table]" in stay
    assert all(" paragraph" in document for document in stay.split("## ")[2:])


def test_tags_that_close_a_document_stay() -> None:
    """So that it reads as it began."""
    text = "\n".join(f"{sentence}\n" for sentence in SENTENCES)
    form = '<document index="{n}">\n<source>a{n}</source>\n<document_content>\n{text}\n</document_content>\n</document>'
    stay = kept("\n".join(form.format(n=n, text=text.replace("text", str(n))) for n in range(1, 9)).split("\n"), "")
    for tag in ("<document_content>", "</document_content>", "</document>"):
        assert stay.count(tag) == 8
