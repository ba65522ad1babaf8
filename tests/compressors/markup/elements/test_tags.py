"""Elements are read in one pass over the tags."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.elements.tags import STRAY, read_elements
from headroom.compressors.nested_parts.nested import COMMENT
from tests.compressors.nested_parts.outlines import Outline, outline_of


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("<a><b>x</b><c d='1'/></a>", [("a", [("b", []), ("c", [])])]),
        ("<a><a/>x</a>", [("a", [])]),
        ("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY e \">\">]>\n<a>\n<b/>\n</a>\n", [("a", [("b", [])])]),
        ("<a><!-- <b> --><c>x</c></a>", [("a", [(COMMENT, []), ("c", [])])]),
        ("<a><b><![CDATA[<c>]]></b><d/></a>", [("a", [("b", []), ("d", [])])]),
        (f"<a><b/>{'<![CDATA[x]]> y ' * 200}<c/></a>", [("a", [("b", []), (STRAY, []), ("c", [])])]),
        ("<p>some <b>text</b></p><q/>", [("p", []), ("q", [])]),
        (f"<p>some{' text' * 300} <b>bold</b></p>", [("p", [(STRAY, []), ("b", [])])]),
        ("<a b='x > y' c=\"'\"><x:y>1</x:y></a>", [("a", [("x:y", [])])]),
    ],
)
def test_elements(text: str, outline: Outline) -> None:
    """Names and nesting; a short element with text between others is one piece."""
    read = read_elements(text)
    assert outline_of(read.nested) == outline
    assert read.torn_at == len(text)


def test_elements_inside_paragraphs_count() -> None:
    """What is never opened holds elements all the same."""
    assert read_elements("<p>some <b>text</b></p>").begins == [0, 8]


@pytest.mark.parametrize(
    ("text", "place"),
    [("<a><b/></c>", 7), ("<a><b/>< x", 7), ("<a><b/><!-- x", 7), ("<a><b/><![CDATA[ x", 7), ("<a/>rest", 4), ("</a>", 0)],
)
def test_where_it_is_torn(text: str, place: int) -> None:
    """What is no XML is not read."""
    assert read_elements(text).torn_at == place
