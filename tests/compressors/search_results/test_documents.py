"""Tests of where the documents of a list begin."""

from __future__ import annotations

import pytest

from headroom.compressors.search_results.documents import read_documents

PASSAGE = "Some words of text.\n1. a first step\n2. a second step\nMore words at the end.\n"


def starts(text: str) -> list[str]:
    """The first lines of the documents."""
    lines = text.split("\n")
    return [lines[document.start] for document in read_documents(lines)]


@pytest.mark.parametrize(
    "form",
    [
        "## [{n}] Title {n}\n<https://example.org/{n}>\n\n## Inner heading\n{p}",
        "{n}. Title {n}\n   URL: https://example.org/{n}\n   {p}",
        "Title: T{n}\nURL: https://example.org/{n}\nContent: {p}---",
        "URL: https://example.org/{n}\nTitle: T{n}\nText: {p}",
        '<document index="{n}">\n<source>a{n}.pdf</source>\n<document_content>\n{p}</document_content>\n</document>',
        "Result {n} (score 0.{n}):\n{p}",
        "[Document {n}] (source: a{n}.md)\n{p}",
        "--- Result {n} ---\n{p}",
        "[{n}] Title {n} - https://example.org/{n}\n{p}",
        "# Title {n}\n{p}",
        "- [Title {n}](https://example.org/{n})\n  {p}",
        "**{n}. Title {n}**\nSource: https://example.org/{n}\n{p}",
    ],
)
def test_each_document_begins_at_its_heading(form: str) -> None:
    """Not at the headings and numbers inside of passages."""
    documents = [form.format(n=n, p=PASSAGE) for n in range(1, 7)]
    assert starts("\n".join(documents)) == [document.split("\n")[0] for document in documents]


def test_rules_separate_where_nothing_else_does() -> None:
    """Chunks of text without a heading."""
    assert len(starts("---\n".join([PASSAGE] * 6))) == 6


def test_a_header_ends_after_source_and_fields() -> None:
    """The field that holds the passage is no part of it."""
    text = "\n".join(f"Title: T{n}\nURL: https://example.org/{n}\nPublished: 2024\nContent: {PASSAGE}" for n in range(4))
    document = read_documents(text.split("\n"))[0]
    assert (document.start, document.body) == (0, 3)


def test_a_tag_that_opens_the_passage_is_of_the_header() -> None:
    """It is closed at the end, which stays."""
    text = "\n".join(f'<document index="{n}">\n<source>a{n}</source>\n<document_content>\n{PASSAGE}' for n in range(1, 4))
    document = read_documents(text.split("\n"))[0]
    assert (document.start, document.body) == (0, 3)


def test_tags_are_enough() -> None:
    """Without a rank and without a source on a line of its own."""
    text = "\n".join(f'<document source="a{n}.md">\n{PASSAGE}</document>' for n in range(3))
    assert starts(text) == [f'<document source="a{n}.md">' for n in range(3)]


@pytest.mark.parametrize(
    "text", ["", "words only\nand more", "# A page\n## One\ntext\n## Two\nand more", "# One heading\nand text", "---"]
)
def test_other_texts_have_none(text: str) -> None:
    """One heading is no list."""
    assert read_documents(text.split("\n")) == ()
